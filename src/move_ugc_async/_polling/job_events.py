"""Events of jobs, passed on from any thread to the pollers of a client."""

import threading
from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeAlias

MAX_REMEMBERED = 1000
"""Number of ended jobs that are remembered, for waits that start after the event."""


class JobHint(NamedTuple):
    """What an event says about a job: when to read it, never its status."""

    job_id: str
    is_end: bool


JobListener: TypeAlias = Callable[[JobHint], None]

CallSoon: TypeAlias = Callable[[Callable[[], object]], object]
"""Schedules a callback on an event loop, from any thread."""


class JobEvents:
    """Passes events to the pollers that are running, each on its event loop, and remembers which jobs have ended.

    Safe to use from any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ended: dict[str, None] = {}
        self._listeners: dict[JobListener, CallSoon] = {}
        self.are_reliable = False
        """Whether events report the ends of jobs. A poller resets it when they no longer do."""

    def add(self, event: JobHint) -> None:
        """Pass on an event."""
        with self._lock:
            if event.is_end:
                self.are_reliable = True
                self._remember(event.job_id)
            listeners = tuple(self._listeners.items())
        for listener, call_soon in listeners:
            try:
                call_soon(partial(listener, event))
            except RuntimeError:
                # Its event loop was closed without ending its tasks.
                self.unsubscribe(listener)

    def has_ended(self, job_id: str) -> bool:
        """Return whether a recent event reported the end of a job."""
        with self._lock:
            return job_id in self._ended

    def subscribe(self, listener: JobListener, call_soon: CallSoon) -> None:
        """Call a listener, which must not raise, for each event until it unsubscribes."""
        with self._lock:
            self._listeners[listener] = call_soon

    def unsubscribe(self, listener: JobListener) -> None:
        """Remove a listener."""
        with self._lock:
            self._listeners.pop(listener, None)

    def _remember(self, job_id: str) -> None:
        self._ended.pop(job_id, None)
        self._ended[job_id] = None
        if len(self._ended) > MAX_REMEMBERED:
            del self._ended[next(iter(self._ended))]
