"""Objects that are added to a sandbox without requests."""

from pathlib import Path
from typing import Any

import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.sandbox import Sandbox
from move_ugc_async.sandbox.progress import WorkState

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    """Run on one event loop: nothing here depends on it."""
    return "asyncio"


def client_of(sandbox: Sandbox) -> AsyncMoveUgc:
    return AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, http_transport=sandbox.transport)


@pytest.mark.parametrize("clock", ["instant", "manual", "timed"])
async def test_job_has_its_state_with_every_clock(clock: Any) -> None:
    states: list[WorkState] = ["NOT_STARTED", "RUNNING", "FINISHED", "FAILED"]
    with Sandbox(clock=clock, in_process=True) as sandbox:
        ids = [sandbox.add_job(state, duration=3600, percentage=37) for state in states]
        async with client_of(sandbox) as client:
            # A list returns failed jobs as objects, not as errors.
            jobs = [outcome async for outcome in client.jobs.list(sort_by="ASC")]
            by_id = {job.id: job for job in jobs}
            assert [by_id[each].state for each in ids] == states
            progress = by_id[ids[1]].progress
            assert progress is not None
            assert progress.percentage_complete == 37
        assert not sandbox.ledger


@pytest.mark.parametrize("percentage", [0, 1, 50, 99])
async def test_running_job_has_its_percentage_and_finishes_with_the_clock(percentage: int) -> None:
    with Sandbox(clock="manual", in_process=True) as sandbox:
        job_id = sandbox.add_job("RUNNING", percentage=percentage, duration=100)
        async with client_of(sandbox) as client:
            job = await client.jobs.retrieve(job_id)
            assert job.progress is not None
            assert (job.state, job.progress.percentage_complete) == ("RUNNING", percentage)
            sandbox.clock.advance(100)
            assert (await client.jobs.retrieve(job_id)).state == "FINISHED"


async def test_objects_have_their_arguments_and_relations(tmp_path: Path) -> None:
    clip = tmp_path / "clip.move"
    clip.write_bytes(b"content")
    with Sandbox(in_process=True) as sandbox:
        files = [
            sandbox.add_file(clip, file_type="mov", name="a", metadata={"n": 1}),
            sandbox.add_file(b"bytes", file_type=".mp4"),
        ]
        single = sandbox.add_take(files[:1], name="single", metadata={"n": 2})
        several = sandbox.add_take(files)
        outputs = ["MAIN_FBX", "ALL_BVH", "MAIN_FBX"]
        job_id = sandbox.add_job(take_id=single, outputs=outputs, name="job", metadata={"n": 3})
        missing = sandbox.add_file(None)
        async with client_of(sandbox) as client:
            await client.files.download(files[0], tmp_path / "copy")
            assert (tmp_path / "copy").read_bytes() == b"content"
            assert (await client.files.retrieve(missing)).presigned_url is None
            take = await client.takes.retrieve(several, expand=["sources", "volume"])
            assert take.volume is not None
            assert [source.format for source in take.sources or ()] == ["MOV", "MP4"]
            job = await client.jobs.retrieve(job_id, expand=["take", "outputs"])
            assert job.take is not None
            assert (job.name, job.metadata, job.take.name, job.take.metadata) == ("job", {"n": 3}, "single", {"n": 2})
            assert [output.key for output in job.outputs or ()] == ["fbx", "all_bvh"]
            jobs = await client.jobs.list(take_id=several)
            assert jobs.items == []
            multi = await client.jobs.retrieve(sandbox.add_job(take_id=several), expand=["outputs"])
            assert "render_overlay_mp4" not in [output.key for output in multi.outputs or ()]
        assert not sandbox.ledger
        assert not sandbox.journal.filter(method="PUT")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"state": "DONE"}, "state must be one of NOT_STARTED, RUNNING, FAILED, FINISHED; got 'DONE'"),
        ({"percentage": 100}, "percentage must be from 0 to 99; got 100"),
        ({"percentage": -1}, "percentage must be from 0 to 99; got -1"),
        ({"duration": 0}, "duration must be a finite number of seconds above 0; got 0"),
        ({"duration": float("nan")}, "duration must be a finite number of seconds above 0; got nan"),
        ({"outputs": ["FBX"]}, "outputs must be names such as .*; got 'FBX'"),
        ({"outputs": "MAIN_FBX"}, "outputs must be a list; got 'MAIN_FBX'"),
        ({"suggestions": "Use more light."}, "suggestions must be a list; got 'Use more light.'"),
        ({"take_id": "take-1"}, "take_id must name an object of this sandbox; got 'take-1'"),
        ({"metadata": {"scale": float("inf")}}, "not JSON compliant"),
    ],
)
def test_invalid_argument_is_rejected(arguments: dict[str, Any], message: str) -> None:
    with Sandbox(in_process=True) as sandbox, pytest.raises(ValueError, match=message):
        sandbox.add_job(**arguments)


def test_invalid_files_of_a_take_are_rejected() -> None:
    with Sandbox(in_process=True) as sandbox:
        with pytest.raises(ValueError, match="file_ids must be a list; got 'file-1'"):
            sandbox.add_take("file-1")
        for add in (sandbox.add_take, sandbox.add_volume):
            with pytest.raises(ValueError, match="file_ids must name an object of this sandbox; got 'file-1'"):
                add(file_ids=["file-1"])


def test_each_sandbox_without_a_socket_has_its_own_url() -> None:
    # Clients keep records of idempotency keys by endpoint.
    with Sandbox(in_process=True) as one, Sandbox(in_process=True) as other:
        assert one.endpoint_url != other.endpoint_url


def test_objects_need_a_running_sandbox() -> None:
    with pytest.raises(RuntimeError, match="not running"):
        Sandbox().add_job()


async def test_later_events_of_an_added_job_are_sent_to_endpoints() -> None:
    class Sender:
        async def send(self, url: str, headers: object, body: bytes) -> int:  # noqa: ARG002
            return 204

    with Sandbox(clock="manual", in_process=True, webhook_sender=Sender()) as sandbox:
        async with client_of(sandbox) as client:
            await client.webhooks.upsert(
                ["ugc.job.state.completed", "job.state.started"], uid="app", url="http://127.0.0.1/hook"
            )
        sandbox.add_job("FINISHED")
        job_id = sandbox.add_job("RUNNING", duration=60)
        await sandbox.webhooks.wait_until_idle_async()
        assert not sandbox.webhooks.deliveries
        sandbox.clock.advance(60)
        await sandbox.webhooks.wait_until_idle_async()
        assert [(each.event, each.job_id, each.state) for each in sandbox.webhooks] == [
            ("ugc.job.state.completed", job_id, "delivered")
        ]
