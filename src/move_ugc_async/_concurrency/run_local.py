"""State of an object for each event loop that it is used in."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from anyio.lowlevel import RunVar

T = TypeVar("T")


class RunLocal(Generic[T]):
    """A value for each event loop, created on first use. It lives until its loop ends or `drop` is called."""

    def __init__(self, create: Callable[[], T]) -> None:
        self._create = create
        self._holder: RunVar[_Holder[T]] = RunVar("move_ugc_async")

    def get(self) -> T:
        """Return the value of the running event loop."""
        holder = self._holder.get(None)
        if holder is None:
            holder = _Holder(self._create())
            holder.token = self._holder.set(holder)
        return holder.value

    def drop(self) -> T | None:
        """Remove the value of the running event loop, and return it; None if it was never created."""
        holder = self._holder.get(None)
        if holder is None:
            return None
        # A long-lived loop would otherwise keep the values of all closed clients.
        self._holder.reset(holder.token)
        return holder.value


class _Holder(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value
        self.token: Any = None
