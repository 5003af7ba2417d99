"""Reads the specs that are passed to `submit` in chunks."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterable, Iterable
from contextlib import aclosing
from dataclasses import dataclass
from typing import cast

from move_ugc_async import CaptureSpec, MoveInvalidRequestError

_CHUNK = 500
"""Maximum number of clips of an async iterable that are registered in one transaction."""
_CHUNK_SECONDS = 0.2
"""How long to wait for further clips of an async iterable before the ones so far are registered."""


@dataclass(frozen=True, slots=True)
class _End:
    """The end of an async iterable, with what it raised."""

    error: BaseException | None


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
    async with aclosing(_as_they_come(specs)) as iterator:
        async for chunk in iterator:
            yield chunk


async def _as_they_come(specs: AsyncIterable[CaptureSpec]) -> AsyncGenerator[list[CaptureSpec], None]:
    received = asyncio.Queue[CaptureSpec | _End](1)
    reader = asyncio.ensure_future(_read(specs, received))
    chunk: list[CaptureSpec] = []
    end: _End | None = None
    try:
        while end is None:
            is_late = False
            try:
                async with asyncio.timeout(_CHUNK_SECONDS if chunk else None):
                    upcoming = await received.get()
            except TimeoutError:
                is_late = True
            else:
                if isinstance(upcoming, _End):
                    end = upcoming
                else:
                    chunk.append(upcoming)
            if chunk and (is_late or end is not None or len(chunk) == _CHUNK):
                yield chunk
                chunk = []
    finally:
        reader.cancel()
        await asyncio.wait([reader])
    if end.error is not None:
        raise end.error


async def _read(specs: AsyncIterable[CaptureSpec], received: "asyncio.Queue[CaptureSpec | _End]") -> None:
    """Pass on all specs, and what ends them.

    In one task: a scope, such as a timeout, must be left in the task that entered it.
    """
    task = asyncio.current_task()
    try:
        async with contextlib.AsyncExitStack() as stack:
            if isinstance(specs, AsyncGenerator):
                await stack.enter_async_context(aclosing(cast("AsyncGenerator[CaptureSpec, None]", specs)))
            async for spec in specs:
                await received.put(spec)
        end = _End(None)
    except BaseException as error:
        if task is not None and task.cancelling():
            raise
        end = _End(error)
    await received.put(end)
