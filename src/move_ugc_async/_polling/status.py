"""The status of a job or volume: its meaning, when it is read again, and outages in which it cannot be read."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any, Literal, NamedTuple, TypeAlias, cast

from move_ugc_async._backoff import OUTAGE_TOLERANCE
from move_ugc_async._clock import Clock
from move_ugc_async._log import logger
from move_ugc_async._schema.phase import PHASES, Phase, normalise_state
from move_ugc_async._transport.retry import is_unexplained
from move_ugc_async.errors import GraphQLErrorItem, MoveError

Kind: TypeAlias = Literal["job", "volume"]

MIN_INTERVAL = 1.0
"""Minimum interval between two polls, in seconds."""

MAX_INTERVAL = 30.0
"""Maximum interval between two polls, in seconds."""

SAFETY_INTERVAL = 60.0
"""Interval between two polls while events report the ends of jobs, in seconds."""

POLLS_AHEAD = 4
"""Number of polls in the estimated remaining time."""

ELAPSED_SHARE = 0.1
"""The interval as a share of the time waited so far, while the remaining time is unknown."""

JITTER = 0.2
"""Random variation of the interval, as a share of it, so that many clients do not poll in step."""

_MAX_REPORTED_STATES = 100
"""Bounds memory: a server may send any number of unknown states."""


class WorkRef(NamedTuple):
    """A job or volume, by kind and id."""

    kind: Kind
    id: str


_reported: set[str] = set()


@dataclass(frozen=True, slots=True)
class Status:
    """State and progress of a job or volume.

    Attributes:
        state: The state in upper case with underscores, however the server spelt it; None when it is missing.
        percentage: Share of the work done, 0 to 100; None when it is missing or invalid.
    """

    state: str | None = None
    percentage: int | None = None

    @property
    def phase(self) -> Phase:
        """The meaning of the state. Work in an unknown state counts as under way."""
        return PHASES.get(self.state or "", Phase.UNDER_WAY)


@dataclass(slots=True)
class PollInterval:
    """The poll interval of one job or volume.

    It is short at first and grows with the time waited; once the percentage moves, it follows the estimated remaining
    time. `fixed`, the interval of the caller, replaces it.
    """

    started: float
    fixed: float | None = None
    _first: tuple[float, int] | None = field(default=None, init=False)

    def next(self, status: Status, now: float, random: Random, *, relies_on_events: bool = False) -> float:
        """Return the seconds until the next poll."""
        if self.fixed is not None:
            return self.fixed
        remaining = self._remaining(status, now)
        interval = (now - self.started) * ELAPSED_SHARE if remaining is None else remaining / POLLS_AHEAD
        interval = SAFETY_INTERVAL if relies_on_events else min(max(interval, MIN_INTERVAL), MAX_INTERVAL)
        return interval * random.uniform(1 - JITTER, 1 + JITTER)

    def restart(self, now: float) -> None:
        """Start again with a short interval."""
        self.started, self._first = now, None

    def _remaining(self, status: Status, now: float) -> float | None:
        """Return the estimated remaining seconds, or None while there is nothing to estimate from."""
        percentage = status.percentage
        if percentage is None:
            return None
        if self._first is None or percentage < self._first[1]:
            # A percentage that falls means that the work was restarted.
            self._first = (now, percentage)
            return None
        since, start = self._first
        if percentage == start:
            return None
        return (100 - percentage) * (now - since) / (percentage - start)


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The status of a job or volume cannot be read at the moment; waiting continues.

    Attributes:
        since: When the first of the failed polls ended, in UTC.
        error: The error of the latest poll.
        next_attempt: When the next poll starts, in UTC.
    """

    since: datetime
    error: MoveError
    next_attempt: datetime


class Outage:
    """Consecutive failed reads of one job or volume, from the first to the next success."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._started = clock.monotonic()
        self._since = datetime.fromtimestamp(clock.time(), UTC)

    @property
    def is_over_tolerance(self) -> bool:
        """Whether reads have failed for longer than is tolerated."""
        return self._clock.monotonic() - self._started > OUTAGE_TOLERANCE

    def unreachable(self, error: MoveError, delay: float) -> Unreachable:
        """Describe a failed read after which the next one starts in `delay` seconds."""
        return Unreachable(self._since, error, datetime.fromtimestamp(self._clock.time() + delay, UTC))


def is_tolerable(error: MoveError) -> bool:
    """Return whether waiting continues after a failed read: its error is transient or unexplained."""
    return error.transient or (is_unexplained(error) and failed_item(error) is None)


def failed_item(error: MoveError) -> GraphQLErrorItem | None:
    """Return the item of an error that reports failed work, which the API sends in place of the work."""
    return next((item for item in error.errors if read_status(item.data).phase is Phase.FAILED), None)


def read_status(data: object) -> Status:
    """Read a status from the `progress` of an object, or from its `state` if progress is missing.

    `state` is the older field: a plain string, sometimes with spaces.
    """
    fields = _mapping(data)
    progress = _mapping(fields.get("progress"))
    state = normalise_state(progress.get("state")) or normalise_state(fields.get("state"))
    if state is not None and state not in PHASES:
        _report(state)
    return Status(state, _percentage(progress.get("percentageComplete")))


def _percentage(value: object) -> int | None:
    # The poll interval is computed from it, so ignore anything out of range.
    return int(value) if isinstance(value, int | float) and 0 <= value <= 100 else None  # noqa: PLR2004


def _mapping(value: object) -> dict[str, Any]:
    fields = cast("dict[str, Any]", value)
    return fields if isinstance(value, dict) else {}


def _report(state: str) -> None:
    if state not in _reported and len(_reported) < _MAX_REPORTED_STATES:
        _reported.add(state)
        logger.warning("unknown state %.64r; waiting continues", state)
