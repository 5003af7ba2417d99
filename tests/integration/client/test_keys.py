"""The search for idempotency keys, and mismatches."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    FileType,
    HumanVolumeType,
    IdempotencyMismatchError,
    InstantClock,
    MoveInvalidRequestError,
    TakeType,
)
from move_ugc_async._schema.keyed_metadata import KeyedMetadata
from move_ugc_async.sandbox import Sandbox
from move_ugc_async.services.expand import job_flags, take_flags
from tests.integration.client.workflows import CLIP, camera, single_source, single_take
from tests.support.clocks import FakeClock

pytestmark = pytest.mark.anyio

DAY = 24 * 3600.0
OTHERS = 230
"""Number of other objects created in the meantime, which fill several pages of the list."""


@asynccontextmanager
async def other_host(sandbox: Sandbox, **options: Any) -> AsyncIterator[AsyncMoveUgc]:
    """Connect a client without records of other clients."""
    async with AsyncMoveUgc(
        sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=InstantClock(), lock_keys=False, **options
    ) as client:
        yield client


async def clip_of(client: AsyncMoveUgc) -> FileType:
    return await client.files.upload(CLIP)


async def create_take(client: AsyncMoveUgc, file: FileType, key: str | None = "order-7") -> TakeType:
    return await client.takes.create_singlecam([single_source(file)], "take", idempotency_key=key)


async def create_volume(client: AsyncMoveUgc, file: FileType, key: str | None = "order-7") -> HumanVolumeType:
    clips = [camera(file, "one"), camera(file, "two")]
    return await client.volumes.create_human_volume(clips, 1.8, "NORMAL", idempotency_key=key)


Create = Callable[..., Awaitable[TakeType | HumanVolumeType]]
EACH = pytest.mark.parametrize(("kind", "create"), [("takes", create_take), ("volumes", create_volume)])


@EACH
async def test_key_is_found_behind_any_number_of_newer_objects(
    client: AsyncMoveUgc, sandbox: Sandbox, kind: str, create: Create
) -> None:
    file = await clip_of(client)
    first = await create(client, file)
    for _ in range(OTHERS):
        sandbox.clock.advance(60)
        await create(client, file, None)
    async with other_host(sandbox) as other:
        assert (await create(other, file)).id == first.id
        found = await getattr(other, kind).find("order-7")
        assert found is not None
        assert found.id == first.id
        assert await getattr(other, kind).find("unknown") is None


@EACH
async def test_key_is_forgotten_after_the_window(
    client: AsyncMoveUgc, sandbox: Sandbox, kind: str, create: Create
) -> None:
    file = await clip_of(client)
    first = await create(client, file)
    for pause in (60, 2 * DAY):
        sandbox.clock.advance(pause)
        for _ in range(60):
            await create(client, file, None)
    async with other_host(sandbox) as other:
        assert await getattr(other, kind).find("order-7") is None
    async with other_host(sandbox, idempotency_window=3 * DAY) as other:
        assert (await create(other, file)).id == first.id


async def test_many_keys_used_on_two_hosts_create_one_take_each(sandbox: Sandbox) -> None:
    ids: list[set[str]] = []
    async with other_host(sandbox) as client:
        file = await clip_of(client)
    for _ in range(2):
        async with other_host(sandbox) as client:
            ids.append(set())
            for number in range(OTHERS):
                sandbox.clock.advance(300)
                ids[-1].add((await create_take(client, file, f"order-{number}")).id)
    assert ids[0] == ids[1]
    assert len(ids[0]) == sandbox.journal.count("createSingleCamTake") == OTHERS


MISUSES: dict[str, Callable[[AsyncMoveUgc, TakeType, TakeType], Awaitable[Any]]] = {
    "other take": lambda client, _, other: client.jobs.create_singlecam(other.id, idempotency_key="order-7"),
    "other operation": lambda client, take, _: client.jobs.create_multicam(take.id, 1, idempotency_key="order-7"),
    "other options": lambda client, take, _: client.jobs.create_singlecam(
        take.id, outputs=["main_fbx"], idempotency_key="order-7"
    ),
    "other metadata": lambda client, take, _: client.jobs.create_singlecam(
        take.id, metadata={"order": 8}, idempotency_key="order-7"
    ),
    "take": lambda client, take, _: client.takes.create_singlecam(
        [single_source(take.sources[0].file)] if take.sources else [],
        idempotency_key="order-7",  # type: ignore[arg-type]
    ),
}


@pytest.mark.parametrize("misuse", MISUSES)
async def test_other_use_of_a_key_is_reported_on_the_host_that_used_it(
    client: AsyncMoveUgc, sandbox: Sandbox, misuse: str
) -> None:
    take, other = await single_take(client), await single_take(client)
    job = await client.jobs.create_singlecam(take.id, idempotency_key="order-7")
    created = sandbox.journal.count("createSingleCamTake")
    with pytest.raises(IdempotencyMismatchError) as caught:
        await MISUSES[misuse](client, take, other)
    assert caught.value.id == job.id
    assert len(sandbox.ledger) == 1
    assert sandbox.journal.count("createSingleCamTake") == created


@pytest.mark.parametrize("misuse", [misuse for misuse in MISUSES if misuse != "take"])
async def test_other_use_of_a_key_is_reported_on_another_host_that_searches_the_account(
    client: AsyncMoveUgc, sandbox: Sandbox, misuse: str
) -> None:
    take, other_take = await single_take(client), await single_take(client)
    job = await client.jobs.create_singlecam(take.id, idempotency_key="order-7")
    async with other_host(sandbox, idempotency_search="account") as other:
        with pytest.raises(IdempotencyMismatchError) as caught:
            await MISUSES[misuse](other, take, other_take)
        again = await other.jobs.create_singlecam(take.id, idempotency_key="order-7")
    assert caught.value.id == again.id == job.id
    assert len(sandbox.ledger) == 1


async def test_new_key_is_not_searched_for_when_records_prove_that_it_is_new(sandbox: Sandbox, tmp_path: Path) -> None:
    clock = FakeClock(now=1000)

    @asynccontextmanager
    async def process() -> AsyncIterator[AsyncMoveUgc]:
        async with AsyncMoveUgc(
            sandbox.api_key,
            endpoint_url=sandbox.endpoint_url,
            clock=clock,
            state_dir=tmp_path,
            idempotency_scope="host",
        ) as client:
            yield client

    searches = 0
    async with process() as client:
        file = await clip_of(client)
        # The records do not reach back far enough yet.
        first = await create_take(client, file, "order-1")
        searches = sandbox.journal.count("listTakes")
        assert searches
    clock.advance(DAY + 1)
    async with process() as client:
        second = await create_take(client, file, "order-2")
        assert (await create_take(client, file, "order-1")).id == first.id
        assert (await create_take(client, file, "order-2")).id == second.id
        assert sandbox.journal.count("listTakes") == searches
    (tmp_path / "keys" / "birth").unlink()
    async with process() as client:
        await create_take(client, file, "order-3")
    assert sandbox.journal.count("listTakes") > searches


@pytest.mark.parametrize(
    "metadata", [{"order": 8}, {}, '{"order": 8}', {"moveUgcAsync": {"key": "other", "digest": "d"}}], ids=str
)
@pytest.mark.parametrize("kind", ["takes", "jobs"])
async def test_update_keeps_the_key(client: AsyncMoveUgc, sandbox: Sandbox, kind: str, metadata: Any) -> None:
    file = await clip_of(client)
    take = await create_take(client, file, "order-7-take")

    async def create(client: AsyncMoveUgc) -> Any:
        if kind == "takes":
            return await create_take(client, file, "order-7-take")
        return await client.jobs.create_singlecam(take.id, idempotency_key="order-7")

    first = await create(client)
    changed = await getattr(client, kind).update(first.id, metadata=metadata)
    assert changed.idempotency_key == first.idempotency_key
    assert dict(changed.metadata) == (
        {"order": 8} if "order" in str(metadata) and "moveUgc" not in str(metadata) else {}
    )
    async with other_host(sandbox) as other:
        assert (await create(other)).id == first.id


@pytest.mark.parametrize("kind", ["takes", "jobs"])
async def test_update_of_an_object_without_a_key_writes_the_metadata_as_it_is(
    client: AsyncMoveUgc, sandbox: Sandbox, kind: str
) -> None:
    take = await single_take(client)
    target = take if kind == "takes" else await client.jobs.create_singlecam(take.id)
    changed = await getattr(client, kind).update(target.id, metadata=[1, 2])
    assert changed.metadata == [1, 2]
    # Metadata that was read from another object contains no key.
    keyed = await client.jobs.create_singlecam(take.id, metadata={"a": 1}, idempotency_key="k")
    changed = await getattr(client, kind).update(target.id, metadata=keyed.metadata)
    assert (changed.idempotency_key, changed.metadata) == (None, {"a": 1})
    assert len(sandbox.ledger) == (1 if kind == "takes" else 2)


@pytest.mark.parametrize("metadata", [[1], '"text"', 7, "[1]"])
async def test_update_of_an_object_with_a_key_refuses_metadata_that_is_not_an_object(
    client: AsyncMoveUgc, sandbox: Sandbox, metadata: Any
) -> None:
    take = await single_take(client)
    job = await client.jobs.create_singlecam(take.id, idempotency_key="k")
    with pytest.raises(MoveInvalidRequestError, match="JSON object"):
        await client.jobs.update(job.id, metadata=metadata)
    assert not sandbox.journal.count("updateJob")
    assert (await client.jobs.retrieve(job.id)).idempotency_key == "k"


async def digests_of_submit() -> tuple[KeyedMetadata, KeyedMetadata]:
    """Return the metadata of a workflow's take and job, from a separate server."""
    with Sandbox(clock="manual") as elsewhere:
        async with other_host(elsewhere) as client:
            job = await client.submit(CLIP, key="order-7")
            take = await client.takes.find("order-7-take")
    assert take is not None
    return take.metadata, job.metadata


@pytest.mark.parametrize("place", [0, 1, 2])
async def test_job_of_a_workflow_is_found_on_whichever_take_carries_its_key(
    client: AsyncMoveUgc, sandbox: Sandbox, place: int
) -> None:
    on_take, on_job = await digests_of_submit()
    sources = [single_source(await clip_of(client), "camera")]
    takes: list[TakeType] = []
    for _ in range(3):
        # As after a lost response and a list that shows objects late.
        take = await client._context.api.create_single_cam_take(sources=sources, metadata=on_take, **take_flags(None))
        takes.append(take)
        sandbox.clock.advance(1)
    planted = await client._context.api.create_single_cam_job(
        take_id=takes[place].id, metadata=on_job, **job_flags(None)
    )
    async with other_host(sandbox) as other:
        assert (await other.submit(CLIP, key="order-7")).id == planted.id
    assert len(sandbox.ledger) == 1
    assert sandbox.journal.count("createFile") == 1
