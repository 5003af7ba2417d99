"""Outputs of jobs, volumes and workflows by the name that was requested."""

from pathlib import Path

import pytest

from move_ugc_async import AsyncMoveUgc, MoveInvalidRequestError, OutputLookupError, OutputType
from move_ugc_async.sandbox import Sandbox, media
from move_ugc_async.sandbox.media.catalog import OUTPUT_KEYS
from move_ugc_async.viewer.results import find_results
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import CLIP, LONG_ENOUGH, calibrate, multi_take, single_take

pytestmark = pytest.mark.anyio


def requests_of_files(sandbox: Sandbox) -> int:
    return len(sandbox.journal.filter(kind="storage", method="GET"))


@both_loops
async def test_job_returns_its_outputs_by_name(client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path) -> None:
    created = await client.jobs.create_singlecam((await single_take(client)).id, outputs=["main_glb", "motion_data"])
    with pytest.raises(OutputLookupError, match=f"{created.id}: it is NOT_STARTED; wait for it"):
        created.output("main_glb")
    sandbox.clock.advance(LONG_ENOUGH)
    with pytest.raises(OutputLookupError, match="its outputs were not read"):
        (await client.jobs.retrieve(created.id)).output("main_glb")

    job = await client.jobs.retrieve(created.id, expand=["outputs"])
    assert job.output("MOTION_DATA").file.type == ".zip"
    path = await client.files.download(job.output(OutputType.MAIN_GLB).file, tmp_path / "dance.glb")
    assert path.read_bytes()[:4] == b"glTF"
    with pytest.raises(OutputLookupError, match="it has main_glb, motion_data; request others"):
        job.output("main_fbx")


async def test_outputs_of_a_job_that_is_under_way_are_not_finished(client: AsyncMoveUgc) -> None:
    created = await client.jobs.create_singlecam((await single_take(client)).id)
    job = await client.jobs.retrieve(created.id, expand=["outputs"])
    assert job.outputs
    with pytest.raises(OutputLookupError) as raised:
        job.output("main_fbx")
    assert raised.value.reason == "not_finished"


