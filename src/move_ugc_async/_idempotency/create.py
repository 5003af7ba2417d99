"""Create an object at most once, although a response may be lost."""

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, cast

import anyio

from move_ugc_async._clock import Clock
from move_ugc_async._idempotency.attempt import CreateAttempt, CreateCall, Creation, check_key
from move_ugc_async._idempotency.evidence import Refused, judge_failure
from move_ugc_async._idempotency.failures import ambiguous, too_late
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
    """Create objects at most once, although responses may be lost.

    Args:
        finder: Finds what was created, or proves that nothing was.
        on_ambiguous: Whether a creation with an unknown outcome may be sent again.
    """

    finder: Finder
    on_ambiguous: OnAmbiguous

    @property
    def _clock(self) -> Clock:
        return self.finder.clock

    async def create(self, creation: Creation[CreatedT], key: str | None) -> CreatedT:
        """Create an object, or find the one that was created with this key before.

        Raises:
            AmbiguousCreateError: It is not known whether it was created.
            IdempotencyMismatchError: The key belongs to an object with other parameters.
            MoveError: It was not created.
        """
        metadata = cast("JsonInput", without_key(creation.metadata))
        creation = replace(creation, metadata=metadata)
        if key is None:
            return await self._create_without_key(creation)
        ensure_key(key)
        # Before it is digested.
        encode_json(metadata)
        digest = digest_of(creation.operation, _identity(creation, key))
        keyed = insert_key(metadata, key, digest)
        scope = anyio.move_on_after(creation.timeout)
        call = CreateCall(creation, key, digest, keyed, self._clock.monotonic() + creation.timeout, scope)
        try:
            with scope:
                return await self._create_with_key(call)
            late = too_late(creation, f"no response within {creation.timeout:g} s")
            raise (self.finder.inconclusive(call, late) if call.may_exist else late) from call.lost
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
            written.append(self._clock.monotonic())

        try:
            return await creation.send(creation.metadata, CreateAttempt(creation.timeout, on_written))
        except MoveError as error:
            if isinstance(judge_failure(error, creation.operation, was_written=bool(written)), Refused):
                raise
            raise ambiguous(creation, None, error, self.finder.conclusive_after(written[-1])) from error

    async def _create_with_key(self, call: CreateCall[CreatedT]) -> CreatedT:
        async with self.finder.store.held(call.key) as held:
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
            # The outcome stands, whether the record can be kept or not.
            with suppress(MoveError):
                held.write(self.finder.record(call, created.id))
            return created

    async def _send(self, call: CreateCall[CreatedT], held: HeldKey) -> CreatedT:
        try:
            return await self._repeat(call, held)
        except (AmbiguousCreateError, IdempotencyMismatchError, JobFailedError):
            raise
        except MoveError as error:
            if call.lost is None:
                raise
            raise self.finder.inconclusive(call, call.lost) from error

    async def _repeat(self, call: CreateCall[CreatedT], held: HeldKey) -> CreatedT:
        """Send it, and after a transient error search for it and send it again."""
        while True:
            try:
                return await self._attempt(call, held)
            except MoveError as error:
                refused = call.failed(error)
                wait = self._wait(call, error, refused=refused)
                found = await self._clear_up(call, held, wait, refused=refused)
                if found is not None:
                    return found
                if wait is None:
                    raise

    async def _attempt(self, call: CreateCall[CreatedT], held: HeldKey) -> CreatedT:
        def on_written() -> None:
            if not call.was_written:
                # Whatever becomes of this process, the server may execute the request.
                held.write(self.finder.record(call, in_flight=True))
            call.written(self._clock)

        call.tries += 1
        timeout = self._share(call)
        deadline, call.scope.deadline = call.scope.deadline, math.inf
        try:
            created = await call.creation.send(call.metadata, CreateAttempt(timeout, on_written))
            check_key(created, call)
        except BaseException:
            if call.was_written:
                with suppress(MoveError):
                    held.write(self.finder.record(call))
            raise
        finally:
            call.scope.deadline = deadline
        return created

    def _share(self, call: CreateCall[Any]) -> float:
        """Return the seconds that one attempt may take: a long timeout keeps enough to search after a lost response.

        Raises:
            MoveTimeoutError: The time has run out.
        """
        left = call.end - self._clock.monotonic()
        if left <= 0:
            raise too_late(call.creation, f"no response within {call.creation.timeout:g} s")
        share = left * 0.75 - self._settle(call)
        return share if share >= left / 2 else left

    def _wait(self, call: CreateCall[Any], error: MoveError, *, refused: bool) -> float | None:
        """Return the seconds until it may be sent again, or None if it may not."""
        if not refused and self.on_ambiguous == "raise":
            return None
        if isinstance(error, MoveConnectionError) and not error.may_have_arrived:
            # The transport has retried it already.
            return None
        if not is_retryable(error, idempotent=True):
            return None
        wait = self.finder.retry.wait(error, call.creation.operation, call.tries, self._clock)
        if wait is None:
            return None
        wait = max(wait, 0.0 if refused else self._settle(call))
        return wait if self.finder.has_time(call, wait) and self.finder.budget.take() else None

    async def _clear_up(
        self, call: CreateCall[CreatedT], held: HeldKey, wait: float | None, *, refused: bool
    ) -> CreatedT | None:
        """Find what an attempt has created although it failed.

        Args:
            call: The creation.
            held: The key.
            wait: Seconds until it may be sent again; None where it may not.
            refused: Whether it is proven that the attempt created nothing.

        Raises:
            AmbiguousCreateError: It may be sent again, and the time does not suffice to prove that it was not created.
        """
        if wait is None and refused:
            return None
        pause = self._settle(call) if wait is None else wait
        if call.creation.search is not None and wait is not None and not refused:
            return await self.finder.search_until_conclusive(
                call, held, self.finder.seconds_until_conclusive(call.written_at), pause
            )
        if not self.finder.has_time(call, pause):
            return None
        await self._clock.sleep(pause)
        return await self.finder.find(call, held)

    def _settle(self, call: CreateCall[Any]) -> float:
        return 0.0 if call.creation.search is None else self.finder.settle


def _identity(creation: Creation[Any], key: str) -> Mapping[str, Any]:
    """Return everything that makes it this object and no other."""
    if isinstance(key, WorkflowKey) and key.identity is not None:
        return key.identity
    return {**creation.parameters, "metadata": parse_metadata(creation.metadata)}
