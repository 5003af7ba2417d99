"""One job for each key, even if responses are lost: a job is billed when it is created."""

import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from move_ugc_async import (
    AmbiguousCreateError,
    AsyncMoveUgc,
    IdempotencyMismatchError,
    InstantClock,
    JobOptions,
    JobType,
    MoveInvalidRequestError,
    MoveThrottledError,
    MoveTimeoutError,
    TakeType,
)
from move_ugc_async._schema.keyed_metadata import FIELD, MAX_KEY_LENGTH, KeyedMetadata, extract_key, insert_key
from move_ugc_async._schema.scalars import AwsJson, encode_json
from move_ugc_async.sandbox import Drop, GraphQLFault, Sandbox, Status
from move_ugc_async.sandbox import Fault as SandboxFault
from tests.integration.client.gateway import AMBIGUOUS, Fault, Faults, first_of, gateway
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import (
    CLIP,
    LONG_ENOUGH,
    calibrate,
    camera,
    multi_take,
    single_source,
    single_take,
)
from tests.support.clocks import FakeClock
from tests.support.loop_time import StoppedTime
from tests.support.wait_until import wait_until

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def behind(sandbox: Sandbox, faults: Faults, **options: Any) -> AsyncGenerator[AsyncMoveUgc, None]:
    """Yield a client that reaches the sandbox through a gateway with faults, and sleeps for no real time."""
    with gateway(sandbox, faults) as server:
        settings: dict[str, Any] = {"settle": 0, "clock": InstantClock(), **options}
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=f"{server.url}/ugc/graphql", **settings) as client:
            yield client


def created(sandbox: Sandbox) -> int:
    return sandbox.journal.count("createSingleCamJob")


@both_loops
@pytest.mark.parametrize("fault", AMBIGUOUS)
async def test_creation_with_a_key_returns_the_job_when_the_response_was_lost(
    client: AsyncMoveUgc, sandbox: Sandbox, fault: Fault
) -> None:
    take = await single_take(client)
    async with behind(sandbox, first_of("createSingleCamJob", fault)) as lossy:
        job = await lossy.jobs.create_singlecam(take.id, metadata={"a": 1}, idempotency_key="k")
    assert [charge.id for charge in sandbox.ledger] == [job.id]
    assert created(sandbox) == 1
    assert (job.metadata, job.idempotency_key) == ({"a": 1}, "k")


@pytest.mark.parametrize("fault", AMBIGUOUS)
async def test_creation_without_a_key_raises_and_sends_nothing_again_when_the_response_was_lost(
    client: AsyncMoveUgc, sandbox: Sandbox, fault: Fault
) -> None:
    take = await single_take(client)
    async with behind(sandbox, first_of("createSingleCamJob", fault)) as lossy:
        with pytest.raises(AmbiguousCreateError, match="idempotency_key") as caught:
            await lossy.jobs.create_singlecam(take.id)
    assert caught.value.operation == "createSingleCamJob"
    assert caught.value.key is None
    assert caught.value.__cause__ is not None
    assert created(sandbox) == 1


