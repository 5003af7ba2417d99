"""The backend: the resources that the endpoints of one running sandbox share."""

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
from move_ugc_async.sandbox.webhooks.dispatcher import Dispatcher
from move_ugc_async.sandbox.webhooks.log import WebhookLog


class Failures:
    """Queues of the failures that the next jobs and volumes will have."""

    def __init__(self) -> None:
        self._queues: dict[WorkKind, deque[Failure]] = {"job": deque(), "volume": deque()}

    def add(self, kind: WorkKind, failure: Failure) -> None:
        """Append a failure to the queue: each new job or volume takes the oldest one."""
        self._queues[kind].append(failure)

    def take(self, kind: WorkKind) -> Failure | None:
        """Remove and return the failure of a new job or volume, if it has one."""
        try:
            return self._queues[kind].popleft()
        except IndexError:
            return None

    def count(self, kind: WorkKind) -> int:
        """Return the number of failures that wait for a job or volume."""
        return len(self._queues[kind])

    def clear(self) -> None:
        """Remove all failures."""
        for queue in self._queues.values():
            queue.clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """The resources that endpoints and resolvers use."""

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
    dispatcher: Dispatcher
    webhooks: WebhookLog

    def reset(self) -> None:
        """Delete all objects, requests, faults and failures. The clock and running requests continue."""
        self.faults.clear()
        self.failures.clear()
        self.state.clear(self.clock.now())
        self.blobs.clear()
        self.leaks.clear()
        self.journal.clear()


@dataclass(frozen=True, slots=True)
class Context:
    """The context of one GraphQL request, as its resolvers see it.

    Attributes:
        now: The time of the request, the same for all its resolvers.
        extra_errors: Errors to add beside the data, as `util.appendError` does in AppSync.
    """

    backend: Backend
    now: datetime
    extra_errors: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
