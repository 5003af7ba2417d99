"""Many journeys, over real sockets."""

from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc, CaptureError, CaptureSpec, MoveInvalidRequestError
from move_ugc_async.sandbox import Sandbox
from tests.e2e.journeys import CLIP

pytestmark = pytest.mark.anyio


@pytest.fixture
def sandbox() -> Any:
    with Sandbox() as sandbox:
        yield sandbox
    assert not sandbox.leaks


def specs_in(folder: Path, count: int) -> list[CaptureSpec]:
    return [CaptureSpec(CLIP, folder / str(number), {"outputs": ["main_glb"]}) for number in range(count)]


async def test_each_has_an_outcome_and_one_failure_stops_no_other(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    specs = [*specs_in(tmp_path, 6), CaptureSpec("nowhere.mp4", tmp_path / "lost")]
    outcomes = {outcome.spec.directory: outcome async for outcome in client.capture_many(specs, concurrency=3)}
    assert outcomes.keys() == {spec.directory for spec in specs}
    lost = outcomes.pop(tmp_path / "lost")
    assert isinstance(lost.error, CaptureError)
    for folder, outcome in outcomes.items():
        assert outcome.result is not None
        assert [output.path.parent for output in outcome.result.outputs] == [folder]
    assert len(sandbox.ledger) == 6


async def test_specs_are_taken_as_places_become_free(client: AsyncMoveUgc, tmp_path: Path) -> None:
    taken = 0

    async def source() -> AsyncIterator[CaptureSpec]:
        nonlocal taken
        for spec in specs_in(tmp_path, 8):
            taken += 1
            yield spec

    seen = 0
    async for _ in client.capture_many(source(), concurrency=2):
        seen += 1
        assert taken <= seen + 2
    assert (seen, taken) == (8, 8)


async def test_leaving_early_leaves_nothing_running(client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path) -> None:
    async with aclosing(client.capture_many(specs_in(tmp_path, 20), concurrency=4)) as outcomes:
        async for _ in outcomes:
            break
    asked = sandbox.journal.count()
    await anyio.sleep(0.1)
    assert sandbox.journal.count() - asked <= 4  # those that were on their way
    assert len(sandbox.ledger) <= 9


async def test_what_the_source_raises_is_raised(client: AsyncMoveUgc, tmp_path: Path) -> None:
    def source() -> Iterator[CaptureSpec]:
        yield from specs_in(tmp_path, 2)
        raise ZeroDivisionError

    with pytest.raises(ExceptionGroup) as caught:
        async for _ in client.capture_many(source()):
            pass
    assert caught.group_contains(ZeroDivisionError)


async def test_a_concurrency_that_makes_no_sense_is_told(client: AsyncMoveUgc) -> None:
    with pytest.raises(MoveInvalidRequestError, match="concurrency"):
        await anext(client.capture_many([], concurrency=0))