@both_loops
@pytest.mark.parametrize("key", ["k", None])
async def test_creation_whose_response_never_came_returns_the_job_with_a_key_and_raises_without(
    client: AsyncMoveUgc, sandbox: Sandbox, stopped_time: StoppedTime, key: str | None
) -> None:
    take = await single_take(client)
    jobs: list[JobType] = []
    raised: list[AmbiguousCreateError] = []

    async def create() -> None:
        try:
            jobs.append(await lossy.jobs.create_singlecam(take.id, idempotency_key=key))
        except AmbiguousCreateError as error:
            raised.append(error)

    async with (
        behind(sandbox, first_of("createSingleCamJob", "silence"), timeout=60) as lossy,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(create)
        await wait_until(lambda: sandbox.ledger)
        # With a key, a quarter of the timeout is reserved for the search.
        stopped_time.advance(46 if key else 61)
        await wait_until(lambda: jobs or raised)
    (charge,) = sandbox.ledger
    assert created(sandbox) == 1
    assert [job.id for job in jobs] == ([charge.id] if key else [])
    assert [isinstance(error.__cause__, MoveTimeoutError) for error in raised] == ([] if key else [True])


@pytest.mark.check(2)
@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("anyio_backend", "count"),
    [
        ("asyncio", 40),
        pytest.param("asyncio", 500, marks=pytest.mark.slow),
        pytest.param("trio", 500, marks=pytest.mark.slow),
    ],
    indirect=["anyio_backend"],
)
async def test_as_many_jobs_are_billed_as_created_when_each_first_response_is_lost(
    client: AsyncMoveUgc, sandbox: Sandbox, count: int
) -> None:
    source = single_source(await client.files.upload(CLIP))
    takes = [await client.takes.create_singlecam([source]) for _ in range(count // 10)]
    lost = 0
    jobs: dict[str, JobType] = {}

    async def create(key: str, take: TakeType) -> None:
        jobs[key] = await lossy.jobs.create_singlecam(take.id, idempotency_key=key)

    def faults(operation: str) -> Fault | None:
        nonlocal lost
        # Only the first request of each job is sent, since every job is found.
        if operation != "createSingleCamJob":
            return None
        with counting:
            lost += 1
        return "close"

    counting = threading.Lock()
    async with behind(sandbox, faults, max_connections=20) as lossy, anyio.create_task_group() as tasks:
        for number in range(count):
            tasks.start_soon(create, f"key-{number}", takes[number % len(takes)])
    assert len(jobs) == lost == created(sandbox) == count
    assert {charge.id for charge in sandbox.ledger} == {job.id for job in jobs.values()}
    assert all(job.idempotency_key == key for key, job in jobs.items())


async def test_creation_with_a_key_is_sent_again_when_the_request_was_lost(
    client: AsyncMoveUgc, sandbox: Sandbox
) -> None:
    take = await single_take(client)
    async with behind(sandbox, first_of("createSingleCamJob", "close before")) as lossy:
        job = await lossy.jobs.create_singlecam(take.id, idempotency_key="k")
    assert [charge.id for charge in sandbox.ledger] == [job.id]
    async with behind(sandbox, first_of("createSingleCamJob", "close before", 2), max_retries=1) as lossy:
        with pytest.raises(AmbiguousCreateError, match="same idempotency_key") as caught:
            await lossy.jobs.create_singlecam(take.id, idempotency_key="other")
    assert caught.value.key == "other"
    assert created(sandbox) == 1


BARE_429 = Status(429, headers={"retry-after": "0"})


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(BARE_429, id="429 from something in between"),
        pytest.param(GraphQLFault("ThrottlingException"), id="throttled by AppSync"),
        pytest.param(Status(408), id="408"),
        pytest.param(Status(408, after_work=True), id="408 although it was created"),
        pytest.param(Status(429, after_work=True), id="429 although it was created"),
        pytest.param(Status(503), id="503"),
        pytest.param(Drop(), id="closed"),
    ],
)
@pytest.mark.parametrize("on_ambiguous", ["resend", "raise"])
async def test_creation_with_a_key_is_retried_after_a_transient_failure(
    sandbox: Sandbox, fault: SandboxFault, on_ambiguous: Any
) -> None:
    async with AsyncMoveUgc(
        sandbox.api_key,
        endpoint_url=sandbox.endpoint_url,
        settle=0,
        clock=InstantClock(),
        on_ambiguous=on_ambiguous,
    ) as client:
        take = await single_take(client)
        sandbox.faults.add(fault, operation="createSingleCamJob", times=2)
        if on_ambiguous == "raise" and fault in (BARE_429, Status(408), Status(503), Drop()):
            with pytest.raises(AmbiguousCreateError):
                await client.jobs.create_singlecam(take.id, idempotency_key="k")
            assert not sandbox.ledger
            return
        job = await client.jobs.create_singlecam(take.id, idempotency_key="k")
    assert [charge.id for charge in sandbox.ledger] == [job.id]


async def test_the_outcome_of_a_lost_creation_stays_unknown_when_the_next_attempt_is_throttled(
    sandbox: Sandbox,
) -> None:
    async with AsyncMoveUgc(
        sandbox.api_key, endpoint_url=sandbox.endpoint_url, settle=0, max_retries=2, clock=InstantClock()
    ) as client:
        take = await single_take(client)
        throttled = Status(429, headers={"retry-after": "0"})
        sandbox.faults.add([Drop(), throttled, throttled], operation="createSingleCamJob")
        with pytest.raises(AmbiguousCreateError) as caught:
            await client.jobs.create_singlecam(take.id, idempotency_key="k")
        assert isinstance(caught.value.__cause__, MoveThrottledError)
        job = await client.jobs.create_singlecam(take.id, idempotency_key="k")
    assert [charge.id for charge in sandbox.ledger] == [job.id]


