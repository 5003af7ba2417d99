"""How far a job or volume is, in one reading of the several spellings."""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, TypeAlias, cast

from move_ugc_async._log import logger
from move_ugc_async.errors import GraphQLErrorItem, MoveError

Kind: TypeAlias = Literal["job", "volume"]


class Phase(Enum):
    """What a state means to whoever waits."""

    UNDER_WAY = "under way"
    FINISHED = "finished"
    FAILED = "failed"


_PHASES = {
    "NOT_STARTED": Phase.UNDER_WAY,
    "QUEUED": Phase.UNDER_WAY,
    "STARTED": Phase.UNDER_WAY,
    "RUNNING": Phase.UNDER_WAY,
    "FINISHED": Phase.FINISHED,
    "COMPLETED": Phase.FINISHED,
    "FAILED": Phase.FAILED,
    "CANCELLED": Phase.FAILED,
    "CANCELED": Phase.FAILED,
}
_reported: set[str] = set()


@dataclass(frozen=True, slots=True)
class Status:
    """How far a job or volume is.

    Attributes:
        state: The state, in upper case with underscores, however the server spelt it; None when it says nothing.
        percentage: Share of the work done, 0 to 100; None when the server does not say.
    """

    state: str | None = None
    percentage: int | None = None

    @property
    def phase(self) -> Phase:
        """What the state means; one that is not known means that the work is under way."""
        return _PHASES.get(self.state or "", Phase.UNDER_WAY)


def read_status(answer: object) -> Status:
    """Read a status from an object's `progress`, and from its `state` where there is none.

    `state` is the older field: a plain string with spaces in places.
    """
    fields = _fields(answer)
    progress = _fields(fields.get("progress"))
    state = _normalise(progress.get("state")) or _normalise(fields.get("state"))
    if state is not None and state not in _PHASES:
        _report(state)
    return Status(state, _percentage(progress.get("percentageComplete")))


def _percentage(given: object) -> int | None:
    # Whatever else a server may send: the time that is left is computed from it.
    return int(given) if isinstance(given, int | float) and 0 <= given <= 100 else None  # noqa: PLR2004


def _fields(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _normalise(state: object) -> str | None:
    if not isinstance(state, str) or not state.strip():
        return None
    return state.strip().upper().replace(" ", "_").replace("-", "_")


def _report(state: str) -> None:
    if state not in _reported and len(_reported) < 100:  # noqa: PLR2004 - a server may not grow it without end
        _reported.add(state)
        logger.warning("the state %.64r is not known; waiting goes on", state)


def failed_item(error: MoveError) -> GraphQLErrorItem | None:
    """Return the item of an error that reports failed work, as the API sends it in place of the work."""
    return next((item for item in error.errors if read_status(item.data).phase is Phase.FAILED), None)
