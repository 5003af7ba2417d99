"""Calls fail in one of many ways, in any exchange of a workflow, and it ends with its files and one job."""

import itertools
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc, CaptureSpec
from tests.e2e.journeys import CLIP
from tests.faults.ground import LeapingClock, check_files, check_jobs, proxied
from tests.faults.proxy import Carried, Cut, Fault, Opening, Pass, Proxy, Share
from tests.support.loop_time import StoppedTime
from tests.support.wait_until import wait_until

pytestmark = [pytest.mark.anyio, pytest.mark.check(1)]

OPERATIONS = {"createFile", "PUT", "createSingleCamTake", "createSingleCamJob", "getStatuses", "getJob", "GET"}
SEARCHES = {"listTakes", "getTake", "listJobs"}
"""Sent where the response to a creation was lost."""


def says(status: int, body: bytes, fields: str = "") -> bytes:
    head = f"HTTP/1.1 {status} Said\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{fields}\r\n"
    return head.encode() + body


UNHEARD = Share(0.99)
"""How much of a request comes through that is never carried out."""

FAULTS: dict[str, Cut] = {
    "the server failed, and did nothing": Cut("up", UNHEARD, saying=says(500, b"")),
    "the server failed, and had done it": Cut("down", 0, saying=says(500, b'{"message": "Internal"}')),
    "too many requests": Cut("up", UNHEARD, saying=says(429, b"", "Retry-After: 2\r\n")),
    "reset, and nothing was done": Cut("up", UNHEARD, "reset"),
    "reset, and it had been done": Cut("down", 0, "reset"),
    "closed, and it had been done": Cut("down", 0),
    "half an answer": Cut("down", Share(0.5)),
    "a page in place of the answer": Cut("down", 0, saying=says(200, b"<html>Sorry</html>")),
    "half a document": Cut("down", 0, saying=says(200, b'{"data": {"createSingle')),
    "no answer": Cut("down", 0, "stall"),
}


FAILS_EVERYWHERE = [name for name in FAULTS if name != "no answer"]
SEED = 1
SHARE = 0.2


@pytest.mark.usefixtures("stopped_time")
@pytest.mark.parametrize("anyio_backend", ["asyncio"], indirect=True)
@pytest.mark.parametrize("fault", FAILS_EVERYWHERE)
async def test_a_workflow_has_one_job_when_the_first_call_of_each_operation_fails(fault: str, tmp_path: Path) -> None:
    broken = await capture_with_faults(FAULTS[fault], tmp_path)
    assert OPERATIONS - {"GET"} <= set(broken) <= OPERATIONS | SEARCHES
    assert len(broken) == len(set(broken))


async def test_a_workflow_has_one_job_when_the_first_call_of_each_operation_is_not_answered(
    tmp_path: Path, stopped_time: StoppedTime
) -> None:
    broken = await capture_with_faults(FAULTS["no answer"], tmp_path, stopped_time)
    assert sorted(broken) == sorted(OPERATIONS | SEARCHES)


async def capture_with_faults(fault: Cut, folder: Path, stopped_time: StoppedTime | None = None) -> list[str]:
    """Run a workflow in which the first call of each operation fails, and return which operations did.

    With a stopped time, it is moved beyond all timeouts at each call that is not answered.
    """

    def plan(opening: Opening) -> Fault:
        # Storage that says 200 to a GET and gives no MD5 is believed.
        can_be_noticed = opening.operation != "GET" or b" 200 " not in fault.saying
        return fault if opening.nth == 1 and can_be_noticed else Pass()

    with proxied(plan, one_exchange=True) as (sandbox, proxy):
        async with (
            AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=LeapingClock()) as client,
            anyio.create_task_group() as tasks,
        ):
            if stopped_time is not None:
                tasks.start_soon(time_out, proxy, stopped_time, len(OPERATIONS | SEARCHES))
            result = await client.capture(CLIP, folder / "out", outputs=["main_blend"])
        check_jobs(sandbox, [result])
        check_files(sandbox, result, folder / "out", 1)
    return [each.operation for each in proxy.broken]


async def time_out(proxy: Proxy, stopped_time: StoppedTime, stalls: int) -> None:
    """Move the time beyond the client's timeouts each time that a call has stalled, until the client gives it up."""
    for number in range(1, stalls + 1):
        await wait_until(partial(_has_broken, proxy, number))
        stalled = proxy.broken[-1]
        while not stalled.client_left:
            # Again after a while: a timeout may not have begun yet where a thread reads the end of a file.
            stopped_time.advance(61)
            await wait_until(partial(_has_left, stalled, itertools.count()))


def _has_broken(proxy: Proxy, number: int) -> bool:
    return len(proxy.broken) >= number


def _has_left(stalled: Carried, checks: Iterator[int]) -> bool:
    return stalled.client_left or next(checks) == 40


def fail_a_fifth(opening: Opening) -> Fault:
    if opening.chance.random() >= SHARE:
        return Pass()
    return opening.chance.choice(list(FAULTS.values()))


@pytest.mark.slow
@pytest.mark.timeout(1200)
async def test_a_thousand_workflows_have_one_job_each_although_a_fifth_of_all_calls_fails(tmp_path: Path) -> None:
    with proxied(fail_a_fifth, seed=SEED, one_exchange=True) as (sandbox, proxy):
        async with AsyncMoveUgc(
            sandbox.api_key, endpoint_url=sandbox.endpoint_url, timeout=2, clock=LeapingClock()
        ) as client:
            specs = [CaptureSpec(CLIP, tmp_path / str(each), {"outputs": ["main_blend"]}) for each in range(1000)]
            outcomes = [outcome async for outcome in client.capture_many(specs, concurrency=32)]
        assert [str(outcome.error) for outcome in outcomes if outcome.error] == [], f"seed {SEED}"
        results = [outcome.result for outcome in outcomes if outcome.result]
        assert len(results) == 1000
        check_jobs(sandbox, results)
    # A workflow sends at least seven calls.
    assert len(proxy.broken) > 1000, f"seed {SEED}"
