"""Accepted forms of arguments: dictionaries instead of models, iterators, and models modified after construction."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, cast

import pytest
from pydantic import ValidationError

from move_ugc_async import (
    AsyncMoveUgc,
    CaptureSpec,
    ClipWindow,
    JobOptions,
    JobType,
    MoveError,
    MoveInvalidRequestError,
    SourceIn,
)
from move_ugc_async._generated.input_types import ClipWindowInput, OptionsInput
from move_ugc_async.sandbox import Drop, Sandbox
from tests.integration.client.workflows import CLIP, LENS, graphql_requests

pytestmark = pytest.mark.anyio


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Yield a sandbox in which every job has finished by the next request."""
    with Sandbox() as sandbox:
        yield sandbox


OPTIONS: dict[str, Any] = {
    "model": JobOptions(track_fingers=True, mocap_model="s1"),
    "snake_case": {"track_fingers": True, "mocap_model": "s1"},
    "camelCase": MappingProxyType({"trackFingers": True, "mocapModel": "S1"}),
    "base class": OptionsInput(track_fingers=True, mocap_model="S1"),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
}
WINDOWS: dict[str, Any] = {
    "model": ClipWindow(start_time=0, end_time=2),
    "snake_case": {"start_time": 0, "end_time": 2},
    "camelCase": MappingProxyType({"startTime": 0, "endTime": 2}),
    "base class": ClipWindowInput(start_time=0, end_time=2),
}


async def take_of(client: AsyncMoveUgc) -> str:
    clip = await client.files.upload(CLIP)
    source = {"device_label": "phone", "file_id": clip.id, "format": clip.type}
    return (await client.takes.create_singlecam(source)).id


