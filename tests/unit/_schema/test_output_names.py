"""Requested names of outputs, and the pairs of format and file type that the server returns."""

import pytest

from move_ugc_async import OutputType
from move_ugc_async._schema.output_names import canonical_name, output_name
from move_ugc_async.sandbox.media.catalog import OUTPUT_KEYS


@pytest.mark.parametrize("name", [*OutputType.__members__])
def test_output_of_the_sandbox_has_its_requested_name(name: str) -> None:
    assert output_name(*OUTPUT_KEYS[name]) == canonical_name(OutputType[name]) == name.lower()


@pytest.mark.parametrize("name", ["VOLUME_PKL", "VOLUME_DEFINITION", "VOLUME_REPORT"])
def test_output_of_a_volume_has_its_format_as_name(name: str) -> None:
    assert output_name(*OUTPUT_KEYS[name]) == OUTPUT_KEYS[name][0]


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
    ],
)
def test_unknown_pair_has_the_name_with_the_longest_ending(format: str, file_type: str, name: str) -> None:
    assert output_name(format, file_type) == name


@pytest.mark.parametrize(
    ("format", "file_type", "name"),
    [
        ("character", ".glb", "main_glb"),
        ("sync", ".pkl", "sync_data"),
        # Several outputs are archives or videos.
        ("character", ".zip", "character"),
        ("preview", ".mp4", "preview"),
        # An image of a GLB file is not one.
        ("thumbnail_glb", ".png", "thumbnail_glb"),
        ("motionglb", ".zip", "motionglb"),
    ],
)
def test_unknown_format_has_a_name_by_its_type_only_if_one_output_has_it(
    format: str, file_type: str, name: str
) -> None:
    assert output_name(format, file_type) == name


@pytest.mark.parametrize(
    ("format", "file_type", "name"),
    [
        (None, ".fbx", "main_fbx"),
        ("", "mp4", "render_video"),
        ("MAIN_FBX", ".zip", "main_fbx"),
        (".Fbx", ".FBX", "main_fbx"),
        ("motion-data", ".zip", "motion_data"),
    ],
)
def test_missing_format_and_other_spellings_are_read(format: str | None, file_type: str, name: str) -> None:
    assert output_name(format, file_type) == name


@pytest.mark.parametrize("name", ["main_fbx", "MAIN_FBX", " Main-Fbx ", "fbx", OutputType.MAIN_FBX])
def test_canonical_name_accepts_any_spelling_and_the_format(name: str) -> None:
    assert canonical_name(name) == "main_fbx"
