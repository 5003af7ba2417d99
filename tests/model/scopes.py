"""Scenarios, and the scopes that hold all of a kind."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tests.model.faults import RESPONSES, SPELLINGS
from tests.model.things import Kind

SETTLE = 5.0
STALE = SETTLE - 0.1
LONG = 300.0
"""Seconds that suffice for three attempts with a proof of absence after each."""
Lists = Literal["complete", "stale", "partial"]
LISTS: tuple[Lists, ...] = ("complete", "stale", "partial")


@dataclass(frozen=True, slots=True)
class Event:
    """What happens to the first process.

    Attributes:
        kind: `kill`: it ends at once, and a new process calls again; `restart`: its call is cancelled, its client is
            closed, and a new process calls again; `cancel`: its call is cancelled, and the same client calls again.
        at: `attempt`: when the server has the request of that attempt; `search`: when it has the first request for a
            list after it; `response`: when the call has returned or raised after it.
        attempt: Which attempt of all, from 1.
    """

    kind: Literal["kill", "cancel", "restart"]
    at: Literal["attempt", "search", "response"]
    attempt: int

    def __str__(self) -> str:
        return f"{self.kind} at {self.at} {self.attempt}"


@dataclass(frozen=True, slots=True)
class Scenario:
    """What happens.

    Attributes:
        responses: What happens to the first attempts, by the names of `server.FAULTS`; further ones succeed.
        lists: `complete`: they show everything at once; `stale`: as late as promised, and reads by id do so, too;
            `partial`: lists are stale and paged, and every third page misses a part, each time another kind.
        event: What happens to the first process.
        processes: How many call at the same moment.
        kind: What is created.
        timeout: Seconds that each call may take.
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


def spellings(kinds: tuple[Kind, ...] = ("job",), attempts: int = 2, timeout: float = LONG) -> Iterator[Scenario]:
    """Yield scenarios with every spelling of every fault."""
    for kind, number in itertools.product(kinds, range(1, attempts + 1)):
        for responses in itertools.product(SPELLINGS, repeat=number):
            for lists, event in itertools.product(LISTS, (None, Event("kill", "attempt", 1))):
                yield Scenario(responses, lists, event, 1, kind, timeout)


def _events(attempts: int) -> Iterator[Event | None]:
    yield None
    for attempt in range(1, attempts + 1):
        for kind in ("kill", "cancel", "restart"):
            yield Event(kind, "attempt", attempt)
            yield Event(kind, "search", attempt)
        yield Event("kill", "response", attempt)