@pytest.mark.parametrize("form", OPTIONS)
async def test_options_and_window_are_sent_alike_as_models_and_dictionaries(
    client: AsyncMoveUgc, sandbox: Sandbox, form: str
) -> None:
    take_id = await take_of(client)
    await client.jobs.create_singlecam(take_id, options=OPTIONS[form], clip_window=WINDOWS[form])
    sent = list(sandbox.journal)[-1].variables
    assert sent["options"] == {"trackFingers": True, "mocapModel": "S1"}
    assert sent["clipWindow"] == {"startTime": 0.0, "endTime": 2.0}

    # The digest must be equal, otherwise this would be another request.
    models = await client.submit(CLIP, key="order-7", options=OPTIONS["model"], clip_window=WINDOWS["model"])
    same = await client.submit(CLIP, key="order-7", options=OPTIONS[form], clip_window=WINDOWS[form])
    assert models.id == same.id


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"options": "track_fingers"}, "options must be a JobOptions or a dictionary; got str"),
    ({"options": ["track_fingers"]}, "got list"),
    ({"options": {"track_fingers": "perhaps"}}, "JobOptions: track_?[fF]ingers"),
    ({"clip_window": (0, 1)}, "clip_window must be a ClipWindow or a dictionary; got tuple"),
    ({"clip_window": {"start": 0, "end_time": 1}}, "'start' is unknown"),
    ({"clip_window": ClipWindowInput(start_time=2, end_time=1)}, "start_time < end_time"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
async def test_options_and_window_of_other_types_are_refused_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(MoveInvalidRequestError, match=message):
        await client.jobs.create_singlecam("take-1", **arguments)
    with pytest.raises(MoveInvalidRequestError, match=message):
        await client.submit(CLIP, key="order-7", **arguments)
    with pytest.raises(MoveInvalidRequestError, match=message):
        await client.capture(CLIP, "out", **arguments)
    assert not graphql_requests(sandbox)


async def test_misspelt_option_in_a_dictionary_is_rejected(client: AsyncMoveUgc) -> None:
    with pytest.raises(MoveInvalidRequestError, match="did you mean track_fingers"):
        await client.jobs.create_singlecam("take-1", options={"track_figners": True})


@pytest.mark.parametrize(
    "sync", [{"clap_window": {"start_time": 0, "end_time": 1}}, {"clapWindow": {"startTime": 0, "endTime": 1}}]
)
async def test_sync_method_and_camera_settings_may_be_dictionaries(
    client: AsyncMoveUgc, sandbox: Sandbox, sync: dict[str, Any]
) -> None:
    clip = await client.files.upload(CLIP)
    sources = [
        {"device_label": label, "file_id": clip.id, "format": "mp4", "camera_settings": {"lens": LENS}}
        for label in ("left", "right")
    ]
    await client.volumes.create_human_volume(iter(sources), 1.8, "normal", sync)

    sent = list(sandbox.journal)[-1].variables
    assert sent["syncMethod"] == {"clapWindow": {"startTime": 0.0, "endTime": 1.0}}
    assert [source["cameraSettings"] for source in sent["sources"]] == [{"lens": LENS}] * 2


def names() -> Iterator[Any]:
    yield from ("outputs", "take")


async def test_every_call_accepts_an_iterator_of_names(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    sandbox.faults.add(Drop(after_work=True), operation="createSingleCamJob", times=1)
    # The response is lost, so that the job is searched for and read.
    created = await client.jobs.create_singlecam(await take_of(client), expand=names(), idempotency_key="order-7")
    assert created.take
    waited = await client.jobs.wait(created, expand=names())
    many = [outcome.job async for outcome in client.jobs.wait_many([created], expand=names())]
    read = [outcome.job for outcome in await client.jobs.retrieve_many(iter([created.id]), names())]
    listed = [job async for job in client.jobs.list(limit=1, expand=names())]
    for job in [waited, *many, *read, *listed]:
        assert job is not None
        assert job.outputs
        assert job.take


async def test_single_object_instead_of_an_iterable_raises_an_error_with_the_object(client: AsyncMoveUgc) -> None:
    job = cast("Any", JobType(id="job-1"))
    with pytest.raises(MoveInvalidRequestError, match="must be a list; got JobType"):
        await client.jobs.retrieve_many(job)
    with pytest.raises(MoveInvalidRequestError, match="must be a list; got JobType"):
        client.jobs.wait_many(job)


@pytest.mark.parametrize("metres", ["1.8", 180, 5.9, 0, -1, float("nan"), float("inf"), True, None])
async def test_impossible_height_is_refused_before_a_volume_is_billed(
    client: AsyncMoveUgc, sandbox: Sandbox, metres: Any
) -> None:
    source = SourceIn(device_label="left", file_id="file-1", format="mp4")
    with pytest.raises(MoveInvalidRequestError, match="human_height must be a number of metres"):
        await client.volumes.create_human_volume([source, source], metres, "normal")
    assert not graphql_requests(sandbox)


def test_assigned_value_is_converted_as_in_the_constructor() -> None:
    options = JobOptions(brand_new=1)
    options.mocap_model = cast("Any", "s1")
    options.track_fingers = True
    source = SourceIn(device_label="left", file_id="file-1", format="mp4")
    source.format = cast("Any", ".MOV")

    assert options.model_dump(by_alias=True, exclude_none=True) == {
        "mocapModel": "S1",
        "trackFingers": True,
        "brandNew": 1,
    }
    assert source.model_dump()["format"] == "MOV"


@pytest.mark.parametrize(("name", "value"), [("format", ""), ("format", "."), ("file_id", 5), ("fromat", "mp4")])
def test_invalid_assigned_value_is_refused(name: str, value: Any) -> None:
    source = SourceIn(device_label="left", file_id="file-1", format="mp4")
    with pytest.raises((MoveInvalidRequestError, ValidationError), match=name):
        setattr(source, name, value)
    assert source.format == "MP4"


async def test_capture_many_yields_a_failure_for_an_item_that_is_not_a_spec(
    client: AsyncMoveUgc, tmp_path: Any
) -> None:
    right = CaptureSpec(CLIP, tmp_path / "right", {"outputs": ["main_glb"]})
    specs = [{"video": CLIP}, (CLIP, tmp_path), None, right]
    outcomes = [outcome async for outcome in client.capture_many(cast("Any", specs))]

    errors = [outcome.error for outcome in outcomes if outcome.spec is not right]
    assert [str(error) for error in errors if isinstance(error, MoveError)] == [
        f"specs must be CaptureSpec objects; got {kind}" for kind in ("dict", "tuple", "NoneType")
    ]
    assert [outcome.error for outcome in outcomes if outcome.spec is right] == [None]


@pytest.mark.parametrize("options", [None, ["outputs"], "outputs"])
def test_spec_with_options_of_another_type_is_refused(options: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match="options must be a dictionary"):
        CaptureSpec(CLIP, "out", options)
