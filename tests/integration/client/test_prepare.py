"""`prepare` does everything that costs nothing, and `submit(resume_from=)` starts the job of its state."""

from pathlib import Path
from typing import Any

import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    CaptureEvent,
    CaptureState,
    IdempotencyMismatchError,
    InstantClock,
    MoveInvalidRequestError,
    MoveTimeoutError,
)
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import CLIP, write_variant

pytestmark = pytest.mark.anyio

CREATIONS = ("createFile", "createSingleCamTake", "createSingleCamJob")
OPTIONS: dict[str, Any] = {"outputs": ["main_glb"], "metadata": {"scene": 7}}


def created(sandbox: Sandbox) -> list[int]:
    return [sandbox.journal.count(each) for each in CREATIONS]


def remove(path: Path) -> None:
    path.unlink()


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return write_variant(tmp_path / "clip.mp4")


@both_loops
async def test_prepared_workflow_is_submitted_by_another_client_without_its_clip(
    client: AsyncMoveUgc, sandbox: Sandbox, clip: Path, tmp_path: Path
) -> None:
    events: list[CaptureEvent] = []
    state = await client.prepare(clip, key="order-7", on_progress=events.append, **OPTIONS)
    assert created(sandbox) == [1, 1, 0]
    assert not sandbox.ledger
    assert (state.key, state.job_id, len(state.file_ids)) == ("order-7", None, 1)
    assert [event.stage for event in events if event.stage_fraction == 0] == ["preflight", "upload", "take"]
    remove(clip)
    settings: dict[str, Any] = {"endpoint_url": sandbox.endpoint_url, "clock": InstantClock()}
    async with AsyncMoveUgc(sandbox.api_key, state_dir=tmp_path / "other", **settings) as other:
        job = await other.submit(clip, resume_from=state.to_json(), **OPTIONS)
        assert [charge.id for charge in sandbox.ledger] == [job.id]
    assert created(sandbox) == [1, 1, 1]


async def test_prepare_until_the_upload_is_continued_without_a_second_upload(
    client: AsyncMoveUgc, sandbox: Sandbox, clip: Path
) -> None:
    uploaded = await client.prepare(clip, key="order-7", until="upload", **OPTIONS)
    assert (uploaded.take_id, created(sandbox)) == (None, [1, 0, 0])
    remove(clip)
    prepared = await client.prepare(clip, resume_from=uploaded, **OPTIONS)
    assert prepared.take_id is not None
    assert prepared.file_ids == uploaded.file_ids
    assert created(sandbox) == [1, 1, 0]


async def test_prepare_finds_what_an_earlier_call_created(client: AsyncMoveUgc, sandbox: Sandbox, clip: Path) -> None:
    job = await client.submit(clip, key="order-7", **OPTIONS)
    for until in ("upload", "take"):
        state = await client.prepare(clip, key="order-7", until=until, **OPTIONS)
        assert state.take_id is not None
    assert (await client.submit(clip, resume_from=state, **OPTIONS)).id == job.id
    assert created(sandbox) == [1, 1, 1]


async def test_prepare_without_a_key_has_a_random_one(client: AsyncMoveUgc, sandbox: Sandbox, clip: Path) -> None:
    states = [await client.prepare(clip, **OPTIONS) for _ in range(2)]
    assert len({state.key for state in states}) == 2
    jobs = [await client.submit(clip, resume_from=state, **OPTIONS) for state in (*states, *states)]
    assert len({job.id for job in jobs}) == len(sandbox.ledger) == 2


async def test_state_with_a_job_creates_nothing(client: AsyncMoveUgc, sandbox: Sandbox, clip: Path) -> None:
    prepared = await client.prepare(clip, **OPTIONS)
    job = await client.submit(clip, resume_from=prepared, **OPTIONS)
    state = prepared.changed(job_id=job.id)
    assert await client.prepare(clip, resume_from=state, **OPTIONS) == state
    assert (await client.submit(clip, resume_from=state, **OPTIONS)).id == job.id
    assert created(sandbox) == [1, 1, 1]


@pytest.mark.parametrize("method", ["prepare", "submit"])
async def test_state_of_other_options_or_content_creates_nothing_billed(
    client: AsyncMoveUgc, sandbox: Sandbox, clip: Path, tmp_path: Path, method: str
) -> None:
    state = await client.prepare(clip, key="order-7", **OPTIONS)
    call = getattr(client, method)
    with pytest.raises(IdempotencyMismatchError):
        await call(clip, resume_from=state, **{**OPTIONS, "metadata": {"scene": 8}})
    with pytest.raises(MoveInvalidRequestError, match="resume_from is of another workflow"):
        await call(write_variant(tmp_path / "other.mp4", 2), resume_from=state, **OPTIONS)
    assert created(sandbox) == [1, 1, 0]


async def test_submit_takes_exactly_one_of_key_and_state(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    with pytest.raises(MoveInvalidRequestError, match="key or resume_from must be passed; got neither"):
        await client.submit(CLIP)
    for call in (client.submit, client.prepare):
        with pytest.raises(MoveInvalidRequestError, match="must be passed one at a time; got key and resume_from"):
            await call(CLIP, key="order-7", resume_from=CaptureState())
    assert not len(sandbox.journal)


async def test_prepare_refuses_another_last_stage(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    with pytest.raises(MoveInvalidRequestError, match="until must be 'upload' or 'take'; got 'job'"):
        await client.prepare(CLIP, until="job")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    assert not len(sandbox.journal)


async def test_prepare_names_the_stage_at_its_timeout(client: AsyncMoveUgc) -> None:
    with pytest.raises(MoveTimeoutError, match="preflight: timed out after 0 s; call again with the same key"):
        await client.prepare(CLIP, key="order-7", timeout=0)
