"""A budget: limits on the work that is created."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from operator import index
from typing import NoReturn, SupportsIndex

from move_ugc_async._spending.amounts import BudgetEntry, BudgetRemaining, BudgetUsage, WorkAmount, is_amount
from move_ugc_async._spending.ledger import BudgetLedger, MemoryLedger
from move_ugc_async._spending.limits import BudgetLimits
from move_ugc_async.errors import BudgetExceededError, MoveConfigurationError, MoveError

_MAX_MINUTES = 1e9
_LEDGER_METHODS = ("reserve", "release", "usage")


class Budget:
    """Limits the jobs and volumes that clients create, which are billed. It counts work, not money.

    ```python
    budget = Budget(max_jobs=100, max_video_minutes=60, per=timedelta(days=1))
    async with AsyncMoveUgc(budget=budget) as client:
        result = await client.capture("dance.mp4", "outputs")
        print(await budget.remaining())
    ```

    The work of a creation is reserved before it is sent, and released only if the creation was refused, never sent, or
    provably created nothing. A creation whose outcome is unknown stays reserved, and counts once when it is sent again
    with its idempotency key. Takes, files and webhooks are free, as are objects that an earlier call created.

    All clients, event loops and threads of a process can share a budget. By default it is kept in memory, and starts
    anew with each process.

    Args:
        max_jobs: Maximum number of jobs and volumes; 0 or more. None: no limit.
        max_video_minutes: Maximum minutes of video; 0 or more. The minutes of a job are the sum of the videos of all
            cameras, each limited by `clip_window`. None: no limit.
        per: Length of a rolling window, such as `timedelta(days=1)`: the limits apply to any period of this length.
            None: to all creations.
        assume_minutes: Minutes of a video whose length is unknown, and of a job that is created from a take by its id;
            above 0. None: such a creation is refused if there is a `max_video_minutes`.
        ledger: Where reservations are stored. None: in memory.

    Raises:
        MoveConfigurationError: An argument is invalid, or neither `max_jobs` nor `max_video_minutes` is given.
    """

    def __init__(
        self,
        max_jobs: int | None = None,
        max_video_minutes: float | None = None,
        per: timedelta | None = None,
        *,
        assume_minutes: float | None = None,
        ledger: BudgetLedger | None = None,
    ) -> None:
        _check_arguments(max_jobs, max_video_minutes, per, assume_minutes, ledger)
        max_jobs = None if max_jobs is None else index(max_jobs)
        self._limits = BudgetLimits(max_jobs, max_video_minutes, per)
        self._assume_minutes = assume_minutes
        self._ledger: BudgetLedger = MemoryLedger() if ledger is None else ledger
        self._created: dict[str, int] = {}
        """Number of objects that were created or found, by the id of their creation."""

    @property
    def limits(self) -> BudgetLimits:
        """The limits."""
        return self._limits

    @property
    def assume_minutes(self) -> float | None:
        """Minutes of a video whose length is unknown, or None."""
        return self._assume_minutes

    @property
    def ledger(self) -> BudgetLedger:
        """Where reservations are stored."""
        return self._ledger

    async def remaining(self) -> BudgetRemaining:
        """Return what the budget still allows at the moment.

        Raises:
            MoveError: The ledger failed.
        """
        return self._limits.remaining(await usage_of(self))

    async def check(self, jobs: int = 1, video_minutes: float | None = None) -> None:
        """Check whether the budget allows some work at the moment. Nothing is reserved.

        Args:
            jobs: Number of jobs and volumes; 0 or more.
            video_minutes: Their minutes of video; 0 or more. None: unknown, so that `assume_minutes` applies to each.

        Raises:
            BudgetExceededError: It does not. `available_at` is None.
            MoveInvalidRequestError: A number is out of range.
            MoveError: The ledger failed.
        """
        entry = BudgetEntry(secrets.token_hex(16), jobs, 0 if video_minutes is None else video_minutes)
        if video_minutes is None:
            entry = replace(entry, video_minutes=minutes_of(self, WorkAmount(unknown_videos=jobs)))
        used = await usage_of(self)
        if not self._limits.allows(entry, used):
            raise self._limits.error(entry, used)

    def __reduce_ex__(self, _protocol: SupportsIndex) -> NoReturn:
        """Refuse to be pickled or copied: a copy would allow the same work once more."""
        msg = (
            "cannot copy or pickle a Budget: each copy would allow all of its work; pass the budget itself, or budgets "
            "over one ledger"
        )
        raise TypeError(msg)

    def __repr__(self) -> str:
        limits = self._limits
        return f"Budget({limits.max_jobs!r}, {limits.max_video_minutes!r}, {limits.per!r})"


async def usage_of(budget: Budget, *, excluding: str | None = None) -> BudgetUsage:
    """Return what is reserved in the ledger of a budget, without the entry `excluding`.

    Raises:
        MoveError: The ledger failed.
    """
    try:
        return await budget.ledger.usage(budget.limits, excluding=excluding)
    except MoveError:
        raise
    except Exception as error:
        raise ledger_error(error) from error


def ledger_error(error: BaseException) -> MoveError:
    """Return the error of a call whose ledger failed."""
    # Without its text, which may contain the address of a database.
    return MoveError(f"cannot use the ledger of the budget: it raised {type(error).__name__}; nothing was sent")


def entry_of(budget: Budget, creation_id: str, amount: WorkAmount) -> BudgetEntry:
    """Return the entry of a creation.

    Raises:
        BudgetExceededError: A limit on minutes applies to a video of unknown length.
    """
    # A key that is used again once its object is too old to be found pays for another object.
    created = budget._created.get(creation_id, 0)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same module
    entry_id = f"{creation_id}-{created}" if created else creation_id
    return BudgetEntry(entry_id, 1, minutes_of(budget, amount))


def record_created(budget: Budget, creation_id: str) -> None:
    """Record that the object of a creation exists, so that its entry does not count for another object."""
    created = budget._created  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same module
    created[creation_id] = created.get(creation_id, 0) + 1


def minutes_of(budget: Budget, amount: WorkAmount) -> float:
    """Return the minutes that an amount of work counts for.

    Raises:
        BudgetExceededError: A limit on minutes applies to a video of unknown length.
    """
    if not amount.unknown_videos or budget.assume_minutes is not None:
        return amount.video_minutes + amount.unknown_videos * (budget.assume_minutes or 0)
    if budget.limits.max_video_minutes is None:
        return amount.video_minutes
    msg = (
        "cannot count the minutes of a job or volume: the length of a video is unknown; nothing was created; set "
        "assume_minutes= of the budget to the minutes of such a video"
    )
    raise BudgetExceededError(msg, limit="max_video_minutes")


def as_budgets(budget: Budget | Sequence[Budget] | None) -> tuple[Budget, ...]:
    """Return an argument `budget` as a tuple, without duplicates."""
    if budget is None:
        return ()
    return (budget,) if isinstance(budget, Budget) else distinct(budget)


def distinct(*budgets: Iterable[Budget]) -> tuple[Budget, ...]:
    """Return all budgets in order, each once."""
    return tuple(dict.fromkeys(chain(*budgets)))


def is_budget(value: object) -> bool:
    """Return whether a value is valid as an argument `budget`."""
    if value is None or isinstance(value, Budget):
        return True
    return isinstance(value, list | tuple) and all(isinstance(each, Budget) for each in value)  # pyright: ignore[reportUnknownVariableType]


def _check_arguments(max_jobs: object, minutes: object, per: object, assumed: object, ledger: object) -> None:
    if max_jobs is None and minutes is None:
        msg = "a budget must have max_jobs or max_video_minutes; got neither; pass at least one limit"
        raise MoveConfigurationError(msg)
    if max_jobs is not None and not _is_count(max_jobs):
        msg = f"max_jobs must be a whole number, 0 or more; got {max_jobs!r}; use None for no limit"
        raise MoveConfigurationError(msg)
    if minutes is not None and not _is_limit(minutes):
        msg = f"max_video_minutes must be a number from 0 to {_MAX_MINUTES:g}; got {minutes!r}; use None for no limit"
        raise MoveConfigurationError(msg)
    if per is not None and not (isinstance(per, timedelta) and per > timedelta()):
        msg = f"per must be a timedelta above 0; got {per!r}; use None to limit all creations together"
        raise MoveConfigurationError(msg)
    if assumed is not None and not (_is_limit(assumed) and assumed):
        msg = f"assume_minutes must be a number above 0 and at most {_MAX_MINUTES:g}; got {assumed!r}"
        raise MoveConfigurationError(msg)
    if ledger is not None and not all(callable(getattr(ledger, name, None)) for name in _LEDGER_METHODS):
        msg = f"ledger must be an object with {', '.join(_LEDGER_METHODS)}; got {type(ledger).__name__}"
        raise MoveConfigurationError(msg)


def _is_count(value: object) -> bool:
    # numpy has integer types of its own.
    return isinstance(value, SupportsIndex) and not isinstance(value, bool) and index(value) >= 0


def _is_limit(value: object) -> bool:
    return is_amount(value) and value <= _MAX_MINUTES  # type: ignore[operator] # pyright: ignore[reportOperatorIssue,reportUnknownVariableType]
