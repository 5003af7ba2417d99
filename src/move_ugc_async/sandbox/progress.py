"""Progress of jobs and volumes, as a pure function of time."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

WorkState = Literal["NOT_STARTED", "RUNNING", "FINISHED", "FAILED"]

QUEUED_SHARE = 0.1
"""Fraction of its duration that a job waits before it runs."""

FAILING_SHARE = 0.5
"""Fraction of its duration after which a failing job fails."""

FailedAs = Literal["data", "error"]
"""How `getJob` and `getVolume` report failed work; see `Sandbox`."""

SUGGESTIONS = ("Record the whole body, in good light, from a camera that does not move.",)
"""Default suggestions of a failure."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job or volume fails.

    Args:
        suggestions: Advice for the user.
        failed_as: How the failure is reported; None means the setting of the sandbox.
    """

    suggestions: tuple[str, ...] = SUGGESTIONS
    failed_as: FailedAs | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a job or volume finishes, and whether it fails.

    Args:
        created: Time of creation.
        duration: Seconds from creation to FINISHED.
        output_delay: Seconds from FINISHED until its output files exist.
        failure: Why it fails; None if it succeeds.
        ended: When it was finished or failed by hand; None if it was not.
    """

    created: datetime
    duration: float
    output_delay: float
    failure: Failure | None = None
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The fields of `JobProgress`."""

    state: WorkState
    percentage_complete: int


def progress_at(schedule: Schedule, now: datetime) -> Progress:
    """Return the progress at a given time.

    At its time of creation the work is NOT_STARTED even if its duration is 0, so that the mutation that creates it
    never returns FINISHED, unless it was ended by hand.
    """
    failing = schedule.failure is not None
    queued = schedule.duration * QUEUED_SHARE
    elapsed = (now - schedule.created).total_seconds()
    end = schedule.duration * FAILING_SHARE if failing else schedule.duration
    if schedule.ended is not None:
        elapsed = end = (schedule.ended - schedule.created).total_seconds()
    elif elapsed <= 0 or elapsed < queued:
        return Progress("NOT_STARTED", 0)
    if elapsed < end:
        return Progress("RUNNING", _percentage(elapsed, queued, schedule.duration))
    if failing:
        return Progress("FAILED", _percentage(end, queued, schedule.duration))
    return Progress("FINISHED", 100)


def starts_at(schedule: Schedule) -> datetime:
    """Return when the work is RUNNING."""
    start = _after(schedule, schedule.duration * QUEUED_SHARE)
    return start if schedule.ended is None else min(start, schedule.ended)


def ends_at(schedule: Schedule) -> datetime:
    """Return when the work is FINISHED or FAILED."""
    if schedule.ended is not None:
        return schedule.ended
    return _after(schedule, schedule.duration * (1.0 if schedule.failure is None else FAILING_SHARE))


def outputs_at(schedule: Schedule) -> datetime:
    """Return when the output files are available if the work succeeds."""
    return schedule.ended or schedule.created + timedelta(seconds=schedule.duration + schedule.output_delay)


def outputs_exist(schedule: Schedule, now: datetime) -> bool:
    """Return whether the output files can be downloaded at a given time."""
    return progress_at(schedule, now).state == "FINISHED" and now >= outputs_at(schedule)


def _after(schedule: Schedule, seconds: float) -> datetime:
    # Rounded up, so that the state is already reached at this time.
    return schedule.created + timedelta(microseconds=math.ceil(seconds * 1e6))


def _percentage(elapsed: float, queued: float, duration: float) -> int:
    if duration <= 0:
        return 0
    return max(0, min(99, int(100 * (elapsed - queued) / (duration - queued))))