async def test_job_with_two_actors_returns_each_output_by_name(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    take = await multi_take(client, await calibrate(client, sandbox))
    names = ["main_glb", "all_glb", "all_bvh", "motion_data"]
    created = await client.jobs.create_multicam(take.id, 2, outputs=names)
    sandbox.clock.advance(LONG_ENOUGH)
    job = await client.jobs.retrieve(created.id, expand=["outputs"])

    assert len({job.output(name).file.id for name in names}) == 4
    outputs = await client.jobs.download_outputs(job, tmp_path, outputs=["ALL_GLB", "motion_data"])
    assert sorted(output.path.name for output in outputs) == ["all_glb.zip", "motion_data.zip"]


async def test_outputs_of_two_jobs_in_one_folder_are_viewed_by_job(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    take = await single_take(client)
    jobs = [await client.jobs.create_singlecam(take.id, outputs=["main_glb", "render_video"]) for _ in range(2)]
    sandbox.clock.advance(LONG_ENOUGH)
    downloaded = {job.id: await client.jobs.download_outputs(job, tmp_path) for job in jobs}
    results = {result.name: {source.path.name for source in result.sources} for result in find_results([tmp_path])}
    assert results == {
        f"{tmp_path.name}/{job}": {output.path.name for output in outputs} for job, outputs in downloaded.items()
    }
    assert len(set().union(*results.values())) == 4


async def test_volume_returns_its_outputs_by_format(client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path) -> None:
    volume = await client.volumes.wait(await calibrate(client, sandbox), expand=["outputs"])
    assert {volume.output(name).format for name in ("pkl", "volume_report")} == {"pkl", "volume_report"}
    (output,) = await client.volumes.download_outputs(volume, tmp_path, outputs="volume_definition")
    assert output.path.name == "volume_definition.json"


@pytest.mark.parametrize("outputs", [["main_fbx"], "MAIN_FBX", {OutputType.MAIN_FBX}, ("main_fbx", "fbx")])
async def test_download_outputs_selects_by_requested_name(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, outputs: list[str]
) -> None:
    job = await client.jobs.create_singlecam((await single_take(client)).id)
    sandbox.clock.advance(LONG_ENOUGH)
    (output,) = await client.jobs.download_outputs(job, tmp_path, outputs=outputs)
    assert (output.format, output.path.name) == ("fbx", "fbx.fbx")
    assert requests_of_files(sandbox) == 1


async def test_missing_output_is_refused_before_any_download(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    created = await client.jobs.create_singlecam((await single_take(client)).id, outputs=["main_fbx", "render_video"])
    sandbox.clock.advance(LONG_ENOUGH)
    folder = tmp_path / "out"
    with pytest.raises(OutputLookupError, match=r"main_glb, motion_data of job-\S+: it has main_fbx, render") as raised:
        await client.jobs.download_outputs(created, folder, outputs=["main_fbx", "main_glb", "motion_data"])
    assert raised.value.names == ("main_glb", "motion_data")
    assert raised.value.available == ("main_fbx", "render_video")
    with pytest.raises(MoveInvalidRequestError, match="cannot use formats with outputs"):
        await client.jobs.download_outputs(created, folder, outputs=["main_fbx"], formats=["fbx"])
    with pytest.raises(MoveInvalidRequestError, match="outputs must be one or more names"):
        await client.jobs.download_outputs(created, folder, outputs=[])
    assert requests_of_files(sandbox) == 0
    assert not folder.exists()


async def test_result_of_a_capture_returns_its_files_by_name(tmp_path: Path) -> None:
    async with (
        Sandbox(clock="instant") as sandbox,
        AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client,
    ):
        result = await client.capture(CLIP, tmp_path, outputs=["main_glb", "render_video", "render_overlay_video"])
    assert result.output("main_glb").path == tmp_path / "glb.glb"
    assert result.output("RENDER_VIDEO").format == "mp4"
    assert result.output(OutputType.RENDER_OVERLAY_VIDEO).format == "render_overlay_mp4"
    assert result.work.output("main_glb").file.id == result.output("main_glb").file_id
    with pytest.raises(
        OutputLookupError, match="it has main_glb, render_overlay_video, render_video; request"
    ) as raised:
        result.output("main_fbx")
    assert raised.value.reason == "absent"


async def test_known_output_is_preferred_to_a_similar_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {**OUTPUT_KEYS, "MAIN_FBX": ("preview", ".glb"), "MAIN_USDC": ("glb", ".zip"), "MAIN_USDZ": ("main_glb", "")}
    monkeypatch.setattr(media, "OUTPUT_KEYS", keys)
    async with (
        Sandbox(clock="instant") as sandbox,
        AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client,
    ):
        outputs = ["main_fbx", "main_usdc", "main_glb"]
        result = await client.capture(CLIP, tmp_path / "all", outputs=outputs)
        paths = [result.output(name).path.name for name in ("main_glb", "preview", "all_glb")]
        assert paths == ["glb.glb", "preview.glb", "glb.zip"]
        for name in ("main_glb", "all_glb"):
            assert result.work.output(name).file.id == result.output(name).file_id
        (output,) = await client.jobs.download_outputs(result.work, tmp_path / "one", outputs=["main_glb"])
        assert output.path.name == "glb.glb"

        # The type of a file is not always the suffix of its path.
        result = await client.capture(CLIP, tmp_path / "untyped", outputs=["main_usdz"])
        assert result.output("main_glb") is result.outputs[0]


async def test_result_with_several_outputs_of_a_name_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "OUTPUT_KEYS", {**OUTPUT_KEYS, "MAIN_FBX": ("glb", ".glb")})
    async with (
        Sandbox(clock="instant") as sandbox,
        AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client,
    ):
        result = await client.capture(CLIP, tmp_path, outputs=["main_fbx", "main_glb"])
    with pytest.raises(OutputLookupError, match=r"2 have this name \(file-") as raised:
        result.output("main_glb")
    assert raised.value.reason == "ambiguous"
    assert raised.value.available == tuple(output.file_id for output in result.outputs)


async def test_two_outputs_with_one_file_are_downloaded_once(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    created = await client.jobs.create_singlecam((await single_take(client)).id, outputs=["main_glb", "main_fbx"])
    sandbox.clock.advance(LONG_ENOUGH)
    job = await client.jobs.retrieve(created.id, expand=["outputs"])
    first, second = job.outputs or []
    second.file = first.file
    for name in ("main_glb", "fbx"):
        (output,) = await client.jobs.download_outputs(job, tmp_path, outputs=[name])
        assert output.file_id == first.file.id == job.output(name).file.id
    assert requests_of_files(sandbox) == 1
