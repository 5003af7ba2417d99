"""Checks of arguments that fit the schema and may still make no sense.

No public material shows how the API answers these; that each is a `MoveValidationError` is an
assumption.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from move_ugc_async.sandbox.backend import Context
from move_ugc_async.sandbox.catalog import (
    DEFAULT_RIG,
    FILE_TYPES,
    LENSES,
    MAX_ACTORS,
    MIN_CAMERAS,
    RIGS,
)
from move_ugc_async.sandbox.errors import refuse
from move_ugc_async.sandbox.progress import progress_at
from move_ugc_async.sandbox.state.records import ClipWindow, Source, TakeRecord


def check_file_type(file_type: str) -> str:
    """Return the type with its dot."""
    if file_type not in FILE_TYPES:
        known = ", ".join(sorted(FILE_TYPES))
        refuse(f"Unknown file type '{file_type}': use one of {known}, without a dot.")
    return f".{file_type}"


def read_sources(context: Context, values: Sequence[Mapping[str, Any]]) -> tuple[Source, ...]:
    """Return the sources; each of their files must exist."""
    sources = tuple(
        Source(
            value["device_label"],
            value["file_id"],
            value["format"],
            _lens(value.get("camera_settings")),
        )
        for value in values
    )
    for source in sources:
        context.backend.state.files.get(source.file_id)
    return sources


def _lens(camera_settings: Mapping[str, str] | None) -> str | None:
    return camera_settings["lens"] if camera_settings else None


def check_single_camera(sources: Sequence[Source]) -> None:
    """Demand one video, and at most one `.move` file of the same device."""
    videos = [source for source in sources if source.format != "MOVE"]
    companions = [source for source in sources if source.format == "MOVE"]
    if len(videos) != 1 or len(companions) > 1:
        refuse("A single-camera take has one video and at most one MOVE file.")
    if companions and companions[0].device_label != videos[0].device_label:
        refuse("The MOVE file must have the deviceLabel of its video.")


def check_cameras(sources: Sequence[Source]) -> None:
    """Demand at least two videos with lenses that are on the list."""
    if len(sources) < MIN_CAMERAS:
        refuse(f"At least {MIN_CAMERAS} cameras are needed.")
    for source in sources:
        if source.format == "MOVE":
            refuse("Every source of a multi-camera recording is a video.")
        if source.lens not in LENSES:
            refuse(f"Camera '{source.device_label}' needs a lens of listCameraSettings.")


def check_volume(context: Context, volume_id: str) -> None:
    """Demand a volume that is finished."""
    volume = context.backend.state.volumes.get(volume_id)
    if progress_at(volume.schedule, context.now).state != "FINISHED":
        refuse("The volume is not FINISHED.")


def check_take_type(take: TakeRecord, take_type: str) -> None:
    """Demand a take of the kind that the job is for."""
    if take.take_type != take_type:
        refuse(f"The take is {take.take_type}, not {take_type}.")


def check_sync_method(sync_method: Mapping[str, Any] | None) -> None:
    """Demand a clap window that starts before it ends."""
    read_window((sync_method or {}).get("clap_window"), "clapWindow")


def read_window(value: Mapping[str, float] | None, name: str = "clipWindow") -> ClipWindow | None:
    """Return a window that starts before it ends."""
    if value is None:
        return None
    window = ClipWindow(value["start_time"], value["end_time"])
    if not 0 <= window.start_time < window.end_time:
        refuse(f"{name} must start at 0 or later, and before it ends.")
    return window


def check_actors(count: int | None) -> None:
    """Demand one to five actors, if told how many."""
    if count is not None and not 1 <= count <= MAX_ACTORS:
        refuse(f"numberOfActors must be from 1 to {MAX_ACTORS}.")


def check_height(metres: float) -> None:
    """Demand a height above zero."""
    if metres <= 0:
        refuse("humanHeight is in metres and must be above 0.")


def read_rig(name: str | None) -> str:
    """Return the rig; none and the empty string mean the default."""
    rig = name or DEFAULT_RIG
    if rig not in RIGS:
        refuse(f"Unknown rig '{rig}': use one of listRigs.")
    return rig


def read_outputs(
    context: Context, wanted: Sequence[str | None] | None, default: Sequence[str]
) -> list[tuple[str, str, str]]:
    """Return name, key and file type of each output; none and the empty list mean the default."""
    names = dict.fromkeys(name for name in wanted or () if name is not None) or default
    keys = context.backend.media.OUTPUT_KEYS
    return [(name, *keys[name]) for name in names]
