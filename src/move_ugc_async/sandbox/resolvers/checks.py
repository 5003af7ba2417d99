"""Validation of arguments beyond the types of the schema.

The API's errors for these are not public; that each is a `MoveValidationError` is an assumption.
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
    OVERLAY,
    RIGS,
)
from move_ugc_async.sandbox.errors import reject
from move_ugc_async.sandbox.progress import progress_at
from move_ugc_async.sandbox.state.records import ClipWindow, Source, TakeRecord
from move_ugc_async.sandbox.webhooks.signing import signing_key
from move_ugc_async.sandbox.webhooks.url import split_url


def check_file_type(file_type: str) -> str:
    """Return the type with its dot."""
    if file_type not in FILE_TYPES:
        reject(f"type must be one of {', '.join(sorted(FILE_TYPES))}, without a dot; got '{file_type}'")
    return f".{file_type}"


def read_sources(context: Context, values: Sequence[Mapping[str, Any]]) -> tuple[Source, ...]:
    """Parse sources, and raise an error if one of their files does not exist."""
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
    """Raise an error unless there is one video, and at most one `.move` file of the same device."""
    videos = [source for source in sources if source.format != "MOVE"]
    move_files = [source for source in sources if source.format == "MOVE"]
    if len(videos) != 1 or len(move_files) > 1:
        reject("sources of a single-camera take must be one video and at most one MOVE file")
    if move_files and move_files[0].device_label != videos[0].device_label:
        reject("deviceLabel of the MOVE file must be the deviceLabel of its video")


def check_cameras(sources: Sequence[Source]) -> None:
    """Raise an error unless there are at least two videos with known lenses."""
    if len(sources) < MIN_CAMERAS:
        reject(f"sources must be at least {MIN_CAMERAS} cameras; got {len(sources)}")
    for source in sources:
        if source.format == "MOVE":
            reject("sources of a multi-camera recording must be videos; got a MOVE file")
        if source.lens not in LENSES:
            reject(f"lens of camera '{source.device_label}' must be one of listCameraSettings")


def check_volume(context: Context, volume_id: str) -> None:
    """Raise an error unless a volume is FINISHED."""
    volume = context.backend.state.volumes.get(volume_id)
    if progress_at(volume.schedule, context.now).state != "FINISHED":
        reject("volume must be FINISHED")


def check_take_type(take: TakeRecord, take_type: str) -> None:
    """Raise an error unless a take has the type that the job requires."""
    if take.take_type != take_type:
        reject(f"take must be {take_type}; got {take.take_type}")


def check_sync_method(sync_method: Mapping[str, Any] | None) -> None:
    """Raise an error unless the clap window is valid."""
    read_window((sync_method or {}).get("clap_window"), "clapWindow")


def read_window(value: Mapping[str, float] | None, name: str = "clipWindow") -> ClipWindow | None:
    """Parse a window, and raise an error unless it starts at 0 or later and before its end."""
    if value is None:
        return None
    window = ClipWindow(value["start_time"], value["end_time"])
    if not 0 <= window.start_time < window.end_time:
        reject(f"{name} must start at 0 or later, and before its end")
    return window


def check_actors(count: int | None) -> None:
    """Raise an error unless the number of actors is unknown or from 1 to 5."""
    if count is not None and not 1 <= count <= MAX_ACTORS:
        reject(f"numberOfActors must be from 1 to {MAX_ACTORS}; got {count}")


def check_multi_camera_outputs(outputs: Sequence[str | None] | None) -> None:
    """Raise an error if the outputs include the overlay video, which only single-camera jobs have."""
    if OVERLAY in (outputs or ()):
        reject(f"outputs of a multi-camera job must not include {OVERLAY}; it is for single-camera jobs")


def check_height(metres: float) -> None:
    """Raise an error unless a height is above 0."""
    if metres <= 0:
        reject(f"humanHeight must be above 0, in metres; got {metres}")


def check_webhook(url: str, secret: str | None) -> None:
    """Raise an error if webhooks cannot be sent to a URL or signed with a secret."""
    try:
        split_url(url)
    except ValueError:
        reject("url must be an http or https URL")
    if secret is not None and not signing_key(secret):
        reject("secret must be whsec_ followed by base64")


def read_rig(name: str | None) -> str:
    """Return the rig; None and the empty string mean the default."""
    rig = name or DEFAULT_RIG
    if rig not in RIGS:
        reject(f"rig must be one of listRigs; got '{rig}'")
    return rig


def read_outputs(
    context: Context, outputs: Sequence[str | None] | None, default: Sequence[str]
) -> list[tuple[str, str, str]]:
    """Return name, key and file type of each output; None and the empty list mean the default."""
    names = dict.fromkeys(name for name in outputs or () if name is not None) or default
    keys = context.backend.media.OUTPUT_KEYS
    return [(name, *keys[name]) for name in names]
