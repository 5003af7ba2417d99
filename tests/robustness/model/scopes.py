"""Scenarios, and the scopes that enumerate them."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tests.robustness.model.faults import RESPONSES, VARIANTS
from tests.robustness.model.things import Kind

SETTLE = 5.0
STALE = SETTLE - 0.1
LONG = 300.0
"""Seconds that suffice for three attempts, each followed by a proof of absence."""
Lists = Literal["complete", "stale", "partial"]
LISTS: tuple[Lists, ...] = ("complete", "stale", "partial")


@dataclass(frozen=True, slots=True)
class Event:
    """An event in the first process.

    Attributes:
        kind: `kill`: it is killed, and a new process calls again; `restart`: its call is cancelled, its client is
            closed, and a new process calls again; `cancel`: its call is cancelled, and the same client calls again.
        at: `attempt`: when the server receives that attempt; `search`: when it receives the first request for a list
            afterwards; `response`: when the call returns or raises afterwards.
        attempt: Number of the attempt, from 1.
    """

    kind: Literal["kill", "cancel", "restart"]
    at: Literal["attempt", "search", "response"]
    attempt: int

    def __str__(self) -> str:
        return f"{self.kind} at {self.at} {self.attempt}"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario.

    Attributes:
        responses: Faults of the first attempts, by the names of `faults.FAULTS`; further ones succeed.
        lists: `complete`: lists show objects at once; `stale`: lists and reads by id show objects as late as assumed;
            `partial`: lists are stale and paged, and every third page misses a part, each time of another kind.
        event: The event in the first process.
        processes: Number of processes that call at the same time.
        kind: Kind of the object.
        timeout: Timeout of each call in seconds.
    """

    responses: tuple[str, ...]
    lists: Lists = "complete"
    event: Event | None = None
    processes: int = 1
    kind: Kind = "job"
    timeout: float = LONG

    def __str__(self) -> str:
        processes = "1 process" if self.processes == 1 else f"{self.processes} processes"
        event = self.event or "no event"
        responses = ", ".join(self.responses)
        timeout = f"timeout {self.timeout:g} s"
        return "; ".join((self.kind, responses, f"lists {self.lists}", str(event), processes, timeout))


def small_scope(kinds: tuple[Kind, ...] = ("job",), attempts: int = 3, timeout: float = LONG) -> Iterator[Scenario]:
    """Yield every scenario of the small scope."""
    for kind, number in itertools.product(kinds, range(1, attempts + 1)):
        for responses in itertools.product(RESPONSES, repeat=number):
            for lists, event, processes in itertools.product(LISTS, _events(number), (1, 2)):
                yield Scenario(responses, lists, event, processes, kind, timeout)


def variants(kinds: tuple[Kind, ...] = ("job",), attempts: int = 2, timeout: float = LONG) -> Iterator[Scenario]:
    """Yield scenarios with all variants of all faults."""
    for kind, number in itertools.product(kinds, range(1, attempts + 1)):
        for responses in itertools.product(VARIANTS, repeat=number):
            for lists, event in itertools.product(LISTS, (None, Event("kill", "attempt", 1))):
                yield Scenario(responses, lists, event, 1, kind, timeout)


def _events(attempts: int) -> Iterator[Event | None]:
    yield None
    for attempt in range(1, attempts + 1):
        for kind in ("kill", "cancel", "restart"):
            yield Event(kind, "attempt", attempt)
            yield Event(kind, "search", attempt)
        yield Event("kill", "response", attempt)
