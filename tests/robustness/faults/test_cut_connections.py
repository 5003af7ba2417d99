"""Workflows end with their files and one job when connections are cut in any exchange."""

from pathlib import Path

import pytest

from move_ugc_async import AsyncMoveUgc, CaptureSpec
from tests.integration.client.workflows import CLIP
from tests.robustness.faults.proxy import Action, Cut, Direction, NewConnection, Pass, Share
from tests.robustness.faults.support import check_files, check_jobs, proxied
from tests.support.clocks import leaping_clock

pytestmark = pytest.mark.anyio

OUTPUTS = ["main_blend", "motion_data"]
WORKFLOW = ["createFile", "PUT", "createSingleCamTake", "createSingleCamJob", "getStatuses", "getJob", "GET", "GET"]
"""The exchanges of a workflow without cuts and with two outputs, in order."""

OPERATIONS = sorted(set(WORKFLOW))
KEYED = {"createSingleCamTake", "createSingleCamJob"}
ON_ASYNCIO = pytest.mark.parametrize("anyio_backend", ["asyncio"], indirect=True)

TWICE: dict[Direction, list[Cut]] = {
    "up": [Cut("up", Share(0.5)), Cut("up", Share(0.99), "reset")],
    "down": [Cut("down", 0, "reset"), Cut("down", Share(0.5))],
}
"""The cuts of the first and second exchange of an operation."""


def step_retries(caplog: pytest.LogCaptureFixture) -> int:
    """Return the number of retries of whole steps."""
    return sum("retrying a workflow step" in record.getMessage() for record in caplog.records)


@pytest.mark.usefixtures("stopped_time")
@ON_ASYNCIO
async def test_workflow_without_faults_sends_the_expected_requests(tmp_path: Path) -> None:
    with proxied(lambda _: Pass(), one_exchange=True) as (sandbox, proxy):
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=leaping_clock()) as client:
            await client.capture(CLIP, tmp_path / "out", outputs=OUTPUTS)
    assert [each.operation for each in proxy.connections] == WORKFLOW


@pytest.mark.usefixtures("stopped_time")
@ON_ASYNCIO
@pytest.mark.parametrize("direction", TWICE)
@pytest.mark.parametrize("operation", OPERATIONS)
async def test_call_is_retried_within_its_step_when_its_first_two_exchanges_are_cut(
    operation: str,
    direction: Direction,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def plan(connection: NewConnection) -> Action:
        is_cut = connection.operation == operation and connection.nth <= 2
        return TWICE[direction][connection.nth - 1] if is_cut else Pass()

    with proxied(plan, one_exchange=True) as (sandbox, proxy):
        async with AsyncMoveUgc(
            sandbox.api_key, endpoint_url=sandbox.endpoint_url, timeout=120, clock=leaping_clock()
        ) as client:
            result = await client.capture(CLIP, tmp_path / "out", outputs=OUTPUTS)
        check_jobs(sandbox, [result])
        check_files(sandbox, result, tmp_path / "out", len(OUTPUTS))
    # A creation with a key is searched for, and never sent again.
    cuts = 1 if operation in KEYED and direction == "down" else 2
    assert [each.operation for each in proxy.cut_connections] == [operation] * cuts
    assert step_retries(caplog) == 0


@pytest.mark.usefixtures("stopped_time")
@pytest.mark.parametrize("direction", TWICE)
async def test_step_is_retried_when_the_retries_of_its_calls_are_used_up(
    direction: Direction, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def plan(connection: NewConnection) -> Action:
        return Cut(direction, Share(0.5)) if connection.nth <= 4 else Pass()

    with proxied(plan, one_exchange=True) as (sandbox, proxy):
        async with AsyncMoveUgc(
            sandbox.api_key, endpoint_url=sandbox.endpoint_url, max_retries=1, clock=leaping_clock()
        ) as client:
            result = await client.capture(CLIP, tmp_path / "out", outputs=OUTPUTS)
        check_jobs(sandbox, [result])
        check_files(sandbox, result, tmp_path / "out", len(OUTPUTS))
    assert {each.operation for each in proxy.cut_connections} >= set(OPERATIONS)
    assert step_retries(caplog) >= len(OPERATIONS)


@pytest.mark.usefixtures("stopped_time")
@ON_ASYNCIO
@pytest.mark.parametrize(("direction", "growth"), [("up", 4000), ("down", 300)])
async def test_workflow_succeeds_when_every_connection_is_cut_in_a_later_exchange(
    direction: Direction, growth: int, tmp_path: Path
) -> None:
    def plan(connection: NewConnection) -> Action:
        return Cut(direction, growth * connection.number, ("close", "reset")[connection.number % 2])  # type: ignore[arg-type]

    with proxied(plan) as (sandbox, proxy):
        async with AsyncMoveUgc(
            sandbox.api_key, endpoint_url=sandbox.endpoint_url, max_connections=1, clock=leaping_clock()
        ) as client:
            result = await client.capture(CLIP, tmp_path / "out", outputs=OUTPUTS)
        check_jobs(sandbox, [result])
        check_files(sandbox, result, tmp_path / "out", len(OUTPUTS))
    assert any(each.requests > 1 for each in proxy.cut_connections)


SEED = 20
SHARE = 0.2


def cut_a_fifth(connection: NewConnection) -> Action:
    """Close a fifth of all connections at a random byte."""
    if connection.random.random() >= SHARE:
        return Pass()
    direction: Direction = connection.random.choice(("up", "down"))
    return Cut(direction, Share(connection.random.random()), connection.random.choice(("close", "reset")))


@pytest.mark.slow
@pytest.mark.timeout(1200)
async def test_five_hundred_workflows_succeed_when_a_fifth_of_all_requests_is_cut(tmp_path: Path) -> None:
    with proxied(cut_a_fifth, seed=SEED, one_exchange=True) as (sandbox, proxy):
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=leaping_clock()) as client:
            specs = [CaptureSpec(CLIP, tmp_path / str(each), {"outputs": OUTPUTS}) for each in range(500)]
            outcomes = [outcome async for outcome in client.capture_many(specs)]
        assert [str(outcome.error) for outcome in outcomes if outcome.error] == [], f"seed {SEED}"
        results = [outcome.result for outcome in outcomes if outcome.result]
        assert len(results) == 500
        check_jobs(sandbox, results)
        for outcome in outcomes:
            assert outcome.result
            check_files(sandbox, outcome.result, Path(outcome.spec.directory), len(OUTPUTS))
    # A workflow sends at least eight requests.
    assert len(proxy.cut_connections) > 500, f"seed {SEED}"
