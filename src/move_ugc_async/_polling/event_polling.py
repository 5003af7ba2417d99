"""Polling that follows events of jobs."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from random import Random

from move_ugc_async._clock import Clock
from move_ugc_async._concurrency.background import current_call_soon
from move_ugc_async._polling.entry import PollEntry
from move_ugc_async._polling.event_schedule import EventSchedule
from move_ugc_async._polling.job_events import JobEvents, JobHint
from move_ugc_async._polling.status import Status, WorkRef


class EventPolling:
    """Moves the next polls of jobs after events: sooner if one names the job, later if events report the ends of jobs.

    Args:
        job_events: The events of the client.
        wake: Wakes the poller to handle an event; called on its event loop.
    """

    def __init__(self, job_events: JobEvents, wake: Callable[[], None]) -> None:
        self._job_events = job_events
        self._wake = wake
        self._unread: deque[JobHint] = deque()
        self._schedule = EventSchedule()

    def start(self) -> None:
        """Receive events on the running event loop."""
        self._job_events.subscribe(self._add, current_call_soon())
        self._schedule = EventSchedule(self._job_events.are_reliable)

    def stop(self) -> None:
        """Stop receiving events.

        If a job has just ended without an event, later waits rely on events only after another one has reported an end.
        """
        self._job_events.unsubscribe(self._add)
        if self._schedule.is_doubted and not self._unread:
            self._job_events.are_reliable = False
        self._unread.clear()

    def has_ended(self, ref: WorkRef) -> bool:
        """Return whether a recent event reported the end of the work."""
        return self._job_events.has_ended(ref.id)

    @property
    def due(self) -> float:
        """When `apply` must be called, on the monotonic clock; infinite if nothing is planned."""
        return self._schedule.next

    def handle(self, entries: Mapping[WorkRef, PollEntry], clock: Clock, batch_size: int) -> None:
        """Handle the events that have arrived."""
        now = clock.monotonic()
        while self._unread:
            event = self._unread.popleft()
            if event.is_end and self._schedule.rely():
                for each in _postponable(entries):
                    # Since its last read: otherwise events that stop and resume would postpone it again and again.
                    each.due = max(each.due, each.read_at + self.interval(each, now, clock.random))
            entry = entries.get(WorkRef("job", event.job_id))
            if entry is None or not entry.is_outdated_by(event):
                continue
            if event.is_end:
                entry.is_announced = True
                entry.interval.restart(now)
            self._schedule.add(entry.ref, now, batch_size)

    def apply(self, entries: Mapping[WorkRef, PollEntry], clock: Clock, now: float) -> None:
        """Make the jobs due that events have named, and stop relying on events that no longer come."""
        for ref in self._schedule.take(now):
            entries[ref].due = max(now, entries[ref].not_before)
        if self._schedule.give_up(now):
            self._job_events.are_reliable = False
            for entry in _postponable(entries):
                entry.due = min(entry.due, now + self.interval(entry, now, clock.random))

    def interval(self, entry: PollEntry, now: float, random: Random) -> float:
        """Return the seconds until the next poll after a successful one."""
        relies = self._schedule.relies and entry.is_left_to_events
        return entry.interval.next(entry.status or Status(), now, random, relies_on_events=relies)

    def discard(self, ref: WorkRef) -> None:
        """Forget work that is no longer waited for."""
        self._schedule.discard(ref)

    def record_end(self, entry: PollEntry, now: float) -> None:
        """Record the end of work. Unless its first poll found it, an event should have reported it, or does so soon."""
        if entry.is_left_to_events and entry.status is not None:
            self._schedule.doubt(now)

    def _add(self, event: JobHint) -> None:
        # Handled in the poller's task: a callback of the event loop cannot read the clock.
        self._unread.append(event)
        self._wake()


def _postponable(entries: Mapping[WorkRef, PollEntry]) -> Iterator[PollEntry]:
    return (entry for entry in entries.values() if entry.is_postponable)
