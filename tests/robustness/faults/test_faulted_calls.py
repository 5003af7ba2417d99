"""Workflows end with their files and one job when calls fail in any exchange, with any kind of failure."""

import itertools
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc, CaptureSpec
from tests.integration.client.workflows import CLIP
from tests.robustness.faults.proxy import Action, Cut, FaultProxy, NewConnection, Pass, ProxiedConnection, Share
from tests.robustness.faults.support import check_files, check_jobs, proxied
from tests.support.clocks import leaping_clock
from tests.support.loop_time import StoppedTime
from tests.support.wait_until import wait_until

pytestmark = [pytest.mark.anyio, pytest.mark.check(1)]

OPERATIONS = {"createFile", "PUT", "createSingleCamTake", "createSingleCamJob", "getStatuses", "getJob", "GET"}
SEARCHES = {"listTakes", "getTake", "listJobs"}
"""Sent after the response to a creation was lost."""


def http_response(status: int, body: bytes, fields: str = "") -> bytes:
    head = f"HTTP/1.1 {status} Said\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{fields}\r\n"
    return head.encode() + body


ALMOST_WHOLE = Share(0.99)
"""The fraction of a request to forward so that the server does not process it."""

FAULTS: dict[str, Cut] = {
    "server error before processing": Cut("up", ALMOST_WHOLE, reply=http_response(500, b"")),
    "server error after processing": Cut("down", 0, reply=http_response(500, b'{"message": "Internal"}')),
    "too many requests": Cut("up", ALMOST_WHOLE, reply=http_response(429, b"", "Retry-After: 2\r\n")),
    "reset before processing": Cut("up", ALMOST_WHOLE, "reset"),
    "reset after processing": Cut("down", 0, "reset"),
    "closed after processing": Cut("down", 0),
    "half a response": Cut("down", Share(0.5)),
    "HTML instead of the response": Cut("down", 0, reply=http_response(200, b"<html>Sorry</html>")),
    "half a JSON document": Cut("down", 0, reply=http_response(200, b'{"data": {"createSingle')),
    "no response": Cut("down", 0, "stall"),
}


FAULTS_OF_EVERY_OPERATION = [name for name in FAULTS if name != "no response"]
SEED = 1
SHARE = 0.2


@pytest.mark.usefixtures("stopped_time")
@pytest.mark.parametrize("anyio_backend", ["asyncio"], indirect=True)
@pytest.mark.parametrize("fault", FAULTS_OF_EVERY_OPERATION)
async def test_workflow_has_one_job_when_the_first_call_of_each_operation_fails(fault: str, tmp_path: Path) -> None:
    broken = await capture_with_faults(FAULTS[fault], tmp_path)
    assert OPERATIONS - {"GET"} <= set(broken) <= OPERATIONS | SEARCHES
    assert len(broken) == len(set(broken))


async def test_workflow_has_one_job_when_the_first_call_of_each_operation_gets_no_response(
    tmp_path: Path, stopped_time: StoppedTime
) -> None:
    broken = await capture_with_faults(FAULTS["no response"], tmp_path, stopped_time)
    assert sorted(broken) == sorted(OPERATIONS | SEARCHES)


async def capture_with_faults(fault: Cut, folder: Path, stopped_time: StoppedTime | None = None) -> list[str]:
    """Run a workflow in which the first call of each operation fails, and return the operations that failed.

    `stopped_time` is advanced beyond all timeouts at each call without a response.
    """

    def plan(connection: NewConnection) -> Action:
        # A GET response with status 200 and without an MD5 cannot be verified.
        is_detectable = connection.operation != "GET" or b" 200 " not in fault.reply
        return fault if connection.nth == 1 and is_detectable else Pass()

    with proxied(plan, one_exchange=True) as (sandbox, proxy):
        async with (
            AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=leaping_clock()) as client,
            anyio.create_task_group() as tasks,
        ):
            if stopped_time is not None:
                tasks.start_soon(time_out, proxy, stopped_time, len(OPERATIONS | SEARCHES))
            result = await client.capture(CLIP, folder / "out", outputs=["main_blend"])
        check_jobs(sandbox, [result])
        check_files(sandbox, result, folder / "out", 1)
    return [each.operation for each in proxy.cut_connections]


async def time_out(proxy: FaultProxy, stopped_time: StoppedTime, stalls: int) -> None:
    """Advance the time beyond the client's timeouts for each stalled call, until the client closes its connection."""
    for number in range(1, stalls + 1):
        await wait_until(partial(_has_cut, proxy, number))
        stalled = proxy.cut_connections[-1]
        while not stalled.client_left:
            # Repeated, since a timeout starts late if a thread is still reading the end of a file.
            stopped_time.advance(61)
            await wait_until(partial(_has_left, stalled, itertools.count()))


def _has_cut(proxy: FaultProxy, number: int) -> bool:
    return len(proxy.cut_connections) >= number


def _has_left(stalled: ProxiedConnection, checks: Iterator[int]) -> bool:
    return stalled.client_left or next(checks) == 40


def fail_a_fifth(connection: NewConnection) -> Action:
    if connection.random.random() >= SHARE:
        return Pass()
    return connection.random.choice(list(FAULTS.values()))


@pytest.mark.slow
@pytest.mark.timeout(1200)
async def test_thousand_workflows_have_one_job_each_when_a_fifth_of_all_calls_fails(tmp_path: Path) -> None:
    with proxied(fail_a_fifth, seed=SEED, one_exchange=True) as (sandbox, proxy):
        async with AsyncMoveUgc(
            sandbox.api_key, endpoint_url=sandbox.endpoint_url, timeout=2, clock=leaping_clock()
        ) as client:
            specs = [CaptureSpec(CLIP, tmp_path / str(each), {"outputs": ["main_blend"]}) for each in range(1000)]
            outcomes = [outcome async for outcome in client.capture_many(specs, concurrency=32)]
        assert [str(outcome.error) for outcome in outcomes if outcome.error] == [], f"seed {SEED}"
        results = [outcome.result for outcome in outcomes if outcome.result]
        assert len(results) == 1000
        check_jobs(sandbox, results)
    # A workflow sends at least seven calls.
    assert len(proxy.cut_connections) > 1000, f"seed {SEED}"
