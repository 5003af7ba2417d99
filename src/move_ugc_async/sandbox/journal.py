"""The journal of the requests that a sandbox served, with secrets redacted."""

import threading
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from move_ugc_async.sandbox.faults.fault import Fault
from move_ugc_async.sandbox.faults.request_info import RequestKind

_MAX_ENTRIES = 100_000

FAULT_KEY: Final = "move_ugc_async.fault"
"""Where the scope of a request has the fault that acts on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One request and how it was answered.

    Nothing in it depends on real time or on the port, so that two runs of the same calls on the
    same seed leave equal journals.

    Args:
        kind: Which part of the sandbox answered.
        path: Without the query, which holds signatures and share codes.
        status: HTTP status that the client sees; None when it went away before it was answered, or when a fault
            kept the answer from it.
        request_id: As sent in the `x-amzn-requestid` or `x-amz-request-id` header.
        operation: Name of the GraphQL operation.
        fields: Root fields of the operation, in the order of the document.
        variables: Variables as sent, secrets redacted.
        errors: Type and message of each error, or the S3 error code.
        received: Bytes that storage took in.
        sent: Bytes that storage gave out, if no fault kept them back.
        fault: What went wrong on purpose.
    """

    kind: RequestKind
    method: str
    path: str
    status: int | None
    request_id: str
    operation: str | None = None
    fields: tuple[str, ...] = ()
    variables: Mapping[str, Any] = field(default_factory=dict[str, Any])
    errors: tuple[str, ...] = ()
    received: int = 0
    sent: int = 0
    fault: Fault | None = None


class Journal:
    """A list of entries that any thread may read while the sandbox serves.

    It keeps the last 100,000 entries.
    """

    def __init__(self) -> None:
        self._entries: deque[JournalEntry] = deque(maxlen=_MAX_ENTRIES)
        self._lock = threading.Lock()

    def record(self, entry: JournalEntry, fault: Fault | None = None) -> None:
        """Add an entry, as the fault that acts on the request will have it."""
        if fault is not None:
            status = None if entry.status is None else fault.seen(entry.status)
            entry = replace(entry, status=status, fault=fault)
        with self._lock:
            self._entries.append(entry)

    def clear(self) -> None:
        """Forget all entries."""
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
        """Return the entries that match all that is given.

        `field` is a root field that the operation has, such as `getJob`; `fault` is a kind of fault, such as `Drop`,
        or `Fault` for any.
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
        """Count entries; with the name of a root field, how often it was asked for."""
        if field is None:
            return len(self)
        return sum(entry.fields.count(field) for entry in self.entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[JournalEntry]:
        return iter(self.entries)
