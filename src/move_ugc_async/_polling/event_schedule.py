"""When the jobs that events name are read, and for how long polling relies on events."""

import math
from dataclasses import dataclass, field

from move_ugc_async._polling.status import WorkRef

BATCH_WINDOW = 0.25
"""Maximum seconds between two events whose jobs are read together."""

MAX_DELAY = 2.0
"""Maximum seconds for which events delay a read to share its request."""

GRACE_PERIOD = 10.0
"""Seconds to wait for the event of a job that ended without one, before polling stops relying on events.

Svix retries a delivery after 5 seconds.
"""


@dataclass(slots=True)
class EventSchedule:
    """The jobs that events have named since the last read.

    The first event after a pause is due at once. Events that follow are due together: when no other follows, when they
    fill a batch, or `MAX_DELAY` seconds after the first.

    Attributes:
        relies: Whether events report the ends of jobs, so that polling is only a safety net.
        due: When the named jobs are read; infinite without one.
        relies_until: When polling stops relying on events, since a job has ended without one; infinite without doubt.
    """

    relies: bool = False
    due: float = field(default=math.inf, init=False)
    relies_until: float = field(default=math.inf, init=False)
    _refs: set[WorkRef] = field(default_factory=set[WorkRef], init=False)
    _opened: float = field(default=-math.inf, init=False)
    _latest: float = field(default=-math.inf, init=False)

    @property
    def next(self) -> float:
        """The earlier of `due` and `relies_until`."""
        return min(self.due, self.relies_until)

    @property
    def is_doubted(self) -> bool:
        """Whether a job has ended without an event, and none has come since."""
        return self.relies_until < math.inf

    def add(self, ref: WorkRef, now: float, batch_size: int) -> None:
        """Add a job that an event names."""
        follows = now - self._latest <= BATCH_WINDOW
        self._latest = now
        if not self._refs:
            self._opened = now
        self._refs.add(ref)
        if not follows or len(self._refs) >= batch_size:
            self.due = now
        elif self.due > now:
            self.due = min(now + BATCH_WINDOW, self._opened + MAX_DELAY)

    def discard(self, ref: WorkRef) -> None:
        """Remove a job that is no longer waited for."""
        self._refs.discard(ref)
        if not self._refs:
            self.due = math.inf

    def take(self, now: float) -> set[WorkRef]:
        """Remove and return the named jobs if they are due."""
        if self.due > now:
            return set()
        refs, self._refs, self.due = self._refs, set(), math.inf
        return refs

    def rely(self) -> bool:
        """Rely on events, since one has reported an end; return whether polling did not before."""
        self.relies_until = math.inf
        changed, self.relies = not self.relies, True
        return changed

    def doubt(self, now: float) -> None:
        """Expect an event soon, since a job has ended without one."""
        if self.relies:
            self.relies_until = min(self.relies_until, now + GRACE_PERIOD)

    def give_up(self, now: float) -> bool:
        """Stop relying on events if none has come in time; return whether that changed."""
        if self.relies_until > now:
            return False
        self.relies_until, self.relies = math.inf, False
        return True
