"""Many journeys, over real sockets."""

import functools
import gc
import inspect
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import anyio
import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    CaptureError,
    CaptureEvent,
    CaptureOptions,
    CaptureSpec,
    MoveInvalidRequestError,
)
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

    with pytest.raises(ZeroDivisionError):
        async for _ in client.capture_many(source()):
            pass


async def test_each_stage_has_a_bound_of_its_own(client: AsyncMoveUgc, tmp_path: Path) -> None:
    bounds = {"uploads": 2, "jobs": 3, "downloads": 1}
    stages = {"uploads": {"upload"}, "jobs": {"take", "job", "wait"}, "downloads": {"download"}}
    at: dict[Path, str] = {}
    most = dict.fromkeys(bounds, 0)

    async def note(folder: Path, event: CaptureEvent) -> None:
        # A journey that is through with a stage may wait for its turn at the next.
        at[folder] = event.stage if event.stage_fraction < 1 else ""
        for bound in bounds:
            most[bound] = max(most[bound], sum(stage in stages[bound] for stage in at.values()))
        # Longer than an upload takes, so that there are journeys enough for every place.
        await anyio.sleep(0.02 if event.stage in stages["jobs"] else 0.002)

    specs = [
        CaptureSpec(CLIP, folder, {"outputs": ["main_glb"], "on_progress": functools.partial(note, folder)})
        for folder in (tmp_path / str(number) for number in range(12))
    ]
    outcomes = [outcome async for outcome in client.capture_many(specs, **bounds)]
    assert all(outcome.result for outcome in outcomes)
    assert most == bounds


async def test_a_loop_that_is_left_ends_what_is_under_way(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    async for _ in client.capture_many(specs_in(tmp_path, 200), concurrency=4):
        break
    gc.collect()  # for interpreters that count no references
    await anyio.wait_all_tasks_blocked()
    asked = sandbox.journal.count()
    await anyio.sleep(0.1)
    assert sandbox.journal.count() - asked <= 4  # those that were on their way


async def test_what_progress_raises_ends_all(client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path) -> None:
    def fail(_: CaptureEvent) -> None:
        raise ZeroDivisionError

    specs = [*specs_in(tmp_path, 2), CaptureSpec(CLIP, tmp_path / "failing", {"on_progress": fail})]
    with pytest.raises(ZeroDivisionError):
        async for _ in client.capture_many(specs):
            pass
    assert len(sandbox.ledger) <= 2


@pytest.mark.parametrize("bound", ["concurrency", "uploads", "jobs", "downloads"])
@pytest.mark.parametrize("value", [0, -1, 1.5, "2"])
async def test_a_bound_that_makes_no_sense_is_told(client: AsyncMoveUgc, bound: str, value: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match=bound):
        client.capture_many([], **{bound: value})


def test_a_spec_takes_what_capture_takes() -> None:
    parameters = inspect.signature(AsyncMoveUgc.capture).parameters.values()
    assert {each.name for each in parameters if each.kind is each.KEYWORD_ONLY} == CaptureOptions.__annotations__.keys()


def test_an_option_that_capture_does_not_have_is_told() -> None:
    options: Any = {"output": ["main_glb"]}
    with pytest.raises(MoveInvalidRequestError, match=r"no option 'output'; it has .*outputs"):
        CaptureSpec(CLIP, "out", options)
