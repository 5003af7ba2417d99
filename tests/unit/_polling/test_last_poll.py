"""The last poll before a deadline, for waits whose events were lost or whose interval is long."""

import itertools
from collections.abc import Sequence

import pytest

from move_ugc_async._polling.job_events import JobHint
from move_ugc_async._polling.outcomes import Outcome, Success
from move_ugc_async._polling.poller import GATHER
from move_ugc_async._polling.wait import LAST_POLL, Deadline, Wait
from move_ugc_async.errors import MoveConnectionError, WaitTimeoutError
from tests.unit._polling.conftest import FINISHED, RUNNING, Bench, both_loops, ignore, job, running
from tests.unit._polling.test_final_reads import Finished

pytestmark = pytest.mark.anyio

OTHER_END = JobHint("job-other", is_end=True)


async def read(ids: Sequence[str]) -> list[Outcome[Finished]]:
    return [Success(each, Finished(each)) for each in ids]


async def wait_for_jobs(bench: Bench, timeout: float, *, count: int = 1, interval: float | None = None) -> list[object]:
    """Wait for jobs, and return for each `finished` or the class of its error."""
    results: list[object] = []

    async def emit(outcome: Outcome[Finished]) -> None:
        results.append("finished" if outcome.error is None else type(outcome.error))

    async with bench.clock.running():
        deadline = Deadline.after(timeout, bench.clock)
        refs = [job(number) for number in range(count)]
        await Wait(refs, lambda: bench.poller, deadline, interval, read).run(emit)
    return results


@both_loops
@pytest.mark.parametrize("timeout", [8, 40, 100])
async def test_a_job_whose_event_was_lost_ends_its_wait_before_the_deadline(bench: Bench, timeout: float) -> None:
    bench.server.behaviour = lambda _id, now: FINISHED if now > timeout - 6 else RUNNING
    bench.events.add(OTHER_END)
    assert await wait_for_jobs(bench, timeout) == ["finished"]
    assert bench.clock.now == pytest.approx(timeout - LAST_POLL)


async def test_the_end_of_one_job_does_not_skip_the_last_poll_of_another(bench: Bench) -> None:
    ends = {"job-0": 20, "job-1": 32}
    bench.server.behaviour = lambda job_id, now: FINISHED if now > ends[job_id] else RUNNING
    bench.events.add(OTHER_END)

    async def add_event() -> None:
        await bench.clock.sleep(30)
        bench.events.add(JobHint("job-0", is_end=True))

    bench.background.start(add_event)
    assert await wait_for_jobs(bench, 40, count=2) == ["finished"] * 2
    assert [moment for moment, _ in bench.server.requests] == pytest.approx([GATHER, 30, 35])


async def test_the_jobs_of_one_wait_share_the_last_request(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, now: FINISHED if now > 20 else RUNNING
    bench.events.add(OTHER_END)
    assert await wait_for_jobs(bench, 40, count=25) == ["finished"] * 25
    assert [moment for moment, _ in bench.server.requests] == pytest.approx([GATHER, 35])


async def test_a_job_with_a_long_interval_ends_its_wait_before_the_deadline(bench: Bench) -> None:
    slow = {"progress": {"state": "RUNNING", "percentageComplete": 1}}
    bench.server.behaviour = lambda _id, now: FINISHED if now > 330 else slow
    assert await wait_for_jobs(bench, 340) == ["finished"]


async def test_short_waits_for_one_job_read_it_at_most_once_a_second(bench: Bench) -> None:
    bench.server.behaviour = running
    async with bench.clock.running():
        bench.poller.listen(job(0), ignore)
        await bench.clock.sleep(1000)
    bench.server.requests.clear()
    for _ in range(20):
        await wait_for_jobs(bench, 0.1)
    assert 1 <= len(bench.server.requests) <= 3


async def test_a_running_job_is_polled_once_before_the_deadline(bench: Bench) -> None:
    bench.server.behaviour = running
    bench.events.add(OTHER_END)
    assert await wait_for_jobs(bench, 40) == [WaitTimeoutError]
    assert [moment for moment, _ in bench.server.requests] == pytest.approx([GATHER, 35])


async def test_a_fixed_interval_and_an_outage_have_no_additional_poll(bench: Bench) -> None:
    bench.server.behaviour = running
    bench.events.add(OTHER_END)
    assert await wait_for_jobs(bench, 40, interval=30) == [WaitTimeoutError]
    bench.server.fail = lambda _ids: MoveConnectionError("refused")
    bench.server.requests.clear()
    assert await wait_for_jobs(bench, 4) == [WaitTimeoutError]
    pauses = [moment - 40 for moment, _ in bench.server.requests]
    assert pauses[0] == pytest.approx(GATHER)
    assert all(later - earlier >= 0.8 for earlier, later in itertools.pairwise(pauses))
