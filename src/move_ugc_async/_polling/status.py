"""The status of a job or volume, independent of the server's spelling."""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, TypeAlias, cast

from move_ugc_async._log import logger
from move_ugc_async.errors import GraphQLErrorItem, MoveError

Kind: TypeAlias = Literal["job", "volume"]

_MAX_REPORTED_STATES = 100
"""Bounds memory: a server may send any number of unknown states."""


@dataclass(frozen=True, slots=True)
class WorkRef:
    """A job or volume, by kind and id."""

    kind: Kind
    id: str


class Phase(Enum):
    """The meaning of a state for a wait."""

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
    """State and progress of a job or volume.

    Attributes:
        state: The state in upper case with underscores, however the server spelt it; None when it is missing.
        percentage: Share of the work done, 0 to 100; None when it is missing or invalid.
    """

    state: str | None = None
    percentage: int | None = None

    @property
    def phase(self) -> Phase:
        """The meaning of the state. Work in an unknown state counts as under way."""
        return _PHASES.get(self.state or "", Phase.UNDER_WAY)


def read_status(data: object) -> Status:
    """Read a status from the `progress` of an object, or from its `state` if progress is missing.

    `state` is the older field: a plain string, sometimes with spaces.
    """
    fields = _mapping(data)
    progress = _mapping(fields.get("progress"))
    state = _normalise(progress.get("state")) or _normalise(fields.get("state"))
    if state is not None and state not in _PHASES:
        _report(state)
    return Status(state, _percentage(progress.get("percentageComplete")))


def failed_item(error: MoveError) -> GraphQLErrorItem | None:
    """Return the item of an error that reports failed work, which the API sends in place of the work."""
    return next((item for item in error.errors if read_status(item.data).phase is Phase.FAILED), None)


def _percentage(value: object) -> int | None:
    # The poll interval is computed from it, so ignore anything out of range.
    return int(value) if isinstance(value, int | float) and 0 <= value <= 100 else None  # noqa: PLR2004


def _mapping(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _normalise(state: object) -> str | None:
    if not isinstance(state, str) or not state.strip():
        return None
    return state.strip().upper().replace(" ", "_").replace("-", "_")


def _report(state: str) -> None:
    if state not in _reported and len(_reported) < _MAX_REPORTED_STATES:
        _reported.add(state)
        logger.warning("unknown state %.64r; waiting continues", state)
