"""One creation: its parameters, and the state of its attempts."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic

import anyio

from move_ugc_async._clock import Clock
from move_ugc_async._idempotency.evidence import Refused, judge_failure
from move_ugc_async._idempotency.search import Created, CreatedT, Search
from move_ugc_async._log import logger
from move_ugc_async._schema.keyed_metadata import KeyedMetadata
from move_ugc_async._schema.scalars import JsonInput
from move_ugc_async._transport.operation import CallOptions
from move_ugc_async.errors import MoveError, MoveMalformedResponseError


@dataclass(frozen=True, slots=True)
class Creation(Generic[CreatedT]):
    """An object to create.

    Args:
        operation: Name of the GraphQL operation.
        parameters: The parameters that identify the object.
        metadata: The user's own metadata.
        send: Sends one attempt within its timeout, with the metadata to store.
        timeout: Maximum seconds for the whole call.
        search: Searches for objects with a key; None if the API has no list of them.
        read: Reads an object by id.
    """

    operation: str
    parameters: Mapping[str, Any]
    metadata: JsonInput
    send: Callable[[JsonInput, CallOptions], Awaitable[CreatedT]]
    timeout: float
    search: Search | None = None
    read: Callable[[str], Awaitable[CreatedT]] | None = None


@dataclass(slots=True)
class CreateCall(Generic[CreatedT]):
    """A creation with a key, and the state of its attempts."""

    creation: Creation[CreatedT]
    key: str
    digest: str
    metadata: JsonInput
    deadline: float
    """On the monotonic clock."""
    scope: anyio.CancelScope
    """Bounds everything except a request in flight, which has its own deadline and knows whether it was written."""
    attempts: int = 0
    may_exist: bool = False
    ambiguous_error: MoveError | None = None
    """Error of the latest attempt whose outcome is unknown."""

    was_written: bool = False
    """Whether any byte of the current attempt was written."""
    written_at: float = 0.0
    """Time of the last write, on the monotonic clock."""
    written_uptime: float = 0.0
    """Time of the last write, in seconds since boot."""

    def record_write(self, clock: Clock) -> None:
        """Record that bytes of the current attempt are written now."""
        self.was_written = self.may_exist = True
        self.written_at, self.written_uptime = clock.monotonic(), clock.uptime()

    def record_failure(self, error: MoveError) -> bool:
        """Record the error of the current attempt, and return whether it provably created nothing."""
        verdict = judge_failure(error, self.creation.operation, was_written=self.was_written)
        refused = isinstance(verdict, Refused)
        self.was_written = False
        if not refused:
            logger.warning(
                "%s: outcome unknown after %s; searching for the object before another attempt",
                self.creation.operation,
                type(error).__name__,
            )
            # A later refusal proves nothing about this attempt.
            self.ambiguous_error = error
        self.may_exist = self.ambiguous_error is not None
        return refused


def check_key(created: Created, call: CreateCall[Any]) -> None:
    """Validate that an object has the key of this creation.

    Raises:
        MoveMalformedResponseError: It has another key.
    """
    if isinstance(created.metadata, KeyedMetadata) and created.metadata.key != call.key:
        msg = "the response contains an object with another idempotency key"
        raise MoveMalformedResponseError(msg, operation=call.creation.operation)
