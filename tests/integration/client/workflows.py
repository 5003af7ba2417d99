"""Helpers of the end-to-end tests, through the public API only."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from move_ugc_async import (
    AsyncMoveUgc,
    CameraSettingsInput,
    ClapWindowInput,
    ClipWindow,
    FileType,
    HumanVolumeType,
    JobOptions,
    JobType,
    SourceIn,
    SyncMethodInput,
    TakeType,
    TimeCodeSyncInput,
)
from move_ugc_async.sandbox import JournalEntry, Sandbox

CLIP = Path(__file__).parents[3] / "examples" / "assets" / "dance.mp4"
LENS = "goprohero10-fhd"
LONG_ENOUGH = 600.0
"""Seconds after which every job and volume has finished and no URL has expired."""


def write_variant(path: Path, number: int = 1) -> Path:
    """Write a copy of the clip with different trailing bytes, and return its path."""
    content = number.to_bytes(4, "big")
    path.write_bytes(CLIP.read_bytes() + (8 + len(content)).to_bytes(4, "big") + b"free" + content)
    return path


def graphql_requests(sandbox: Sandbox) -> list[JournalEntry]:
    """Return all GraphQL requests so far."""
    return list(sandbox.journal.filter(kind="graphql"))


def last_variables(sandbox: Sandbox, operation: str) -> dict[str, Any]:
    """Return the variables of the last request of an operation, without the flags of `expand`."""
    variables = sandbox.journal.filter(operation=operation)[-1].variables
    return {name: value for name, value in variables.items() if not name.startswith("with")}


def last_flags(sandbox: Sandbox, operation: str) -> set[str]:
    """Return the flags of `expand` that were set in the last request of an operation."""
    variables = sandbox.journal.filter(operation=operation)[-1].variables
    return {name for name, value in variables.items() if name.startswith("with") and value}


def single_source(file: FileType, label: str = "phone") -> SourceIn:
    return SourceIn(device_label=label, file_id=file.id, format="MP4")


CAMERAS = [SourceIn(device_label=label, file_id=f"file-{label}", format="MP4") for label in ("left", "right")]


def camera(file: FileType, label: str) -> SourceIn:
    return SourceIn(
        device_label=label,
        file_id=file.id,
        format="MP4",
        camera_settings=CameraSettingsInput(lens=LENS),
    )


def clap() -> SyncMethodInput:
    return SyncMethodInput(
        clap_window=ClapWindowInput(start_time=0.5, end_time=1.5),
        timecode_sync=TimeCodeSyncInput(use_timecode=True),
    )


async def single_take(client: AsyncMoveUgc) -> TakeType:
    """Create a take of one uploaded clip."""
    return await client.takes.create_singlecam([single_source(await client.files.upload(CLIP))])


async def calibrate(client: AsyncMoveUgc, sandbox: Sandbox) -> HumanVolumeType:
    """Create a volume of two uploaded clips, and let it finish."""
    files = [await client.files.upload(CLIP) for _ in range(2)]
    volume = await client.volumes.create_human_volume(
        [camera(file, f"cam{number}") for number, file in enumerate(files)], human_height=1.8, area_type="NORMAL"
    )
    sandbox.clock.advance(LONG_ENOUGH)
    return volume


async def multi_take(client: AsyncMoveUgc, volume: HumanVolumeType) -> TakeType:
    """Create a take of two uploaded clips in a volume."""
    files = [await client.files.upload(CLIP) for _ in range(2)]
    sources = [camera(file, f"cam{number}") for number, file in enumerate(files)]
    return await client.takes.create_multicam(sources, volume.id, sync_method=clap())


@dataclass
class FinishedObjects:
    """One finished object of each kind, with all optional fields set."""

    volume: HumanVolumeType
    single_take: TakeType
    multi_take: TakeType
    single_job: JobType
    multi_job: JobType


async def create_objects(client: AsyncMoveUgc, sandbox: Sandbox) -> FinishedObjects:
    """Create one object of each kind, and let all of them finish."""
    metadata = {"studio": True}
    await client.client.update(metadata)
    clips = [await client.files.upload(CLIP, metadata=metadata) for _ in range(2)]
    recording = await client.files.upload(CLIP, file_type="move", name="recording", metadata=metadata)
    cameras = [camera(file, f"cam{number}") for number, file in enumerate(clips)]
    volume = await client.volumes.create_human_volume(
        cameras,
        human_height=1.8,
        area_type="LARGE",
        sync_method=clap(),
        clip_window=ClipWindow(start_time=0, end_time=1),
        name="hall",
        metadata=metadata,
    )
    sandbox.clock.advance(LONG_ENOUGH)
    companion = SourceIn(device_label="phone", file_id=recording.id, format="MOVE")
    single = await client.takes.create_singlecam([single_source(clips[0]), companion], name="single", metadata=metadata)
    multi = await client.takes.create_multicam(cameras, volume.id, name="multi", sync_method=clap(), metadata=metadata)
    options = JobOptions(
        floor_plane=True, mocap_model="S2", track_ball=False, track_fingers=True, track_jersey_numbers=False
    )
    window = ClipWindow(start_time=0.25, end_time=1.5)
    single_job = await client.jobs.create_singlecam(single.id, "s", metadata, options, window)
    multi_job = await client.jobs.create_multicam(
        multi.id,
        2,
        options,
        rig="move_ve",
        name="m",
        clip_window=window,
        metadata=metadata,
    )
    sandbox.clock.advance(LONG_ENOUGH)
    return FinishedObjects(volume, single, multi, single_job, multi_job)
