"""Objects and responses of the server."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from tests.robustness.model.faults import Ending

EPOCH = 1_750_000_000.0
"""Unix time at which the simulated clock reads 0."""

Kind = Literal["take", "job", "volume"]


@dataclass(slots=True)
class Thing:
    """An object on the server.

    Attributes:
        created_at: Time of its creation; in the future while the request is executed.
        requested_at: Arrival of the request.
        shown_at: Time from which lists show it.
    """

    kind: Kind
    id: str
    key: str | None
    metadata: str | None
    name: str | None
    created_at: float
    requested_at: float
    shown_at: float
    take_id: str | None = None
    has_created: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """The response to one request.

    Attributes:
        after: Seconds until it arrives.
        ending: How the response or the connection ends.
    """

    status: int
    body: bytes
    headers: dict[str, str]
    after: float
    ending: Ending


def show(thing: Thing, now: float) -> dict[str, Any]:
    """Return an object with all its fields."""
    moment = datetime.fromtimestamp(EPOCH + thing.created_at, UTC)
    age = now - thing.created_at
    state = "NOT_STARTED" if age < 1 else "RUNNING" if age < 30 else "FINISHED"
    client = {"id": "client-1", "name": "Somebody", "created": "2023-01-01T00:00:00.000000Z"}
    shown: dict[str, Any] = {
        "__typename": {"take": "Take", "job": "Job", "volume": "HumanVolume"}[thing.kind],
        "id": thing.id,
        "name": thing.name,
        "created": moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if thing.has_created else None,
        "metadata": thing.metadata,
        "client": client,
    }
    if thing.kind != "take":
        percentage = {"NOT_STARTED": 0, "RUNNING": 50, "FINISHED": 100}[state]
        shown |= {"state": state, "progress": {"state": state, "percentageComplete": percentage}}
    if thing.kind == "job":
        shown["take"] = {"id": thing.take_id, "created": "2023-01-01T00:00:00.000000Z"}
    return shown
