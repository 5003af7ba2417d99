"""One creation: its parameters, the state of its attempts, and its errors."""

import inspect
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic

import anyio

from move_ugc_async._clock import Clock, boot_id
from move_ugc_async._idempotency.evidence import is_refused
from move_ugc_async._idempotency.index import Created, CreatedT, Search
from move_ugc_async._idempotency.record import Record
from move_ugc_async._idempotency.store import HeldKey, KeyStore
from move_ugc_async._log import logger
from move_ugc_async._schema.keyed_metadata import KeyedMetadata, WorkflowKey
from move_ugc_async._schema.scalars import JsonInput
from move_ugc_async._settings import Fence, IdempotencyScope, OnAmbiguous
from move_ugc_async._spending.amounts import WorkAmount
from move_ugc_async._spending.budget import Budget, distinct
from move_ugc_async._spending.reservation import Reservation, creation_id
from move_ugc_async._transport.operation import CallOptions
from move_ugc_async._transport.retry import RetryBudget, RetryPolicy
from move_ugc_async.errors import (
    AmbiguousCreateError,
    IdempotencyMismatchError,
    MoveConfigurationError,
    MoveError,
    MoveMalformedResponseError,
    MoveTimeoutError,
)


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
            key=_public_key(key),
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


class FenceError(Exception):
    """Carries an exception of the fence past the HTTP library and the handling of errors."""

    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error


_keeps_fence_errors: ContextVar[bool] = ContextVar("_keeps_fence_errors", default=False)


@contextmanager
def fence_errors_kept(*, kept: bool = True) -> Generator[None, None, None]:
    """Let `create` raise `FenceError` as it is, so that a workflow does not handle it like an error of the API.

    Code of the user that runs inside of a workflow gets the exception of the fence: `kept=False`.
    """
    token = _keeps_fence_errors.set(kept)
    try:
        yield
    finally:
        _keeps_fence_errors.reset(token)


def keeps_fence_errors() -> bool:
    """Return whether `create` raises `FenceError` as it is."""
    return _keeps_fence_errors.get()


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
        name = creation_id(self.store.scope, self.account, creation.operation, key)
        return Reservation((), name, WorkAmount()) if amount is None else Reservation(budgets, name, amount)

    def seconds_until_conclusive(self, written_at: float) -> float:
        """Return the seconds until a search proves whether the object of a request exists."""
        return written_at + self.listing_delay - self.clock.uptime()

    def conclusive_after(self, written_at: float) -> datetime:
        """Return the time after which a search proves whether the object of a request exists."""
        remaining = max(self.seconds_until_conclusive(written_at), 0.0)
        return datetime.fromtimestamp(self.clock.time() + remaining, UTC)

    def check_fence(self) -> None:
        """Raise `FenceError` if this process must not create anything."""
        if self.fence is None:
            return
        try:
            returned = self.fence()
            if inspect.isawaitable(returned):
                # It cannot be awaited between the check and the write, and would otherwise pass unchecked.
                if inspect.iscoroutine(returned):
                    returned.close()
                msg = f"fence must not return an awaitable; got {type(returned).__name__}; pass a synchronous function"
                raise MoveConfigurationError(msg)  # noqa: TRY301 - handled like the other exceptions of a fence
        except Exception as error:
            raise FenceError(error) from error


