"""Exit codes: what each says, and which error leads to which."""

from collections.abc import Sequence
from enum import IntEnum


class Exit(IntEnum):
    """How a command ended."""

    DONE = 0
    FAILED = 1
    REFUSED = 2
    DENIED = 3
    NOT_FOUND = 4
    OUT_OF_TIME = 5
    SOME_FAILED = 6
    INTERRUPTED = 130
    BROKEN_PIPE = 141
    TERMINATED = 143


MEANINGS = {
    Exit.DONE: "done",
    Exit.FAILED: "it failed: a job, the server, the network, the disk",
    Exit.REFUSED: "wrong usage or input, found before anything was made",
    Exit.DENIED: "no API key, or one that the server does not accept",
    Exit.NOT_FOUND: "there is no such object",
    Exit.OUT_OF_TIME: "out of time; what was started goes on on the server",
    Exit.SOME_FAILED: "some of several failed, the others are done",
    Exit.INTERRUPTED: "interrupted by Ctrl-C",
    Exit.BROKEN_PIPE: "whoever read the output has stopped reading",
    Exit.TERMINATED: "ended by SIGTERM",
}


def exit_of(error: BaseException) -> Exit:
    """Choose the exit code of an error."""
    from move_ugc_async import (
        CaptureError,
        IdempotencyMismatchError,
        MoveAuthenticationError,
        MoveConfigurationError,
        MoveInvalidRequestError,
        MoveNotFoundError,
        MovePermissionError,
        MoveSourceChangedError,
        WaitTimeoutError,
    )

    if isinstance(error, CaptureError) and error.__cause__ is not None:
        return exit_of(error.__cause__)
    kinds: list[tuple[tuple[type[BaseException], ...], Exit]] = [
        ((MoveSourceChangedError,), Exit.FAILED),
        ((MoveInvalidRequestError, IdempotencyMismatchError, MoveConfigurationError), Exit.REFUSED),
        ((FileNotFoundError, IsADirectoryError), Exit.REFUSED),
        ((MoveAuthenticationError, MovePermissionError), Exit.DENIED),
        ((MoveNotFoundError,), Exit.NOT_FOUND),
        ((WaitTimeoutError,), Exit.OUT_OF_TIME),
    ]
    return next((code for classes, code in kinds if isinstance(error, classes)), Exit.FAILED)


def exit_of_many(exits: Sequence[Exit]) -> Exit:
    """Choose the exit code of several: what all have in common, else that some failed."""
    kinds = set(exits)
    if len(kinds) <= 1:
        return next(iter(kinds), Exit.DONE)
    return Exit.SOME_FAILED if Exit.DONE in kinds else Exit.FAILED


def epilog() -> str:
    """Give the table of exit codes for the end of a help text."""
    lines = "\n".join(f"  {code.value:>3}  {meaning}" for code, meaning in MEANINGS.items())
    # The mark keeps the lines as they are.
    return f"\b\nExit codes:\n{lines}"
