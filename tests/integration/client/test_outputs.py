"""Downloads of the outputs of jobs and volumes."""

import json
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import anyio
import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    JobFailedError,
    JobType,
    MoveInvalidRequestError,
    OutputLookupError,
    TransferEvent,
)
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import LONG_ENOUGH, calibrate, single_take

pytestmark = pytest.mark.anyio

NAMES = [
    "blend.blend",
    "fbx.fbx",
    "motion_data.zip",
    "mp4.mp4",
    "render_overlay_mp4.mp4",
    "usdc.usdc",
    "usdz.usdz",
]


@pytest.fixture
async def job(client: AsyncMoveUgc, sandbox: Sandbox) -> JobType:
    job = await client.jobs.create_singlecam((await single_take(client)).id)
    sandbox.clock.advance(LONG_ENOUGH)
    sandbox.journal.clear()
    return job


def shown(folder: Path) -> list[str]:
    return [name for name in listed(folder) if not name.startswith(".")]


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def with_urls(job: JobType) -> JobType:
    """Return a job whose outputs have URLs, as a server might return them early."""
    outputs = [
        each.model_copy(update={"file": each.file.model_copy(update={"presigned_url": "https://storage.invalid/"})})
        for each in job.outputs or ()
    ]
    return job.model_copy(update={"outputs": outputs})


def gets(sandbox: Sandbox) -> int:
    return len(sandbox.journal.filter(kind="storage", method="GET"))


@both_loops
async def test_download_outputs_writes_each_output_to_a_file_of_its_own(
    client: AsyncMoveUgc, sandbox: Sandbox, job: JobType, tmp_path: Path
) -> None:
    outputs = await client.jobs.download_outputs(job, tmp_path / "out")

    assert shown(tmp_path / "out") == NAMES
    assert sorted(output.path.name for output in outputs) == NAMES
    for output in outputs:
        assert output.size == output.path.stat().st_size > 0
        assert not output.skipped
        assert output.file_id.startswith("file-")
    assert sandbox.journal.count("getJob") == 1
    assert gets(sandbox) == len(NAMES)


async def test_download_outputs_skips_complete_files_and_fetches_missing_ones(
    client: AsyncMoveUgc, sandbox: Sandbox, job: JobType, tmp_path: Path
) -> None:
    first = await client.jobs.download_outputs(job.id, tmp_path)
    sandbox.journal.clear()
    second = await client.jobs.download_outputs(job.id, tmp_path)

    assert gets(sandbox) == 0
    assert all(output.skipped for output in second)
    assert [(o.path, o.size, o.file_id) for o in first] == [(o.path, o.size, o.file_id) for o in second]

    (tmp_path / "fbx.fbx").unlink()
    third = await client.jobs.download_outputs(job.id, tmp_path)
    assert [output.format for output in third if not output.skipped] == ["fbx"]
    assert shown(tmp_path) == NAMES


async def test_download_outputs_keeps_an_edited_file_and_writes_the_output_beside(
    client: AsyncMoveUgc, sandbox: Sandbox, job: JobType, tmp_path: Path
) -> None:
    await client.jobs.download_outputs(job.id, tmp_path, formats=["fbx"])
    path = tmp_path / "fbx.fbx"
    path.write_bytes(path.read_bytes()[::-1])
    edited = path.read_bytes()
    (again,) = await client.jobs.download_outputs(job.id, tmp_path, formats=["fbx"])
    (same,) = await client.jobs.download_outputs(job.id, tmp_path, formats=["fbx"])

    assert path.read_bytes() == edited
    assert again.path != path
    assert again.path.read_bytes() == edited[::-1]
    assert (same.path, same.skipped) == (again.path, True)
    assert gets(sandbox) == 2


async def test_outputs_of_two_jobs_are_kept_apart_in_one_folder(
    client: AsyncMoveUgc, sandbox: Sandbox, job: JobType, tmp_path: Path
) -> None:
    other = await client.jobs.create_singlecam((await single_take(client)).id)
    sandbox.clock.advance(LONG_ENOUGH)
    first = await client.jobs.download_outputs(job, tmp_path, formats=["fbx", "mp4"])
    second = await client.jobs.download_outputs(other, tmp_path, formats=["fbx", "mp4"])
    again = await client.jobs.download_outputs(other, tmp_path, formats=["fbx", "mp4"])

    assert len({output.path for output in (*first, *second)}) == 4
    assert [output.path for output in again] == [output.path for output in second]
    assert all(output.skipped for output in again)


