"""A creation that is cancelled and called again with the same key creates one object."""

import threading

import anyio
import pytest

from move_ugc_async import AmbiguousCreateError, AsyncMoveUgc, CaptureState, TakeType
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.gateway import first_of, gateway
from tests.integration.client.workflows import CLIP, single_take
from tests.robustness.cancellation.conftest import NewClient, StepThrough, Trial
from tests.robustness.cancellation.suspension_points import Way
from tests.support.clocks import FakeClock
from tests.support.wait_until import wait_until

pytestmark = [pytest.mark.anyio, pytest.mark.check(37)]


@pytest.fixture
async def take(new_client: NewClient) -> TakeType:
    async with new_client() as client:
        return await single_take(client)


async def test_a_job_cancelled_at_any_point_is_created_once_by_the_same_client(
    step_through: StepThrough, sandbox: Sandbox, take: TakeType
) -> None:
    keys: set[str] = set()

    async def create(trial: Trial) -> None:
        keys.add(trial.key)
        await trial.client.jobs.create_singlecam(take.id, idempotency_key=trial.key)

    await step_through(create, at_least=7)
    assert len(sandbox.ledger) == len(keys) > 5


@pytest.mark.parametrize("way", [Way("asyncio", native=True), Way("trio")], ids=str)
async def test_a_job_cancelled_at_any_point_is_created_once_by_a_new_client(
    step_through: StepThrough, new_client: NewClient, sandbox: Sandbox, take: TakeType
) -> None:
    keys: set[str] = set()

    async def create(trial: Trial) -> None:
        keys.add(trial.key)
        await trial.client.jobs.create_singlecam(take.id, idempotency_key=trial.key)

    async def create_again(trial: Trial) -> None:
        async with new_client() as other:
            await other.jobs.create_singlecam(take.id, idempotency_key=trial.key)

    await step_through(create, then=create_again, at_least=7)
    assert len(sandbox.ledger) == len(keys) > 5


@pytest.mark.parametrize("stride", [29, pytest.param(7, marks=[pytest.mark.slow, pytest.mark.timeout(300)])])
async def test_a_workflow_cancelled_at_any_point_creates_one_job(
    step_through: StepThrough, sandbox: Sandbox, stride: int
) -> None:
    keys: set[str] = set()

    async def capture(trial: Trial) -> None:
        keys.add(trial.key)
        state = CaptureState(key=trial.key)
        await trial.client.capture(CLIP, trial.folder, outputs=["main_glb"], resume_from=state)

    await step_through(capture, stride=stride, at_least=75)
    assert len(sandbox.ledger) == len(keys) >= 3


@pytest.mark.parametrize("way", [Way("asyncio"), Way("trio")], ids=str)
@pytest.mark.parametrize("lock_keys", [True, False])
async def test_a_creation_waits_for_an_earlier_cancelled_request_in_transit(
    sandbox: Sandbox,
    take: TakeType,
    lock_keys: bool,  # noqa: FBT001 - pytest passes it by name
) -> None:
    arrived, released = threading.Event(), threading.Event()

    def hold(operation: str) -> None:
        if operation == "createSingleCamJob":
            arrived.set()
            server.hold(released)

    async def release_request(_: float) -> None:
        released.set()
        await wait_until(lambda: sandbox.ledger)

    async def create() -> None:
        await client.jobs.create_singlecam(take.id, idempotency_key="k")

    clock = FakeClock(now=1000, is_moved_by_sleeps=False, on_sleep=release_request)
    with gateway(sandbox, hold) as server:
        url = f"{server.url}/ugc/graphql"
        async with AsyncMoveUgc(
            sandbox.api_key, endpoint_url=url, settle=7, lock_keys=lock_keys, clock=clock
        ) as client:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(create)
                await wait_until(arrived.is_set)
                tasks.cancel_scope.cancel()
            await create()
    assert clock.waits == [7]
    assert len(sandbox.ledger) == 1


@pytest.mark.parametrize("way", [Way("asyncio"), Way("trio")], ids=str)
async def test_the_next_call_waits_for_a_creation_with_unknown_outcome(sandbox: Sandbox, take: TakeType) -> None:
    clock = FakeClock(now=1000, is_moved_by_sleeps=False)
    with gateway(sandbox, first_of("createSingleCamJob", "close before", 2)) as server:
        url = f"{server.url}/ugc/graphql"
        async with AsyncMoveUgc(
            sandbox.api_key, endpoint_url=url, timeout=300, settle=60, max_retries=1, clock=clock
        ) as client:
            with pytest.raises(AmbiguousCreateError):
                await client.jobs.create_singlecam(take.id, idempotency_key="k")
            await client.jobs.create_singlecam(take.id, idempotency_key="k")
    # 30 s for the server and 60 s for its lists, in both calls; the first also searches after its last attempt.
    assert clock.waits == [60, 30, 60, 60, 30]
    assert len(sandbox.ledger) == 1
