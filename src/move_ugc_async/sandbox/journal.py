"""The journal of the requests that a sandbox served, with secrets redacted."""

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from move_ugc_async.sandbox.faults.fault import Fault, RequestFault
from move_ugc_async.sandbox.faults.request_info import RequestKind
from move_ugc_async.sandbox.journal_entry import JournalEntry
from move_ugc_async.sandbox.request_log import RecentRequests, log_entry

__all__ = ["FAULT_KEY", "Journal", "JournalEntry"]

_MAX_ENTRIES = 100_000

FAULT_KEY: Final = "move_ugc_async.fault"
"""Key of the ASGI scope that holds the fault of a request."""


class Journal:
    """The last 100,000 entries; any thread may read them while the sandbox serves."""

    def __init__(self) -> None:
        self._entries: deque[JournalEntry] = deque(maxlen=_MAX_ENTRIES)
        self._lock = threading.Lock()
        self.log = RecentRequests()
        """The newest requests with their times."""

    def record(self, entry: JournalEntry, fault: RequestFault | None = None) -> None:
        """Add an entry, with the status that its fault lets the client see."""
        if fault is not None:
            status = None if entry.status is None else fault.seen(entry.status)
            entry = replace(entry, status=status, fault=fault)
        log_entry(entry)
        with self._lock:
            self._entries.append(entry)

    def clear(self) -> None:
        """Remove all entries."""
        self.log.clear()
        with self._lock:
            self._entries.clear()

    @property
    def entries(self) -> tuple[JournalEntry, ...]:
        """All entries, the oldest first."""
        with self._lock:
            return tuple(self._entries)

    def filter(
        self,
        *,
        kind: RequestKind | None = None,
        method: str | None = None,
        operation: str | None = None,
        field: str | None = None,
        status: int | None = None,
        fault: type[Fault] | None = None,
    ) -> tuple[JournalEntry, ...]:
        """Return the entries that match all arguments.

        Args:
            kind: The endpoint that served the request.
            method: The HTTP method.
            operation: Name of the GraphQL operation.
            field: A root field of the operation, such as `getJob`.
            status: HTTP status that the client sees.
            fault: A class of faults, such as `Drop`, or `Fault` for any.
        """
        return tuple(
            entry
            for entry in self.entries
            if (kind is None or entry.kind == kind)
            and (method is None or entry.method == method)
            and (operation is None or entry.operation == operation)
            and (field is None or field in entry.fields)
            and (status is None or entry.status == status)
            and (fault is None or isinstance(entry.fault, fault))
        )

    def count(self, field: str | None = None) -> int:
        """Return the number of entries, or how often they request a root field, such as `getJob`."""
        if field is None:
            return len(self)
        return sum(entry.fields.count(field) for entry in self.entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[JournalEntry]:
        return iter(self.entries)
