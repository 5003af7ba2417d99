"""An index of the idempotency keys in a list, updated incrementally.

Concurrent searches share one scan of the list. The first scan reads back through the whole window; later ones read from
the head of the list back to the latest complete scan, plus a margin. Both ends are measured in server time: from the
newest object of the list, or from the local clock if that is earlier.
"""

from contextlib import aclosing
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio

from move_ugc_async._clock import Clock
from move_ugc_async._idempotency.evidence import Match, Reading
from move_ugc_async._idempotency.search import Pages, keyed
from move_ugc_async.errors import GraphQLErrorItem, MoveError
from move_ugc_async.pagination import ListBase

MARGIN = 600.0
"""Maximum difference in seconds between the clocks of the servers that date objects."""


@dataclass(frozen=True, slots=True)
class _Scan:
    """The result of a scan.

    Attributes:
        number: Sequence number.
        is_complete: Whether every page was complete.
        errors: Errors of the missing parts.
        failure: The error that ended the scan early, or None.
    """

    number: int
    is_complete: bool = False
    errors: tuple[GraphQLErrorItem, ...] = ()
    failure: MoveError | None = None


@dataclass(slots=True)
class KeyIndex:
    """The keys of the objects in one list, for one event loop.

    Args:
        clock: Source of time and randomness.
        window: Seconds for which keys are indexed.
    """

    clock: Clock
    window: float
    _matches: dict[str, dict[str, Match]] = field(default_factory=dict[str, dict[str, Match]])
    """By key and id."""
    _cleanup_threshold: int = 1000
    """Number of keys above which those older than the window are removed."""
    _lock: anyio.Lock = field(default_factory=anyio.Lock)
    _started: int = 0
    _latest: _Scan = _Scan(0)
    _scanned_to: datetime | None = None
    """Creation time of the newest object in the latest complete scan."""

    async def read(self, key: str, pages: Pages[Any], settle: float) -> Reading:
        """Return the objects with a key, from a scan that began after this call.

        Args:
            key: The idempotency key.
            pages: The pages of the list, newest objects first.
            settle: Consistency delay in seconds.

        Raises:
            MoveError: The list could not be read.
        """
        before = self._started
        async with aclosing(pages), self._lock:
            if self._latest.number <= before:
                await self._scan(pages, settle)
        scan = self._latest
        if scan.failure is not None:
            # A copy, since each caller adds its own traceback.
            raise copy(scan.failure)
        return Reading(list(self._matches.get(key, {}).values()), scan.is_complete, scan.errors)

    async def _scan(self, pages: Pages[Any], settle: float) -> None:
        self._started += 1
        number, now = self._started, datetime.fromtimestamp(self.clock.time(), UTC)
        margin, window = MARGIN + settle, MARGIN + settle + self.window
        floor = self._scanned_to and _before(self._scanned_to, margin)
        newest: datetime | None = None
        errors, is_complete = list[GraphQLErrorItem](), True
        try:
            async for page in pages:
                self._add(page)
                errors += page.errors
                is_complete &= page.is_complete
                dates = [each.created for each in page.items if each.created is not None]
                if not dates:
                    # Objects without a date count as inside the window.
                    continue
                newest = min(now, max(dates)) if newest is None else newest
                floor = _before(newest, window) if floor is None else floor
                if dates[-1] < floor:
                    break
        except MoveError as error:
            self._latest = _Scan(number, failure=error)
            return
        self._latest = _Scan(number, is_complete, tuple(errors))
        if is_complete and newest is not None:
            self._scanned_to = newest
            self._remove_older_than(_before(newest, window))

    def _add(self, page: ListBase[Any]) -> None:
        for key, match in keyed(page):
            self._matches.setdefault(key, {})[match.id] = match

    def _remove_older_than(self, floor: datetime) -> None:
        if len(self._matches) <= self._cleanup_threshold:
            return
        self._matches = {
            key: matches
            for key, matches in self._matches.items()
            if any(match.created is None or match.created >= floor for match in matches.values())
        }
        self._cleanup_threshold = max(2 * len(self._matches), self._cleanup_threshold)


def _before(moment: datetime, seconds: float) -> datetime:
    try:
        return moment - timedelta(seconds=seconds)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)
