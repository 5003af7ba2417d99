"""The backend: all that the endpoints of one running sandbox share."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from move_ugc_async.sandbox.clock import Clock
from move_ugc_async.sandbox.faults.rules import Faults
from move_ugc_async.sandbox.journal import Journal
from move_ugc_async.sandbox.leaks import Leaks
from move_ugc_async.sandbox.options import Media, Options
from move_ugc_async.sandbox.progress import Failure
from move_ugc_async.sandbox.redaction import Redactor
from move_ugc_async.sandbox.state import State
from move_ugc_async.sandbox.state.records import WorkKind
from move_ugc_async.sandbox.storage.blobs import Blobs
from move_ugc_async.sandbox.storage.links import Links


class Failures:
    """Failures that a test ordered for jobs and volumes still to come."""

    def __init__(self) -> None:
        self._ordered: dict[WorkKind, deque[Failure]] = {"job": deque(), "volume": deque()}

    def order(self, kind: WorkKind, failure: Failure) -> None:
        """Make the next job or volume fail that no earlier order is for."""
        self._ordered[kind].append(failure)

    def take(self, kind: WorkKind) -> Failure | None:
        """Return the failure that a new job or volume is to have, if any."""
        try:
            return self._ordered[kind].popleft()
        except IndexError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """What requests are answered from."""

    options: Options
    clock: Clock
    state: State
    blobs: Blobs
    links: Links
    media: Media
    journal: Journal
    leaks: Leaks
    failures: Failures
    faults: Faults
    redactor: Redactor
    request_ids: Iterator[str]


@dataclass(frozen=True, slots=True)
class Context:
    """What the resolvers of one request see: the backend, and one moment for all of them.

    Attributes:
        notices: Errors that are added to the data instead of taking its place, as `util.appendError` does in AppSync.
    """

    backend: Backend
    now: datetime
    notices: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
