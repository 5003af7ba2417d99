"""Read the idempotency keys in lists.

A `KeyIndex` is updated incrementally, and concurrent searches share one scan of the list. The first scan reads back
through the whole window; later ones read from the head of the list back to the latest complete scan, plus a margin.
Both ends are measured in server time: from the newest object of the list, or from the local clock if that is earlier.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeAlias, TypeVar

import anyio

from move_ugc_async._clock import Clock
from move_ugc_async._idempotency.evidence import Match, Reading, SearchResult
from move_ugc_async._schema.keyed_metadata import KeyedMetadata
from move_ugc_async.errors import GraphQLErrorItem, MoveError
from move_ugc_async.pagination import ListBase

MARGIN = 600.0
"""Maximum difference in seconds between the clocks of the servers that date objects."""


class Created(Protocol):
    """An object that was created."""

    @property
    def id(self) -> str:
        """The id."""
        ...

    @property
    def metadata(self) -> Any:
        """The metadata, including the key if it has one."""
        ...

    @property
    def created(self) -> datetime | None:
        """Time of creation, or None."""
        ...


CreatedT = TypeVar("CreatedT", bound=Created)
Pages: TypeAlias = AsyncGenerator[ListBase[CreatedT], None]
Search: TypeAlias = Callable[[str], Awaitable[SearchResult]]
"""Searches for the objects with a key."""


async def read_all(pages: Pages[CreatedT], key: str) -> Reading:
    """Read all pages of a list, and return the objects with a key."""
    found = list[Match]()
    errors = list[GraphQLErrorItem]()
    is_complete = True
    async with aclosing(pages):
        async for page in pages:
            found += [match for each, match in _keyed(page) if each == key]
            errors += page.errors
            is_complete &= page.is_complete
    return Reading(found, is_complete, errors)


def _keyed(page: ListBase[CreatedT]) -> Iterator[tuple[str, Match]]:
    """Yield the objects on a page that have a key, each with its key."""
    for each in page.items:
        if isinstance(each.metadata, KeyedMetadata):
            yield each.metadata.key, Match(each.id, each.metadata.digest, each.created)


@dataclass(slots=True)
class KeyIndex:
    """The keys of the objects in one list, for one event loop."""

    clock: Clock
    window: float
    """Seconds for which keys are indexed."""
    _matches: dict[str, dict[str, Match]] = field(default_factory=dict[str, dict[str, Match]])
    """By key and id."""
    _cleanup_threshold: int = 1000
    """Number of keys above which those older than the window are removed."""
    _lock: anyio.Lock = field(default_factory=anyio.Lock)
    _started: int = 0
    """Number of scans that were started."""
    _latest_scan: int = 0
    """Number of the latest scan that ended."""
    _latest: Reading | MoveError = field(default_factory=lambda: Reading((), is_complete=False))
    """Its result, without matches."""
    _scanned_to: datetime | None = None
    """Creation time of the newest object in the latest complete scan."""

    async def read(self, key: str, pages: Pages[Any], consistency_delay: float) -> Reading:
        """Return the objects with a key, from a scan that began after this call.

        Args:
            key: The idempotency key.
            pages: The pages of the list, newest objects first.
            consistency_delay: Seconds until the list shows a new object.

        Raises:
            MoveError: The list could not be read.
        """
        before = self._started
        async with aclosing(pages), self._lock:
            if self._latest_scan <= before:
                self._started += 1
                try:
                    self._latest = await self._scan(pages, MARGIN + consistency_delay)
                except MoveError as error:
                    self._latest = error
                self._latest_scan = self._started
        if isinstance(self._latest, MoveError):
            # A copy, since each caller adds its own traceback.
            raise copy(self._latest)
        return replace(self._latest, matches=list(self._matches.get(key, {}).values()))

    async def _scan(self, pages: Pages[Any], margin: float) -> Reading:
        now = datetime.fromtimestamp(self.clock.time(), UTC)
        floor = self._scanned_to and _before(self._scanned_to, margin)
        newest: datetime | None = None
        errors, is_complete = list[GraphQLErrorItem](), True
        async for page in pages:
            for key, match in _keyed(page):
                self._matches.setdefault(key, {})[match.id] = match
            errors += page.errors
            is_complete &= page.is_complete
            dates = [each.created for each in page.items if each.created is not None]
            if not dates:
                # Objects without a date count as inside the window.
                continue
            newest = min(now, max(dates)) if newest is None else newest
            floor = _before(newest, margin + self.window) if floor is None else floor
            if dates[-1] < floor:
                break
        if is_complete and newest is not None:
            self._scanned_to = newest
            self._remove_older_than(_before(newest, margin + self.window))
        return Reading((), is_complete, errors)

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
