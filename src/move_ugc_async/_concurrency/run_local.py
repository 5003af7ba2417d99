"""What one object keeps for each event loop that it is used in."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from anyio.lowlevel import RunVar

T = TypeVar("T")


class RunLocal(Generic[T]):
    """A value for each event loop, made when it is first asked for, and gone with its loop or when it is dropped."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._held: RunVar[_Held[T]] = RunVar("move_ugc_async")

    def get(self) -> T:
        """Give the value of the running event loop."""
        held = self._held.get(None)
        if held is None:
            held = _Held(self._make())
            held.token = self._held.set(held)
        return held.value

    def drop(self) -> T | None:
        """Forget the value of the running event loop, and give it where there was one."""
        held = self._held.get(None)
        if held is None:
            return None
        # A long-lived loop would otherwise keep what every closed client left there.
        self._held.reset(held.token)
        return held.value


class _Held(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value
        self.token: Any = None
