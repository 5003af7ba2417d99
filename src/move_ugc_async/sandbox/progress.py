"""Progress of jobs and volumes, as a pure function of time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

WorkState = Literal["NOT_STARTED", "RUNNING", "FINISHED", "FAILED"]

QUEUED_SHARE = 0.1
"""Share of its duration that a job waits before it runs."""

FAILING_SHARE = 0.5
"""Share of its duration after which a job that fails does so."""


FailedAs = Literal["data", "error"]
"""How `getJob` and `getVolume` answer for what failed."""

SUGGESTIONS = ("Record the whole body, in good light, from a camera that does not move.",)
"""What is suggested where nobody says what."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job or volume fails.

    Args:
        suggestions: What to do about it.
        failed_as: How it is reported; None as the sandbox reports failures.
    """

    suggestions: tuple[str, ...] = SUGGESTIONS
    failed_as: FailedAs | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a job or volume finishes, and whether it fails.

    Args:
        created: When it was created.
        duration: Seconds from creation to FINISHED.
        output_delay: Seconds from FINISHED until its output files exist.
        failure: Why it fails; None when it succeeds.
    """

    created: datetime
    duration: float
    output_delay: float
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What `JobProgress` shows."""

    state: WorkState
    percentage_complete: int


def progress_at(schedule: Schedule, now: datetime) -> Progress:
    """Return the progress at a moment.

    At the very moment of creation the work is NOT_STARTED even if it takes no time at all, so that
    the mutation that creates it never answers FINISHED.
    """
    elapsed = (now - schedule.created).total_seconds()
    failing = schedule.failure is not None
    end = schedule.duration * FAILING_SHARE if failing else schedule.duration
    queued = schedule.duration * QUEUED_SHARE
    if elapsed <= 0 or elapsed < queued:
        return Progress("NOT_STARTED", 0)
    if elapsed < end:
        return Progress("RUNNING", _percentage(elapsed, queued, schedule.duration))
    if failing:
        return Progress("FAILED", _percentage(end, queued, schedule.duration))
    return Progress("FINISHED", 100)


def outputs_at(schedule: Schedule) -> datetime:
    """Return when the output files come into being, if the work succeeds."""
    return schedule.created + timedelta(seconds=schedule.duration + schedule.output_delay)


def outputs_exist(schedule: Schedule, now: datetime) -> bool:
    """Tell whether the output files can be downloaded at a moment."""
    return progress_at(schedule, now).state == "FINISHED" and now >= outputs_at(schedule)


def _percentage(elapsed: float, queued: float, duration: float) -> int:
    if duration <= 0:
        return 0
    return min(99, int(100 * (elapsed - queued) / (duration - queued)))
