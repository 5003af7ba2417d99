"""Find the object that was created with an idempotency key."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from move_ugc_async._clock import Clock
from move_ugc_async._idempotency.attempt import CreateCall, check_key
from move_ugc_async._idempotency.evidence import Absent, Found, Match, Unknown
from move_ugc_async._idempotency.failures import mismatch_error, timeout_error, unknown_outcome_error, unreadable_error
from move_ugc_async._idempotency.record import Record, boot_id
from move_ugc_async._idempotency.search import CreatedT
from move_ugc_async._idempotency.store import HeldKey, KeyStore
from move_ugc_async._log import logger
from move_ugc_async._schema.keyed_metadata import WorkflowKey
from move_ugc_async._settings import IdempotencyScope
from move_ugc_async._transport.retry import RetryPolicy
from move_ugc_async._transport.retry_budget import RetryBudget
from move_ugc_async.errors import (
    AmbiguousCreateError,
    JobFailedError,
    MoveError,
    MoveMalformedResponseError,
    MoveNotFoundError,
)

_MIN_SEARCH_INTERVAL = 1.0
"""Minimum seconds between two searches."""


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the object that was created with a key, or proves that it does not exist.

    Args:
        clock: Source of time and randomness.
        settle: Consistency delay in seconds.
        server_timeout: Seconds after which the server no longer executes a request.
        store: Serialises callers that use the same key, and records attempts.
        account: Digest of the API key.
        scope: Whether a key may also have been used on other hosts.
        window: Seconds for which a key is searched.
        retry: Policy for retrying an incomplete search.
        budget: Retry budget of the client.
    """

    clock: Clock
    settle: float
    server_timeout: float
    store: KeyStore
    account: str
    scope: IdempotencyScope
    window: float
    retry: RetryPolicy
    budget: RetryBudget

    async def find_earlier(self, call: CreateCall[CreatedT], held: HeldKey) -> CreatedT | None:
        """Return the object that an earlier call created with this key, or None once absence is proven."""
        record, creation = held.record, call.creation
        if record is not None and record.in_flight:
            # Its process has ended: the time of its write is unknown, so the delay counts from now.
            self._write_record(held, replace(record, in_flight=False, boot=boot_id(), written_at=self.clock.uptime()))
        if record is not None and record.account == self.account:
            if record.digest != call.digest:
                raise mismatch_error(creation.operation, record.id)
            known = await self._read_recorded(call, record)
            if known is not None:
                return known
        remaining = self._seconds_until_listed(held)
        is_new = isinstance(call.key, WorkflowKey) and call.key.is_new
        if creation.search is None or (is_new and record is None):
            return None
        if remaining > 0:
            return await self._find_late(call, held, remaining)
        if record is None and self.scope == "host" and await self.store.has_every_attempt(self.window):
            return None
        return await self.find(call, held)

    def _seconds_until_listed(self, held: HeldKey) -> float:
        """Return the seconds until a search finds every object that this host may have created."""
        now, max_delay = self.clock.uptime(), self.server_timeout + self.settle
        # The record bounds all attempts on this host, including those of other accounts.
        recorded = held.record.remaining(self.settle, now) if held.record is not None else 0.0
        unrecorded = max_delay - (now - held.unrecorded_at) if held.unrecorded_at is not None else 0.0
        return max(recorded, min(unrecorded, max_delay))

    async def _read_recorded(self, call: CreateCall[CreatedT], record: Record) -> CreatedT | None:
        if record.id is None or call.creation.read is None:
            return None
        try:
            return await self._read(call, record.id)
        except AmbiguousCreateError as error:
            if isinstance(error.__cause__, MoveNotFoundError):
                # It belongs to another account, or to a restarted sandbox.
                call.may_exist = False
                return None
            raise

    async def _find_late(self, call: CreateCall[CreatedT], held: HeldKey, remaining: float) -> CreatedT | None:
        """Find the object of an attempt that the server may still execute, or that lists do not show yet."""
        call.may_exist = True
        call.written_at = self.clock.monotonic() + remaining - self.server_timeout - self.settle
        found = await self.find(call, held)
        if found is None:
            found = await self.search_until_conclusive(
                call, held, remaining, min(max(self.settle, _MIN_SEARCH_INTERVAL), remaining)
            )
        call.may_exist = False
        return found

    async def find(self, call: CreateCall[CreatedT], held: HeldKey) -> CreatedT | None:
        """Return the oldest object with this key, or None once it is proven that no object has it.

        Raises:
            AmbiguousCreateError: The list stays incomplete.
            IdempotencyMismatchError: The object has other parameters.
        """
        creation = call.creation
        if creation.search is None:
            return None
        searches = 0
        while True:
            searches += 1
            match await creation.search(call.key):
                case Found(matches=matches):
                    return await self._found(call, held, matches)
                case Absent():
                    return None
                case Unknown(error=error):
                    error.operation = creation.operation
            pause = self.retry.wait(error, creation.operation, searches, self.clock)
            if pause is None or not self.has_time(call, pause) or not self.budget.take():
                raise self.inconclusive_error(call, error) from error
            await self.clock.sleep(pause)

    async def _found(self, call: CreateCall[CreatedT], held: HeldKey, matches: Sequence[Match]) -> CreatedT | None:
        operation = call.creation.operation
        oldest, *others = [match for match in matches if match.digest == call.digest] or matches
        for other in others:
            logger.warning(
                "%s: %s and %s were both created with the same key, probably by a process with another state_dir; "
                "using %s",
                operation,
                oldest.id,
                other.id,
                oldest.id,
            )
        if oldest.digest != call.digest:
            raise mismatch_error(operation, oldest.id)
        self._write_record(held, self.record(call, oldest.id))
        return await self._read(call, oldest.id)

    def _write_record(self, held: HeldKey, record: Record) -> None:
        # The object exists, even if the record cannot be written.
        with suppress(MoveError):
            held.write(record)

    async def _read(self, call: CreateCall[CreatedT], id: str) -> CreatedT:
        """Read the object that was created.

        Raises:
            AmbiguousCreateError: It exists but cannot be read.
            JobFailedError: It has failed, which the server reports as an error.
        """
        assert call.creation.read is not None  # noqa: S101 - searchable objects can be read
        # In case the deadline passes during the read.
        call.may_exist = True
        try:
            found = await call.creation.read(id)
            check_key(found, call)
            if found.id != id:
                msg = f"expected {id} in the response; got {found.id}"
                raise MoveMalformedResponseError(msg, operation=call.creation.operation)
        except JobFailedError:
            raise
        except MoveError as error:
            raise unreadable_error(call.creation, call.key, id, error) from error
        return found

    async def search_until_conclusive(
        self, call: CreateCall[CreatedT], held: HeldKey, remaining: float, pause: float
    ) -> CreatedT | None:
        """Search until the object is found, or a search proves that it does not exist.

        Args:
            call: The creation.
            held: The key.
            remaining: Seconds until a search is conclusive.
            pause: Seconds until the first search.
        """
        while True:
            if not self.has_time(call, pause):
                raise self.inconclusive_error(call, call.ambiguous_error)
            await self.clock.sleep(pause)
            # Counted instead of measured, so that the loop also ends with a clock that does not sleep.
            remaining -= pause
            found = await self.find(call, held)
            if found is not None or remaining <= 0:
                return found
            pause = min(max(2 * pause, _MIN_SEARCH_INTERVAL), remaining)

    def seconds_until_conclusive(self, written_at: float) -> float:
        """Return the seconds until a search is conclusive."""
        return written_at + self.server_timeout + self.settle - self.clock.monotonic()

    def conclusive_after(self, written_at: float) -> datetime:
        """Return the time after which a search is conclusive."""
        remaining = max(self.seconds_until_conclusive(written_at), 0.0)
        return datetime.fromtimestamp(self.clock.time() + remaining, UTC)

    def inconclusive_error(self, call: CreateCall[Any], error: MoveError | None) -> AmbiguousCreateError:
        """Return the error for a creation whose outcome stays unknown."""
        if error is None:
            error = timeout_error(call.creation, "the server may still execute an earlier attempt with this key")
        return unknown_outcome_error(call.creation, call.key, error, self.conclusive_after(call.written_at))

    def has_time(self, call: CreateCall[Any], pause: float) -> bool:
        """Return whether the deadline allows a pause of so many seconds."""
        return self.clock.monotonic() + pause < call.deadline

    def record(self, call: CreateCall[Any], id: str | None = None, *, in_flight: bool = False) -> Record:
        """Return the record of the created object or of the latest attempt.

        Args:
            call: The creation.
            id: Id of the created object, or None.
            in_flight: Whether the attempt is in flight.
        """
        is_now = id is not None or in_flight
        return Record(
            call.creation.operation,
            call.digest,
            self.account,
            id,
            in_flight=in_flight,
            boot=boot_id(),
            written_at=self.clock.uptime() if is_now else call.written_uptime,
            server_timeout=self.server_timeout,
        )
