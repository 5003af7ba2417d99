"""`expand`: each value fills its field, other fields stay None, and invalid values are not sent."""

from collections.abc import Callable
from typing import Any, get_args

import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    FileExpand,
    JobExpand,
    JobType,
    MoveInvalidRequestError,
    TakeExpand,
    TakeType,
    VolumeExpand,
    WebhookExpand,
)
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.workflows import CAMERAS, FinishedObjects, graphql_requests, last_flags

pytestmark = pytest.mark.anyio

JOB_RELATIONS = ("client", "inputs", "outputs", "rig", "take")
TAKE_RELATIONS = ("additional_files", "client", "sources", "video_file", "volume")
VOLUME_RELATIONS = ("client", "outputs", "sources")


def filled(model: Any, relations: tuple[str, ...]) -> set[str]:
    return {name for name in relations if getattr(model, name) is not None}


def assert_files_carry_no_client(model: Any) -> None:
    """Return whether no file in a model has its client expanded."""
    assert '"client-' not in model.model_dump_json(exclude={"client"})


async def test_each_value_fills_its_field_of_a_job(client: AsyncMoveUgc, objects: FinishedObjects) -> None:
    for value in get_args(JobExpand):
        job = await client.jobs.retrieve(objects.multi_job.id, [value])
        field, _, nested = value.partition(".")
        assert filled(job, JOB_RELATIONS) == {field}, value
        assert_files_carry_no_client(job)
        if job.take is not None:
            assert filled(job.take, TAKE_RELATIONS) == ({nested} if nested else set()), value
            if job.take.volume is not None:
                assert filled(job.take.volume, VOLUME_RELATIONS) == set(), value


async def test_all_values_of_a_job_are_filled_by_one_request(
    client: AsyncMoveUgc, sandbox: Sandbox, objects: FinishedObjects
) -> None:
    job = await client.jobs.retrieve(objects.multi_job.id, list(get_args(JobExpand)))
    assert filled(job, JOB_RELATIONS) == set(JOB_RELATIONS)
    assert job.take is not None
    assert filled(job.take, TAKE_RELATIONS) == {"sources", "volume"}
    assert len(graphql_requests(sandbox)) == 1


async def test_each_value_fills_its_field_of_a_take(client: AsyncMoveUgc, objects: FinishedObjects) -> None:
    for value in get_args(TakeExpand):
        take_id = objects.multi_take.id if value.startswith("volume") else objects.single_take.id
        take = await client.takes.retrieve(take_id, [value])
        field, _, nested = value.partition(".")
        assert filled(take, TAKE_RELATIONS) == {field}, value
        assert_files_carry_no_client(take)
        if take.volume is not None:
            assert filled(take.volume, VOLUME_RELATIONS) == ({nested} if nested else set()), value


async def test_each_value_fills_its_field_of_a_volume(client: AsyncMoveUgc, objects: FinishedObjects) -> None:
    for value in get_args(VolumeExpand):
        volume = await client.volumes.retrieve_human_volume(objects.volume.id, [value])
        assert filled(volume, VOLUME_RELATIONS) == {value}
        assert_files_carry_no_client(volume)


@pytest.mark.parametrize("value", get_args(FileExpand))
async def test_each_value_fills_its_field_of_a_file(client: AsyncMoveUgc, value: FileExpand) -> None:
    file = await client.files.create("mp4", expand=[value])
    assert filled(file, ("client",)) == {value}
    assert filled(await client.files.retrieve(file.id), ("client",)) == set()


@pytest.mark.parametrize("value", get_args(WebhookExpand))
async def test_each_value_fills_its_field_of_a_webhook_endpoint(client: AsyncMoveUgc, value: WebhookExpand) -> None:
    endpoint = await client.webhooks.upsert(None, "u", "https://studio.example", expand=[value])
    assert filled(endpoint, ("client",)) == {value}


