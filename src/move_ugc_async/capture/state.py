"""How far a journey has come, small enough to be kept anywhere."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias

from move_ugc_async.errors import MoveInvalidRequestError

Stage: TypeAlias = Literal["preflight", "upload", "take", "job", "wait", "download"]


@dataclass(frozen=True, slots=True)
class CaptureState:
    """The ids that a journey has made so far. It holds no secret, and `to_json` gives it as plain data.

    Attributes:
        key: Marks everything that the journey creates, so that nothing is created twice.
        file_ids: Ids of the uploaded files, by the paths they came from.
        take_id: Id of the take.
        job_id: Id of the job, or of the volume.
    """

    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    file_ids: Mapping[str, str] = field(default_factory=dict[str, str])
    take_id: str | None = None
    job_id: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Give the state as a JSON object."""
        return {**asdict(self), "file_ids": dict(self.file_ids)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "CaptureState":
        """Read a state back.

        Raises:
            MoveInvalidRequestError: It is not one.
        """
        try:
            state = cls(**data)
        except TypeError as error:
            msg = f"this is not the state of a journey: {error}"
            raise MoveInvalidRequestError(msg) from None
        if not isinstance(state.key, str) or not isinstance(state.file_ids, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = "this is not the state of a journey"
            raise MoveInvalidRequestError(msg)
        return state


State: TypeAlias = CaptureState | Mapping[str, Any]
"""A state as an error carries it, or as JSON kept it."""


def read_state(state: State | None) -> CaptureState:
    """Take a state as it is, read one that was kept as JSON, or begin a new one."""
    if state is None:
        return CaptureState()
    return state if isinstance(state, CaptureState) else CaptureState.from_json(state)
