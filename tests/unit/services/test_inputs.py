"""Input models and output types: names, formats and validation."""

import copy
import pickle
import subprocess
import sys
from typing import Any, cast, get_args

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from move_ugc_async import (
    CameraSettingsInput,
    ClapWindowInput,
    ClipWindow,
    JobOptions,
    MocapModelOptionsInput,
    MoveInvalidRequestError,
    MoveWarning,
    OutputType,
    SourceFormat,
    SourceIn,
    SyncMethodInput,
    TimeCodeSyncInput,
)
from move_ugc_async._generated.literals import FormatName, ModelName, OutputName
from move_ugc_async.services.inputs import ensure_outputs, ensure_sources


def wire(model: Any) -> Any:
    """Return a model as it is sent."""
    return to_json(model, by_alias=True, exclude_none=True).decode()


@pytest.mark.parametrize("options", [JobOptions(track_ball=True), JobOptions(trackBall=True)])
def test_a_known_option_is_readable_in_snake_and_camel_case(options: JobOptions) -> None:
    assert options.track_ball is options.trackBall is True
    assert options.track_fingers is options.trackFingers is None
    assert wire(options) == '{"trackBall":true}'


@pytest.mark.parametrize("options", [JobOptions(brand_new_switch=1), JobOptions(brandNewSwitch=1)])
def test_an_unknown_option_is_readable_in_snake_and_camel_case(options: JobOptions) -> None:
    assert options.brand_new_switch == options.brandNewSwitch == 1
    assert wire(options) == '{"brandNewSwitch":1}'


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("use4kMode", "use4kMode"),
        ("use_4k_mode", "use4kMode"),
        ("model2xLarge", "model2xLarge"),
        ("HTTPMode", "HTTPMode"),
        ("ballRadiusCM", "ballRadiusCM"),
        ("plain", "plain"),
        ("a_b_c", "aBC"),
    ],
)
def test_an_unknown_option_in_camel_case_is_sent_unchanged(name: str, sent: str) -> None:
    options = JobOptions(**{name: True})
    assert wire(options) == f'{{"{sent}":true}}'
    assert getattr(options, name) is getattr(options, sent) is True


def test_every_known_option_is_sent_under_its_schema_name() -> None:
    options = JobOptions(
        floor_plane=True, mocap_model="s1", track_ball=False, track_fingers=True, track_jersey_numbers=False
    )
    assert wire(options) == (
        '{"floorPlane":true,"mocapModel":"S1","trackBall":false,"trackFingers":true,"trackJerseyNumbers":false}'
    )
    assert options.mocap_model is MocapModelOptionsInput.S1


def test_empty_options_are_sent_as_an_empty_object() -> None:
    assert wire(JobOptions()) == "{}"


@pytest.mark.parametrize("names", [("track_ball", "trackBall"), ("new_one", "newOne")])
def test_an_option_passed_in_both_spellings_raises(names: tuple[str, str]) -> None:
    with pytest.raises(MoveInvalidRequestError, match="twice"):
        JobOptions(**dict.fromkeys(names, True))


def test_an_option_that_was_not_passed_is_a_missing_attribute() -> None:
    options = JobOptions(track_ball=True)
    for name in ("tarck_ball", "tarckBall", "_private", "__wrapped__"):
        assert not hasattr(options, name)
    with pytest.raises(AttributeError, match="JobOptions has no option 'tarck_ball'"):
        _ = options.tarck_ball


def test_an_option_of_the_wrong_type_raises() -> None:
    with pytest.raises(MoveInvalidRequestError, match="JobOptions: track_ball must be a valid boolean"):
        JobOptions(track_ball="perhaps")  # type: ignore[arg-type]


def test_an_option_can_be_assigned_in_either_spelling() -> None:
    options = JobOptions(brand_new_switch=1)
    options.trackFingers = True
    options.floor_plane = False
    options.brand_new_switch = 2
    options.anotherOne = 3
    assert options.track_fingers is True
    assert wire(options) == '{"floorPlane":false,"trackFingers":true,"brandNewSwitch":2,"anotherOne":3}'


