"""The progress of a workflow, small enough to be kept anywhere."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, TypeAlias, cast

from move_ugc_async._base_errors import MoveInvalidRequestError

Stage: TypeAlias = Literal["preflight", "upload", "take", "job", "wait", "download"]


@dataclass(frozen=True, slots=True)
class CaptureState:
    """The ids that a workflow has made so far. It holds no secret, and `to_json` returns it as plain data.

    Attributes:
        key: Marks everything that the workflow creates, so that nothing is created twice.
        file_ids: Ids of the uploaded files, by the SHA-256 of their content. Entries of earlier versions, which were by
            path, are kept, and used where the file at the path is missing.
        take_id: Id of the take.
        job_id: Id of the job, or of the volume.
        content_digests: SHA-256 of each clip, in order; empty until the clips were read.
        request_digest: Digest of the options; None until the clips were read, and in states of earlier versions.
        work_attempted: Whether the job or volume may exist, although its id is missing.
    """

    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    file_ids: Mapping[str, str] = field(default_factory=dict[str, str])
    take_id: str | None = None
    job_id: str | None = None
    content_digests: tuple[str, ...] = ()
    request_digest: str | None = None
    work_attempted: bool = False

    @property
    def has_ids(self) -> bool:
        """Whether anything was made."""
        return bool(self.file_ids or self.take_id or self.job_id)

    @property
    def is_bound(self) -> bool:
        """Whether it can be resumed with the same options only: what it has started is paid for."""
        return self.job_id is not None or (self.has_ids and self.work_attempted)

    def changed(self, **fields: Any) -> "CaptureState":
        """Return the state with other values of some fields."""
        return replace(self, **fields)

    def to_json(self) -> dict[str, Any]:
        """Return the state as a JSON object."""
        return {**asdict(self), "file_ids": dict(self.file_ids), "content_digests": [*self.content_digests]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "CaptureState":
        """Read a state back, also one of an earlier version.

        Raises:
            MoveInvalidRequestError: It is not the state of a workflow.
        """
        try:
            # Earlier versions did not record their attempts.
            fields: dict[str, Any] = {"work_attempted": True, **data}
            state = cls(**fields)
        except TypeError as error:
            msg = f"this is not the state of a workflow: {error}"
            raise MoveInvalidRequestError(msg) from None
        # A state without its key would start a new workflow, which is paid for, each time that it is used.
        if "key" not in data or not state._has_right_types():
            msg = "this is not the state of a workflow: its key is missing, or a field has another type"
            raise MoveInvalidRequestError(msg)
        return replace(state, content_digests=tuple(state.content_digests))

    def _has_right_types(self) -> bool:
        digests = cast("object", self.content_digests)
        if not isinstance(cast("object", self.file_ids), Mapping) or not isinstance(digests, list | tuple):
            return False
        texts: list[object] = [self.key, *self.file_ids.values(), *self.content_digests]
        optional = [self.take_id, self.job_id, self.request_digest]
        are_texts = all(isinstance(text, str) for text in [*texts, *(each for each in optional if each is not None)])
        return are_texts and isinstance(cast("object", self.work_attempted), bool)


State: TypeAlias = CaptureState | Mapping[str, Any] | str
"""A state as an error carries it, its JSON object, or that as text."""


def read_state(state: State) -> CaptureState:
    """Return a state as it is, or read one that was kept as JSON.

    Raises:
        MoveInvalidRequestError: It is not the state of a workflow.
    """
    if isinstance(state, CaptureState):
        return state
    try:
        data = json.loads(state) if isinstance(state, str) else state
    except (ValueError, RecursionError) as error:
        msg = f"resume_from must be the JSON of a state: {error}"
        raise MoveInvalidRequestError(msg) from None
    return CaptureState.from_json(data)
