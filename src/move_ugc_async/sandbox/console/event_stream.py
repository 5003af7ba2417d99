"""Server-sent events with the changes of a sandbox (WHATWG HTML, "Server-sent events")."""

import json
import time
from datetime import datetime
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.console.snapshot import Snapshots
from move_ugc_async.sandbox.faults.exchange import CONNECTION_KEY, Connection

INTERVAL = 0.2
"""Seconds between events: all changes in between are one event."""

HEARTBEAT = 4.0
"""Seconds after which an event is sent without a change, so that a page notices a server that hangs."""

_TOLERANCE = 0.05
"""Seconds of the clock that a page need not know about."""


class EventStream(Response):
    """Send an event with all sections, then one with the sections that have changed; see `Snapshots`.

    Each event has the clock. The stream ends with the connection, and so with the sandbox.
    """

    def __init__(self, backend: Backend) -> None:
        super().__init__(headers={"content-type": "text/event-stream", "cache-control": "no-store"})
        self._changes = Changes(backend)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Serve one request."""
        # The length is unknown.
        headers = [(name, value) for name, value in self.raw_headers if name != b"content-length"]
        await send({"type": "http.response.start", "status": self.status_code, "headers": headers})
        connection: Connection = scope["state"][CONNECTION_KEY]
        is_open = True
        while is_open:
            if (changes := self._changes.next()) is not None:
                data = f"data: {json.dumps(changes, ensure_ascii=False, separators=(',', ':'))}\n\n"
                await send({"type": "http.response.body", "body": data.encode(), "more_body": True})
            is_open = await connection.sleep(INTERVAL)


class Changes:
    """The changes since the last event."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._snapshots = Snapshots(backend)
        self._sent: dict[str, Any] = {}
        self._version: tuple[object, ...] = ()
        self._sent_at = 0.0
        self._clock: tuple[datetime, float, float] | None = None

    def next(self) -> dict[str, Any] | None:
        """Return the clock and the sections that have changed, None if nothing has and no heartbeat is due."""
        version = self._read_version()
        changed: dict[str, Any] = {}
        if version != self._version or self._is_anything_running():
            self._version = version
            sections = self._snapshots.sections()
            changed = {name: value for name, value in sections.items() if self._sent.get(name) != value}
            self._sent = sections
        is_due = time.monotonic() - self._sent_at >= HEARTBEAT
        if not changed and not is_due and not self._is_clock_moved():
            return None
        clock = self._backend.clock
        self._sent_at = time.monotonic()
        self._clock = clock.upcoming(), clock.rate, self._sent_at
        return {**changed, "clock": self._snapshots.clock()}

    def _read_version(self) -> tuple[object, ...]:
        """Return a value that is cheap to compute, and changes with everything that does not depend on time alone."""
        backend = self._backend
        return (
            backend.state.changes,
            backend.journal.log.version,
            tuple((rule.id, rule.matched, rule.acted) for rule in backend.faults.rules),
            backend.failures.count("job"),
            backend.failures.count("volume"),
            len(backend.leaks.all()),
        )

    def _is_anything_running(self) -> bool:
        work = (*self._sent.get("jobs", ()), *self._sent.get("volumes", ()))
        return any(each["state"] != "FAILED" and not each["outputs_ready"] for each in work)

    def _is_clock_moved(self) -> bool:
        """Return whether the clock differs from what the page computes from the last event."""
        if self._clock is None:
            return True
        now, rate, at = self._clock
        clock = self._backend.clock
        expected = rate * (time.monotonic() - at)
        return clock.rate != rate or abs((clock.upcoming() - now).total_seconds() - expected) > _TOLERANCE * max(
            1, rate
        )
