"""What is created, and how far its creation has come."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple

import anyio

from move_ugc_async._clock import Clock
from move_ugc_async._idempotency.evidence import Refused, judge_failure
from move_ugc_async._idempotency.search import Created, CreatedT, Search
from move_ugc_async._log import logger
from move_ugc_async._schema.keyed_metadata import KeyedMetadata
from move_ugc_async._schema.scalars import JsonInput
from move_ugc_async.errors import MoveError, MoveMalformedResponseError


class CreateAttempt(NamedTuple):
    """One attempt to create an object.

    Attributes:
        timeout: Seconds that it may take; `send` must enforce them.
        on_written: Called just before the first byte of it is written to a connection.
    """

    timeout: float
    on_written: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Creation(Generic[CreatedT]):
    """One object to create.

    Args:
        operation: Name of the GraphQL operation.
        parameters: Everything that makes it this object and no other.
        metadata: The user's own metadata.
        send: Creates it with this metadata, in one attempt.
        timeout: Seconds that all of it may take.
        search: Searches for the objects that were created with a key; None where the API has no list of them.
        read: Reads the object with an id.
    """

    operation: str
    parameters: Mapping[str, Any]
    metadata: JsonInput
    send: Callable[[JsonInput, CreateAttempt], Awaitable[CreatedT]]
    timeout: float
    search: Search | None = None
    read: Callable[[str], Awaitable[CreatedT]] | None = None


@dataclass(slots=True)
class CreateCall(Generic[CreatedT]):
    """One creation with a key, and how far it has come."""

    creation: Creation[CreatedT]
    key: str
    digest: str
    metadata: JsonInput
    end: float
    scope: anyio.CancelScope
    """Ends everything but a request under way, which keeps to its own deadline and knows whether it was written."""
    tries: int = 0
    may_exist: bool = False
    lost: MoveError | None = None
    """The error of the latest attempt whose outcome is unknown."""

    was_written: bool = False
    """Whether any byte of the latest attempt was written."""
    written_at: float = 0.0
    """When the latest bytes were written, on the monotonic clock."""
    written_uptime: float = 0.0
    """The same, in seconds since the boot."""

    def written(self, clock: Clock) -> None:
        """Record that bytes of the latest attempt were written just now."""
        self.was_written = self.may_exist = True
        self.written_at, self.written_uptime = clock.monotonic(), clock.uptime()

    def failed(self, error: MoveError) -> bool:
        """Record how the latest attempt failed; return whether it is proven that it created nothing."""
        judged = judge_failure(error, self.creation.operation, was_written=self.was_written)
        refused = isinstance(judged, Refused)
        self.was_written = False
        if not refused:
            logger.warning(
                "%s: outcome unknown after %s; it is searched for before it is sent again",
                self.creation.operation,
                type(error).__name__,
            )
            # Whatever a later attempt proves, it proves of itself alone.
            self.lost = error
        self.may_exist = self.lost is not None
        return refused


def check_key(created: Created, call: CreateCall[Any]) -> None:
    """Check that an object was not created with another key.

    Raises:
        MoveMalformedResponseError: It was.
    """
    if isinstance(created.metadata, KeyedMetadata) and created.metadata.key != call.key:
        msg = "the response is that of another creation"
        raise MoveMalformedResponseError(msg, operation=call.creation.operation)
