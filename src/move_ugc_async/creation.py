"""Creating once, although the API has no idempotency key and an answer may be lost."""

import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Generic, Literal, NamedTuple, TypeAlias, cast

import anyio

from move_ugc_async import idempotency
from move_ugc_async._idempotency.evidence import is_refused
from move_ugc_async._idempotency.search import SEARCHED, Absent, CreatedT, Found, Pages, Unknown, search
from move_ugc_async.clock import Clock
from move_ugc_async.errors import (
    AmbiguousCreateError,
    GraphQLErrorItem,
    IdempotencyMismatchError,
    MoveConnectionError,
    MoveError,
    MoveMalformedResponseError,
    MoveTimeoutError,
)
from move_ugc_async.key_locks import KeyLocks, Mark
from move_ugc_async.log import logger
from move_ugc_async.pagination import Paginator
from move_ugc_async.scalars import JsonInput
from move_ugc_async.transport.budget import RetryBudget
from move_ugc_async.transport.retry import RetryPolicy, may_repeat

OnAmbiguous: TypeAlias = Literal["resend", "raise"]

_SHORTEST_PAUSE = 1.0
"""Seconds between two searches at least."""


class CreateAttempt(NamedTuple):
    """One attempt to create an object.

    Attributes:
        timeout: Seconds that it may take; whoever sends it keeps to them.
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
        find: Yields the pages of the list that it is in, the newest object first; None where the API has no such list.
        timeout: Seconds that all of it may take.
        searched: How many of the newest objects are searched; None for all.
    """

    operation: str
    parameters: Mapping[str, Any]
    metadata: JsonInput
    send: Callable[[JsonInput, CreateAttempt], Awaitable[CreatedT]]
    find: Callable[[], Pages[CreatedT]] | None
    timeout: float
    searched: int | None = None


@dataclass(slots=True)
class _Call(Generic[CreatedT]):
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
    """What the last answer that was lost was lost with."""

    was_written: bool = False
    """Whether the latest attempt was."""
    written_at: float = 0.0
    """When the latest bytes were written, on the monotonic clock."""

    def written(self, now: float) -> None:
        self.was_written = self.may_exist = True
        self.written_at = now

    def failed(self, error: MoveError) -> bool:
        """Record how the latest attempt failed; return whether it is proven that it created nothing."""
        refused = is_refused(error, self.creation.operation, was_written=self.was_written)
        self.was_written = False
        if not refused:
            logger.warning("%s: outcome unknown after %s", self.creation.operation, type(error).__name__)
            # Whatever a later attempt proves, it proves of itself alone.
            self.lost = error
        self.may_exist = self.lost is not None
        return refused


