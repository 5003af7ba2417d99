"""A fence stops a workflow before its next creation."""

from pathlib import Path

import pytest

from move_ugc_async import AsyncMoveUgc, CaptureError, MoveError
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
