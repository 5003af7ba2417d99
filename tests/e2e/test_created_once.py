"""A job is billed when it is made: whatever happens to answers, there is one for each key."""

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
    Clock,
    IdempotencyMismatchError,
    JobOptions,
    JobType,
    MoveInvalidRequestError,
    MoveThrottledError,
    TakeType,
)
from move_ugc_async.idempotency import FIELD, LONGEST_KEY, KeyedMetadata, put_in, take_out
from move_ugc_async.sandbox import Drop, GraphQLFault, Sandbox, Status
from move_ugc_async.sandbox import Fault as SandboxFault
from move_ugc_async.scalars import AwsJson, encode_json
from tests.e2e.gateway import AMBIGUOUS, Fault, Faults, first_of, gateway
from tests.e2e.journeys import CLIP, LONG_ENOUGH, calibrate, camera, multi_take, single_source, single_take

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def behind(sandbox: Sandbox, faults: Faults, **options: Any) -> AsyncGenerator[AsyncMoveUgc, None]:
    """Give a client that reaches the sandbox through a gateway with faults."""
    with gateway(sandbox, faults) as server:
        settings: dict[str, Any] = {"settle": 0, "timeout": 30, **options}
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=f"{server.url}/ugc/graphql", **settings) as client:
            yield client


def created(sandbox: Sandbox) -> int:
    return sandbox.journal.count("createSingleCamJob")


@pytest.mark.parametrize("fault", AMBIGUOUS)
async def test_a_lost_answer_is_found_again(client: AsyncMoveUgc, sandbox: Sandbox, fault: Fault) -> None:
    take = await single_take(client)
    async with behind(sandbox, first_of("createSingleCamJob", fault), timeout=2 if fault == "silence" else 30) as lossy:
        job = await lossy.jobs.create_singlecam(take.id, metadata={"a": 1}, idempotency_key="k")
    assert [charge.id for charge in sandbox.ledger] == [job.id]
    assert created(sandbox) == 1
    assert (job.metadata, job.idempotency_key) == ({"a": 1}, "k")


@pytest.mark.parametrize("fault", AMBIGUOUS)
async def test_without_a_key_a_lost_answer_is_told_and_nothing_is_sent_again(
    client: AsyncMoveUgc, sandbox: Sandbox, fault: Fault
) -> None:
    take = await single_take(client)
    async with behind(sandbox, first_of("createSingleCamJob", fault), timeout=2 if fault == "silence" else 30) as lossy:
        with pytest.raises(AmbiguousCreateError, match="idempotency_key") as caught:
            await lossy.jobs.create_singlecam(take.id)
    assert caught.value.operation == "createSingleCamJob"
    assert caught.value.key is None
    assert caught.value.__cause__ is not None
    assert created(sandbox) == 1


