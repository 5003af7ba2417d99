"""The record that the poller keeps of one job or volume."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from move_ugc_async._polling.job_events import JobHint
from move_ugc_async._polling.status import Outage, PollInterval, Status, Unreachable, WorkRef
from move_ugc_async.errors import MoveError

Update: TypeAlias = Status | Unreachable | MoveError
Listener: TypeAlias = Callable[[Update], None]


@dataclass(slots=True)
class PollEntry:
    """One job or volume, its listeners, and when it is polled next."""

    ref: WorkRef
    due: float
    interval: PollInterval
    listeners: list[Listener] = field(default_factory=list[Listener])
    status: Status | None = None
    outage: Outage | None = None
    is_pending: bool = False
    is_announced: bool = False
    """Whether an event has reported the end, which the next polls should confirm."""
    read_at: float = -math.inf
    """When the status was read."""
    not_before: float = -math.inf
    """When the server accepts the next read, after one that it has throttled."""

    @property
    def is_left_to_events(self) -> bool:
        """Whether an event is to report the end, so that polls are only a safety net."""
        return self.ref.kind == "job" and not self.is_announced and self.interval.fixed is None

    @property
    def is_read(self) -> bool:
        """Whether the status was read, and no read has failed since."""
        return self.status is not None and self.outage is None

    @property
    def is_postponable(self) -> bool:
        """Whether its next poll may be left to events."""
        return self.is_left_to_events and self.is_read

    def is_outdated_by(self, event: JobHint) -> bool:
        """Return whether an event says more than the last status."""
        return event.is_end or (self.status is not None and self.status.state == "NOT_STARTED")

    def notify(self, update: Update) -> None:
        """Call the listeners."""
        for listener in tuple(self.listeners):
            listener(update)
