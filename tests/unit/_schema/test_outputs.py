"""`output(name)` of jobs and volumes, without a server."""

import copy
import pickle

import pytest

from move_ugc_async import HumanVolumeType, JobType, MoveInvalidRequestError, OutputLookupError, OutputType
from move_ugc_async._schema.outputs import WorkOutputs

ALL = [("mp4", ".mp4"), ("render_overlay_mp4", ".mp4"), ("fbx", ".fbx"), ("all_fbx", ".zip"), ("motion_data", ".zip")]


def job_with(
    outputs: list[tuple[str, str]] | None, *, state: str | None = "FINISHED", url: str | None = "https://s3/x"
) -> JobType:
    listed = None
    if outputs is not None:
        listed = [
            {"format": role, "file": {"id": f"file-{number}", "type": file_type, "presignedUrl": url}}
            for number, (role, file_type) in enumerate(outputs)
        ]
    progress = None if state is None else {"state": state, "percentageComplete": 5}
    return JobType.model_validate({"id": "job-1", "progress": progress, "outputs": listed})


def volume_with(outputs: list[tuple[str, str]]) -> HumanVolumeType:
    fields = {"id": "volume-1", "created": "2026-01-01T00:00:00Z", "areaType": "NORMAL", "humanHeight": 1.8}
    listed = [each.model_dump(by_alias=True) for each in job_with(outputs).outputs or ()]
    return HumanVolumeType.model_validate({**fields, "state": "FINISHED", "outputs": listed})


def failure_of(job: JobType | HumanVolumeType, name: str) -> OutputLookupError:
    with pytest.raises(OutputLookupError) as raised:
        job.output(name)
    assert raised.value.names == (name,)
    return raised.value


@pytest.mark.parametrize("name", ["MOTION_DATA", "motion_data", "Motion-Data", OutputType.MOTION_DATA])
def test_output_is_found_by_any_spelling_of_its_name(name: str) -> None:
    assert job_with(ALL).output(name).format == "motion_data"


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("render_video", "mp4"),
        ("render_overlay_video", "render_overlay_mp4"),
        ("main_fbx", "fbx"),
        ("all_fbx", "all_fbx"),
    ],
)
def test_outputs_with_one_file_type_are_kept_apart(name: str, format: str) -> None:
    assert job_with(ALL).output(name).format == format


def test_output_with_an_unknown_format_is_found_by_its_ending() -> None:
    job = job_with([("scene_glb", ".glb"), ("tracks_glb", ".zip")])
    assert job.output("main_glb").format == "scene_glb"
    assert job.output("all_glb").format == "tracks_glb"


def test_output_of_a_volume_is_found_by_its_format() -> None:
    assert volume_with([("pkl", ".pkl")]).output("pkl").file.id == "file-0"


def test_absent_output_raises_an_error_that_lists_the_others() -> None:
    error = failure_of(job_with([("fbx", ".fbx"), ("preview", ".mp4")]), "main_glb")
    assert (error.reason, error.available) == ("absent", ("main_fbx", "preview"))
    assert str(error) == (
        "cannot find the output main_glb of job-1: it has main_fbx, preview; request others with outputs= of a new job"
    )
    assert vars(pickle.loads(pickle.dumps(error))) == vars(copy.copy(error)) == vars(error)


def test_misspelt_name_raises_an_error_that_suggests_a_similar_one() -> None:
    assert str(failure_of(job_with(ALL), "main_fbxx")).endswith("; did you mean main_fbx?")


def test_finished_job_without_outputs_raises_an_absent_error() -> None:
    assert "it has no outputs" in str(failure_of(job_with([]), "main_fbx"))


def test_several_outputs_with_one_name_raise_an_error_that_lists_their_files() -> None:
    error = failure_of(job_with([("fbx", ".fbx"), ("glb", ".glb"), ("fbx", ".fbx")]), "main_fbx")
    assert (error.reason, error.available) == ("ambiguous", ("file-0", "file-2"))
    assert "2 have this name (file-0, file-2); select one from `outputs`" in str(error)


@pytest.mark.parametrize(
    ("outputs", "state", "reason", "text"),
    [
        (
            None,
            "FINISHED",
            "not_expanded",
            "its outputs were not read, or the server returned null; read it again with",
        ),
        (None, None, "not_expanded", "its outputs were not read"),
        (None, "NOT STARTED", "not_finished", "it is NOT_STARTED; wait for it with expand=['outputs']"),
        ([("fbx", ".fbx")], "RUNNING", "not_finished", "it is RUNNING; wait for it"),
        ([("fbx", ".fbx")], "FINISHED", "no_url", "its file has no URL yet; wait for it with expand=['outputs']"),
        (None, "FAILED", "failed", "it is FAILED; follow the suggestions of its JobFailedError"),
    ],
)
def test_output_that_cannot_be_read_yet_raises_an_error_with_the_next_step(
    outputs: list[tuple[str, str]] | None, state: str | None, reason: str, text: str
) -> None:
    error = failure_of(job_with(outputs, state=state, url=None), "main_fbx")
    assert error.reason == reason
    assert f"cannot find the output main_fbx of job-1: {text}" in str(error)


@pytest.mark.parametrize("name", ["", "  ", None, 4])
def test_name_must_be_a_string_that_is_not_empty(name: str) -> None:
    with pytest.raises(MoveInvalidRequestError, match="name must be the name of an output"):
        job_with(ALL).output(name)


def test_name_selects_every_output_with_the_most_certain_match() -> None:
    job = job_with([("fbx", ".fbx"), ("fbx", ".fbx"), ("scene_fbx", ".fbx"), ("glb", ".glb"), ("mp4", ".mp4")])
    outputs = WorkOutputs.of(job, job.outputs or [])
    selected = outputs.select(["render_video", "main_fbx", "fbx"])
    assert [output.file.id for output in selected] == ["file-0", "file-1", "file-4"]
    assert [output.file.id for output in outputs.select(["scene_fbx"])] == ["file-2"]


def test_known_format_is_preferred_to_a_similar_one() -> None:
    job = job_with([("preview", ".glb"), ("glb", ".glb"), ("depth_mp4", ".mp4"), ("mp4", ".mp4")])
    found = [job.output(name).format for name in ("main_glb", "preview", "render_video", "DEPTH_MP4", "glb")]
    assert found == ["glb", "preview", "mp4", "depth_mp4", "glb"]
    assert failure_of(job, "main_fbx").available == ("depth_mp4", "main_glb", "preview", "render_video")


def test_format_of_an_output_that_is_found_by_its_type_is_listed() -> None:
    job = job_with([("preview", ".glb")])
    assert job.output("main_glb") is job.output("preview")
    error = failure_of(job, "main_gbl")
    assert error.available == ("preview",)
    assert str(error).endswith("it has preview; did you mean main_glb?")


def test_outputs_with_one_file_are_one_output() -> None:
    job = job_with([("glb", ".glb"), ("glb", ".glb"), ("main_glb", ".glb")])
    outputs = job.outputs or []
    for output in outputs:
        output.file = outputs[0].file
    assert job.output("main_glb") is outputs[0]
    assert WorkOutputs.of(job, outputs).select(["glb", "main_glb"]) == [outputs[0]]


def test_absent_output_of_a_volume_is_not_requested() -> None:
    error = failure_of(volume_with([("calib", ".pkl"), ("volume_report", ".json")]), "sync_data")
    assert error.available == ("calib", "volume_report")
    assert str(error).endswith(
        "it has calib, volume_report; the outputs of a volume cannot be selected; use one of these"
    )
    assert str(failure_of(volume_with([]), "pkl")).endswith("it has no outputs; read it again")
