"""Uploads begin only while few clips wait for a free job, in all processes together."""

from dataclasses import dataclass
from typing import Any, cast

import pytest

from move_ugc_async.batch._admission import Admission

JOBS, AHEAD = 2, 3


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
    return Admission(cast("Any", engine), "film", jobs=JOBS, ahead=AHEAD)


@pytest.mark.parametrize(
    ("ready", "running", "number"),
    [
        pytest.param(0, 0, 5, id="all jobs are free"),
        pytest.param(0, 2, 3, id="no job is free"),
        pytest.param(2, 2, 1, id="one place is left"),
        pytest.param(2, 0, 3, id="ready clips have a free job"),
        pytest.param(3, 2, 0, id="no place is left"),
        pytest.param(9, 2, 0, id="retried clips wait as well"),
        pytest.param(1, 7, 2, id="other workers allow more jobs"),
    ],
)
def test_admission_leaves_at_most_ahead_clips_without_a_job(ready: int, running: int, number: int) -> None:
    engine = StubEngine(uploads=9, ready=ready, running=running)
    assert admission_of(engine).admitted() == {str(each) for each in range(9 - number, 9)}


def test_an_upload_that_starts_later_takes_no_place_of_another() -> None:
    engine = StubEngine(uploads=5, running=JOBS)
    before = admission_of(engine).admitted()
    # Submitted first, but continued later, such as after a takeover.
    engine.listed_ones.insert(0, engine.upload(-1, 1000))
    assert admission_of(engine).admitted() == before
    assert len(before) == AHEAD
