"""The resumable state of a workflow: ids and digests."""

import json
import sys
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, TypeAlias, cast

from move_ugc_async._base_errors import MoveInvalidRequestError

_ADVICE = "pass the `state` of a CaptureError as it was, or leave resume_from out, which pays for a new job"

Stage: TypeAlias = Literal["preflight", "upload", "take", "job", "wait", "download"]


@dataclass(frozen=True, slots=True)
class CaptureState:
    """The ids that a workflow has created so far. It contains no secrets, and `to_json` returns it as plain data.

    Attributes:
        key: Marks everything that the workflow creates, so that nothing is created twice.
        file_ids: Ids of the uploaded files, by the SHA-256 of their content. Earlier versions stored them by path; such
            entries are used when the file at the path is missing.
        take_id: Id of the take.
        job_id: Id of the job, or of the volume.
        content_digests: SHA-256 of each clip, in order; empty until the clips have been read.
        request_digest: Digest of the options; None until the clips have been read, and in states of earlier versions.
        work_attempted: Whether the job or volume may exist although its id is missing.
        video_minutes: Minutes of video of the job or volume. None without a `Budget`, and if the length of a video is
            unknown.
    """

    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    file_ids: Mapping[str, str] = field(default_factory=dict[str, str])
    take_id: str | None = None
    job_id: str | None = None
    content_digests: tuple[str, ...] = ()
    request_digest: str | None = None
    work_attempted: bool = False
    video_minutes: float | None = None

    @property
    def has_ids(self) -> bool:
        """Whether anything has been created."""
        return bool(self.file_ids or self.take_id or self.job_id)

    @property
    def is_bound(self) -> bool:
        """Whether only the same options can resume it, since a job or volume was paid for or may exist."""
        return self.job_id is not None or (self.has_ids and self.work_attempted)

    def changed(self, **fields: Any) -> "CaptureState":
        """Return a copy with some fields replaced."""
        return replace(self, **fields)

    def to_json(self) -> dict[str, Any]:
        """Return the state as a JSON object."""
        data = {**asdict(self), "file_ids": dict(self.file_ids), "content_digests": [*self.content_digests]}
        if self.video_minutes is None:
            # Earlier versions do not know it.
            del data["video_minutes"]
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "CaptureState":
        """Parse the JSON object of a state, including those of earlier versions.

        Raises:
            MoveInvalidRequestError: It is not the state of a workflow.
        """
        try:
            # Earlier versions did not record whether they had attempted the work.
            fields: dict[str, Any] = {"work_attempted": True, **data}
            state = cls(**fields)
        except TypeError as error:
            msg = f"cannot read the state of a workflow: {error}; {_ADVICE}"
            raise MoveInvalidRequestError(msg) from None
        # Without its key, each use of the state would start and pay for a new workflow.
        if "key" not in data or not state._has_right_types():
            msg = f"cannot read the state of a workflow: its key is missing, or a field is of the wrong type; {_ADVICE}"
            raise MoveInvalidRequestError(msg)
        return replace(state, content_digests=tuple(state.content_digests))

    def _has_right_types(self) -> bool:
        digests = cast("object", self.content_digests)
        if not isinstance(cast("object", self.file_ids), Mapping) or not isinstance(digests, list | tuple):
            return False
        optional = [each for each in (self.take_id, self.job_id, self.request_digest) if each is not None]
        texts: list[object] = [self.key, *self.file_ids.values(), *self.content_digests, *optional]
        minutes = self.video_minutes
        if minutes is not None and not _is_amount(minutes):
            return False
        return all(isinstance(text, str) for text in texts) and isinstance(cast("object", self.work_attempted), bool)


def _is_amount(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= sys.float_info.max


State: TypeAlias = CaptureState | Mapping[str, Any] | str
"""A state object, its JSON object, or that as text."""


def read_state(state: State) -> CaptureState:
    """Return a state, parsed if it is JSON.

    Raises:
        MoveInvalidRequestError: It is not the state of a workflow.
    """
    if isinstance(state, CaptureState):
        return state
    try:
        data = json.loads(state) if isinstance(state, str) else state
    except (ValueError, RecursionError) as error:
        msg = f"cannot read resume_from as JSON: {error}; {_ADVICE}"
        raise MoveInvalidRequestError(msg) from None
    return CaptureState.from_json(data)
