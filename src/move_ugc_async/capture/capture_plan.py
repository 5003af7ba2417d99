"""What a workflow would do: the result of `dry_run=True`."""

from dataclasses import dataclass
from typing import Literal

from move_ugc_async._findings import Finding
from move_ugc_async._generated.enums import OutputType
from move_ugc_async._spending.amounts import BudgetRemaining
from move_ugc_async.capture.clip import KnownClip


@dataclass(frozen=True, slots=True)
class PlannedClip:
    """One clip of a `CapturePlan`: a video, or the sensor recording of one.

    A clip that an earlier call uploaded may be missing; what cannot be read is None then.

    Attributes:
        name: Name of its file, or None.
        size_bytes: Its size in bytes.
        content_digest: SHA-256 of its bytes, as 64 hex digits.
        duration: Length of the video in seconds. None if it cannot be read, and for sensor recordings.
        kind: The file type that it is uploaded with: `mp4`, `mov`, `avi` or `move`.
    """

    name: str | None
    size_bytes: int | None
    content_digest: str | None
    duration: float | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class CapturePlan:
    """What a call would do, according to the same call with `dry_run=True`.

    Attributes:
        key: Key of the workflow. It is random unless the call has a `key`, a `state_file` or `resume_from`.
        clips: The clips, in order.
        video_minutes: Minutes of video that would be processed: the sum of all cameras, limited by `clip_window`. None
            if the length of a video is unknown.
        outputs: The requested outputs; None for the server's default set, and for a calibration.
        creates: What the call would create and pay for: `job` or `volume`. None if an earlier call has created it.
        existing_id: Id of the job or volume that an earlier call created, or None.
        is_unconfirmed: Whether an earlier attempt may have created the job or volume although no search finds it yet.
            The call searches again before it creates anything.
        warnings: Findings about the clips that would not stop the call.
        budget_remaining: What the budgets would still allow after the call, and after the earlier plans of the same
            `capture_many`: of each amount the least of all budgets. None without any budget.
    """

    key: str
    clips: tuple[PlannedClip, ...]
    video_minutes: float | None
    outputs: tuple[OutputType, ...] | None
    creates: Literal["job", "volume"] | None
    existing_id: str | None = None
    is_unconfirmed: bool = False
    warnings: tuple[Finding, ...] = ()
    budget_remaining: BudgetRemaining | None = None


def planned_clip(clip: KnownClip) -> PlannedClip:
    """Return a clip as a plan describes it."""
    size = None if clip.content is None else clip.content.size
    return PlannedClip(clip.name, size, clip.digest, clip.duration, clip.kind)
