"""Whoever is cancelled while something is created calls again with the same key, and there is one."""

import threading

import anyio
import pytest

from move_ugc_async import AmbiguousCreateError, AsyncMoveUgc, CaptureState, Clock, TakeType
from move_ugc_async.sandbox import Sandbox
from tests.cancellation.conftest import NewClient, StepThrough, Trial
from tests.cancellation.steps import Way
from tests.e2e.gateway import first_of, gateway
from tests.e2e.journeys import CLIP, single_take

pytestmark = [pytest.mark.anyio, pytest.mark.check(37)]


@pytest.fixture
async def take(new_client: NewClient) -> TakeType:
    async with new_client() as client:
        return await single_take(client)


@pytest.mark.parametrize("whose", ["same client", "new client"])
async def test_a_job_cancelled_at_any_point_is_made_once(
    step_through: StepThrough, new_client: NewClient, sandbox: Sandbox, take: TakeType, whose: str
) -> None:
    keys: set[str] = set()

    async def create(trial: Trial) -> None:
        keys.add(trial.key)
        await trial.client.jobs.create_singlecam(take.id, idempotency_key=trial.key)

    async def create_anew(trial: Trial) -> None:
        async with new_client() as other:
            await other.jobs.create_singlecam(take.id, idempotency_key=trial.key)

    await step_through(create, then=create if whose == "same client" else create_anew)
    assert len(sandbox.ledger) == len(keys) > 5


async def test_a_journey_cancelled_at_any_point_makes_one_job(step_through: StepThrough, sandbox: Sandbox) -> None:
    keys: set[str] = set()

    async def capture(trial: Trial) -> None:
        keys.add(trial.key)
        state = CaptureState(key=trial.key)
        await trial.client.capture(CLIP, trial.folder, outputs=["main_glb"], resume_from=state)

    await step_through(capture, stride=17)
    assert len(sandbox.ledger) == len(keys) > 3


@pytest.mark.parametrize("way", [Way("asyncio"), Way("trio")], ids=str)
@pytest.mark.parametrize("lock_keys", [True, False])
async def test_a_request_that_is_still_on_its_way_is_waited_for(
    sandbox: Sandbox,
    take: TakeType,
    lock_keys: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    arrived, let_go = threading.Semaphore(0), threading.Event()

    def hold(operation: str) -> None:
        if operation == "createSingleCamJob":
            arrived.release()
            let_go.wait(10)

    class PatientClock(Clock):
        async def sleep(self, seconds: float) -> None:
            assert 0 < seconds <= 7
            let_go.set()
            while not sandbox.ledger:
                await anyio.sleep(0.001)

    async def create() -> None:
        await client.jobs.create_singlecam(take.id, idempotency_key="k")

    with gateway(sandbox, hold) as server:
        url = f"{server.url}/ugc/graphql"
        async with AsyncMoveUgc(
            sandbox.api_key, endpoint_url=url, settle=7, lock_keys=lock_keys, clock=PatientClock()
        ) as client:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(create)
                await anyio.to_thread.run_sync(arrived.acquire)
                tasks.cancel_scope.cancel()
            await create()
    assert len(sandbox.ledger) == 1


@pytest.mark.parametrize("way", [Way("asyncio"), Way("trio")], ids=str)
async def test_what_was_told_to_be_unknown_is_waited_for_as_well(sandbox: Sandbox, take: TakeType) -> None:
    slept: list[float] = []

    class RecordingClock(Clock):
        async def sleep(self, seconds: float) -> None:
            slept.append(seconds)

    with gateway(sandbox, first_of("createSingleCamJob", "close before", 2)) as server:
        url = f"{server.url}/ugc/graphql"
        client = AsyncMoveUgc(
            sandbox.api_key, endpoint_url=url, timeout=300, settle=60, max_retries=1, clock=RecordingClock()
        )
        async with client:
            with pytest.raises(AmbiguousCreateError):
                await client.jobs.create_singlecam(take.id, idempotency_key="k")
            await client.jobs.create_singlecam(take.id, idempotency_key="k")
    assert slept == [60, 60, pytest.approx(60, abs=10)]
    assert len(sandbox.ledger) == 1
