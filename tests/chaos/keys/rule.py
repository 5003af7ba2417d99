"""The faults of the scenario "keys".

A fault is decided by the seed, the key and the number of the attempt, or by the seed, the list and the number of the
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
"""Statuses from something between client and server, which do not say whether the work was done."""
ERROR_TYPES = ("ExecutionTimeout", "MoveNotFoundError", "ThrottlingException", "Unauthorized", "Internal:Error")

Work: TypeAlias = Literal["first", "later", "never"]
Reply: TypeAlias = Literal[
    "answer", "close", "reset", "half", "silence", "status", "below", "beside", "unknown", "throttled"
]
Part: TypeAlias = Literal["item", "items", "list", "metadata"]

_ATTEMPTS: dict[str, tuple[int, Work, tuple[Reply, ...]]] = {
    "none": (55, "first", ("answer",)),
    "slow": (4, "first", ("answer",)),
    "response lost": (7, "first", ("close", "reset", "half")),
    "work later": (12, "later", ("close", "reset", "status")),
    "error below": (5, "first", ("below", "beside")),
    "unknown error": (3, "first", ("unknown",)),
    "status, work done": (4, "first", ("status",)),
    "status, no work": (4, "never", ("status", "close")),
    "throttled": (6, "never", ("throttled",)),
}
"""Of each kind: hundredths of all attempts, when the work is done, and the replies to choose from."""

_READS: dict[str, int] = {"none": 77, "slow": 4, "partial": 15, "failed": 4}
"""Hundredths of all reads."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The fate of one attempt to create something.

    Attributes:
        kind: Name of the fault.
        work: Whether the work is done before the reply, after it or never.
        reply: What the client gets.
        reply_after: Seconds from the arrival of the request to the reply.
        work_after: Seconds from the arrival to the work, where it is done later.
        status: HTTP status of the reply `status`.
        error_type: The type of the error in the replies `below` and `beside`.
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
    """The fate of one read of a page.

    Attributes:
        kind: Name of the fault.
        part: What is missing from a partial page.
        place: Which item it is missing from, as a fraction of the page.
        reply_after: Seconds to the reply; the page is as of the arrival of the request.
        status: HTTP status of a failed read; None closes the connection.
    """

    kind: str
    part: Part
    place: float
    reply_after: float
    status: int | None


@dataclass(frozen=True, slots=True)
class Patience:
    """When the first call with a key is given up by its caller; None where it is not.

    Attributes:
        cancel_after: Seconds until it is cancelled.
        timeout: Its argument `timeout=`.
    """

    cancel_after: float | None = None
    timeout: float | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Decide every fault.

    Args:
        seed: Decides all that is left to chance.
        pace: Factor of all delays; 1 is real.
    """

    seed: int
    pace: float

    def patience(self, key: str) -> Patience:
        """Return when the first call with a key is given up."""
        chance = self.chance("patience", key).random()
        if chance < 0.04:
            return Patience(cancel_after=3.0 * self.pace)
        return Patience(timeout=12.0 * self.pace) if chance < 0.08 else Patience()

    def attempt(self, key: str, number: int) -> Attempt:
        """Return what happens to an attempt, the first of which has the number 0."""
        chance = self.chance("attempt", key, number)
        kind = chance.choices(list(_ATTEMPTS), [share for share, _, _ in _ATTEMPTS.values()])[0]
        _, work, replies = _ATTEMPTS[kind]
        reply = chance.choice(replies)
        reply_after = chance.uniform(0.0, 1.2) * self.pace
        if kind == "slow":
            reply_after = chance.uniform(1.0, 12.0) * self.pace
        given_up = reply_after
        patience = self.patience(key)
        if number == 0 and patience != Patience():
            kind, work, reply = "given up by the caller", "later", "silence"
            given_up = patience.cancel_after or patience.timeout or 0.0
        # A quarter of them at the very end, where a search that begins too early finds nothing.
        latest = LATEST_WORK * self.pace
        work_after = latest if chance.random() < 0.25 else chance.uniform(given_up, latest)
        return Attempt(kind, work, reply, reply_after, work_after, chance.choice(STATUSES), chance.choice(ERROR_TYPES))

    def listed_after(self, id: str) -> float:
        """Return the seconds after which an object shows up in lists."""
        chance = self.chance("listed", id)
        latest = LATEST_LISTING * self.pace
        return latest if chance.random() < 0.25 else chance.uniform(0.0, latest)

    def read(self, name: str, number: int) -> Read:
        """Return what happens to a read of a list, the first of which has the number 0."""
        chance = self.chance("read", name, number)
        kind = chance.choices(list(_READS), list(_READS.values()))[0]
        part: Part = chance.choice(("item", "items", "list", "metadata"))
        reply_after = chance.uniform(0.0, 2.0) * self.pace if kind == "slow" else 0.0
        # Half of them miss the newest object, for which a search is most probable.
        place = 0.0 if chance.random() < 0.5 else chance.random()
        return Read(kind, part, place, reply_after, chance.choice((500, 502, 503, 429, None)))

    def chance(self, *names: object) -> Random:
        """Return a random source that depends on the seed and these names alone."""
        return Random(f"{self.seed}/{names}")
