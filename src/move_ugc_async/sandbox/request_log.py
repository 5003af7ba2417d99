"""The newest requests with their times, which depend on real time and so are not part of the journal."""

import threading
import time
from collections import deque
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from move_ugc_async.sandbox.journal_entry import JournalEntry

MAX_REQUESTS = 200
"""Number of requests that are kept."""

_current: ContextVar["LoggedRequest | None"] = ContextVar("move_sandbox_request", default=None)


@dataclass(slots=True, kw_only=True)
class LoggedRequest:
    """A request, from its first byte on.

    Attributes:
        number: 1 for the first request of a sandbox.
        received: Time of the sandbox's clock.
        entry: The entry in the journal; None until the response starts.
        document: The GraphQL document as sent.
        seconds: Real time until the end of the response; None until then.
    """

    number: int
    method: str
    path: str
    received: datetime
    entry: JournalEntry | None = None
    document: str | None = None
    seconds: float | None = None
    _started: float = field(default_factory=time.perf_counter)

    def end(self) -> None:
        """Set `seconds`."""
        self.seconds = time.perf_counter() - self._started


class RecentRequests:
    """The newest requests; any thread may read them while the sandbox serves."""

    def __init__(self) -> None:
        self._requests: deque[LoggedRequest] = deque(maxlen=MAX_REQUESTS)
        self._lock = threading.Lock()
        self._count = 0

    def start(self, method: str, path: str, received: datetime) -> LoggedRequest:
        """Add a request, and make it the current one of this task."""
        with self._lock:
            self._count += 1
            request = LoggedRequest(number=self._count, method=method, path=path, received=received)
            self._requests.append(request)
        _current.set(request)
        return request

    @property
    def requests(self) -> tuple[LoggedRequest, ...]:
        """The requests, the oldest first."""
        with self._lock:
            return tuple(self._requests)

    @property
    def version(self) -> tuple[int, int, int, int]:
        """A value that is different after each change."""
        requests = self.requests
        recorded = sum(each.entry is not None for each in requests)
        ended = sum(each.seconds is not None for each in requests)
        return self._count, len(requests), recorded, ended

    def find(self, number: int) -> LoggedRequest | None:
        """Return the request with a number, None if it is unknown or no longer kept."""
        return next((each for each in self.requests if each.number == number), None)

    def clear(self) -> None:
        """Remove all requests."""
        with self._lock:
            self._requests.clear()


def log_document(document: str) -> None:
    """Add the GraphQL document to the request that this task serves, if it is logged."""
    if (request := _current.get()) is not None:
        request.document = document


def log_entry(entry: JournalEntry) -> None:
    """Add the entry in the journal to the request that this task serves, if it is logged."""
    if (request := _current.get()) is not None:
        request.entry = entry
