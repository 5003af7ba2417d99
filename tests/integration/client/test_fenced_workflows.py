"""A fence stops a workflow before its next creation."""

from pathlib import Path

import pytest

from move_ugc_async import (
    AmbiguousCreateError,
    AsyncMoveUgc,
    CaptureError,
    CaptureSpec,
    InstantClock,
    MoveConnectionError,
    MoveError,
    MoveTimeoutError,
)
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import CLIP

pytestmark = pytest.mark.anyio

CREATIONS = ("createFile", "createSingleCamTake", "createSingleCamJob")


class LeaseLostError(MoveError):
    pass


class Lease:
    """A lease that is lost once a number of objects exist."""

    def __init__(self, sandbox: Sandbox, until: int) -> None:
        self._sandbox = sandbox
        self._until = until
        self.checks = 0

    def check(self) -> None:
        self.checks += 1
        if sum(self._sandbox.journal.count(each) for each in CREATIONS) >= self._until:
            msg = "another process has taken over"
            raise LeaseLostError(msg)


@both_loops
@pytest.mark.parametrize("until", range(len(CREATIONS)))
async def test_submit_raises_the_error_of_the_fence_before_the_next_creation(
    client: AsyncMoveUgc, sandbox: Sandbox, until: int
) -> None:
    lease = Lease(sandbox, until)
    with pytest.raises(LeaseLostError, match="another process has taken over"):
        await client.with_options(fence=lease.check).submit(CLIP, key="order-7")
    assert [sandbox.journal.count(each) for each in CREATIONS] == [int(number < until) for number in range(3)]
    assert lease.checks == until + 1
    # The next process continues.
    job = await client.submit(CLIP, key="order-7")
    assert [charge.id for charge in sandbox.ledger] == [job.id]


async def test_capture_raises_the_error_of_the_fence_as_the_cause_of_a_resumable_error(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    fenced = client.with_options(fence=Lease(sandbox, 2).check)
    with pytest.raises(CaptureError) as caught:
        await fenced.capture(CLIP, tmp_path)
    assert isinstance(caught.value.__cause__, LeaseLostError)
    assert caught.value.stage == "job"
    job = await client.submit(CLIP, resume_from=caught.value.state)
    assert [charge.id for charge in sandbox.ledger] == [job.id]


@pytest.mark.parametrize(
    "error",
    [
        LeaseLostError("lost"),
        LookupError("lost"),
        OSError("lost"),
        MoveConnectionError("lost"),
        MoveTimeoutError("lost", may_have_arrived=True),
        AmbiguousCreateError("lost"),
    ],
)
@pytest.mark.parametrize("until", [0, 2])
async def test_workflow_does_not_retry_an_exception_of_the_fence(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, until: int, error: Exception
) -> None:
    calls: list[int] = []

    def fence() -> None:
        calls.append(len(calls))
        if calls[-1] >= until:
            assert len(calls) <= until + 1
            raise error

    fenced = client.with_options(fence=fence)
    with pytest.raises(CaptureError, match="lost") as caught:
        await fenced.capture(CLIP, tmp_path, key="order-7", outputs=["main_glb"])
    assert caught.value.__cause__ is error
    assert caught.value.stage == ("job" if until else "upload")
    calls.clear()
    until = 0
    with pytest.raises(type(error)) as raised:
        await fenced.submit(CLIP, key="order-7", outputs=["main_glb"])
    assert raised.value is error
    assert len(calls) == 1
    # Nothing was attempted, so another request may use the state.
    job = await client.submit(CLIP, resume_from=caught.value.state, outputs=["main_fbx"])
    assert [charge.id for charge in sandbox.ledger] == [job.id]


async def test_exception_of_the_fence_ends_one_of_many_captures(tmp_path: Path) -> None:
    calls: list[None] = []

    def fence() -> None:
        calls.append(None)
        if len(calls) == 1:
            raise LookupError

    specs = [CaptureSpec(CLIP, tmp_path / str(number), {"outputs": ["main_glb"]}) for number in range(3)]
    with Sandbox(clock="instant") as sandbox:
        url = sandbox.endpoint_url
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=url, clock=InstantClock(), fence=fence) as client:
            outcomes = [each async for each in client.capture_many(specs)]
    causes = [each.error.__cause__ for each in outcomes if each.error is not None]
    assert [type(each) for each in causes] == [LookupError]


async def test_creation_in_a_callback_raises_the_exception_of_its_fence(client: AsyncMoveUgc) -> None:
    def fence() -> None:
        raise LookupError

    other = client.with_options(fence=fence)
    caught: list[Exception] = []

    async def create(_: object) -> None:
        try:
            await other.jobs.create_singlecam("take-1")
        except LookupError as error:
            caught.append(error)

    await client.submit(CLIP, key="order-7", outputs=["main_glb"], on_progress=create)
    assert caught