def test_options_can_be_copied_and_pickled() -> None:
    options = JobOptions(track_ball=True, brand_new_switch={"a": [1]})
    for twin in (
        copy.copy(options),
        copy.deepcopy(options),
        options.model_copy(),
        pickle.loads(pickle.dumps(options)),
        JobOptions.model_validate(options.model_dump()),
        JobOptions.model_validate(options.model_dump(by_alias=True)),
    ):
        assert twin == options
        assert twin.brand_new_switch == {"a": [1]}


def test_uninitialised_options_have_no_attributes() -> None:
    assert not hasattr(JobOptions.__new__(JobOptions), "track_ball")


def test_a_window_is_sent_under_its_schema_names() -> None:
    window = ClipWindow(start_time=0, end_time=1.5)
    assert wire(window) == '{"endTime":1.5,"startTime":0.0}'
    assert ClipWindow.model_validate({"startTime": 0, "endTime": 1.5}) == window


@pytest.mark.parametrize(
    ("start", "end"),
    [(-0.1, 1), (1, 1), (2, 1), (0, 0), (float("nan"), 1), (0, float("nan")), (0, float("inf")), (float("-inf"), 0)],
)
def test_a_window_raises_when_the_start_does_not_precede_the_end(start: float, end: float) -> None:
    with pytest.raises(
        MoveInvalidRequestError,
        match="start_time and end_time must be finite, with 0 <= start_time < end_time; got start",
    ):
        ClipWindow(start_time=start, end_time=end)


@pytest.mark.parametrize("value", ["MP4", "mp4", ".mp4", ".MP4", " .Mp4 ", SourceFormat.MP4])
def test_a_source_accepts_a_format_in_any_case(value: SourceFormat | str) -> None:
    source = SourceIn(device_label="cam", file_id="file-1", format=value)
    assert source.format is SourceFormat.MP4
    assert wire(source) == '{"deviceLabel":"cam","fileId":"file-1","format":"MP4"}'


def test_a_source_accepts_a_lens_and_an_unknown_format() -> None:
    source = SourceIn(
        device_label="cam", file_id="file-1", format="Mkv", camera_settings=CameraSettingsInput(lens="fisheye")
    )
    assert wire(source) == (
        '{"cameraSettings":{"lens":"fisheye"},"deviceLabel":"cam","fileId":"file-1","format":"Mkv"}'
    )


def test_a_source_accepts_schema_names() -> None:
    named = {"deviceLabel": "cam", "fileId": "file-1", "format": "MP4", "cameraSettings": {"lens": "x"}}
    source = SourceIn.model_validate(named)
    assert (source.device_label, source.file_id) == ("cam", "file-1")
    assert source.camera_settings == CameraSettingsInput(lens="x")


@pytest.mark.parametrize("empty", ["device_label", "file_id"])
def test_a_source_without_file_or_label_raises(empty: str) -> None:
    fields = {"device_label": "cam", "file_id": "file-1", "format": "MP4"} | {empty: ""}
    with pytest.raises(ValidationError, match="must not be empty"):
        SourceIn.model_validate(fields)


INVALID: list[tuple[type[Any], dict[str, Any], str]] = [
    (SourceIn, {"device_label": "a", "file_id": "f"}, "SourceIn: format is missing"),
    (
        SourceIn,
        {"device_label": "a", "file_id": 5, "format": "mp4"},
        "SourceIn: file_id must be a valid string; got '5'",
    ),
    (
        SourceIn,
        {"device_label": "a", "file_id": "f", "format": "mp4", "lens": "x"},
        "SourceIn: 'lens' is unknown: use one of camera_settings, device_label, file_id, format",
    ),
    (
        SourceIn,
        {"file_id": "f", "format": "mp4", "devicelabel": "a"},
        "'devicelabel' is unknown: did you mean device_label",
    ),
    (
        SourceIn,
        {"deviceLabel": "a", "fileId": "f", "format": "mp4", "camera_settings": {"lense": "x"}},
        "SourceIn: camera_settings.lens is missing; 'camera_settings.lense' is unknown",
    ),
    (
        ClipWindow,
        {"start": 0, "end_time": 1},
        "ClipWindow: start_time is missing; 'start' is unknown: did you mean start_time",
    ),
    (CameraSettingsInput, {"lense": "x"}, "did you mean lens"),
    (SyncMethodInput, {"clap": None}, "SyncMethodInput: 'clap' is unknown: did you mean clap_window"),
    (TimeCodeSyncInput, {"timecode": True}, "did you mean use_timecode"),
]