@pytest.mark.check(9)
@both_loops
@pytest.mark.parametrize("count", [10, pytest.param(200, marks=pytest.mark.slow)])
async def test_a_lost_creation_is_reported_and_never_sent_again_when_on_ambiguous_is_raise(
    client: AsyncMoveUgc, sandbox: Sandbox, count: int
) -> None:
    take = await single_take(client)
    sent = 0

    def faults(operation: str) -> Fault | None:
        nonlocal sent
        if operation != "createSingleCamJob":
            return None
        sent += 1
        return "close before"

    async with behind(sandbox, faults, on_ambiguous="raise") as lossy:
        for number in range(count):
            with pytest.raises(AmbiguousCreateError) as caught:
                await lossy.jobs.create_singlecam(take.id, idempotency_key=f"key-{number}")
            assert caught.value.key == f"key-{number}"
            assert sent == number + 1
    assert not sandbox.ledger


async def test_a_job_whose_response_was_lost_is_found_when_on_ambiguous_is_raise(
    client: AsyncMoveUgc, sandbox: Sandbox
) -> None:
    take = await single_take(client)
    async with behind(sandbox, first_of("createSingleCamJob", "close"), on_ambiguous="raise") as lossy:
        job = await lossy.jobs.create_singlecam(take.id, idempotency_key="k")
    assert [charge.id for charge in sandbox.ledger] == [job.id]


async def test_a_lost_creation_is_searched_for_after_the_consistency_delay(
    client: AsyncMoveUgc, sandbox: Sandbox
) -> None:
    clock = FakeClock()
    take = await single_take(client)
    async with behind(sandbox, first_of("createSingleCamJob", "close"), settle=7, clock=clock) as lossy:
        await lossy.jobs.create_singlecam(take.id, idempotency_key="k")
    assert clock.waits == [7]


async def test_a_second_creation_with_the_key_returns_the_first_job(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    arguments: dict[str, Any] = {"name": "n", "options": JobOptions(track_ball=True), "metadata": {"b": 2, "a": 1}}
    first = await client.jobs.create_singlecam(take.id, **arguments, idempotency_key="k")
    arguments["metadata"] = {"a": 1, "b": 2}
    again = await client.jobs.create_singlecam(take.id, **arguments, idempotency_key="k")
    assert again.id == first.id
    assert created(sandbox) == 1


@both_loops
@pytest.mark.check(8)
@pytest.mark.parametrize("change", [{"name": "other"}, {"outputs": ["MAIN_FBX"]}, {"metadata": {"a": 2}}])
async def test_the_key_with_other_parameters_raises_and_creates_nothing(
    client: AsyncMoveUgc, sandbox: Sandbox, change: dict[str, Any]
) -> None:
    take = await single_take(client)
    job = await client.jobs.create_singlecam(take.id, name="n", metadata={"a": 1}, idempotency_key="k")
    arguments = {"name": "n", "metadata": {"a": 1}, **change}
    with pytest.raises(IdempotencyMismatchError, match=job.id) as caught:
        await client.jobs.create_singlecam(take.id, **arguments, idempotency_key="k")
    assert caught.value.id == job.id
    assert created(sandbox) == 1


async def test_concurrent_creations_with_one_key_create_one_job(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    ids: set[str] = set()

    async def create() -> None:
        ids.add((await client.jobs.create_singlecam(take.id, idempotency_key="k")).id)

    async with anyio.create_task_group() as tasks:
        for _ in range(20):
            tasks.start_soon(create)
    assert len(ids) == created(sandbox) == 1
    assert not client._context.key_store._locks.get(), "a lock outlives its creations"


async def test_the_oldest_of_two_jobs_with_one_key_is_returned_and_the_other_logged(
    client: AsyncMoveUgc, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    take = await single_take(client)
    first = await client.jobs.create_singlecam(take.id, idempotency_key="k")
    assert isinstance(first.metadata, KeyedMetadata)
    sandbox.clock.advance(1)
    # As if two hosts had created a job concurrently.
    second = await client.jobs.create_singlecam(take.id)
    await client._context.api.update_job(second.id, metadata=first.metadata)
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, lock_keys=False) as other:
        assert (await other.jobs.create_singlecam(take.id, idempotency_key="k")).id == first.id
    assert sum(second.id in record.getMessage() for record in caplog.records) == 1


@pytest.mark.parametrize("metadata", [[1], "text", 7, "[1]"])
async def test_metadata_that_cannot_carry_a_key_is_refused_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, metadata: Any
) -> None:
    with pytest.raises(MoveInvalidRequestError, match="JSON object"):
        await client.jobs.create_singlecam("take-1", metadata=metadata, idempotency_key="k")
    with pytest.raises(MoveInvalidRequestError, match="characters"):
        await client.jobs.create_singlecam("take-1", idempotency_key=" ")
    assert not sandbox.journal.count()


@pytest.mark.parametrize("fault", [GraphQLFault("ThrottlingException"), BARE_429, Status(503), Drop()])
async def test_file_of_an_upload_is_registered_again_after_a_transient_failure(
    sandbox: Sandbox, fault: SandboxFault
) -> None:
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=InstantClock()) as client:
        rule = sandbox.faults.add(fault, operation="createFile", times=2)
        file = await client.files.upload(CLIP)
    assert file.presigned_url
    assert (rule.acted, sandbox.journal.count("createFile")) == (2, 3)


