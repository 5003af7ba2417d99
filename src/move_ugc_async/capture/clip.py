"""The clips of a workflow."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from move_ugc_async._transfers.sources import ARBITRARY_TYPES, UploadSource, source_repr
from move_ugc_async._validation import ensure_list
from move_ugc_async.capture.content import ClipContent
from move_ugc_async.errors import MoveInvalidRequestError
from move_ugc_async.services.inputs import ensure_different_labels


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip of a workflow.

    Attributes:
        path: The clip: a path, bytes, a binary file object or a `ByteStream`.
        device_label: Your name for the camera that recorded it.
        lens: Name of its lens, one of `client.camera_settings.list()`. Multi-camera only.
        file_type: Its extension, if it cannot be detected from the content, such as `move` for sensor recordings.
    """

    __pydantic_config__ = ARBITRARY_TYPES

    path: UploadSource
    device_label: str
    lens: str | None = None
    file_type: str | None = None

    def __repr__(self) -> str:
        return (
            f"Clip(path={source_repr(self.path)}, device_label={self.device_label!r}, lens={self.lens!r}, "
            f"file_type={self.file_type!r})"
        )


@dataclass(frozen=True, slots=True)
class KnownClip:
    """A clip whose content is known, or that was uploaded before.

    Attributes:
        digest: SHA-256 of its bytes; None if the file is missing and an earlier version uploaded it.
        content: Its bytes; None if the file is missing and was uploaded before.
        kind: The file type that it is uploaded with, such as `mp4`; None if `content` is None.
        duration: Length of the video in seconds; None if it is unknown, and for sensor recordings.
        billed_duration: The same for budgets, which differs if the headers of the clip do.
    """

    clip: Clip
    digest: str | None
    content: ClipContent | None
    kind: str | None = None
    duration: float | None = None
    billed_duration: float | None = None

    @property
    def is_recording(self) -> bool:
        """Whether it is a sensor recording, not a video."""
        # A video may be named like a recording; its content decides what it is uploaded as.
        return _is_recording(self.clip) if self.kind is None else self.kind == "move"

    @property
    def name(self) -> str | None:
        """Name of its file, or None."""
        if self.content is not None:
            return self.content.name
        return Path(self.clip.path).name if isinstance(self.clip.path, str | PathLike) else None

    @property
    def upload_key(self) -> str:
        """Key of its upload in `CaptureState.file_ids`."""
        return self.digest or str(self.clip.path)


def digests_of(clips: Sequence[KnownClip]) -> list[str] | None:
    """Return the SHA-256 of each clip, or None if one is unknown."""
    digests = [clip.digest for clip in clips if clip.digest is not None]
    return digests if len(digests) == len(clips) else None


def clip_list(sources: Iterable[Clip]) -> list[Clip]:
    """Return the clips of several cameras as a list."""
    clips = ensure_list(sources, "sources")
    for clip in clips:
        if not isinstance(clip, Clip):  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"sources must be Clip(path, device_label, lens) objects; got {type(clip).__name__}"
            raise MoveInvalidRequestError(msg)
    return clips


def check_clips(clips: Sequence[Clip], minimum: int) -> None:
    """Validate the number of clips, and that their labels are different."""
    if len(clips) < minimum:
        msg = f"sources must be at least {minimum} clips, one for each camera; got {len(clips)}"
        raise MoveInvalidRequestError(msg)
    for clip in clips:
        label = clip.device_label
        if not isinstance(label, str) or not label.strip():  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"device_label must be a non-empty string; got {label!r}"
            raise MoveInvalidRequestError(msg)
    labels = [clip.device_label for clip in clips if not _is_recording(clip)]
    ensure_different_labels(labels)


def _is_recording(clip: Clip) -> bool:
    """Return whether a clip is a sensor recording, which has the same label as its video."""
    suffix = Path(os.fsdecode(clip.path)).suffix if isinstance(clip.path, str | PathLike) else ""
    return (clip.file_type or suffix).lower().removeprefix(".") == "move"