@dataclass(slots=True)
class CreateCall(Generic[CreatedT]):
    """A creation with a key, and the state of its attempts."""

    context: CreateContext
    creation: Creation[CreatedT]
    key: str
    digest: str
    metadata: JsonInput
    deadline: float
    """On the monotonic clock."""
    scope: anyio.CancelScope
    """Bounds everything except a request in flight, which has its own deadline and knows whether it was written."""
    held: HeldKey = field(init=False, repr=False)
    """The key, while it is held."""
    attempts: int = 0
    may_exist: bool = False
    created_nothing: bool = True
    """Whether it is proven that no attempt of this call has created the object."""
    ambiguous_error: MoveError | None = None
    """Error of the latest attempt whose outcome is unknown."""
    was_written: bool = False
    """Whether any byte of the current attempt was written."""
    written_at: float = 0.0
    """Time of the last write, in seconds since boot."""

    @property
    def consistency_delay(self) -> float:
        """Seconds until a search may find an object; 0 if no list has it."""
        return 0.0 if self.creation.search is None else self.context.consistency_delay

    @property
    def elapsed(self) -> float:
        """Seconds since the call began."""
        return self.context.clock.monotonic() - (self.deadline - self.creation.timeout)

    def has_time(self, pause: float) -> bool:
        """Return whether the deadline allows a pause of so many seconds."""
        return self.context.clock.monotonic() + pause < self.deadline

    def record_write(self) -> None:
        """Record that bytes of the current attempt are about to be written."""
        if not self.was_written:
            # Written before the first byte: the server may execute the request even if this process is killed.
            self.held.write(self._record(in_flight=True, written_at=self.context.clock.uptime()))
            self._check_fence()
        self.was_written = self.may_exist = True
        self.created_nothing = False
        self.written_at = self.context.clock.uptime()

    def _check_fence(self) -> None:
        """Check the fence, after the record was written: that may take long on a slow disk."""
        try:
            self.context.check_fence()
        except BaseException:
            if self.may_exist:
                # Only the record of the earlier attempt is true.
                self.record_unknown_outcome()
            raise

    def record_unknown_outcome(self) -> None:
        """Record that the latest attempt has ended, and may have created the object."""
        self.try_write(self._record(written_at=self.written_at))

    def record_created(self, id: str) -> None:
        """Record the id of the object, which lists may not show yet."""
        self.try_write(self._record(id, written_at=self.context.clock.uptime()))

    def _record(self, id: str | None = None, *, in_flight: bool = False, written_at: float) -> Record:
        return Record(
            self.creation.operation,
            self.digest,
            self.context.account,
            id,
            in_flight=in_flight,
            boot=boot_id(),
            written_at=written_at,
            server_timeout=self.context.server_timeout,
        )

    def try_write(self, record: Record | None) -> None:
        """Write a record whose loss must not hide the outcome of the call."""
        with suppress(MoveError):
            self.held.write(record)

    def record_failure(self, error: MoveError) -> bool:
        """Record the error of the current attempt, and return whether it provably created nothing."""
        refused = is_refused(error, self.creation.operation, was_written=self.was_written)
        self.was_written = False
        self.created_nothing = refused
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

    @property
    def has_proof_of_absence(self) -> bool:
        """Whether `find_existing` proves that no earlier attempt has created the object, wherever it was sent from.

        Without a record on this host, another host may have sent one whose object lists do not show yet.
        """
        is_recorded = self.held.record is not None or self.held.unrecorded_at is not None
        return is_recorded or self.context.scope != "account"

    def check_key(self, created: Created) -> None:
        """Raise `MoveMalformedResponseError` if an object has the key of another creation."""
        if isinstance(created.metadata, KeyedMetadata) and created.metadata.key != self.key:
            msg = "the response contains an object with another idempotency key"
            raise MoveMalformedResponseError(msg, operation=self.creation.operation)

    def inconclusive_error(self, error: MoveError | None) -> MoveError:
        """Return the error for a creation whose outcome stays unknown."""
        error = error or self.creation.timeout_error("the server may still execute an earlier attempt with this key")
        return self.creation.unknown_outcome_error(self.key, error, self.context.conclusive_after(self.written_at))

    def mismatch_error(self, id: str | None) -> MoveError:
        """Return the error for a key that was used with other parameters."""
        used = f"for {id}" if id else "in an attempt whose outcome is unknown"
        return IdempotencyMismatchError(
            f"the idempotency key was used before, {used}, with another operation or other parameters; "
            "a clip that was uploaded again has another file id",
            operation=self.creation.operation,
            id=id or "",
        )

    def unreadable_error(self, id: str, error: MoveError) -> MoveError:
        """Return the error for an object that exists but cannot be read."""
        return AmbiguousCreateError(
            f"cannot read {id}, which was created with this key: {error.message}; read it by its id",
            key=_public_key(self.key),
            operation=self.creation.operation,
            error_type=error.error_type,
            status=error.status,
            request_id=error.request_id,
        )


def _advice(key: str | None, conclusive_after: datetime) -> str:
    timing = f"a search is conclusive after {conclusive_after:%H:%M:%S} UTC"
    if key is None:
        return f"search for the object before creating another one, or pass idempotency_key= to automate that; {timing}"
    if isinstance(key, WorkflowKey):
        how = "resume with the state of the error" if key.is_new else "call again with the same arguments"
        return f"{how} to find the object; {timing}"
    return f"call again with the same idempotency_key= to find the object; {timing}"


def _public_key(key: str | None) -> str | None:
    """Return the key that the caller passed."""
    return key.workflow if isinstance(key, WorkflowKey) else key
