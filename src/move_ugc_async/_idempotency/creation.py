"""One creation: its parameters, the context of its client, and its errors."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic

from move_ugc_async._clock import Clock
from move_ugc_async._idempotency.index import CreatedT, Search
from move_ugc_async._idempotency.store import KeyStore
from move_ugc_async._schema.keyed_metadata import WorkflowKey
from move_ugc_async._schema.scalars import JsonInput
from move_ugc_async._settings import Fence, IdempotencyScope, OnAmbiguous
from move_ugc_async._spending.amounts import WorkAmount
from move_ugc_async._spending.budget import Budget, distinct
from move_ugc_async._spending.reservation import Reservation, creation_id
from move_ugc_async._transport.operation import CallOptions
from move_ugc_async._transport.retry import RetryBudget, RetryPolicy
from move_ugc_async.errors import AmbiguousCreateError, MoveError, MoveTimeoutError


@dataclass(frozen=True, slots=True)
class Creation(Generic[CreatedT]):
    """An object to create.

    Attributes:
        operation: Name of the GraphQL operation.
        parameters: The parameters that identify the object.
        metadata: The user's own metadata.
        send: Sends one attempt within its timeout, with the metadata to store.
        timeout: Maximum seconds for the whole call.
        search: Searches for objects with a key; None if the API has no list of them.
        read: Reads an object by id.
        amount: The work that is billed; None if the object is free.
    """

    operation: str
    parameters: Mapping[str, Any]
    metadata: JsonInput
    send: Callable[[JsonInput, CallOptions], Awaitable[CreatedT]]
    timeout: float
    search: Search | None = None
    read: Callable[[str], Awaitable[CreatedT]] | None = None
    amount: WorkAmount | None = None

    def timeout_error(self, message: str = "") -> MoveTimeoutError:
        """Return the error for a creation that timed out before anything was sent."""
        message = message or f"no response within {self.timeout:g} s"
        return MoveTimeoutError(message, operation=self.operation, may_have_arrived=False)

    def unknown_outcome_error(self, key: str | None, error: MoveError, conclusive_after: datetime) -> MoveError:
        """Return the error for a creation whose outcome `error` left unknown until `conclusive_after`."""
        reason = f"{error.error_type}: {error.message}" if error.error_type else error.message
        return AmbiguousCreateError(
            f"the outcome of the creation is unknown: {reason}; {_advice(key, conclusive_after)}",
            key=public_key(key),
            conclusive_after=conclusive_after,
            operation=self.operation,
            error_type=error.error_type,
            error_info=error.error_info,
            path=error.path,
            status=error.status,
            request_id=error.request_id,
            data=error.data,
            errors=error.errors,
        )


@dataclass(frozen=True, slots=True)
class CreateContext:
    """State and settings of a client that all its creations use.

    Attributes:
        clock: Source of time and randomness.
        consistency_delay: Seconds until lists show a new object.
        server_timeout: Seconds after which the server no longer executes a request.
        store: Serialises callers that use the same key, and records attempts.
        account: Digest of the API key.
        scope: Whether a key may also have been used on other hosts, and whether at the same time.
        window: Seconds for which a key is searched.
        retry: Policy for retrying attempts and incomplete searches.
        budget: Retry budget of the client.
        on_ambiguous: Whether a creation whose outcome is unknown may be sent again.
        fence: Raises an exception if this process must not create anything.
        budgets: Budgets that limit what is billed.
    """

    clock: Clock
    consistency_delay: float
    server_timeout: float
    store: KeyStore
    account: str
    scope: IdempotencyScope
    window: float
    retry: RetryPolicy
    budget: RetryBudget
    on_ambiguous: OnAmbiguous
    fence: Fence | None = None
    budgets: tuple[Budget, ...] = ()

    @property
    def listing_delay(self) -> float:
        """Maximum seconds from the write of a request until lists show its object, if it was created."""
        return self.server_timeout + self.consistency_delay

    def reservation(self, creation: Creation[Any], key: str | None) -> Reservation:
        """Return the reservation of a creation in the budgets that limit it."""
        amount, budgets = creation.amount, self.budgets
        if isinstance(key, WorkflowKey):
            budgets = distinct(budgets, key.budgets)
            amount = amount and (key.amount or amount)
        name = creation_id(self.store.scope, self.account, creation.operation, key, creation.parameters.get("take_id"))
        return Reservation((), name, WorkAmount()) if amount is None else Reservation(budgets, name, amount)

    def seconds_until_conclusive(self, written_at: float) -> float:
        """Return the seconds until a search proves whether the object of a request exists."""
        return written_at + self.listing_delay - self.clock.uptime()

    def conclusive_after(self, written_at: float) -> datetime:
        """Return the time after which a search proves whether the object of a request exists."""
        remaining = max(self.seconds_until_conclusive(written_at), 0.0)
        return datetime.fromtimestamp(self.clock.time() + remaining, UTC)


def _advice(key: str | None, conclusive_after: datetime) -> str:
    timing = f"a search is conclusive after {conclusive_after:%H:%M:%S} UTC"
    if key is None:
        return f"search for the object before creating another one, or pass idempotency_key= to automate that; {timing}"
    if isinstance(key, WorkflowKey):
        how = "resume with the state of the error" if key.is_new else "call again with the same arguments"
        return f"{how} to find the object; {timing}"
    return f"call again with the same idempotency_key= to find the object; {timing}"


def public_key(key: str | None) -> str | None:
    """Return the key that the caller passed."""
    return key.workflow if isinstance(key, WorkflowKey) else key
