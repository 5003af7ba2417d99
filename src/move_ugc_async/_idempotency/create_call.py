"""The state of the attempts of one creation with a key."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Generic

import anyio

from move_ugc_async._clock import boot_id
from move_ugc_async._idempotency.creation import CreateContext, Creation, public_key
from move_ugc_async._idempotency.evidence import is_refused
from move_ugc_async._idempotency.fence import check_fence
from move_ugc_async._idempotency.index import Created, CreatedT
from move_ugc_async._idempotency.record import Record
from move_ugc_async._idempotency.store import HeldKey
from move_ugc_async._log import logger
from move_ugc_async._schema.keyed_metadata import KeyedMetadata
from move_ugc_async._schema.scalars import JsonInput
from move_ugc_async.errors import (
    AmbiguousCreateError,
    IdempotencyMismatchError,
    MoveError,
    MoveMalformedResponseError,
)


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
            check_fence(self.context.fence)
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
            key=public_key(self.key),
            operation=self.creation.operation,
            error_type=error.error_type,
            status=error.status,
            request_id=error.request_id,
        )
