"""`capture_many` over real sockets."""

import functools
import gc
import inspect
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any, NoReturn

import anyio
import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    CaptureError,
    CaptureEvent,
    CaptureOptions,
    CaptureOutcome,
    CaptureSpec,
    FileType,
    MoveInvalidRequestError,
)
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import CLIP
from tests.support.wait_until import wait_until

pytestmark = pytest.mark.anyio


@pytest.fixture
def sandbox() -> Any:
    """Yield a sandbox in which every job has finished by the next request."""
    with Sandbox(clock="instant") as sandbox:
        yield sandbox
    assert not sandbox.leaks


def specs_in(folder: Path, count: int, **options: Any) -> list[CaptureSpec]:
    return [CaptureSpec(CLIP, folder / str(number), {"outputs": ["main_glb"], **options}) for number in range(count)]


class Held:
    """Captures that are blocked before they create a job, until they are cancelled."""

    def __init__(self) -> None:
        self.count = 0
        self.cancelled = 0

    async def on_progress(self, event: CaptureEvent) -> None:
        if event.stage != "job":
            return
        self.count += 1
        try:
            await anyio.sleep_forever()
        except anyio.get_cancelled_exc_class():
            self.cancelled += 1
            raise


async def assert_nothing_is_sent(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    """Assert that only this client sends requests from now on."""
    sent = sandbox.journal.count()
    for number in range(1, 4):
        # This response arrives after all earlier requests.
        await client.client.retrieve()
        assert sandbox.journal.count() == sent + number


@both_loops
async def test_a_failed_capture_does_not_stop_running_or_later_captures(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    failed = anyio.Event()

    async def wait_for_the_failure(event: CaptureEvent) -> None:
        if event.stage == "take":
            await failed.wait()

    running = specs_in(tmp_path / "running", 2, on_progress=wait_for_the_failure)
    missing = CaptureSpec("nowhere.mp4", tmp_path / "missing")
    specs = [*running, missing, *specs_in(tmp_path / "after it", 2)]
    outcomes: list[CaptureOutcome[CaptureSpec]] = []
    async for outcome in client.capture_many(specs, concurrency=3):
        outcomes.append(outcome)
        if outcome.error is not None:
            failed.set()
    assert outcomes[0].spec is missing
    assert isinstance(outcomes[0].error, CaptureError)
    assert {outcome.spec.directory for outcome in outcomes} == {spec.directory for spec in specs}
    for outcome in outcomes[1:]:
        assert outcome.result is not None
        assert [output.path.parent for output in outcome.result.outputs] == [outcome.spec.directory]
    assert len(sandbox.ledger) == 4


class OneAtATime(AsyncMoveUgc):
    """A client whose `capture` uses `capture_many`, and that cannot be copied."""

    async def capture(self, video: Any, directory: Any, **options: Any) -> Any:
        async with aclosing(self.capture_many([CaptureSpec(video, directory, CaptureOptions(**options))])) as outcomes:
            return (await anext(outcomes)).result

    def __copy__(self) -> NoReturn:
        raise NotImplementedError

    def __getstate__(self) -> NoReturn:
        raise NotImplementedError


async def test_capture_many_works_with_a_subclass_that_overrides_capture(sandbox: Sandbox, tmp_path: Path) -> None:
    async with OneAtATime(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
        result = await client.capture(CLIP, tmp_path, outputs=["main_glb"])
    assert [output.format for output in result.outputs] == ["glb"]
    assert len(sandbox.ledger) == 1


async def test_capture_many_uses_the_services_of_its_client_but_not_its_capture(
    client: AsyncMoveUgc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads: list[Any] = []
    upload = client.files.upload

    async def recorded_upload(source: Any, **options: Any) -> FileType:
        uploads.append(source)
        return await upload(source, **options)

    monkeypatch.setattr(client, "capture", None)
    monkeypatch.setattr(client.files, "upload", recorded_upload)
    outcomes = [outcome async for outcome in client.capture_many(specs_in(tmp_path, 2))]
    assert [outcome.error for outcome in outcomes] == [None, None]
    assert len(uploads) == 2


async def test_capture_many_reads_a_spec_only_when_a_slot_is_free(client: AsyncMoveUgc, tmp_path: Path) -> None:
    taken = seen = 0
    finished: set[str | None] = set()

    def note_finished(event: CaptureEvent) -> None:
        if event.fraction == 1:
            finished.add(event.resume_state.job_id)

    async def source() -> AsyncIterator[CaptureSpec]:
        nonlocal taken
        for spec in specs_in(tmp_path, 5, on_progress=note_finished):
            taken += 1
            yield spec

    async for _ in client.capture_many(source(), concurrency=2):
        seen += 1
        # A capture holds its slot until its outcome is received, however slow the loop is.
        await wait_until(lambda: len(finished) == taken)
        await client.client.retrieve()
        assert taken <= seen + 2
    assert (seen, taken) == (5, 5)


@both_loops
@pytest.mark.parametrize("how", ["aclosing", "break"])
async def test_leaving_capture_many_early_cancels_running_captures(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, how: str
) -> None:
    held = Held()

    async def finish_when_the_others_are_held(event: CaptureEvent) -> None:
        if event.stage == "download":
            await wait_until(lambda: held.count == 3)

    specs = [
        *specs_in(tmp_path / "first", 1, on_progress=finish_when_the_others_are_held),
        *specs_in(tmp_path / "others", 20, on_progress=held.on_progress),
    ]
    if how == "aclosing":
        async with aclosing(client.capture_many(specs, concurrency=4)) as outcomes:
            async for _ in outcomes:
                break
        assert held.cancelled == held.count
    else:
        async for _ in client.capture_many(specs, concurrency=4):
            break
        gc.collect()  # for interpreters that count no references
        await wait_until(lambda: held.cancelled >= 3 and held.cancelled == held.count)
    await assert_nothing_is_sent(client, sandbox)
    assert len(sandbox.ledger) == 1


async def test_capture_many_raises_the_error_of_its_source_and_cancels_running_captures(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    held = Held()

    async def source() -> AsyncIterator[CaptureSpec]:
        for spec in specs_in(tmp_path, 2, on_progress=held.on_progress):
            yield spec
        await wait_until(lambda: held.count == 2)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        async for _ in client.capture_many(source()):
            pass
    assert held.cancelled == 2
    await assert_nothing_is_sent(client, sandbox)


async def test_capture_many_raises_the_error_of_a_plain_iterable(client: AsyncMoveUgc, tmp_path: Path) -> None:
    def source() -> Iterator[CaptureSpec]:
        yield from specs_in(tmp_path, 2)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        async for _ in client.capture_many(source()):
            pass


async def test_capture_many_raises_the_error_of_a_callback_and_cancels_running_captures(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    held = Held()

    async def fail(_: CaptureEvent) -> None:
        await wait_until(lambda: held.count == 2)
        raise ZeroDivisionError

    specs = [
        *specs_in(tmp_path / "others", 2, on_progress=held.on_progress),
        *specs_in(tmp_path / "failing", 1, on_progress=fail),
    ]
    with pytest.raises(ZeroDivisionError):
        async for _ in client.capture_many(specs):
            pass
    assert held.cancelled == 2
    assert not sandbox.ledger
    await assert_nothing_is_sent(client, sandbox)


async def test_capture_many_keeps_the_limit_of_each_stage(client: AsyncMoveUgc, tmp_path: Path) -> None:
    bounds = {"uploads": 2, "jobs": 3, "downloads": 1}
    bound_of = {"upload": "uploads", "take": "jobs", "job": "jobs", "wait": "jobs", "download": "downloads"}
    before = {"uploads": "preflight", "jobs": "upload", "downloads": "wait"}
    at: dict[Path, str | None] = {}
    """The limit that applies to each capture."""
    done: set[tuple[Path, str]] = set()
    """The stages that each capture has completed."""
    most = dict.fromkeys(bounds, 0)
    filled = {bound: anyio.Event() for bound in bounds}

    def count(bound: str) -> int:
        return list(at.values()).count(bound)

    async def follow(folder: Path, event: CaptureEvent) -> None:
        if event.stage == "preflight" or event.stage_fraction == 1:
            done.add((folder, event.stage))
        # A capture that has completed a stage may wait for a slot of the next one.
        bound = at[folder] = bound_of.get(event.stage) if event.stage_fraction < 1 else None
        if bound is None:
            return
        most[bound] = max(most[bound], count(bound))
        if filled[bound].is_set():
            return
        if count(bound) < bounds[bound]:
            await filled[bound].wait()
            return
        # Let one more capture wait for a slot, with enough time to continue without one.
        await wait_until(lambda: sum(stage == before[bound] for _, stage in done) > bounds[bound])
        for _ in range(5):
            await client.client.retrieve()
        filled[bound].set()

    specs = [
        CaptureSpec(CLIP, folder, {"outputs": ["main_glb"], "on_progress": functools.partial(follow, folder)})
        for folder in (tmp_path / str(number) for number in range(6))
    ]
    outcomes = [outcome async for outcome in client.capture_many(specs, **bounds)]
    assert all(outcome.result for outcome in outcomes)
    assert len(outcomes) == 6
    assert most == bounds


async def test_capture_many_refuses_an_invalid_limit(client: AsyncMoveUgc) -> None:
    invalid: list[Any] = [0, -1, 1.5, "2"]
    for bound in ("concurrency", "uploads", "jobs", "downloads"):
        for value in invalid:
            with pytest.raises(MoveInvalidRequestError, match=bound):
                client.capture_many([], **{bound: value})


def test_capture_options_are_the_keyword_arguments_of_capture() -> None:
    parameters = inspect.signature(AsyncMoveUgc.capture).parameters.values()
    assert {
        each.name for each in parameters if each.kind is each.KEYWORD_ONLY
    } == CaptureOptions.__annotations__.keys() | {"dry_run"}


def test_capture_spec_refuses_an_option_that_capture_does_not_have() -> None:
    options: Any = {"output": ["main_glb"]}
    with pytest.raises(MoveInvalidRequestError, match=r"got 'output'; did you mean outputs"):
        CaptureSpec(CLIP, "out", options)
