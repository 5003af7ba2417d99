"""Requested names of outputs, and the pairs of format and file type that the server returns."""

import pytest

from move_ugc_async import OutputType
from move_ugc_async._schema.output_names import JOB_OUTPUTS, VOLUME_OUTPUTS, OutputNames, plain_name
from move_ugc_async.sandbox.media.catalog import OUTPUT_KEYS

Pairs = list[tuple[str | None, str]]


def found(names: OutputNames, name: str, outputs: Pairs) -> Pairs:
    """Return the outputs that a name finds."""
    return [outputs[index] for index in names.resolve(outputs).get(plain_name(name), [])]


def assert_named(format: str | None, file_type: str, *names: str, kind: OutputNames = JOB_OUTPUTS) -> None:
    """Assert which names find an output that is alone, apart from its format."""
    output = (format, file_type)
    assert kind.guesses([output]) == set(names)
    for name in names:
        assert found(kind, name, [output]) == [output]
    assert found(kind, format or file_type, [output]) == [output]


@pytest.mark.parametrize("name", [*OutputType.__members__])
def test_output_of_the_sandbox_has_its_requested_name(name: str) -> None:
    output = OUTPUT_KEYS[name]
    assert_named(*output, name.lower())
    assert JOB_OUTPUTS.labels([output]) == [name.lower()]
    others = [OUTPUT_KEYS[other] for other in OutputType.__members__]
    assert found(JOB_OUTPUTS, name, others) == [output]


@pytest.mark.parametrize("name", ["VOLUME_PKL", "VOLUME_DEFINITION", "VOLUME_REPORT"])
def test_output_of_a_volume_has_its_format_as_name(name: str) -> None:
    key, file_type = OUTPUT_KEYS[name]
    assert_named(key, file_type, key, kind=VOLUME_OUTPUTS)
    assert VOLUME_OUTPUTS.labels([(key, file_type)]) == [key]


@pytest.mark.parametrize(
    ("format", "file_type", "name"),
    [
        ("scene_glb", ".glb", "main_glb"),
        ("tracks_glb", ".zip", "all_glb"),
        ("scene_main_glb", ".glb", "main_glb"),
        ("mocap_motion_data", ".zip", "motion_data"),
        ("character_mp4", ".mp4", "render_video"),
        ("character_overlay_mp4", ".mp4", "render_overlay_video"),
        ("bvh", ".bvh", "main_bvh"),
        ("x_all_fbx", ".zip", "all_fbx"),
    ],
)
def test_unknown_pair_has_the_name_with_the_longest_ending(format: str, file_type: str, name: str) -> None:
    assert_named(format, file_type, name)


@pytest.mark.parametrize(
    ("format", "file_type", "name"),
    [
        ("motion_data_zip", ".zip", "motion_data"),
        ("motion_data_v2", ".zip", "motion_data"),
        ("track00_motion_data_json", ".zip", "motion_data"),
        ("Motion-Data2", ".zip", "motion_data"),
        ("motion_data.final", "zip", "motion_data"),
        ("glb_v2", ".glb", "main_glb"),
        ("glb2", ".zip", "all_glb"),
        ("my_glb_file", "", "main_glb"),
    ],
)
def test_format_that_contains_motion_data_or_glb_has_that_name(format: str, file_type: str, name: str) -> None:
    assert_named(format, file_type, name)


@pytest.mark.parametrize(
    ("format", "file_type", "names"),
    [
        ("character", ".glb", ["main_glb"]),
        ("sync", ".pkl", ["sync_data"]),
        # Several outputs are archives or videos.
        ("character", ".zip", []),
        ("preview", ".mp4", []),
        # A picture of a GLB file is not a GLB file.
        ("thumbnail_glb", ".png", []),
        ("motionglb", ".zip", []),
    ],
)
def test_unknown_format_has_a_name_by_its_type_only_if_one_output_has_it(
    format: str, file_type: str, names: list[str]
) -> None:
    assert_named(format, file_type, *names)


@pytest.mark.parametrize(
    ("format", "file_type", "names"),
    [
        ("fbx", ".zip", ["all_fbx"]),
        ("bvh", ".zip", ["all_bvh"]),
        ("USDZ", "ZIP", ["all_usdz"]),
        # There is no archive of videos, and a video is no pickle.
        ("mp4", ".zip", []),
        ("render_overlay_mp4", ".pkl", []),
        ("glb", ".fbx", []),
        # The file type of these outputs is an assumption.
        ("glb", ".gltf", ["main_glb"]),
        ("motion_data", ".json", ["motion_data"]),
        ("sync_data", ".pickle", ["sync_data"]),
        ("fbx", "", ["main_fbx"]),
    ],
)
def test_known_format_with_the_type_of_another_output_is_not_its_own(
    format: str, file_type: str, names: list[str]
) -> None:
    assert_named(format, file_type, *names)


