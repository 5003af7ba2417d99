"""Find the object that was created with a key."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from move_ugc_async._clock import Clock
from move_ugc_async._idempotency.attempt import CreateCall, check_key
from move_ugc_async._idempotency.evidence import Absent, Found, Match, Unknown
from move_ugc_async._idempotency.failures import ambiguous, mismatch, too_late, unreadable
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

_SHORTEST_PAUSE = 1.0
"""Seconds between two searches at least."""


@dataclass(frozen=True, slots=True)
class Finder:
    """Find the object that was created with a key, or prove that it does not exist.

    Args:
        clock: Time and chance.
        settle: Seconds until what was created shows up in the API's lists.
        server_timeout: Seconds within which the server has executed a request, or never will.
        store: Serialises callers that use the same key, and keeps records of attempts.
        account: Digest of the API key.
        scope: Whether a key may have been used on other hosts, too.
        window: Seconds for which a key is known.
        retry: When an incomplete search is repeated.
        budget: How many requests may be retried by all calls together.
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
            # Its process ended meanwhile: the next call counts from now, too.
            self._keep(held, replace(record, in_flight=False, boot=boot_id(), written_at=self.clock.uptime()))
        if record is not None and record.account == self.account:
            if record.digest != call.digest:
                raise mismatch(creation.operation, record.id)
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
        """Return the seconds until a search that begins then finds whatever this host has tried to create."""
        now, longest = self.clock.uptime(), self.server_timeout + self.settle
        # Whatever the record says: no attempt on this host was written later, be it of another account.
        recorded = held.record.remaining(self.settle, now) if held.record is not None else 0.0
        unrecorded = longest - (now - held.unrecorded_at) if held.unrecorded_at is not None else 0.0
        return max(recorded, min(unrecorded, longest))

    async def _read_recorded(self, call: CreateCall[CreatedT], record: Record) -> CreatedT | None:
        if record.id is None or call.creation.read is None:
            return None
        try:
            return await self._read(call, record.id)
        except AmbiguousCreateError as error:
            if isinstance(error.__cause__, MoveNotFoundError):
                # It belongs to another account, or to a sandbox that was restarted.
                call.may_exist = False
                return None
            raise

    async def _find_late(self, call: CreateCall[CreatedT], held: HeldKey, remaining: float) -> CreatedT | None:
        """Find what an attempt has created that the server may still execute, or that does not show in lists yet."""
        call.may_exist = True
        call.written_at = self.clock.monotonic() + remaining - self.server_timeout - self.settle
        found = await self.find(call, held)
        if found is None:
            found = await self.search_until_conclusive(
                call, held, remaining, min(max(self.settle, _SHORTEST_PAUSE), remaining)
            )
        call.may_exist = False
        return found

    async def find(self, call: CreateCall[CreatedT], held: HeldKey) -> CreatedT | None:
        """Return the oldest object with this key, or None once it is proven that no object has it.

        Raises:
            AmbiguousCreateError: A part of the list is missing, and stays missing.
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
                raise self.inconclusive(call, error) from error
            await self.clock.sleep(pause)

    async def _found(self, call: CreateCall[CreatedT], held: HeldKey, matches: Sequence[Match]) -> CreatedT | None:
        operation = call.creation.operation
        oldest, *others = [match for match in matches if match.digest == call.digest] or matches
        for other in others:
            logger.warning(
                "%s: %s and %s have the same key, and both were created: another process without the same state_dir "
                "created one; %s is used",
                operation,
                oldest.id,
                other.id,
                oldest.id,
            )
        if oldest.digest != call.digest:
            raise mismatch(operation, oldest.id)
        self._keep(held, self.record(call, oldest.id))
        return await self._read(call, oldest.id)

    def _keep(self, held: HeldKey, record: Record) -> None:
        # What was found stands, whether the record can be kept or not.
        with suppress(MoveError):
            held.write(record)

    async def _read(self, call: CreateCall[CreatedT], id: str) -> CreatedT:
        """Read the object that was created.

        Raises:
            AmbiguousCreateError: It exists, and cannot be read.
            JobFailedError: It has failed, and the server reports that with an error in its place.
        """
        assert call.creation.read is not None  # noqa: S101 - what can be searched for can be read
        # Should time run out meanwhile.
        call.may_exist = True
        try:
            found = await call.creation.read(id)
            check_key(found, call)
            if found.id != id:
                msg = f"the response is that of {found.id}"
                raise MoveMalformedResponseError(msg, operation=call.creation.operation)
        except JobFailedError:
            raise
        except MoveError as error:
            raise unreadable(call.creation, call.key, id, error) from error
        return found

    async def search_until_conclusive(
        self, call: CreateCall[CreatedT], held: HeldKey, remaining: float, pause: float
    ) -> CreatedT | None:
        """Search until the object is found, or until a search proves that it does not exist.

        Args:
            call: The creation.
            held: The key.
            remaining: Seconds until a search that begins then is conclusive.
            pause: Seconds until the first search.
        """
        while True:
            if not self.has_time(call, pause):
                raise self.inconclusive(call, call.lost)
            await self.clock.sleep(pause)
            # Counted, not read from a clock, so that a clock without pauses comes to an end as well.
            remaining -= pause
            found = await self.find(call, held)
            if found is not None or remaining <= 0:
                return found
            pause = min(max(2 * pause, _SHORTEST_PAUSE), remaining)

    def seconds_until_conclusive(self, written_at: float) -> float:
        """Return the seconds until a search that begins then is conclusive."""
        return written_at + self.server_timeout + self.settle - self.clock.monotonic()

    def conclusive_after(self, written_at: float) -> datetime:
        """Return the moment after which a search is conclusive."""
        remaining = max(self.seconds_until_conclusive(written_at), 0.0)
        return datetime.fromtimestamp(self.clock.time() + remaining, UTC)

    def inconclusive(self, call: CreateCall[Any], error: MoveError | None) -> AmbiguousCreateError:
        """Return the error of a creation whose outcome stays unknown."""
        if error is None:
            error = too_late(call.creation, "an earlier attempt with this key may still be carried out")
        return ambiguous(call.creation, call.key, error, self.conclusive_after(call.written_at))

    def has_time(self, call: CreateCall[Any], pause: float) -> bool:
        """Return whether the deadline comes after a pause, in seconds."""
        return self.clock.monotonic() + pause < call.end

    def record(self, call: CreateCall[Any], id: str | None = None, *, in_flight: bool = False) -> Record:
        """Return the record of what was created, or of the latest attempt.

        Args:
            call: The creation.
            id: Id of what was created.
            in_flight: Whether the attempt is not over.
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
