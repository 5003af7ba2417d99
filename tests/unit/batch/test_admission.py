"""Uploads begin only while few clips wait for a free job, in all processes together."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import pytest

from move_ugc_async.batch._admission import Admission
from tests.support.wait_until import run_ready
from tests.unit.batch.arguments import arguments_with

JOBS, AHEAD = 2, 3
ON_ASYNCIO = pytest.mark.parametrize("anyio_backend", ["asyncio"])


@dataclass
class StubWorkflow:
    """A workflow that an engine has on a queue."""

    workflow_id: str
    queue_name: str
    status: str
    dequeued_at: int | None = None


class StubEngine:
    """Lists workflows."""

    def __init__(self, *, uploads: int, ready: int = 0, running: int = 0) -> None:
        # The last one was taken from the queue first.
        self.listed_ones = [self.upload(each, 100 - each) for each in range(uploads)]
        self.listed_ones += [StubWorkflow(f"film:r{each}", "move-ugc-jobs:film", "ENQUEUED") for each in range(ready)]
        self.listed_ones += [StubWorkflow(f"film:j{each}", "move-ugc-jobs:film", "PENDING") for each in range(running)]

    def upload(self, number: int, dequeued_at: int) -> StubWorkflow:
        return StubWorkflow(f"film/upload:{number}", "move-ugc-uploads:film", "PENDING", dequeued_at)

    def listed(self, *, queue_name: str, status: str, limit: int | None = None) -> list[Any]:
        return [each for each in self.listed_ones if (each.queue_name, each.status) == (queue_name, status)][:limit]


def admission_of(engine: StubEngine) -> Admission:
    return Admission(cast("Any", None), cast("Any", engine), arguments_with(jobs=JOBS, ahead=AHEAD))


@pytest.mark.parametrize(
    ("ready", "running", "number"),
    [
        pytest.param(0, 0, 5, id="all jobs are free"),
        pytest.param(0, 2, 3, id="no job is free"),
        pytest.param(2, 2, 1, id="one slot is left"),
        pytest.param(2, 0, 3, id="ready clips have a free job"),
        pytest.param(3, 2, 0, id="no slot is left"),
        pytest.param(9, 2, 0, id="retried clips wait as well"),
        pytest.param(1, 7, 2, id="other workers allow more jobs"),
    ],
)
def test_admission_leaves_at_most_ahead_clips_without_a_job(ready: int, running: int, number: int) -> None:
    engine = StubEngine(uploads=9, ready=ready, running=running)
    assert admission_of(engine).admitted() == {str(each) for each in range(9 - number, 9)}


def test_admission_is_the_same_after_another_upload_has_started() -> None:
    engine = StubEngine(uploads=5, running=JOBS)
    before = admission_of(engine).admitted()
    # Submitted first, but continued later, such as after a takeover.
    engine.listed_ones.insert(0, engine.upload(-1, 1000))
    assert admission_of(engine).admitted() == before
    assert len(before) == AHEAD


class StubDatabase:
    """Counts the calls that run at once."""

    def __init__(self) -> None:
        self.running = self.most_running = self.calls = 0

    async def run(self, call: Callable[[], Any]) -> Any:
        self.running += 1
        self.calls += 1
        self.most_running = max(self.most_running, self.running)
        await asyncio.sleep(0)
        self.running -= 1
        return call()


class StubAdmission(Admission):
    """Admits a number of uploads with each read: the last one again once there is no other.

    Args:
        numbers: The numbers of uploads.
    """

    def __init__(self, *numbers: int) -> None:
        self.database, self.numbers, self.number = StubDatabase(), iter(numbers), 0
        super().__init__(cast("Any", self.database), cast("Any", None), arguments_with())

    def admitted(self) -> frozenset[str]:
        self.number = next(self.numbers, self.number)
        return frozenset(map(str, range(self.number)))


@pytest.mark.anyio
@ON_ASYNCIO
async def test_only_one_of_the_uploads_that_wait_reads_the_database() -> None:
    admission = StubAdmission(*[0] * 16, 2, 2, 16)
    await asyncio.gather(*(admission.wait(str(each)) for each in range(16)))
    assert (admission.database.most_running, admission.database.calls) == (1, 16 + 3)


@pytest.mark.anyio
@ON_ASYNCIO
async def test_an_upload_that_is_admitted_does_not_wait_for_one_that_is_not() -> None:
    admission = StubAdmission(1)
    last = asyncio.ensure_future(admission.wait("1"))
    await run_ready()
    await admission.wait("0")
    assert not last.done()
    last.cancel()
    await asyncio.wait([last])
