"""What `submit`, `plan` and `status` return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, TypeAlias

from move_ugc_async.batch._outcomes import BatchOutcome, BatchState

if TYPE_CHECKING:
    from move_ugc_async import BudgetRemaining

OpenState: TypeAlias = Literal["queued", "uploading", "ready", "running"]
"""State of a clip that has not ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureStatus:
    """The state of one clip.

    Attributes:
        id: Id of the clip in the batch.
        path: The clip.
        state: `queued`: waits for its upload; `uploading`; `ready`: is uploaded, and waits for a free job; `running`:
            its job is created, runs, or is downloaded; or the state of its outcome.
        outcome: How it ended. None while it is open.
    """

    id: str
    path: Path
    state: OpenState | BatchState
    outcome: BatchOutcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitReport:
    """What `Batch.submit` did with each clip.

    Attributes:
        accepted: Ids of the new clips of the batch.
        known: Ids of clips that an earlier call submitted; their work continues, or has ended.
        duplicates: Ids of clips whose content and options another clip of the batch has.
        rejected: Outcomes of clips that cannot be used, with the stage `preflight`.
    """

    accepted: tuple[str, ...]
    known: tuple[str, ...]
    duplicates: tuple[str, ...]
    rejected: tuple[BatchOutcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCapture:
    """What `Batch.submit` would do with one clip.

    Attributes:
        id: Id of the clip in the batch.
        path: The clip.
        action: `new`; `known`: submitted before; `duplicate`: of another clip; `rejected`: it cannot be used.
        video_minutes: Minutes of video that the job is billed for. None if they are unknown.
        message: Why it is rejected; empty otherwise.
        warnings: What may be wrong with the clip, although it can be used.
        fingerprint: SHA-256 of the version, the content and the options: what a job is paid for. Empty for a rejected
            clip.
    """

    id: str
    path: Path
    action: Literal["new", "known", "duplicate", "rejected"]
    video_minutes: float | None
    message: str = ""
    warnings: tuple[str, ...] = ()
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPlan:
    """What `Batch.submit` would do. Nothing was sent or stored.

    Attributes:
        captures: The clips, in the order of the specs.
        jobs: Number of jobs that the new clips create.
        video_minutes: Minutes of video of the new clips. None if those of a clip are unknown.
        open: Number of these clips that were submitted before and have not ended. Their jobs are not in `jobs`, and are
            paid for if they do not exist yet.
        others_open: The same number for other clips of the batch, such as those with other options or from another
            folder. Workers continue them too.
        budget_remaining: What the budget of the batch still allows, besides the jobs of open clips that have not been
            uploaded. None without a budget.
        exceeds_budget: Whether the new clips need more than that. Open clips that were uploaded, whose jobs may exist,
            may need a part of it.
    """

    captures: tuple[PlannedCapture, ...]
    jobs: int
    video_minutes: float | None
    open: int
    others_open: int
    budget_remaining: BudgetRemaining | None
    exceeds_budget: bool

    def of(self, action: Literal["new", "known", "duplicate", "rejected"]) -> tuple[PlannedCapture, ...]:
        """Return the clips with an action."""
        return tuple(each for each in self.captures if each.action == action)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningCapture:
    """A clip that a worker works on.

    Attributes:
        id: Id of the clip in the batch.
        path: The clip.
        stage: `upload` or `take`, then `job`, `wait` or `download`. If another process works on it, `job` stands for
            these three.
    """

    id: str
    path: Path
    stage: str

    @classmethod
    def of(cls, id: str, path: str, stage: str) -> Self:
        """Return a clip with its path as text."""
        return cls(id=id, path=Path(path), stage=stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerStatus:
    """A process that works on the batch.

    Attributes:
        id: Its id, which is new each time it starts.
        host: Name of its host.
        pid: Its process id.
        heartbeat_age: Seconds since it last renewed its lease.
        clips: Number of clips of this batch that it works on. Those of a worker that was taken over belong to no
            worker until another one has started them.
    """

    id: str
    host: str
    pid: int
    heartbeat_age: float
    clips: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchStatus:
    """The state of a batch.

    Attributes:
        total: Number of clips, rejected ones and duplicates included.
        counts: Number of clips by state: `queued`, `uploading`, `ready` (uploaded, waits for a free job), `running`,
            `done`, `failed`, `quarantined`, `cancelled` and `duplicate`. All of them are keys.
        running: The clips in the states `uploading` and `running`. Those of a worker that has stopped are among them
            until another one continues them.
        quarantined: The quarantined clips, for review.
        workers: The processes that work on the batch, of PostgreSQL only.
        budget_remaining: What the budget of the batch still allows. None without a budget.
    """

    total: int
    counts: Mapping[str, int]
    running: tuple[RunningCapture, ...]
    quarantined: tuple[BatchOutcome, ...]
    workers: tuple[WorkerStatus, ...]
    budget_remaining: BudgetRemaining | None

    @property
    def open(self) -> int:
        """Number of clips that have not ended."""
        return sum(self.counts[state] for state in ("queued", "uploading", "ready", "running"))
