"""Create an object at most once, even if responses are lost."""

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, cast

import anyio

from move_ugc_async._clock import Clock
from move_ugc_async._idempotency.attempt import CreateCall, Creation, check_key
from move_ugc_async._idempotency.evidence import Refused, judge_failure
from move_ugc_async._idempotency.failures import timeout_error, unknown_outcome_error
from move_ugc_async._idempotency.find import Finder
from move_ugc_async._idempotency.search import CreatedT
from move_ugc_async._idempotency.store import HeldKey
from move_ugc_async._schema.keyed_metadata import (
    WorkflowKey,
    digest_of,
    ensure_key,
    insert_key,
    parse_metadata,
    without_key,
)
from move_ugc_async._schema.scalars import JsonInput, encode_json
from move_ugc_async._settings import OnAmbiguous
from move_ugc_async._transport.operation import CallOptions
from move_ugc_async._transport.retry import is_retryable
from move_ugc_async.errors import (
    AmbiguousCreateError,
    IdempotencyMismatchError,
    JobFailedError,
    MoveConnectionError,
    MoveError,
    MoveTimeoutError,
)


@dataclass(frozen=True, slots=True)
class Creator:
    """Creates objects at most once, even if responses are lost.

    Args:
        finder: Finds created objects, or proves that they do not exist.
        on_ambiguous: Whether an ambiguous creation may be sent again.
    """

    finder: Finder
    on_ambiguous: OnAmbiguous

    @property
    def _clock(self) -> Clock:
        return self.finder.clock

    async def create(self, creation: Creation[CreatedT], key: str | None) -> CreatedT:
        """Create an object, or find the one that was created with this key before.

        Raises:
            AmbiguousCreateError: The outcome is unknown.
            IdempotencyMismatchError: The key belongs to an object with other parameters.
            MoveError: The object was not created.
        """
        metadata = cast("JsonInput", without_key(creation.metadata))
        creation = replace(creation, metadata=metadata)
        if key is None:
            return await self._create_without_key(creation)
        ensure_key(key)
        # Raises a better error for invalid metadata than the digest would.
        encode_json(metadata)
        digest = digest_of(creation.operation, _identity(creation, key))
        keyed = insert_key(metadata, key, digest)
        scope = anyio.move_on_after(creation.timeout)
        call = CreateCall(creation, key, digest, keyed, self._clock.monotonic() + creation.timeout, scope)
        try:
            with scope:
                return await self._create_with_key(call)
            late = timeout_error(creation, f"no response within {creation.timeout:g} s")
            raise (self.finder.inconclusive_error(call, late) if call.may_exist else late) from call.ambiguous_error
        except MoveTimeoutError as error:
            if not error.may_have_arrived:
                raise
            # Only a search has reached the server, so nothing was created.
            raise timeout_error(creation, error.message) from error
        finally:
            # Its traceback refers to the call, which would be a reference cycle.
            call.ambiguous_error = None

    async def _create_without_key(self, creation: Creation[CreatedT]) -> CreatedT:
        written = list[float]()

        def on_written() -> None:
            written.append(self._clock.monotonic())

        try:
            return await creation.send(creation.metadata, CallOptions(creation.timeout, on_written))
        except MoveError as error:
            if isinstance(judge_failure(error, creation.operation, was_written=bool(written)), Refused):
                raise
            raise unknown_outcome_error(creation, None, error, self.finder.conclusive_after(written[-1])) from error

    async def _create_with_key(self, call: CreateCall[CreatedT]) -> CreatedT:
        async with self.finder.store.hold(call.key) as held:
            found = await self.finder.find_earlier(call, held)
            if found is not None:
                return found
            try:
                created = await self._send(call, held)
            except BaseException:
                if not call.may_exist:
                    with suppress(MoveError):
                        held.write(None)
                raise
            # The object exists, even if the record cannot be written.
            with suppress(MoveError):
                held.write(self.finder.record(call, created.id))
            return created

    async def _send(self, call: CreateCall[CreatedT], held: HeldKey) -> CreatedT:
        try:
            return await self._retry(call, held)
        except (AmbiguousCreateError, IdempotencyMismatchError, JobFailedError):
            raise
        except MoveError as error:
            if call.ambiguous_error is None:
                raise
            raise self.finder.inconclusive_error(call, call.ambiguous_error) from error

    async def _retry(self, call: CreateCall[CreatedT], held: HeldKey) -> CreatedT:
        """Send attempts until one succeeds, searching for the object after each transient error."""
        while True:
            try:
                return await self._attempt(call, held)
            except MoveError as error:
                refused = call.record_failure(error)
                delay = self._retry_delay(call, error, refused=refused)
                found = await self._find_after_failure(call, held, delay, refused=refused)
                if found is not None:
                    return found
                if delay is None:
                    raise

    async def _attempt(self, call: CreateCall[CreatedT], held: HeldKey) -> CreatedT:
        def on_written() -> None:
            if not call.was_written:
                # Recorded before the write: the server may execute the request even if this process is killed.
                held.write(self.finder.record(call, in_flight=True))
            call.record_write(self._clock)

        call.attempts += 1
        timeout = self._attempt_timeout(call)
        deadline, call.scope.deadline = call.scope.deadline, math.inf
        try:
            created = await call.creation.send(call.metadata, CallOptions(timeout, on_written))
            check_key(created, call)
        except BaseException:
            if call.was_written:
                with suppress(MoveError):
                    held.write(self.finder.record(call))
            raise
        finally:
            call.scope.deadline = deadline
        return created

    def _attempt_timeout(self, call: CreateCall[Any]) -> float:
        """Return the seconds for one attempt; a long timeout reserves time to search after a lost response.

        Raises:
            MoveTimeoutError: The deadline has passed.
        """
        remaining = call.deadline - self._clock.monotonic()
        if remaining <= 0:
            raise timeout_error(call.creation, f"no response within {call.creation.timeout:g} s")
        reduced = remaining * 0.75 - self._consistency_delay(call)
        return reduced if reduced >= remaining / 2 else remaining

    def _retry_delay(self, call: CreateCall[Any], error: MoveError, *, refused: bool) -> float | None:
        """Return the seconds until the next attempt, or None without one."""
        if not refused and self.on_ambiguous == "raise":
            return None
        if isinstance(error, MoveConnectionError) and not error.may_have_arrived:
            # The transport has already retried it.
            return None
        if not is_retryable(error, idempotent=True):
            return None
        delay = self.finder.retry.wait(error, call.creation.operation, call.attempts, self._clock)
        if delay is None:
            return None
        delay = max(delay, 0.0 if refused else self._consistency_delay(call))
        return delay if self.finder.has_time(call, delay) and self.finder.budget.take() else None

    async def _find_after_failure(
        self, call: CreateCall[CreatedT], held: HeldKey, delay: float | None, *, refused: bool
    ) -> CreatedT | None:
        """Search for the object after a failed attempt, whose request may have been executed.

        Args:
            call: The creation.
            held: The key.
            delay: Seconds until the next attempt; None without one.
            refused: Whether the attempt provably created nothing.

        Raises:
            AmbiguousCreateError: The deadline leaves no time to prove that the object does not exist.
        """
        if delay is None and refused:
            return None
        pause = self._consistency_delay(call) if delay is None else delay
        if call.creation.search is not None and delay is not None and not refused:
            return await self.finder.search_until_conclusive(
                call, held, self.finder.seconds_until_conclusive(call.written_at), pause
            )
        if not self.finder.has_time(call, pause):
            return None
        await self._clock.sleep(pause)
        return await self.finder.find(call, held)

    def _consistency_delay(self, call: CreateCall[Any]) -> float:
        return 0.0 if call.creation.search is None else self.finder.settle


def _identity(creation: Creation[Any], key: str) -> Mapping[str, Any]:
    """Return the parameters that identify the object."""
    if isinstance(key, WorkflowKey) and key.identity is not None:
        return key.identity
    return {**creation.parameters, "metadata": parse_metadata(creation.metadata)}