@pytest.mark.parametrize("formats", [["FBX"], "fbx", {"Fbx"}, ("fbx", "fbx")])
async def test_formats_select_outputs_in_any_case(
    client: AsyncMoveUgc, job: JobType, tmp_path: Path, formats: list[str]
) -> None:
    (output,) = await client.jobs.download_outputs(job, tmp_path, formats=formats)
    assert (output.format, shown(tmp_path)) == ("fbx", ["fbx.fbx"])


async def test_download_outputs_refuses_invalid_arguments_before_anything_is_fetched(
    client: AsyncMoveUgc, sandbox: Sandbox, job: JobType, tmp_path: Path
) -> None:
    with pytest.raises(OutputLookupError, match=r"must be outputs of job-\S+ \(blend, fbx.*\); got bvh") as raised:
        await client.jobs.download_outputs(job, tmp_path, formats=["fbx", "bvh"])
    assert (raised.value.reason, raised.value.names) == ("absent", ("bvh",))
    assert "fbx" in raised.value.available
    with pytest.raises(OutputLookupError, match=r"got main_fbx; pass outputs=\['main_fbx'\] instead of formats="):
        await client.jobs.download_outputs(job, tmp_path, formats="main_fbx")
    with pytest.raises(MoveInvalidRequestError, match="concurrency"):
        await client.jobs.download_outputs(job, tmp_path, concurrency=0)
    assert gets(sandbox) == 0