@pytest.mark.check(2)
@pytest.mark.timeout(180)
@pytest.mark.parametrize("anyio_backend", ["asyncio", pytest.param("trio", marks=pytest.mark.slow)])
async def test_five_hundred_lost_answers_make_five_hundred_jobs(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    source = single_source(await client.files.upload(CLIP))
    takes = [await client.takes.create_singlecam([source]) for _ in range(50)]
    lost = set[str]()
    jobs: dict[str, JobType] = {}

    async def create(key: str, take: TakeType) -> None:
        jobs[key] = await lossy.jobs.create_singlecam(take.id, idempotency_key=key)

    def faults(operation: str) -> Fault | None:
        # The first request of each job is lost: there are no others, since every job is found again.
        if operation != "createSingleCamJob":
            return None
        lost.add(str(len(lost)))
        return "close"

    async with (
        behind(sandbox, faults, timeout=120, max_connections=20) as lossy,
        anyio.create_task_group() as tasks,
    ):
        for number in range(500):
            tasks.start_soon(create, f"key-{number}", takes[number % 50])
    assert len(jobs) == len(lost) == created(sandbox) == 500
    assert {charge.id for charge in sandbox.ledger} == {job.id for job in jobs.values()}
    assert all(job.idempotency_key == key for key, job in jobs.items())


async def test_a_request_that_left_no_trace_is_sent_again(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    async with behind(sandbox, first_of("createSingleCamJob", "close before")) as lossy:
        job = await lossy.jobs.create_singlecam(take.id, idempotency_key="k")
    assert [charge.id for charge in sandbox.ledger] == [job.id]
    async with behind(sandbox, first_of("createSingleCamJob", "close before", 2), max_retries=1) as lossy:
        with pytest.raises(AmbiguousCreateError, match="same idempotency_key") as caught:
            await lossy.jobs.create_singlecam(take.id, idempotency_key="other")
    assert caught.value.key == "other"
    assert created(sandbox) == 1


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Status(429, headers={"retry-after": "0"}), id="429"),
        pytest.param(GraphQLFault("ThrottlingException"), id="throttled by AppSync"),
        pytest.param(Status(408), id="408"),
        pytest.param(Status(408, after_work=True), id="408 although it was made"),
        pytest.param(Status(429, after_work=True), id="429 although it was made"),
        pytest.param(Status(503), id="503"),
        pytest.param(Drop(), id="closed"),
    ],
)
@pytest.mark.parametrize("on_ambiguous", ["resend", "raise"])
async def test_what_may_pass_is_repeated_with_a_key(sandbox: Sandbox, fault: SandboxFault, on_ambiguous: Any) -> None:
    async with AsyncMoveUgc(
        sandbox.api_key,
        endpoint_url=sandbox.endpoint_url,
        settle=0,
        backoff=lambda *_: 0.0,
        on_ambiguous=on_ambiguous,
    ) as client:
        take = await single_take(client)
        sandbox.faults.add(fault, operation="createSingleCamJob", times=2)
        if on_ambiguous == "raise" and fault in (Status(408), Status(503), Drop()):
            with pytest.raises(AmbiguousCreateError):
                await client.jobs.create_singlecam(take.id, idempotency_key="k")
            assert not sandbox.ledger
            return
        job = await client.jobs.create_singlecam(take.id, idempotency_key="k")
    assert [charge.id for charge in sandbox.ledger] == [job.id]