@dataclass(frozen=True, slots=True)
class Creator:
    """Create objects so that a lost answer does not make a second one.

    Args:
        clock: Time and chance.
        settle: Seconds until what was created shows up in the API's lists.
        server_timeout: Seconds within which the server has executed a request, or never will.
        on_ambiguous: Whether a creation that left no trace is sent again, or raises.
        key_locks: Keep those apart who are at one key.
        retry: When a creation with a key is sent again.
        budget: How many tries may be repeated by all calls together.
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
        creation = replace(creation, metadata=cast("JsonInput", idempotency.without_key(creation.metadata)))
        if key is None:
            return await self._create_without_key(creation)
        digest = idempotency.digest_of({**creation.parameters, "metadata": creation.metadata})
        metadata = idempotency.put_in(creation.metadata, key, digest)
        scope = anyio.move_on_after(creation.timeout)
        call = _Call(creation, key, digest, metadata, self.clock.monotonic() + creation.timeout, scope)
        try:
            with scope:
                return await self._create_with_key(call)
            late = _too_late(creation, f"no answer within {creation.timeout:g} s")
            raise (self._inconclusive(call, late) if call.may_exist else late) from call.lost
        except MoveTimeoutError as error:
            if not error.may_have_arrived:
                raise
            # What has arrived is a look.
            raise _too_late(creation, error.message) from error
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
            raise _ambiguous(creation, None, error, self._conclusive_after(written[-1])) from error

    async def _create_with_key(self, call: _Call[CreatedT]) -> CreatedT:
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

    async def _send(self, call: _Call[CreatedT], mark: Mark) -> CreatedT:
        try:
            return await self._repeat(call, mark)
        except (AmbiguousCreateError, IdempotencyMismatchError):
            raise
        except MoveError as error:
            if call.lost is None:
                raise
            raise self._inconclusive(call, call.lost) from error

    async def _repeat(self, call: _Call[CreatedT], mark: Mark) -> CreatedT:
        """Send it, and after a transient error search for it and send it again."""
        while True:
            try:
                return await self._attempt(call, mark)
            except MoveError as error:
                refused = call.failed(error)
                wait = self._wait(call, error, refused=refused)
                found = await self._clear_up(call, wait, refused=refused)
                if found is not None:
                    call.may_exist = True
                    return found
                if wait is None:
                    raise

    async def _attempt(self, call: _Call[CreatedT], mark: Mark) -> CreatedT:
        def on_written() -> None:
            call.written(self.clock.monotonic())
            # Whatever becomes of this process, the server may execute the request until then.
            mark.write(self.clock.time() + self.server_timeout)

        call.tries += 1
        timeout = self._share(call)
        deadline, call.scope.deadline = call.scope.deadline, math.inf
        try:
            return await call.creation.send(call.metadata, CreateAttempt(timeout, on_written))
        finally:
            call.scope.deadline = deadline

    def _share(self, call: _Call[Any]) -> float:
        """Return the seconds that one attempt may take: of a long time, enough is kept to clear up a lost answer.

        Raises:
            MoveTimeoutError: The time has run out.
        """
        left = call.end - self.clock.monotonic()
        if left <= 0:
            raise _too_late(call.creation, f"no answer within {call.creation.timeout:g} s")
        share = left * 0.75 - self._settle(call)
        return share if share >= left / 2 else left

    def _wait(self, call: _Call[Any], error: MoveError, *, refused: bool) -> float | None:
        """Return the seconds until it may be sent again; None where it may not."""
        if not refused and self.on_ambiguous == "raise":
            return None
        if isinstance(error, MoveConnectionError) and not error.may_have_arrived:
            # That was repeated on the way there.
            return None
        if not may_repeat(error, repeatable=True):
            return None
        wait = self.retry.wait(error, call.creation.operation, call.tries, self.clock)
        if wait is None:
            return None
        wait = max(wait, 0.0 if refused else self._settle(call))
        return wait if self._has_time(call, wait) and self.budget.take() else None

    async def _clear_up(self, call: _Call[CreatedT], wait: float | None, *, refused: bool) -> CreatedT | None:
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

    async def _search(self, call: _Call[CreatedT], remaining: float, pause: float) -> CreatedT | None:
        """Search again and again, until the object is found or a search proves that there is none.

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

    def _inconclusive(self, call: _Call[Any], error: MoveError | None) -> AmbiguousCreateError:
        if error is None:
            error = _too_late(call.creation, "an earlier attempt with this key may still be carried out")
        return _ambiguous(call.creation, call.key, error, self._conclusive_after(call.written_at))

    def _settle(self, call: _Call[Any]) -> float:
        return 0.0 if call.creation.find is None else self.settle

    def _has_time(self, call: _Call[Any], pause: float) -> bool:
        return self.clock.monotonic() + pause < call.end

    async def _look(self, call: _Call[CreatedT], mark: Mark) -> CreatedT | None:
        """Find what was made with this key before, by whomever."""
        moment = mark.read()
        if moment is None and isinstance(call.key, idempotency.NewKey):
            return None
        found = await self._find(call)
        if found is not None or moment is None or call.creation.find is None:
            return found
        most = self.server_timeout + self.settle
        remaining = min(moment + self.settle - self.clock.time(), most)
        if remaining <= 0:
            return None
        # An earlier attempt may still be carried out, or not show in the API's lists yet.
        call.may_exist = True
        call.written_at = self.clock.monotonic() + remaining - most
        found = await self._search(call, remaining, min(max(self.settle, _SHORTEST_PAUSE), remaining))
        call.may_exist = False
        return found

    async def _find(self, call: _Call[CreatedT]) -> CreatedT | None:
        """Return the oldest object with this key; None if it is proven that there is none.

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
                    error = _incomplete(creation.operation, errors)
            pause = self.retry.wait(error, creation.operation, searches, self.clock)
            if pause is None or not self._has_time(call, pause) or not self.budget.take():
                raise self._inconclusive(call, error) from error
            await self.clock.sleep(pause)


def _checked(call: _Call[CreatedT], oldest: CreatedT, others: tuple[CreatedT, ...]) -> CreatedT:
    operation = call.creation.operation
    for other in others:
        logger.warning("%s: %s was created beside %s with one key", operation, other.id, oldest.id)
    if oldest.metadata.digest != call.digest:
        msg = f"the idempotency key was used before, for {oldest.id} and with other parameters"
        raise IdempotencyMismatchError(msg, operation=operation, id=oldest.id)
    return oldest


async def oldest_with_key(objects: Paginator[CreatedT], key: str) -> CreatedT | None:
    """Return the oldest of a list's newest objects that was created with a key; None if there is none.

    Raises:
        MoveMalformedResponseError: A part of the list is missing.
    """
    match await search(objects.pages(), idempotency.checked_key(key), at_most=SEARCHED):
        case Found(object=found):
            return found
        case Absent():
            return None
        case Unknown(errors=errors):
            raise _incomplete(None, errors)


def _incomplete(operation: str | None, errors: tuple[GraphQLErrorItem, ...]) -> MoveMalformedResponseError:
    reason = errors[0].message if errors else "the server left a part out"
    msg = f"the list to search for the key is incomplete: {reason}"
    return MoveMalformedResponseError(msg, operation=operation, errors=errors)


def _too_late(creation: Creation[Any], message: str) -> MoveTimeoutError:
    return MoveTimeoutError(message, operation=creation.operation, may_have_arrived=False)


def _ambiguous(
    creation: Creation[Any], key: str | None, error: MoveError, conclusive_after: datetime
) -> AmbiguousCreateError:
    advice = (
        "search for it before you create another, or pass idempotency_key= to have that done"
        if key is None
        else "call again with the same idempotency_key= to find it"
    )
    reason = f"{error.error_type}: {error.message}" if error.error_type else error.message
    return AmbiguousCreateError(
        f"cannot tell whether this was created: {reason}; {advice}",
        key=key,
        conclusive_after=conclusive_after,
        operation=creation.operation,
        error_type=error.error_type,
        error_info=error.error_info,
        path=error.path,
        status=error.status,
        request_id=error.request_id,
        data=error.data,
        errors=error.errors,
    )