@pytest.mark.parametrize(
    ("selection", "text", "names"),
    [
        ({}, "the outputs", ()),
        ({"outputs": ["MAIN_FBX"]}, "the output main_fbx", ("main_fbx",)),
        ({"formats": "FBX"}, "the output FBX", ("FBX",)),
    ],
)
async def test_download_outputs_of_an_unfinished_job_raises(
    selection: dict[str, Any], text: str, names: tuple[str, ...], client: AsyncMoveUgc, tmp_path: Path
) -> None:
    created = await client.jobs.create_singlecam((await single_take(client)).id)
    early = await client.jobs.retrieve(created.id, expand=["outputs"])
    for job in (created, created.id, with_urls(early)):
        with pytest.raises(
            OutputLookupError, match=f"cannot find {text} of {created.id}: it is NOT_STA.*; wait"
        ) as raised:
            await client.jobs.download_outputs(job, tmp_path / "out", **selection)
        assert (raised.value.reason, raised.value.names) == ("not_finished", names)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("outputs", "reason", "text"),
    [(None, "not_expanded", "or the server returned null"), ([], "absent", "it has no outputs; read it again")],
)
async def test_download_outputs_of_a_finished_job_without_outputs_raises(
    outputs: list[Any] | None,
    reason: str,
    text: str,
    client: AsyncMoveUgc,
    job: JobType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    empty = (await client.jobs.retrieve(job.id)).model_copy(update={"outputs": outputs})
    monkeypatch.setattr(client.jobs, "_read", AsyncMock(return_value=empty))
    with pytest.raises(OutputLookupError, match=text) as raised:
        await client.jobs.download_outputs(empty, tmp_path)
    assert raised.value.reason == reason


async def test_download_of_an_output_without_a_url_raises(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    created = await client.jobs.create_singlecam((await single_take(client)).id, outputs=["main_fbx"])
    while (await client.jobs.retrieve(created.id)).state != "FINISHED":
        sandbox.clock.advance(1.0)
    with pytest.raises(OutputLookupError, match=f"the output fbx of {created.id}: its file has no URL yet") as raised:
        await client.jobs.download_outputs(created, tmp_path)
    assert (raised.value.reason, raised.value.available) == ("no_url", ("main_fbx",))


@pytest.mark.parametrize("failed_as", ["data", "error"])
async def test_download_outputs_of_a_failed_job_raises_its_failure(failed_as: str, tmp_path: Path) -> None:
    async with (
        Sandbox(clock="manual", failed_as=failed_as) as sandbox,  # type: ignore[arg-type]
        AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client,
    ):
        sandbox.fail_next_job("Use more light.")
        job = await client.jobs.create_singlecam((await single_take(client)).id)
        sandbox.clock.advance(LONG_ENOUGH)
        for job_or_id in (job, job.id):
            with pytest.raises(JobFailedError, match=f"job {job.id} has failed"):
                await client.jobs.download_outputs(job_or_id, tmp_path / "out")
    assert not (tmp_path / "out").exists()


async def test_download_outputs_of_a_volume_fetches_its_three_files(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path
) -> None:
    volume = await calibrate(client, sandbox)
    outputs = await client.volumes.download_outputs(volume, tmp_path)
    assert {output.format for output in outputs} == {"pkl", "volume_definition", "volume_report"}
    assert len(shown(tmp_path)) == 3


async def test_download_outputs_does_not_follow_a_link_in_the_folder(
    client: AsyncMoveUgc, job: JobType, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (tmp_path / "precious").write_bytes(b"precious")
    (folder / "fbx.fbx").symlink_to(tmp_path / "precious")
    (output,) = await client.jobs.download_outputs(job, folder, formats=["fbx"])

    assert (tmp_path / "precious").read_bytes() == b"precious"
    assert output.path.name.startswith("fbx-")
    assert not output.path.is_symlink()


async def test_download_outputs_ignores_an_invalid_manifest(client: AsyncMoveUgc, job: JobType, tmp_path: Path) -> None:
    (output,) = await client.jobs.download_outputs(job, tmp_path, formats=["fbx"])
    (manifest,) = [name for name in listed(tmp_path) if name.startswith(".move-")]
    (tmp_path / "out").mkdir()
    lies: list[object] = [
        {"outputs": {output.file_id: {"name": "../precious", "size": 8, "md5": None}}},
        {"outputs": {output.file_id: {"name": "fbx.fbx", "size": "8", "md5": None}}},
        {"outputs": [1]},
        [],
        "",
    ]
    (tmp_path / "precious").write_bytes(b"precious")
    for lie in lies:
        (tmp_path / "out" / manifest).write_text(json.dumps(lie))
        for path in (tmp_path / "out").glob("fbx*"):
            path.unlink()
        (fresh,) = await client.jobs.download_outputs(job, tmp_path / "out", formats=["fbx"])
        assert not fresh.skipped
        assert fresh.path == tmp_path / "out" / "fbx.fbx"


async def test_an_error_cancels_the_other_downloads_and_keeps_complete_files(
    client: AsyncMoveUgc, job: JobType, tmp_path: Path
) -> None:
    ended: list[str] = []

    async def on_progress(event: TransferEvent) -> None:
        if len(ended) == 3:
            raise ZeroDivisionError
        if event.done_bytes == event.total_bytes:
            ended.append(event.name)

    with pytest.raises(ZeroDivisionError):
        await client.jobs.download_outputs(job, tmp_path, concurrency=1, on_progress=on_progress)
    assert len(shown(tmp_path)) == 3
    assert not [name for name in listed(tmp_path) if ".part" in name]

    outputs = await client.jobs.download_outputs(job, tmp_path)
    assert sum(output.skipped for output in outputs) == 3


@both_loops
async def test_cancelled_download_outputs_leaves_no_partial_file(
    client: AsyncMoveUgc, job: JobType, tmp_path: Path
) -> None:
    job = await client.jobs.retrieve(job.id, ["outputs"])
    # Two at once: after the fifth of seven, one has not started.
    for number in range(1, 6):
        folder = tmp_path / str(number)
        complete: set[str] = set()

        def cancel(event: TransferEvent, complete: set[str] = complete, number: int = number) -> None:
            if event.done_bytes == event.total_bytes:
                complete.add(event.name)
            if len(complete) == number:
                scope.cancel()

        with anyio.CancelScope() as scope:
            await client.jobs.download_outputs(job, folder, concurrency=2, on_progress=cancel)
        assert scope.cancelled_caught
        assert not [name for name in listed(folder) if ".part" in name]
        assert len(shown(folder)) < len(NAMES)
    outputs = await client.jobs.download_outputs(job, folder)
    assert sorted(output.path.name for output in outputs) == NAMES