async def test_what_was_lost_is_unknown_even_if_the_next_try_is_throttled(sandbox: Sandbox) -> None:
    async with AsyncMoveUgc(
        sandbox.api_key, endpoint_url=sandbox.endpoint_url, settle=0, max_retries=2, backoff=lambda *_: 0.0
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
async def test_two_hundred_ambiguous_creations_are_reported_and_never_sent_again(
    client: AsyncMoveUgc, sandbox: Sandbox
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
        for number in range(200):
            with pytest.raises(AmbiguousCreateError) as caught:
                await lossy.jobs.create_singlecam(take.id, idempotency_key=f"key-{number}")
            assert caught.value.key == f"key-{number}"
    assert sent == 200
    assert not sandbox.ledger
    # What was made and lost is found all the same.
    async with behind(sandbox, first_of("createSingleCamJob", "close"), on_ambiguous="raise") as lossy:
        job = await lossy.jobs.create_singlecam(take.id, idempotency_key="k")
    assert [charge.id for charge in sandbox.ledger] == [job.id]


async def test_the_lists_lag_is_waited_out(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    slept: list[float] = []

    class Recording(Clock):
        async def sleep(self, seconds: float) -> None:
            slept.append(seconds)

    take = await single_take(client)
    async with behind(sandbox, first_of("createSingleCamJob", "close"), settle=7, clock=Recording()) as lossy:
        await lossy.jobs.create_singlecam(take.id, idempotency_key="k")
    assert slept == [7]


async def test_a_second_call_with_the_key_finds_the_first(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    arguments: dict[str, Any] = {"name": "n", "options": JobOptions(track_ball=True), "metadata": {"b": 2, "a": 1}}
    first = await client.jobs.create_singlecam(take.id, **arguments, idempotency_key="k")
    arguments["metadata"] = {"a": 1, "b": 2}
    again = await client.jobs.create_singlecam(take.id, **arguments, idempotency_key="k")
    assert again.id == first.id
    assert created(sandbox) == 1


@pytest.mark.check(8)
@pytest.mark.parametrize("change", [{"name": "other"}, {"outputs": ["MAIN_FBX"]}, {"metadata": {"a": 2}}])
async def test_the_key_with_other_parameters_creates_nothing(
    client: AsyncMoveUgc, sandbox: Sandbox, change: dict[str, Any]
) -> None:
    take = await single_take(client)
    job = await client.jobs.create_singlecam(take.id, name="n", metadata={"a": 1}, idempotency_key="k")
    arguments = {"name": "n", "metadata": {"a": 1}, **change}
    with pytest.raises(IdempotencyMismatchError, match=job.id) as caught:
        await client.jobs.create_singlecam(take.id, **arguments, idempotency_key="k")
    assert caught.value.id == job.id
    assert created(sandbox) == 1


async def test_fifty_at_once_with_one_key_make_one_job(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    ids: set[str] = set()

    async def create() -> None:
        ids.add((await client.jobs.create_singlecam(take.id, idempotency_key="k")).id)

    async with anyio.create_task_group() as tasks:
        for _ in range(50):
            tasks.start_soon(create)
    assert len(ids) == created(sandbox) == 1
    assert not client._resources.key_locks._turns.get(), "a lock outlives its creations"


async def test_the_oldest_of_two_is_taken_and_the_other_reported(
    client: AsyncMoveUgc, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    take = await single_take(client)
    first = await client.jobs.create_singlecam(take.id, idempotency_key="k")
    assert isinstance(first.metadata, KeyedMetadata)
    sandbox.clock.advance(1)
    # As if two hosts had created at the same moment.
    second = await client.jobs.create_singlecam(take.id, metadata=first.metadata)
    assert (await client.jobs.create_singlecam(take.id, idempotency_key="k")).id == first.id
    assert sum(second.id in record.getMessage() for record in caplog.records) == 1


@pytest.mark.parametrize("metadata", [[1], "text", 7, "[1]"])
async def test_metadata_that_cannot_carry_a_key_is_told_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, metadata: Any
) -> None:
    with pytest.raises(MoveInvalidRequestError, match="JSON object"):
        await client.jobs.create_singlecam("take-1", metadata=metadata, idempotency_key="k")
    with pytest.raises(MoveInvalidRequestError, match="characters"):
        await client.jobs.create_singlecam("take-1", idempotency_key=" ")
    assert not sandbox.journal.count()


async def test_takes_volumes_and_files_are_created_once_too(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
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


async def test_changing_the_metadata_that_was_read_keeps_the_key(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    volume = await calibrate(client, sandbox)
    take = await multi_take(client, volume)
    job = await client.jobs.create_multicam(take.id, metadata={"a": 1}, idempotency_key="k")
    job.metadata["a"] = 2
    changed = await client.jobs.update(job.id, metadata=job.metadata)
    assert (changed.metadata, changed.idempotency_key) == ({"a": 2}, "k")


TEXT = st.text(st.characters())
"""Half a surrogate pair included."""

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=8,
)
NAMES = st.text() | st.just(FIELD) | st.just("key") | st.just("digest")
KEYS = st.text(min_size=1, max_size=LONGEST_KEY).filter(str.strip)


def there_and_back(metadata: Any) -> Any:
    """Send metadata as the API takes it, and read what it gives back."""
    return TypeAdapter(AwsJson).validate_python(encode_json(metadata))


@pytest.mark.check(10)
@given(st.dictionaries(NAMES, JSON), KEYS)
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_metadata_survives_the_key(metadata: dict[str, Any], key: str) -> None:
    read = there_and_back(put_in(metadata, key, "digest"))
    assert isinstance(read, KeyedMetadata)
    assert read == metadata
    assert (read.key, read.digest) == (key, "digest")
    again = there_and_back(read)
    assert (again, again.key, again.digest) == (metadata, key, "digest")


@given(JSON)
def test_metadata_without_a_key_stays_as_it_is(metadata: Any) -> None:
    assert take_out(metadata) == metadata
