"""The states of jobs and volumes, and what they mean."""

from enum import Enum


class Phase(Enum):
    """The meaning of a state for a wait."""

    UNDER_WAY = "under way"
    FINISHED = "finished"
    FAILED = "failed"


PHASES = {
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
"""The phase of each known state. Work in any other state counts as under way."""


def normalise_state(state: object) -> str | None:
    """Return a state in upper case with underscores, however the server spelt it; None if it is missing."""
    if not isinstance(state, str) or not state.strip():
        return None
    return state.strip().upper().replace(" ", "_").replace("-", "_")
