"""Exit codes, their meanings, and the errors that lead to them."""

from collections.abc import Sequence
from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended."""

    SUCCESS = 0
    FAILED = 1
    INVALID = 2
    UNAUTHORIZED = 3
    NOT_FOUND = 4
    TIMED_OUT = 5
    SOME_FAILED = 6
    INTERRUPTED = 130
    BROKEN_PIPE = 141
    TERMINATED = 143


MEANINGS = {
    ExitCode.SUCCESS: "success",
    ExitCode.FAILED: "a job, the server, the network or the disk failed, or an extra is missing",
    ExitCode.INVALID: "invalid usage or input, or a limit on spending; found before anything was created",
    ExitCode.UNAUTHORIZED: "no API key, or the server rejected it",
    ExitCode.NOT_FOUND: "object not found",
    ExitCode.TIMED_OUT: "timed out; work that was started continues on the server",
    ExitCode.SOME_FAILED: "some of several failed, the others succeeded",
    ExitCode.INTERRUPTED: "interrupted by Ctrl-C",
    ExitCode.BROKEN_PIPE: "the reader of the output stopped reading",
    ExitCode.TERMINATED: "terminated by SIGTERM",
}


def exit_code_for(error: BaseException) -> ExitCode:
    """Return the exit code for an error."""
    from move_ugc_async import CaptureError

    if isinstance(error, CaptureError) and error.__cause__ is not None:
        return exit_code_for(error.__cause__)
    return exit_code_for_type(type(error))


def exit_code_for_type(error_type: type[BaseException]) -> ExitCode:
    """Return the exit code for errors of a type."""
    from move_ugc_async import (
        BudgetExceededError,
        IdempotencyMismatchError,
        MotionFormatError,
        MoveAuthenticationError,
        MoveConfigurationError,
        MoveInvalidRequestError,
        MoveNotFoundError,
        MovePermissionError,
        MoveSourceChangedError,
        WaitTimeoutError,
    )

    # The first match counts: MoveSourceChangedError is an invalid request, but found during the upload.
    codes: list[tuple[tuple[type[BaseException], ...], ExitCode]] = [
        ((MoveSourceChangedError,), ExitCode.FAILED),
        (
            (MoveInvalidRequestError, IdempotencyMismatchError, MoveConfigurationError, BudgetExceededError),
            ExitCode.INVALID,
        ),
        ((FileNotFoundError, IsADirectoryError, MotionFormatError), ExitCode.INVALID),
        ((MoveAuthenticationError, MovePermissionError), ExitCode.UNAUTHORIZED),
        ((MoveNotFoundError,), ExitCode.NOT_FOUND),
        ((WaitTimeoutError,), ExitCode.TIMED_OUT),
    ]
    return next((code for classes, code in codes if issubclass(error_type, classes)), ExitCode.FAILED)


def combine_exit_codes(codes: Sequence[ExitCode]) -> ExitCode:
    """Return the exit code for several objects: the one they share, SOME_FAILED if any succeeded, else FAILED."""
    distinct = set(codes)
    if len(distinct) <= 1:
        return next(iter(distinct), ExitCode.SUCCESS)
    return ExitCode.SOME_FAILED if ExitCode.SUCCESS in distinct else ExitCode.FAILED


def epilog() -> str:
    """Return the table of exit codes for the end of a help text."""
    lines = "\n".join(f"  {code.value:>3}  {meaning}" for code, meaning in MEANINGS.items())
    # click keeps the line breaks of a paragraph that starts with \b.
    return f"\b\nExit codes:\n{lines}"