@pytest.mark.parametrize(("model", "fields", "message"), INVALID)
def test_an_invalid_input_raises_an_error_that_names_the_argument_as_typed(
    model: Any, fields: dict[str, Any], message: str
) -> None:
    with pytest.raises(MoveInvalidRequestError) as caught:
        model(**fields)
    assert message in str(caught.value)
    # Frameworks and outer models get an error of pydantic.
    with pytest.raises(ValidationError):
        model.model_validate(fields)
    with pytest.raises(ValidationError):
        TypeAdapter(list[model]).validate_python([fields])


@pytest.mark.parametrize(
    "name", ["tarck_fingers", "trackFinger", "track_balls", "fingers", "Track_Ball", "mocap-model"]
)
def test_job_options_warn_about_a_name_similar_to_a_known_one(name: str) -> None:
    with pytest.warns(MoveWarning, match=f"no option '{name}', and sends it anyway: did you mean ") as caught:
        JobOptions(**{name: True})
    assert caught[0].filename == __file__
    options = JobOptions()
    with pytest.warns(MoveWarning, match="did you mean ") as caught:
        setattr(options, name, True)
    assert caught[0].filename == __file__


@pytest.mark.parametrize("model", [JobOptions, SourceIn, ClipWindow])
def test_signature_of_an_input_has_snake_case_names_before_its_first_use(model: type[Any]) -> None:
    program = f"import inspect, move_ugc_async as m; print(*inspect.signature(m.{model.__name__}).parameters)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    extra = ["extra_data"] if model is JobOptions else []
    assert ran.stdout.split() == [*model.model_fields, *extra]


def test_ensure_sources_accepts_one_source_and_dictionaries() -> None:
    source = SourceIn(device_label="cam", file_id="file-1", format="mp4")
    named = {"deviceLabel": "cam", "fileId": "file-1", "format": ".mp4"}
    for sources in (source, [source], (source,), iter([source]), [named], [source.model_dump()]):
        assert ensure_sources(cast("Any", sources)) == [source]


@pytest.mark.parametrize("sources", [None, "x", 5, ["x"], [None], [{"file_id": "x"}]])
def test_ensure_sources_raises_for_values_that_are_not_sources(sources: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match=r"sources|SourceIn: device_label is missing"):
        ensure_sources(sources)


@pytest.mark.parametrize(
    ("names", "values"),
    [
        (OutputName, [each.lower() for each in OutputType.__members__]),
        (FormatName, [each.lower() for each in SourceFormat.__members__]),
        (ModelName, list(MocapModelOptionsInput.__members__)),
    ],
)
def test_literals_for_editors_are_the_names_of_the_schema(names: Any, values: list[str]) -> None:
    assert sorted(get_args(names)) == sorted(values)


def test_a_sync_method_is_sent_under_its_schema_names() -> None:
    method = SyncMethodInput(
        clap_window=ClapWindowInput(start_time=1, end_time=2), timecode_sync=TimeCodeSyncInput(use_timecode=False)
    )
    assert wire(method) == '{"clapWindow":{"endTime":2.0,"startTime":1.0},"timecodeSync":{"useTimecode":false}}'


def test_ensure_outputs_is_none_for_the_default() -> None:
    assert ensure_outputs(None) is None


@pytest.mark.parametrize("outputs", [[], (), "", " ", set(), iter(()), [""], ["main_fbx", " "]])
def test_ensure_outputs_raises_for_an_empty_selection(outputs: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match="outputs must be one or more names; got"):
        ensure_outputs(outputs)


def test_ensure_outputs_accepts_members_and_names_in_any_case() -> None:
    names = ["MAIN_FBX", "main_fbx", "Main_Fbx", OutputType.MAIN_FBX]
    outputs = ensure_outputs(names)
    assert outputs is not None
    assert all(output is OutputType.MAIN_FBX for output in outputs)
    assert ensure_outputs("main_glb") == [OutputType.MAIN_GLB]


def test_an_unknown_output_is_sent_unchanged() -> None:
    outputs = ensure_outputs(["Main_Hologram"])
    assert outputs == ["Main_Hologram"]
    assert to_json(outputs) == b'["Main_Hologram"]'
