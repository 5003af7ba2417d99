"""Errors of workflows, prepared for the command line."""

from move_ugc_async import (
    CaptureError,
    CaptureState,
    IdempotencyMismatchError,
    JobFailedError,
    MoveError,
    MoveInvalidRequestError,
    MoveNotFoundError,
)

PERMANENT_ERRORS = (JobFailedError, MoveNotFoundError, IdempotencyMismatchError)
"""Errors that resuming the workflow would meet again."""


def split_error(error: MoveError) -> tuple[BaseException, CaptureState]:
    """Return the error to report and the state of a failed workflow.

    An error of the preflight is reported without its stage, since nothing was started.
    """
    if not isinstance(error, CaptureError):
        return error, CaptureState()
    reported = error.__cause__ if error.__cause__ and error.stage == "preflight" else error
    return reported, error.state


def reject_key_with_fresh(key: str | None, *, fresh: bool) -> None:
    """Validate that `--key` and `--fresh` are not both set.

    Raises:
        MoveInvalidRequestError: Both are set.
    """
    if key is not None and fresh:
        msg = "cannot combine --fresh with --key: a key finds the existing objects; to pay again, choose another --key"
        raise MoveInvalidRequestError(msg)
