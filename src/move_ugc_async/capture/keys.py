"""Idempotency keys of the steps of a workflow."""

from collections.abc import Sequence

from move_ugc_async._capture_state import CaptureState
from move_ugc_async._generated.fragments import HumanVolumeType, TakeType
from move_ugc_async._schema.keyed_metadata import KeyedMetadata, WorkflowKey
from move_ugc_async.capture.clips import KnownClip, digests_of
from move_ugc_async.capture.request import CaptureRequest
from move_ugc_async.errors import IdempotencyMismatchError


def take_key(request: CaptureRequest, clips: Sequence[KnownClip], state: CaptureState, *, is_new: bool) -> WorkflowKey:
    """Return the idempotency key of a workflow's take.

    Args:
        request: The request of the workflow.
        clips: Its clips.
        state: Its state.
        is_new: Whether the key cannot have been used before.
    """
    digests = digests_of(clips)
    identity = None if digests is None else request.take_identity(digests)
    return WorkflowKey(f"{state.key}-take", workflow=state.key, is_new=is_new, identity=identity)


def work_key(
    request: CaptureRequest, clips: Sequence[KnownClip], state: CaptureState, *, is_new: bool, has_take: bool
) -> WorkflowKey:
    """Return the idempotency key of a workflow's job or volume.

    Args:
        request: The request of the workflow.
        clips: Its clips.
        state: Its state.
        is_new: Whether the key cannot have been used before.
        has_take: Whether it is a job, which is created from a take; otherwise it is a volume.
    """
    digests = digests_of(clips)
    identity = None if digests is None else request.work_identity(digests)
    if not has_take:
        return WorkflowKey(f"{state.key}-volume", workflow=state.key, is_new=is_new, identity=identity)
    return WorkflowKey(
        f"{state.key}-job", workflow=state.key, is_new=is_new, identity=identity, take_key=f"{state.key}-take"
    )


def check_found(
    request: CaptureRequest, state: CaptureState, key: WorkflowKey, found: TakeType | HumanVolumeType
) -> None:
    """Validate that an object found by its key was created for the same request.

    Raises:
        IdempotencyMismatchError: It was created from other content or with other options.
    """
    digest = found.metadata.digest if isinstance(found.metadata, KeyedMetadata) else None
    if key.identity is not None and digest != request.found_digest(key.identity):
        msg = (
            f"the key {state.key!r} was used before, for {found.id} and with other content or options; "
            "another key pays for a new job"
        )
        raise IdempotencyMismatchError(msg, operation=request.operation, id=found.id)