async def test_files_takes_volumes_and_multicam_jobs_are_created_once_when_the_response_was_lost(
    client: AsyncMoveUgc, sandbox: Sandbox
) -> None:
    async with behind(sandbox, first_of("createFile", "close")) as lossy:
        file = await lossy.files.create("mp4", idempotency_key="f")
    assert file.idempotency_key == "f"
    uploaded = [await client.files.upload(CLIP) for _ in range(2)]
    async with behind(sandbox, first_of("createSingleCamTake", "close")) as lossy:
        take = await lossy.takes.create_singlecam([single_source(uploaded[0])], idempotency_key="t")
    async with behind(sandbox, first_of("createVolumeWithHuman", "close")) as lossy:
        sources = [camera(each, f"cam{number}") for number, each in enumerate(uploaded)]
        volume = await lossy.volumes.create_human_volume(sources, 1.8, "NORMAL", idempotency_key="v")
    sandbox.clock.advance(LONG_ENOUGH)
    async with behind(sandbox, first_of("createMultiCamTake", "close")) as lossy:
        multi: TakeType = await lossy.takes.create_multicam(sources, volume.id, idempotency_key="m")
    async with behind(sandbox, first_of("createMultiCamJob", "close")) as lossy:
        job = await lossy.jobs.create_multicam(multi.id, 2, idempotency_key="j")
    for field in ("createSingleCamTake", "createVolumeWithHuman", "createMultiCamTake", "createMultiCamJob"):
        assert sandbox.journal.count(field) == 1, field
    assert [charge.id for charge in sandbox.ledger] == [volume.id, job.id]
    assert [take.idempotency_key, volume.idempotency_key, multi.idempotency_key] == ["t", "v", "m"]


async def test_updating_the_metadata_of_a_job_keeps_its_key(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    volume = await calibrate(client, sandbox)
    take = await multi_take(client, volume)
    job = await client.jobs.create_multicam(take.id, metadata={"a": 1}, idempotency_key="k")
    job.metadata["a"] = 2
    changed = await client.jobs.update(job.id, metadata=job.metadata)
    assert (changed.metadata, changed.idempotency_key) == ({"a": 2}, "k")


TEXT = st.text(st.characters())
"""Unpaired surrogates included."""

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=8,
)
NAMES = st.text() | st.just(FIELD) | st.just("key") | st.just("digest")
KEYS = st.text(min_size=1, max_size=MAX_KEY_LENGTH).filter(str.strip)


def send_and_read(metadata: Any) -> Any:
    """Encode metadata as it is sent to the API, and parse it as a response."""
    return TypeAdapter(AwsJson).validate_python(encode_json(metadata))


def assert_survives_the_key(metadata: dict[str, Any], key: str) -> None:
    read = send_and_read(insert_key(metadata, key, "digest"))
    assert isinstance(read, KeyedMetadata)
    assert read == metadata
    assert (read.key, read.digest) == (key, "digest")
    again = send_and_read(read)
    assert (again, again.key, again.digest) == (metadata, key, "digest")


# Hypothesis measures the time that generating the data takes.
UNHURRIED = [HealthCheck.too_slow]


@pytest.mark.check(10)
@given(st.dictionaries(NAMES, JSON), KEYS)
@settings(max_examples=25, suppress_health_check=UNHURRIED)
def test_any_metadata_survives_the_key(metadata: dict[str, Any], key: str) -> None:
    assert_survives_the_key(metadata, key)


@pytest.mark.slow
@pytest.mark.check(10)
@given(st.dictionaries(NAMES, JSON), KEYS)
@settings(max_examples=500, suppress_health_check=UNHURRIED)
def test_much_metadata_survives_the_key(metadata: dict[str, Any], key: str) -> None:
    assert_survives_the_key(metadata, key)


@given(JSON)
@settings(max_examples=25, suppress_health_check=UNHURRIED)
def test_metadata_without_a_key_stays_unchanged(metadata: Any) -> None:
    assert extract_key(metadata) == metadata
