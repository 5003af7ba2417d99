"""Ledgers: where the reservations of a budget are stored."""

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from move_ugc_async._clock import Clock
from move_ugc_async._spending.amounts import BudgetEntry, BudgetUsage, to_microseconds, to_minutes
from move_ugc_async._spending.limits import BudgetLimits


class BudgetLedger(Protocol):
    """Stores the reservations of a `Budget`, such as in a database that several processes share.

    An exception other than `BudgetExceededError` refuses the creation with a `MoveError`; nothing is sent then.
    """

    async def reserve(self, entry: BudgetEntry, limits: BudgetLimits) -> bool:
        """Store an entry if the limits allow it, in one step that no other caller can come between.

        An entry with the same id in the window is replaced and not counted twice: only all others count beside the new
        one, which is reserved now. If the method raises, an earlier entry stays as it was and nothing is reserved. The
        same holds if it is cancelled, such as by the timeout of the call. A statement that cannot be undone then, such
        as one in a thread, must be awaited to its end: by `anyio.to_thread.run_sync`, not by `asyncio.to_thread`. The
        reservation is then released.

        Args:
            entry: The entry to reserve.
            limits: The limits of the budget: `limits.allows(entry, used)` decides.

        Returns:
            Whether there was no entry with this id in the window.

        Raises:
            BudgetExceededError: The limits do not allow it: `limits.error(entry, used, reserved)`.
        """
        ...

    async def release(self, entry_id: str) -> None:
        """Remove an entry, whose creation provably created nothing. An unknown id is ignored."""
        ...

    async def usage(self, limits: BudgetLimits, *, excluding: str | None = None) -> BudgetUsage:
        """Return the sum of the entries in the window.

        Args:
            limits: The limits of the budget, whose `per` is the window.
            excluding: Id of an entry that does not count.
        """
        ...


@dataclass(slots=True)
class _Stored:
    entry: BudgetEntry
    microseconds: int
    uptime: float


@dataclass
class MemoryLedger:
    """Reservations in memory, shared by all event loops and threads of the process.

    Times are seconds since boot: a change of the wall clock does not move the window.
    """

    clock: Clock = field(default_factory=Clock)
    _stored: dict[str, _Stored] = field(default_factory=dict[str, _Stored], init=False)
    """By id, oldest first."""
    _jobs: int = field(default=0, init=False)
    _microseconds: int = field(default=0, init=False)
    """Sums of all stored entries: adding them up for each creation would take seconds for thousands."""
    _longest: float = field(default=0.0, init=False)
    """Seconds of the longest window so far: older entries are forgotten."""
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    async def reserve(self, entry: BudgetEntry, limits: BudgetLimits) -> bool:
        """Store an entry if the limits allow it."""
        with self._lock:
            used = self._used(limits, entry.id)
            if not limits.allows(entry, used):
                others = [each for each in self._inside(limits) if each.entry.id != entry.id]
                raise limits.error(entry, used, [(each.entry, self._reserved_at(each)) for each in others])
            is_new = not self._remove(entry.id)
            stored = _Stored(entry, to_microseconds(entry.video_minutes), self.clock.uptime())
            self._stored[entry.id] = stored
            self._jobs += entry.jobs
            self._microseconds += stored.microseconds
            return is_new

    async def release(self, entry_id: str) -> None:
        """Remove an entry."""
        with self._lock:
            self._remove(entry_id)

    async def usage(self, limits: BudgetLimits, *, excluding: str | None = None) -> BudgetUsage:
        """Return the sum of the entries in the window."""
        with self._lock:
            return self._used(limits, excluding)

    def _used(self, limits: BudgetLimits, excluding: str | None) -> BudgetUsage:
        self._forget(limits)
        if _seconds(limits.per) < self._longest:
            inside = [each for each in self._inside(limits) if each.entry.id != excluding]
            jobs, microseconds = sum(each.entry.jobs for each in inside), sum(each.microseconds for each in inside)
            return BudgetUsage(jobs, to_minutes(microseconds))
        own = None if excluding is None else self._stored.get(excluding)
        if own is None:
            return BudgetUsage(self._jobs, to_minutes(self._microseconds))
        return BudgetUsage(self._jobs - own.entry.jobs, to_minutes(self._microseconds - own.microseconds))

    def _forget(self, limits: BudgetLimits) -> None:
        """Remove the entries that no window contains."""
        self._longest = max(self._longest, _seconds(limits.per))
        now = self.clock.uptime()
        while self._stored:
            oldest = next(iter(self._stored.values()))
            if now - oldest.uptime < self._longest:
                return
            self._remove(oldest.entry.id)

    def _remove(self, entry_id: str) -> bool:
        """Remove an entry, and return whether there was one."""
        stored = self._stored.pop(entry_id, None)
        if stored is None:
            return False
        self._jobs -= stored.entry.jobs
        self._microseconds -= stored.microseconds
        return True

    def _inside(self, limits: BudgetLimits) -> list[_Stored]:
        """Return the entries in the window."""
        now, seconds = self.clock.uptime(), _seconds(limits.per)
        return [each for each in self._stored.values() if now - each.uptime < seconds]

    def _reserved_at(self, stored: _Stored) -> datetime:
        return datetime.fromtimestamp(self.clock.time() - (self.clock.uptime() - stored.uptime), UTC)


def _seconds(per: timedelta | None) -> float:
    return float("inf") if per is None else per.total_seconds()