@pytest.mark.parametrize(
    ("name", "outputs", "expected"),
    [
        ("main_glb", [("preview", ".glb"), ("glb", ".glb")], [("glb", ".glb")]),
        ("preview", [("preview", ".glb"), ("glb", ".glb")], [("preview", ".glb")]),
        ("render_video", [("mp4", ".mp4"), ("depth_mp4", ".mp4")], [("mp4", ".mp4")]),
        ("depth_mp4", [("mp4", ".mp4"), ("depth_mp4", ".mp4")], [("depth_mp4", ".mp4")]),
        ("all_fbx", [("fbx", ".fbx"), ("fbx", ".zip")], [("fbx", ".zip")]),
        ("main_fbx", [("fbx", ".fbx"), ("fbx", ".zip")], [("fbx", ".fbx")]),
        ("all_bvh", [("tracks_bvh", ".zip"), ("all_bvh", ".zip")], [("all_bvh", ".zip")]),
        ("motion_data", [("motion_data_v2", ".zip"), ("motion_data", ".zip")], [("motion_data", ".zip")]),
        ("sync_data", [("sync_data", ".pkl"), ("calibration", ".pkl")], [("sync_data", ".pkl")]),
        # Words are more certain than a file type.
        ("main_usdz", [("scene", ".usdz"), ("scene_usdz", ".usdz")], [("scene_usdz", ".usdz")]),
        ("main_usdz", [("scene", ".usdz"), ("main_usdz", "")], [("main_usdz", "")]),
        # Guesses that are equally certain.
        (
            "main_c3d",
            [("a_c3d", ".c3d"), ("mp4", ".mp4"), ("b_c3d", ".c3d")],
            [("a_c3d", ".c3d"), ("b_c3d", ".c3d")],
        ),
    ],
)
def test_exact_matches_come_before_guesses(name: str, outputs: Pairs, expected: Pairs) -> None:
    assert found(JOB_OUTPUTS, name, outputs) == expected
    assert found(JOB_OUTPUTS, name, outputs[::-1]) == expected[::-1]


@pytest.mark.parametrize(
    ("outputs", "labels"),
    [
        ([("glb", ".glb"), ("preview", ".glb")], ["main_glb", "preview"]),
        ([("fbx", ".fbx"), ("fbx", ".zip")], ["main_fbx", "all_fbx"]),
        ([("scene_glb", ".glb"), ("mp4", ".zip")], ["scene_glb", "mp4"]),
        ([(None, ".usdc"), ("glb", ".gltf")], ["main_usdc", "main_glb"]),
        # The name and the format of the last one find the others.
        ([("fbx", ".fbx"), ("all_fbx", ".zip"), ("fbx", ".zip")], ["main_fbx", "all_fbx", None]),
    ],
)
def test_labels_are_names_that_find_each_output(outputs: Pairs, labels: list[str | None]) -> None:
    assert JOB_OUTPUTS.labels(outputs) == labels
    for output, label in zip(outputs, labels, strict=True):
        assert label is None or found(JOB_OUTPUTS, label, outputs) == [output]


@pytest.mark.parametrize("output", [("volume_pkl", ".pkl"), ("calib", ".pkl"), ("sync", ".pkl"), ("x", ".glb")])
def test_output_of_a_volume_has_no_name_of_an_output_of_a_job(output: tuple[str, str]) -> None:
    for name in OutputType.__members__:
        assert not found(VOLUME_OUTPUTS, name, [output])
    assert VOLUME_OUTPUTS.labels([output]) == [output[0]]


def test_output_of_a_volume_with_another_format_is_found_by_its_words_or_type() -> None:
    outputs: Pairs = [("calib", ".pkl"), ("space_report", ".json"), ("definition", ".json")]
    assert found(VOLUME_OUTPUTS, "pkl", outputs) == [("calib", ".pkl")]
    assert found(VOLUME_OUTPUTS, "volume_report", outputs) == [("space_report", ".json")]
    assert found(VOLUME_OUTPUTS, "volume_definition", outputs) == [("definition", ".json")]


@pytest.mark.parametrize(
    ("format", "file_type", "name"),
    [
        (None, ".fbx", "main_fbx"),
        ("", "mp4", "render_video"),
        ("MAIN_FBX", ".zip", "main_fbx"),
        ("motion_data", ".pkl", "motion_data"),
        (".Fbx", ".FBX", "main_fbx"),
        ("motion-data", ".zip", "motion_data"),
    ],
)
def test_missing_format_and_other_spellings_are_read(format: str | None, file_type: str, name: str) -> None:
    assert_named(format, file_type, name)


@pytest.mark.parametrize("name", ["main_fbx", "MAIN_FBX", " Main-Fbx ", "fbx", OutputType.MAIN_FBX])
def test_output_is_found_by_any_spelling_and_the_format(name: str) -> None:
    assert found(JOB_OUTPUTS, name, [("fbx", ".fbx")])
