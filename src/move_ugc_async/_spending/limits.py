"""The limits of a budget, and the error of an entry that exceeds them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from move_ugc_async._spending.amounts import BudgetEntry, BudgetRemaining, BudgetUsage, to_microseconds, to_minutes
from move_ugc_async.errors import BudgetExceededError


@dataclass(frozen=True, slots=True)
class BudgetLimits:
    """The limits of a `Budget`, as a `BudgetLedger` receives them.

    Attributes:
        max_jobs: Maximum number of jobs and volumes; 0 or more. None: no limit.
        max_video_minutes: Maximum minutes of video; 0 or more. None: no limit.
        per: Length of the rolling window that the limits apply to. None: entries never expire.
    """

    max_jobs: int | None = None
    max_video_minutes: float | None = None
    per: timedelta | None = None

    def allows(self, entry: BudgetEntry, used: BudgetUsage) -> bool:
        """Return whether the limits allow an entry beside what is used.

        Args:
            entry: The entry to reserve.
            used: The sum of all other entries in the window: without an earlier one of the same id.
        """
        return self._exceeded(entry, used) is None

    def remaining(self, used: BudgetUsage) -> BudgetRemaining:
        """Return what the limits allow beside what is used."""
        jobs = None if self.max_jobs is None else max(self.max_jobs - used.jobs, 0)
        if self.max_video_minutes is None:
            return BudgetRemaining(jobs)
        left = to_microseconds(self.max_video_minutes) - to_microseconds(used.video_minutes)
        return BudgetRemaining(jobs, to_minutes(max(left, 0)))

    def error(
        self, entry: BudgetEntry, used: BudgetUsage, reserved: Iterable[tuple[BudgetEntry, datetime]] = ()
    ) -> BudgetExceededError:
        """Return the error of an entry that the limits do not allow.

        Args:
            entry: The refused entry.
            used: As for `allows`.
            reserved: The entries that `used` is the sum of, each with the time of its reservation, from which
                `available_at` is computed.
        """
        limit = self._exceeded(entry, used) or ("max_video_minutes" if self.max_jobs is None else "max_jobs")
        remaining = self.remaining(used)
        available_at = self._available_at(entry, used, reserved)
        is_jobs = limit == "max_jobs"
        requested = entry.jobs if is_jobs else entry.video_minutes
        left = remaining.jobs if is_jobs else remaining.video_minutes
        maximum = self.max_jobs if is_jobs else self.max_video_minutes
        window = "" if self.per is None else f" in {_duration_text(self.per)}"
        if available_at is None:
            advice = f"raise {limit}, or create less"
        else:
            advice = f"call again after {available_at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC, or raise {limit}"
        return BudgetExceededError(
            f"cannot create {'a job or volume' if entry.jobs <= 1 else f'{entry.jobs} jobs and volumes'}: the budget "
            f"has {_amount(left)} of {_amount(maximum)} {'jobs' if is_jobs else 'minutes of video'}{window} left, and "
            f"this needs {_amount(requested)}; nothing was created; {advice}",
            limit=limit,
            requested=requested,
            remaining_jobs=remaining.jobs,
            remaining_video_minutes=remaining.video_minutes,
            available_at=available_at,
        )

    def _exceeded(self, entry: BudgetEntry, used: BudgetUsage) -> str | None:
        """Return the name of the first limit that an entry exceeds, or None."""
        if self.max_jobs is not None and used.jobs + entry.jobs > self.max_jobs:
            return "max_jobs"
        if self.max_video_minutes is None:
            return None
        needed = to_microseconds(used.video_minutes) + to_microseconds(entry.video_minutes)
        return "max_video_minutes" if needed > to_microseconds(self.max_video_minutes) else None

    def _available_at(
        self, entry: BudgetEntry, used: BudgetUsage, reserved: Iterable[tuple[BudgetEntry, datetime]]
    ) -> datetime | None:
        """Return when enough entries will have left the window, or None if that does not happen."""
        if self.per is None:
            return None
        jobs, microseconds = used.jobs, to_microseconds(used.video_minutes)
        for earlier, reserved_at in sorted(reserved, key=lambda each: each[1]):
            jobs -= earlier.jobs
            microseconds -= to_microseconds(earlier.video_minutes)
            if self.allows(entry, BudgetUsage(jobs, to_minutes(microseconds))):
                return _later(reserved_at, self.per)
        return None


def _amount(number: float | None) -> str:
    """Return a number of jobs with all digits, or a number of minutes with six."""
    return str(number) if isinstance(number, int) else f"{number:.6g}"


def _duration_text(duration: timedelta) -> str:
    """Return a duration in its largest whole unit, such as `1 day` or `90 minutes`."""
    for unit, length in (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1))):
        if not duration % length:
            number = duration // length
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return f"{duration.total_seconds():g} seconds"


def _later(time: datetime, seconds: timedelta) -> datetime | None:
    """Return a later time, or None if no date can express it."""
    try:
        return time + seconds
    except OverflowError:
        return None
