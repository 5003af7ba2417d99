"""The outcome of one clip."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

BatchState: TypeAlias = Literal["done", "failed", "quarantined", "cancelled", "duplicate"]
"""How a clip ended."""


UNPAID = "nothing was paid for"
"""In messages about clips that were cancelled before their job was created."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOutcome:
    """How one clip of a batch ended.

    Attributes:
        id: Id of the clip in its batch, for `retry_failed` and `cancel`.
        path: The clip.
        state: `done`; `failed`; `quarantined`: a job may exist, and none is created again; `cancelled`; or `duplicate`:
            another clip of the batch has the same content and options, and the other fields are those of its outcome.
        job_id: Id of the job, if it is known.
        take_id: Id of the take, if there is one.
        outputs: The downloaded files; empty unless it is done.
        duplicate_of: Id of the clip with the same content. None unless it is a duplicate.
        error_type: Name of the class of the error, such as `JobFailedError`. None without an error.
        message: The error, or what to know about a cancelled or quarantined clip; empty for one that is done.
        stage: Step that failed or was cancelled: `preflight`, `upload`, `take`, `job`, `wait` or `download`. None
            for a clip that is done, or whose work had not started.
        video_minutes: Minutes of video. None if they are unknown.
    """

    id: str
    path: Path
    state: BatchState
    job_id: str | None = None
    take_id: str | None = None
    outputs: tuple[Path, ...] = ()
    duplicate_of: str | None = None
    error_type: str | None = None
    message: str = ""
    stage: str | None = None
    video_minutes: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the outcome as a JSON object."""
        return {
            "id": self.id,
            "path": str(self.path),
            "state": self.state,
            "job_id": self.job_id,
            "take_id": self.take_id,
            "outputs": [str(path) for path in self.outputs],
            "duplicate_of": self.duplicate_of,
            "error_type": self.error_type,
            "message": self.message,
            "stage": self.stage,
            "video_minutes": self.video_minutes,
        }


def outcome_of(id: str, path: str, minutes: float | None, result: Mapping[str, Any]) -> BatchOutcome:
    """Return the outcome of a clip, from the result of its workflow."""
    error: Mapping[str, Any] = result.get("error") or {}
    return BatchOutcome(
        id=id,
        path=Path(path),
        state=result["state"],
        job_id=result.get("job_id"),
        take_id=result.get("take_id"),
        outputs=tuple(Path(each) for each in result.get("outputs") or ()),
        error_type=error.get("type"),
        message=error.get("message", ""),
        stage=error.get("stage"),
        video_minutes=minutes,
    )


def as_duplicate(id: str, path: str, original: BatchOutcome) -> BatchOutcome:
    """Return the outcome of a clip with the same content as another one."""
    return replace(original, id=id, path=Path(path), state="duplicate", duplicate_of=original.id)
