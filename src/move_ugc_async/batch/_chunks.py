"""Reads the specs that are passed to `submit` in chunks."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable
from contextlib import aclosing
from typing import Any, cast

from move_ugc_async import CaptureSpec, MoveInvalidRequestError

_CHUNK = 500
"""Maximum number of clips of an async iterable that are registered in one transaction."""
_CHUNK_SECONDS = 0.2
"""How long to wait for further clips of an async iterable before the ones so far are registered."""


async def chunks(
    specs: Iterable[CaptureSpec] | AsyncIterable[CaptureSpec],
) -> AsyncGenerator[list[CaptureSpec], None]:
    """Yield all specs of an iterable at once, and those of an async iterable as they come.

    If it raises, the specs before are yielded first.

    Raises:
        MoveInvalidRequestError: `specs` is not iterable.
    """
    if isinstance(specs, Iterable):
        yield list(specs)
        return
    if not isinstance(specs, AsyncIterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"specs must be an iterable of CaptureSpec objects; got {type(specs).__name__}"
        raise MoveInvalidRequestError(msg)
    async with aclosing(_as_they_come(aiter(specs))) as iterator:
        async for chunk in iterator:
            yield chunk


async def _as_they_come(iterator: AsyncIterator[CaptureSpec]) -> AsyncGenerator[list[CaptureSpec], None]:
    chunk: list[CaptureSpec] = []
    upcoming: asyncio.Future[CaptureSpec | Exception] | None = None
    try:
        while True:
            upcoming = upcoming or asyncio.ensure_future(_next(iterator))
            done, _ = await asyncio.wait([upcoming], timeout=_CHUNK_SECONDS if chunk else None)
            if done:
                received, upcoming = upcoming.result(), None
                if isinstance(received, Exception):
                    break
                chunk.append(received)
            if chunk and (not done or len(chunk) == _CHUNK):
                yield chunk
                chunk = []
    finally:
        if upcoming is not None:
            upcoming.cancel()
            await asyncio.wait([upcoming])
        if isinstance(iterator, AsyncGenerator):
            await cast("AsyncGenerator[CaptureSpec, None]", iterator).aclose()
    if chunk:
        yield chunk
    if not isinstance(received, StopAsyncIteration):
        raise received


async def _next(iterator: Any) -> CaptureSpec | Exception:
    """Return the next spec, or what the iterator raises."""
    try:
        spec: CaptureSpec = await anext(iterator)
    except Exception as error:  # noqa: BLE001 - of the user's code
        return error
    return spec
