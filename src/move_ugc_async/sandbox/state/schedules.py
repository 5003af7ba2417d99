"""Database columns for the schedule of a job or volume."""

from datetime import datetime
from typing import Any

from move_ugc_async.sandbox.progress import FailedAs, Failure, Schedule
from move_ugc_async.sandbox.state.database import Database, from_json, from_stamp, to_json, to_stamp

SCHEDULE_COLUMNS = "duration, output_delay, suggestions, failed_as, ended"


def schedule_columns(schedule: Schedule) -> dict[str, Any]:
    """Return the columns of a schedule."""
    failure = schedule.failure
    return {
        "duration": schedule.duration,
        "output_delay": schedule.output_delay,
        "suggestions": None if failure is None else to_json(failure.suggestions),
        "failed_as": None if failure is None else failure.failed_as,
        "ended": None if schedule.ended is None else to_stamp(schedule.ended),
    }


def read_schedule(
    created: int,
    duration: float,
    output_delay: float,
    suggestions: str | None,
    failed_as: FailedAs | None,
    ended: int | None,
) -> Schedule:
    """Return the schedule in the columns of a row."""
    return Schedule(
        from_stamp(created),
        duration,
        output_delay,
        None if suggestions is None else Failure(tuple(from_json(suggestions)), failed_as),
        None if ended is None else from_stamp(ended),
    )


def end_work(database: Database, table: str, work_id: str, failure: Failure | None, now: datetime) -> None:
    """Finish a job or volume, or let it fail, at a given time instead of on its schedule."""
    database.execute(
        f"UPDATE {table} SET ended = ?, suggestions = ?, failed_as = ? WHERE id = ?",  # noqa: S608 - own names
        (
            to_stamp(now),
            None if failure is None else to_json(failure.suggestions),
            None if failure is None else failure.failed_as,
            work_id,
        ),
    )
