"""Specs that are read in chunks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import anyio
import pytest

from move_ugc_async import CaptureSpec
from move_ugc_async.batch._chunks import chunks
from tests.support.wait_until import SAFETY_NET

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("anyio_backend", ["asyncio"])]


@pytest.mark.parametrize("error", [asyncio.CancelledError, SystemExit, KeyboardInterrupt])
async def test_all_specs_are_read_in_one_task(error: type[BaseException]) -> None:
    specs = [CaptureSpec(f"{name}.mp4", name) for name in "abc"]
    tasks, closed = set[Any](), list[bool]()

    async def failing() -> AsyncIterator[CaptureSpec]:
        with anyio.fail_after(SAFETY_NET):
            try:
                for spec in specs:
                    tasks.add(asyncio.current_task())
                    yield spec
                    await asyncio.sleep(0)
                raise error
            finally:
                closed.append(asyncio.current_task() in tasks)

    async def read_all() -> None:
        async with aclosing(chunks(failing())) as iterator:
            async for chunk in iterator:
                found.extend(chunk)

    found: list[CaptureSpec] = []
    with pytest.raises(error):
        await read_all()
    # Left early.
    async with aclosing(chunks(failing())) as iterator:
        async for _ in iterator:
            break
    assert (found, len(tasks), closed) == (specs, 2, [True, True])


@pytest.mark.parametrize("odd", [None, KeyError("odd"), 5])
async def test_whatever_an_async_iterable_yields_is_passed_on(odd: Any) -> None:
    async def odd_ones() -> AsyncIterator[Any]:
        yield odd

    assert [chunk async for chunk in chunks(odd_ones())] == [[odd]]
