"""Connections are cut in any exchange of a workflow, and it ends with its files and one job."""

from pathlib import Path

import pytest

from move_ugc_async import AsyncMoveUgc, CaptureSpec
from tests.e2e.journeys import CLIP
from tests.faults.ground import LeapingClock, check_files, check_jobs, proxied
from tests.faults.proxy import Cut, Direction, Fault, Opening, Pass, Share

pytestmark = pytest.mark.anyio

OUTPUTS = ["main_blend", "motion_data"]
WORKFLOW = ["createFile", "PUT", "createSingleCamTake", "createSingleCamJob", "getStatuses", "getJob", "GET", "GET"]
"""The exchanges of an undisturbed workflow with two outputs, in order."""

OPERATIONS = sorted(set(WORKFLOW))
KEYED = {"createSingleCamTake", "createSingleCamJob"}
ON_ASYNCIO = pytest.mark.parametrize("anyio_backend", ["asyncio"], indirect=True)

TWICE: dict[Direction, list[Cut]] = {
    "up": [Cut("up", Share(0.5)), Cut("up", Share(0.99), "reset")],
    "down": [Cut("down", 0, "reset"), Cut("down", Share(0.5))],
}
"""How the first exchange of an operation is cut, and how the second is."""


def step_retries(caplog: pytest.LogCaptureFixture) -> int:
    """Count how often a step of a workflow was retried as a whole."""
    return sum("a workflow continues" in record.getMessage() for record in caplog.records)


@pytest.mark.usefixtures("stopped_time")
@ON_ASYNCIO
async def test_an_undisturbed_workflow_sends_exactly_the_known_requests(tmp_path: Path) -> None:
    with proxied(lambda _: Pass(), one_exchange=True) as (sandbox, proxy):
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=LeapingClock()) as client:
            await client.capture(CLIP, tmp_path / "out", outputs=OUTPUTS)
    assert [each.operation for each in proxy.carried] == WORKFLOW


@pytest.mark.usefixtures("stopped_time")
@ON_ASYNCIO
@pytest.mark.parametrize("direction", TWICE)
@pytest.mark.parametrize("operation", OPERATIONS)
async def test_a_call_is_retried_within_its_step_when_its_first_two_exchanges_are_cut(
    operation: str,
    direction: Direction,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def plan(opening: Opening) -> Fault:
        hit = opening.operation == operation and opening.nth <= 2
        return TWICE[direction][opening.nth - 1] if hit else Pass()

    with proxied(plan, one_exchange=True) as (sandbox, proxy):
        async with AsyncMoveUgc(
            sandbox.api_key, endpoint_url=sandbox.endpoint_url, timeout=120, clock=LeapingClock()
        ) as client:
            result = await client.capture(CLIP, tmp_path / "out", outputs=OUTPUTS)
        check_jobs(sandbox, [result])
        check_files(sandbox, result, tmp_path / "out", len(OUTPUTS))
    # What was created with a key is searched for, and never sent a second time.
    cuts = 1 if operation in KEYED and direction == "down" else 2
    assert [each.operation for each in proxy.broken] == [operation] * cuts
    assert step_retries(caplog) == 0


@pytest.mark.usefixtures("stopped_time")
@pytest.mark.parametrize("direction", TWICE)
async def test_a_step_is_retried_when_the_retries_of_its_calls_are_used_up(
    direction: Direction, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def plan(opening: Opening) -> Fault:
        return Cut(direction, Share(0.5)) if opening.nth <= 4 else Pass()

    with proxied(plan, one_exchange=True) as (sandbox, proxy):
        async with AsyncMoveUgc(
            sandbox.api_key, endpoint_url=sandbox.endpoint_url, max_retries=1, clock=LeapingClock()
        ) as client:
            result = await client.capture(CLIP, tmp_path / "out", outputs=OUTPUTS)
        check_jobs(sandbox, [result])
        check_files(sandbox, result, tmp_path / "out", len(OUTPUTS))
    assert {each.operation for each in proxy.broken} >= set(OPERATIONS)
    assert step_retries(caplog) >= len(OPERATIONS)


@pytest.mark.usefixtures("stopped_time")
@ON_ASYNCIO
@pytest.mark.parametrize(("direction", "growth"), [("up", 4000), ("down", 300)])
async def test_a_workflow_ends_although_every_connection_is_cut_in_a_later_exchange(
    direction: Direction, growth: int, tmp_path: Path
) -> None:
    def plan(opening: Opening) -> Fault:
        return Cut(direction, growth * opening.number, ("close", "reset")[opening.number % 2])  # type: ignore[arg-type]

    with proxied(plan) as (sandbox, proxy):
        async with AsyncMoveUgc(
            sandbox.api_key, endpoint_url=sandbox.endpoint_url, max_connections=1, clock=LeapingClock()
        ) as client:
            result = await client.capture(CLIP, tmp_path / "out", outputs=OUTPUTS)
        check_jobs(sandbox, [result])
        check_files(sandbox, result, tmp_path / "out", len(OUTPUTS))
    assert any(each.requests > 1 for each in proxy.broken)


SEED = 20
SHARE = 0.2


def cut_a_fifth(opening: Opening) -> Fault:
    """Cut a fifth of all connections at any byte of what they carry."""
    if opening.chance.random() >= SHARE:
        return Pass()
    direction: Direction = opening.chance.choice(("up", "down"))
    return Cut(direction, Share(opening.chance.random()), opening.chance.choice(("close", "reset")))


@pytest.mark.slow
@pytest.mark.timeout(1200)
async def test_five_hundred_workflows_end_although_a_fifth_of_all_requests_is_cut(tmp_path: Path) -> None:
    with proxied(cut_a_fifth, seed=SEED, one_exchange=True) as (sandbox, proxy):
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=LeapingClock()) as client:
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
    assert len(proxy.broken) > 500, f"seed {SEED}"
