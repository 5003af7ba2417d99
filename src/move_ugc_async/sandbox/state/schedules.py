"""Database columns for the schedule of a job or volume."""

from typing import Any

from move_ugc_async.sandbox.progress import FailedAs, Failure, Schedule
from move_ugc_async.sandbox.state.database import from_json, from_stamp, to_json

SCHEDULE_COLUMNS = "duration, output_delay, suggestions, failed_as"


def schedule_columns(schedule: Schedule) -> dict[str, Any]:
    """Return the columns of a schedule."""
    failure = schedule.failure
    return {
        "duration": schedule.duration,
        "output_delay": schedule.output_delay,
        "suggestions": None if failure is None else to_json(failure.suggestions),
        "failed_as": None if failure is None else failure.failed_as,
    }


def read_schedule(
    created: int, duration: float, output_delay: float, suggestions: str | None, failed_as: FailedAs | None
) -> Schedule:
    """Return the schedule in the columns of a row."""
    failure = None if suggestions is None else Failure(tuple(from_json(suggestions)), failed_as)
    return Schedule(from_stamp(created), duration, output_delay, failure)
