"""The faults of the scenario "keys".

A fault is determined by the seed, the key and the number of the attempt, or by the seed, the list and the number of the
read. It never depends on the order in which requests arrive.
"""

from dataclasses import dataclass
from random import Random
from typing import Literal, TypeAlias

SERVER_LIMIT = 30.0
"""Seconds after its arrival within which the server executes a request (AppSync's limit)."""
LATEST_WORK = 29.0
LATEST_LISTING = 4.0

STATUSES = (302, 303, 403, 404, 409, 413, 422, 429, 499, 500, 502, 503, 504)
"""Statuses of proxies and gateways, which do not show whether the request was executed."""
ERROR_TYPES = ("ExecutionTimeout", "MoveNotFoundError", "ThrottlingException", "Unauthorized", "Internal:Error")

Work: TypeAlias = Literal["first", "later", "never"]
Reply: TypeAlias = Literal[
    "object", "close", "reset", "half", "silence", "status", "below", "beside", "unknown", "throttled"
]
Part: TypeAlias = Literal["item", "items", "list", "metadata"]

_ATTEMPTS: dict[str, tuple[int, Work, tuple[Reply, ...]]] = {
    "none": (55, "first", ("object",)),
    "slow": (4, "first", ("object",)),
    "response lost": (7, "first", ("close", "reset", "half")),
    "work later": (12, "later", ("close", "reset", "status")),
    "error below": (5, "first", ("below", "beside")),
    "unknown error": (3, "first", ("unknown",)),
    "status, work done": (4, "first", ("status",)),
    "status, no work": (4, "never", ("status", "close")),
    "throttled": (6, "never", ("throttled",)),
}
"""For each kind: percentage of all attempts, time of the work, and possible replies."""

_READS: dict[str, int] = {"none": 77, "slow": 4, "partial": 15, "failed": 4}
"""Percentages of all reads."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The fault of one creation attempt.

    Attributes:
        kind: Name of the fault.
        work: Whether the request is executed before the reply, after it or never.
        reply: Kind of the reply.
        reply_after: Seconds from the arrival of the request to the reply.
        work_after: Seconds from the arrival to a later execution.
        status: HTTP status of the reply `status`.
        error_type: Error type in the replies `below` and `beside`.
    """

    kind: str
    work: Work
    reply: Reply
    reply_after: float
    work_after: float
    status: int
    error_type: str


@dataclass(frozen=True, slots=True)
class Read:
    """The fault of one read of a page.

    Attributes:
        kind: Name of the fault.
        part: The missing part of a partial page.
        place: Position of the missing item, as a fraction of the page.
        reply_after: Seconds until the reply; the page is read at the arrival of the request.
        status: HTTP status of a failed read; None closes the connection.
    """

    kind: str
    part: Part
    place: float
    reply_after: float
    status: int | None


@dataclass(frozen=True, slots=True)
class CallLimits:
    """Limits of the first call with a key; None for no limit.

    Attributes:
        cancel_after: Seconds until it is cancelled.
        timeout: Its `timeout=` argument.
    """

    cancel_after: float | None = None
    timeout: float | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Determines every fault.

    Args:
        seed: Seed of all random choices.
        pace: Factor of all delays; 1 is real time.
    """

    seed: int
    pace: float

    def call_limits(self, key: str) -> CallLimits:
        """Return the limits of the first call with a key."""
        chance = self.chance("patience", key).random()
        if chance < 0.04:
            return CallLimits(cancel_after=3.0 * self.pace)
        return CallLimits(timeout=12.0 * self.pace) if chance < 0.08 else CallLimits()

    def attempt(self, key: str, number: int) -> Attempt:
        """Return the fault of an attempt; the first one has the number 0."""
        chance = self.chance("attempt", key, number)
        kind = chance.choices(list(_ATTEMPTS), [share for share, _, _ in _ATTEMPTS.values()])[0]
        _, work, replies = _ATTEMPTS[kind]
        reply = chance.choice(replies)
        reply_after = chance.uniform(0.0, 1.2) * self.pace
        if kind == "slow":
            reply_after = chance.uniform(1.0, 12.0) * self.pace
        abandoned_after = reply_after
        call_limits = self.call_limits(key)
        if number == 0 and call_limits != CallLimits():
            kind, work, reply = "abandoned by the caller", "later", "silence"
            abandoned_after = call_limits.cancel_after or call_limits.timeout or 0.0
        # A quarter at the latest possible time, when a search that begins too early finds nothing.
        latest = LATEST_WORK * self.pace
        work_after = latest if chance.random() < 0.25 else chance.uniform(abandoned_after, latest)
        return Attempt(kind, work, reply, reply_after, work_after, chance.choice(STATUSES), chance.choice(ERROR_TYPES))

    def listed_after(self, id: str) -> float:
        """Return the seconds after which lists show an object."""
        chance = self.chance("listed", id)
        latest = LATEST_LISTING * self.pace
        return latest if chance.random() < 0.25 else chance.uniform(0.0, latest)

    def read(self, name: str, number: int) -> Read:
        """Return the fault of a read of a list; the first one has the number 0."""
        chance = self.chance("read", name, number)
        kind = chance.choices(list(_READS), list(_READS.values()))[0]
        part: Part = chance.choice(("item", "items", "list", "metadata"))
        reply_after = chance.uniform(0.0, 2.0) * self.pace if kind == "slow" else 0.0
        # Half of them miss the newest object, which is the most probable target of a search.
        place = 0.0 if chance.random() < 0.5 else chance.random()
        return Read(kind, part, place, reply_after, chance.choice((500, 502, 503, 429, None)))

    def chance(self, *names: object) -> Random:
        """Return a random source that depends only on the seed and these names."""
        return Random(f"{self.seed}/{names}")
