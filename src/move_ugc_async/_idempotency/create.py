"""Create an object at most once, although a response may be lost."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast

import anyio

from move_ugc_async._idempotency import metadata as idempotency
from move_ugc_async._idempotency.attempt import CreateAttempt, CreateCall, Creation, OnAmbiguous
from move_ugc_async._idempotency.evidence import is_refused
from move_ugc_async._idempotency.failures import ambiguous, incomplete, too_late
from move_ugc_async._idempotency.search import Absent, CreatedT, Found, Unknown, search
from move_ugc_async.clock import Clock
from move_ugc_async.errors import (
    AmbiguousCreateError,
    IdempotencyMismatchError,
    MoveConnectionError,
    MoveError,
    MoveMalformedResponseError,
    MoveTimeoutError,
)
from move_ugc_async.key_locks import KEPT, KeyLocks, Mark
from move_ugc_async.log import logger
from move_ugc_async.scalars import JsonInput
from move_ugc_async.transport.budget import RetryBudget
from move_ugc_async.transport.retry import RetryPolicy, may_repeat

_SHORTEST_PAUSE = 1.0
"""Seconds between two searches at least."""


@dataclass(frozen=True, slots=True)
class Creator:
    """Create objects at most once, although responses may be lost.

    Args:
        clock: Time and chance.
        settle: Seconds until what was created shows up in the API's lists.
        server_timeout: Seconds within which the server has executed a request, or never will.
        on_ambiguous: Whether a creation with an unknown outcome may be sent again.
        key_locks: Serialise callers that use the same key.
        retry: When a creation with a key is sent again.
        budget: How many attempts may be retried by all calls together.
    """

    clock: Clock
    settle: float
    server_timeout: float
    on_ambiguous: OnAmbiguous
    key_locks: KeyLocks
    retry: RetryPolicy
    budget: RetryBudget

    async def create(self, creation: Creation[CreatedT], key: str | None) -> CreatedT:
        """Create an object, or find the one that was created with this key before.

        Raises:
            AmbiguousCreateError: It is not known whether it was created.
            IdempotencyMismatchError: The key belongs to an object with other parameters.
            MoveError: It was not created.
        """
        metadata = cast("JsonInput", idempotency.without_key(creation.metadata))
        creation = replace(creation, metadata=metadata)
        if key is None:
            return await self._create_without_key(creation)
        digest = idempotency.digest_of(_identity(creation, key))
        keyed = idempotency.put_in(metadata, key, digest)
        scope = anyio.move_on_after(creation.timeout)
        call = CreateCall(creation, key, digest, keyed, self.clock.monotonic() + creation.timeout, scope)
        try:
            with scope:
                return await self._create_with_key(call)
            late = too_late(creation, f"no answer within {creation.timeout:g} s")
            raise (self._inconclusive(call, late) if call.may_exist else late) from call.lost
        except MoveTimeoutError as error:
            if not error.may_have_arrived:
                raise
            # Only a search has reached the server.
            raise too_late(creation, error.message) from error
        finally:
            # Its traceback leads back to the call: they would keep each other in memory.
            call.lost = None

    async def _create_without_key(self, creation: Creation[CreatedT]) -> CreatedT:
        written = list[float]()

        def on_written() -> None:
            written.append(self.clock.monotonic())

        try:
            return await creation.send(creation.metadata, CreateAttempt(creation.timeout, on_written))
        except MoveError as error:
            if is_refused(error, creation.operation, was_written=bool(written)):
                raise
            raise ambiguous(creation, None, error, self._conclusive_after(written[-1])) from error

    async def _create_with_key(self, call: CreateCall[CreatedT]) -> CreatedT:
        async with self.key_locks.held(call.key) as mark:
            found = await self._look(call, mark)
            if found is not None:
                return found
            is_created = False
            try:
                created = await self._send(call, mark)
                is_created = True
                return created
            finally:
                if is_created:
                    mark.write(self.clock.time())
                elif not call.may_exist:
                    mark.write(None)

    async def _send(self, call: CreateCall[CreatedT], mark: Mark) -> CreatedT:
        try:
            return await self._repeat(call, mark)
        except (AmbiguousCreateError, IdempotencyMismatchError):
            raise
        except MoveError as error:
            if call.lost is None:
                raise
            raise self._inconclusive(call, call.lost) from error

    async def _repeat(self, call: CreateCall[CreatedT], mark: Mark) -> CreatedT:
        """Send it, and after a transient error search for it and send it again."""
        while True:
            try:
                return await self._attempt(call, mark)
            except MoveError as error:
                refused = call.failed(error)
                wait = self._wait(call, error, refused=refused)
                found = await self._clear_up(call, wait, refused=refused)
                if found is not None:
                    return found
                if wait is None:
                    raise

    async def _attempt(self, call: CreateCall[CreatedT], mark: Mark) -> CreatedT:
        def on_written() -> None:
            call.written(self.clock.monotonic())
            # Whatever becomes of this process, the server may execute the request until then.
            mark.write(self.clock.time() + self.server_timeout)

        call.tries += 1
        timeout = self._share(call)
        deadline, call.scope.deadline = call.scope.deadline, math.inf
        try:
            created = await call.creation.send(call.metadata, CreateAttempt(timeout, on_written))
        finally:
            call.scope.deadline = deadline
        if isinstance(created.metadata, idempotency.KeyedMetadata) and created.metadata.key != call.key:
            msg = "the response is that of another creation"
            raise MoveMalformedResponseError(msg, operation=call.creation.operation)
        return created

    def _share(self, call: CreateCall[Any]) -> float:
        """Return the seconds that one attempt may take: a long timeout keeps enough to search after a lost response.

        Raises:
            MoveTimeoutError: The time has run out.
        """
        left = call.end - self.clock.monotonic()
        if left <= 0:
            raise too_late(call.creation, f"no answer within {call.creation.timeout:g} s")
        share = left * 0.75 - self._settle(call)
        return share if share >= left / 2 else left

    def _wait(self, call: CreateCall[Any], error: MoveError, *, refused: bool) -> float | None:
        """Return the seconds until it may be sent again, or None if it may not."""
        if not refused and self.on_ambiguous == "raise":
            return None
        if isinstance(error, MoveConnectionError) and not error.may_have_arrived:
            # The transport has retried it already.
            return None
        if not may_repeat(error, repeatable=True):
            return None
        wait = self.retry.wait(error, call.creation.operation, call.tries, self.clock)
        if wait is None:
            return None
        wait = max(wait, 0.0 if refused else self._settle(call))
        return wait if self._has_time(call, wait) and self.budget.take() else None

    async def _clear_up(self, call: CreateCall[CreatedT], wait: float | None, *, refused: bool) -> CreatedT | None:
        """Find what an attempt has created although it failed.

        Args:
            call: The creation.
            wait: Seconds until it may be sent again; None where it may not.
            refused: Whether it is proven that the attempt created nothing.

        Raises:
            AmbiguousCreateError: It may be sent again, and the time does not suffice to prove that it was not created.
        """
        if wait is None and refused:
            return None
        pause = self._settle(call) if wait is None else wait
        if call.creation.find is not None and wait is not None and not refused:
            return await self._search(call, self._seconds_until_conclusive(call.written_at), pause)
        if not self._has_time(call, pause):
            return None
        await self.clock.sleep(pause)
        return await self._find(call)

    async def _search(self, call: CreateCall[CreatedT], remaining: float, pause: float) -> CreatedT | None:
        """Search until the object is found, or until a search proves that it does not exist.

        Args:
            call: The creation.
            remaining: Seconds until a search that begins then is conclusive.
            pause: Seconds until the first search.
        """
        while True:
            if not self._has_time(call, pause):
                raise self._inconclusive(call, call.lost)
            await self.clock.sleep(pause)
            # Counted, not read from a clock, so that a clock without pauses comes to an end as well.
            remaining -= pause
            found = await self._find(call)
            if found is not None or remaining <= 0:
                return found
            pause = min(max(2 * pause, _SHORTEST_PAUSE), remaining)

    def _seconds_until_conclusive(self, written_at: float) -> float:
        return written_at + self.server_timeout + self.settle - self.clock.monotonic()

    def _conclusive_after(self, written_at: float) -> datetime:
        remaining = max(self._seconds_until_conclusive(written_at), 0.0)
        return datetime.fromtimestamp(self.clock.time() + remaining, UTC)

    def _inconclusive(self, call: CreateCall[Any], error: MoveError | None) -> AmbiguousCreateError:
        if error is None:
            error = too_late(call.creation, "an earlier attempt with this key may still be carried out")
        return ambiguous(call.creation, call.key, error, self._conclusive_after(call.written_at))

    def _settle(self, call: CreateCall[Any]) -> float:
        return 0.0 if call.creation.find is None else self.settle

    def _has_time(self, call: CreateCall[Any], pause: float) -> bool:
        return self.clock.monotonic() + pause < call.end

    async def _look(self, call: CreateCall[CreatedT], mark: Mark) -> CreatedT | None:
        """Find the object that an earlier call created with this key."""
        moment = mark.read()
        if moment is None and isinstance(call.key, idempotency.WorkflowKey) and call.key.is_new:
            return None
        if moment is None or call.creation.find is None:
            return await self._find(call)
        most = self.server_timeout + self.settle
        # Counted from when the search begins, not from when it ends.
        remaining = moment + self.settle - self.clock.time()
        if remaining > KEPT:
            # The wall clock went back, or the record is broken.
            remaining = most
        if remaining <= 0:
            return await self._find(call)
        # An earlier attempt may still be carried out, or not show in the API's lists yet.
        call.may_exist = True
        call.written_at = self.clock.monotonic() + remaining - most
        found = await self._find(call)
        if found is None:
            found = await self._search(call, remaining, min(max(self.settle, _SHORTEST_PAUSE), remaining))
        call.may_exist = False
        return found

    async def _find(self, call: CreateCall[CreatedT]) -> CreatedT | None:
        """Return the oldest object with this key, or None once it is proven that no object has it.

        Raises:
            AmbiguousCreateError: A part of the list is missing, and stays missing.
            IdempotencyMismatchError: The object has other parameters.
        """
        creation = call.creation
        if creation.find is None:
            return None
        searches = 0
        while True:
            searches += 1
            match await search(creation.find(), call.key, at_most=creation.searched):
                case Found(object=oldest, others=others):
                    return _checked(call, oldest, others)
                case Absent():
                    return None
                case Unknown(errors=errors):
                    error = incomplete(creation.operation, errors)
            pause = self.retry.wait(error, creation.operation, searches, self.clock)
            if pause is None or not self._has_time(call, pause) or not self.budget.take():
                raise self._inconclusive(call, error) from error
            await self.clock.sleep(pause)


def _identity(creation: Creation[Any], key: str) -> Mapping[str, Any]:
    """Return everything that makes it this object and no other."""
    if isinstance(key, idempotency.WorkflowKey) and key.identity is not None:
        parameters = key.identity
    else:
        parameters = {**creation.parameters, "metadata": creation.metadata}
    return {"operation": creation.operation, "parameters": parameters}


def _checked(call: CreateCall[CreatedT], oldest: CreatedT, others: tuple[CreatedT, ...]) -> CreatedT:
    operation = call.creation.operation
    for other in others:
        logger.warning("%s: %s was created beside %s with one key", operation, other.id, oldest.id)
    if oldest.metadata.digest != call.digest:
        msg = f"the idempotency key was used before, for {oldest.id} and with other parameters"
        raise IdempotencyMismatchError(msg, operation=operation, id=oldest.id)
    return oldest
