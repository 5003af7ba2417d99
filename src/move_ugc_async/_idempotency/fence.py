"""The fence of a client: the user's check of whether this process may still create anything."""

import inspect
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from move_ugc_async._settings import Fence
from move_ugc_async.errors import MoveConfigurationError


class FenceError(Exception):
    """Carries an exception of the fence past the HTTP library and the handling of errors."""

    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error


_keeps_fence_errors: ContextVar[bool] = ContextVar("_keeps_fence_errors", default=False)


@contextmanager
def fence_errors_kept(*, kept: bool = True) -> Generator[None, None, None]:
    """Let `create` raise `FenceError` as it is, so that a workflow does not handle it like an error of the API.

    Use `kept=False` for code of the user inside of a workflow, which gets the exception of the fence itself.
    """
    token = _keeps_fence_errors.set(kept)
    try:
        yield
    finally:
        _keeps_fence_errors.reset(token)


def keeps_fence_errors() -> bool:
    """Return whether `create` raises `FenceError` as it is."""
    return _keeps_fence_errors.get()


def check_fence(fence: Fence | None) -> None:
    """Raise `FenceError` if this process must not create anything."""
    if fence is None:
        return
    try:
        returned = fence()
        if inspect.isawaitable(returned):
            # It cannot be awaited between the check and the write, and would otherwise pass unchecked.
            if inspect.iscoroutine(returned):
                returned.close()
            msg = f"fence must not return an awaitable; got {type(returned).__name__}; pass a synchronous function"
            raise MoveConfigurationError(msg)  # noqa: TRY301 - handled like the other exceptions of a fence
    except Exception as error:
        raise FenceError(error) from error