async def test_a_list_expands_every_item(client: AsyncMoveUgc, objects: FinishedObjects) -> None:
    jobs = [job async for job in client.jobs.list(expand=["take.sources", "rig"])]
    takes = [take async for take in client.takes.list(expand=["client"])]
    volumes = [volume async for volume in client.volumes.list(expand=["outputs"])]
    assert {job.id for job in jobs} == {objects.single_job.id, objects.multi_job.id}
    assert all(filled(job, JOB_RELATIONS) == {"take", "rig"} for job in jobs)
    assert all(job.take is not None and filled(job.take, TAKE_RELATIONS) == {"sources"} for job in jobs)
    assert all(filled(take, TAKE_RELATIONS) == {"client"} for take in takes)
    assert len(takes) == 2
    assert [filled(volume, VOLUME_RELATIONS) for volume in volumes] == [{"outputs"}]


async def test_create_and_update_expand_their_results(client: AsyncMoveUgc, objects: FinishedObjects) -> None:
    job: JobType = await client.jobs.create_multicam(objects.multi_take.id, expand=["take.volume"])
    take: TakeType = await client.takes.update(objects.multi_take.id, expand=["volume.sources"])
    assert job.take is not None
    assert job.take.volume is not None
    assert take.volume is not None
    assert take.volume.sources is not None


async def test_expand_sets_no_flag_by_default(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    file = await client.files.create("mp4", expand=[])
    await client.files.retrieve(file.id, expand=None)
    assert last_flags(sandbox, "createFile") == last_flags(sandbox, "getFile") == set()


CALLS: dict[str, tuple[Callable[[AsyncMoveUgc, Any], Any], type]] = {
    "jobs.create_singlecam": (lambda c, e: c.jobs.create_singlecam("take-1", expand=e), JobExpand),
    "jobs.create_multicam": (lambda c, e: c.jobs.create_multicam("take-1", expand=e), JobExpand),
    "jobs.retrieve": (lambda c, e: c.jobs.retrieve("job-1", expand=e), JobExpand),
    "jobs.update": (lambda c, e: c.jobs.update("job-1", expand=e), JobExpand),
    "jobs.list": (lambda c, e: c.jobs.list(expand=e), JobExpand),
    "takes.create_singlecam": (lambda c, e: c.takes.create_singlecam([], expand=e), TakeExpand),
    "takes.create_multicam": (lambda c, e: c.takes.create_multicam(CAMERAS, "volume-1", expand=e), TakeExpand),
    "takes.retrieve": (lambda c, e: c.takes.retrieve("take-1", expand=e), TakeExpand),
    "takes.update": (lambda c, e: c.takes.update("take-1", expand=e), TakeExpand),
    "takes.list": (lambda c, e: c.takes.list(expand=e), TakeExpand),
    "volumes.create_human_volume": (
        lambda c, e: c.volumes.create_human_volume(CAMERAS, 1.8, "normal", expand=e),
        VolumeExpand,
    ),
    "volumes.retrieve_human_volume": (
        lambda c, e: c.volumes.retrieve_human_volume("volume-1", expand=e),
        VolumeExpand,
    ),
    "volumes.list": (lambda c, e: c.volumes.list(expand=e), VolumeExpand),
    "files.create": (lambda c, e: c.files.create("mp4", expand=e), FileExpand),
    "files.retrieve": (lambda c, e: c.files.retrieve("file-1", expand=e), FileExpand),
    "files.update": (lambda c, e: c.files.update("file-1", expand=e), FileExpand),
    "webhooks.upsert": (
        lambda c, e: c.webhooks.upsert(None, "u", "https://studio.example", expand=e),
        WebhookExpand,
    ),
}


@pytest.mark.parametrize(
    "invalid", [["progress"], ["client", "everything"], "everything", ["Client"], [None], [["client"]]]
)
async def test_an_invalid_value_is_refused_before_anything_is_sent_and_names_the_allowed_ones(
    client: AsyncMoveUgc, sandbox: Sandbox, invalid: object
) -> None:
    for name, (call, allowed) in CALLS.items():
        with pytest.raises(MoveInvalidRequestError, match="expand must name parts of") as caught:
            await call(client, invalid)
        assert all(value in str(caught.value) for value in get_args(allowed)), name
    assert not graphql_requests(sandbox)


async def test_a_single_value_is_read_as_a_list_of_one(client: AsyncMoveUgc) -> None:
    file = await client.files.create("mp4", expand="client")  # type: ignore[arg-type]
    assert file.client is not None
