"""Ids of webhooks that were handled, so that duplicates are dropped."""

from typing import Literal, Protocol, TypeAlias

from move_ugc_async import MoveConfigurationError

Claim: TypeAlias = Literal["new", "busy", "seen"]
"""`new`: the caller has the claim, and must complete or release it. `busy`: another delivery with this id is being
handled. `seen`: one was handled successfully."""


class SeenStore(Protocol):
    """A store of the ids of webhooks. Of concurrent claims of one id, exactly one is `new`.

    An exception of any method makes the route respond with 500, so that the webhook is retried.
    """

    async def claim(self, message_id: str) -> Claim:
        """Claim an id."""
        ...

    async def complete(self, message_id: str) -> None:
        """Record that a claimed id was handled: from now on, it is `seen`."""
        ...

    async def release(self, message_id: str) -> None:
        """Give up a claim after a failure: the next claim is `new`."""
        ...


class MemorySeenStore:
    """A `SeenStore` in the memory of one process; it is empty after a restart.

    Args:
        max_size: Maximum number of ids that are remembered; 1 or more. The oldest ones are forgotten first.
    """

    def __init__(self, max_size: int = 10_000) -> None:
        if max_size < 1:
            msg = f"max_size must be 1 or more; got {max_size}"
            raise MoveConfigurationError(msg)
        self._max_size = max_size
        self._claimed: set[str] = set()
        self._seen: dict[str, None] = {}

    async def claim(self, message_id: str) -> Claim:
        """Claim an id."""
        if message_id in self._seen:
            return "seen"
        if message_id in self._claimed:
            return "busy"
        self._claimed.add(message_id)
        return "new"

    async def complete(self, message_id: str) -> None:
        """Record that an id was handled."""
        self._claimed.discard(message_id)
        self._seen[message_id] = None
        if len(self._seen) > self._max_size:
            del self._seen[next(iter(self._seen))]

    async def release(self, message_id: str) -> None:
        """Give up a claim."""
        self._claimed.discard(message_id)
