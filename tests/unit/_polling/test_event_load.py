"""A thousand waits with webhooks: number of requests, latency, and the same outcomes when deliveries are broken."""

import pytest

from tests.unit._polling.conftest import both_loops
from tests.unit._polling.event_load import LATENCY, Work, broken, percentile, run

pytestmark = pytest.mark.anyio

WORK = Work(1_000)
EXPECTED = {job_id: [WORK.outcome(job_id)] for job_id in WORK.ends}


@both_loops
async def test_a_thousand_waits_with_webhooks_need_fewer_than_100_status_requests() -> None:
    report = await run(WORK, WORK.deliveries())
    assert report.outcomes == EXPECTED
    assert report.requests["getStatuses"] < 100
    # At most 2 s for the batch; its request, the one before, and the one that reads the jobs.
    assert max(report.delays) <= 2 + 3 * LATENCY + 0.001
    assert percentile(report.delays, 0.5) < 1.5


async def test_waits_in_a_task_each_share_the_requests() -> None:
    work = Work(200, seconds=12)
    report = await run(work, work.deliveries(), in_tasks=True)
    assert report.outcomes == {job_id: [work.outcome(job_id)] for job_id in work.ends}
    # One of each batch at first, one for the first event, one for each batch of ends, and the last events.
    assert report.requests["getStatuses"] <= 8 + 1 + 8 + 1


@pytest.mark.parametrize("seed", range(2))
async def test_a_thousand_waits_end_the_same_when_one_delivery_in_five_is_lost_repeated_or_reordered(
    seed: int,
) -> None:
    report = await run(WORK, broken(WORK.deliveries(), seed))
    assert report.outcomes == EXPECTED
    assert report.requests["getStatuses"] < 120
    assert max(report.delays) < 72 + 3, "the safety net and its jitter"


@pytest.mark.parametrize("delivered", [0, 1])
async def test_waits_end_the_same_when_webhooks_never_come_or_stop(delivered: int) -> None:
    work = Work(100)
    report = await run(work, work.deliveries()[:delivered])
    assert report.outcomes == {job_id: [work.outcome(job_id)] for job_id in work.ends}
    assert max(report.delays) < (72 + 10 if delivered else 10)
