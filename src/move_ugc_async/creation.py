"""Creating once, although the API has no idempotency key and an answer may be lost."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Generic, Literal, Protocol, TypeAlias, TypeVar

import anyio

from move_ugc_async import idempotency
from move_ugc_async.clock import Clock
from move_ugc_async.errors import (
    AmbiguousCreateError,
    IdempotencyMismatchError,
    MoveConnectionError,
    MoveError,
    MoveMalformedResponseError,
    MoveServerError,
    MoveTimeoutError,
)
from move_ugc_async.key_locks import KeyLocks, Mark
from move_ugc_async.log import logger
from move_ugc_async.pagination import Paginator
from move_ugc_async.scalars import JsonInput

OnAmbiguous: TypeAlias = Literal["resend", "raise"]


class Created(Protocol):
    """What has been created."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def metadata(self) -> Any:
        """Its metadata, with the key where it has one."""
        ...


CreatedT = TypeVar("CreatedT", bound=Created)
ObjectT = TypeVar("ObjectT")


@dataclass(frozen=True, slots=True)
class Creation(Generic[CreatedT]):
    """One object to create.

    Args:
        operation: Name of the GraphQL operation.
        parameters: Everything that makes it this object and no other.
        metadata: The user's own metadata.
        send: Creates it with this metadata.
        find: Gives those that it may be among, the newest first; None where the API has no such list.
    """

    operation: str
    parameters: Mapping[str, Any]
    metadata: JsonInput
    send: Callable[[JsonInput], Awaitable[CreatedT]]
    find: Callable[[], AsyncGenerator[CreatedT, None]] | None


@dataclass(frozen=True, slots=True)
class Creator:
    """Create objects so that a lost answer does not make a second one.

    Args:
        clock: Time and chance.
        settle: Seconds until what was created shows up in the API's lists.
        on_ambiguous: Whether a creation that left no trace is sent again, once, or raises.
        key_locks: Keep those apart who are at one key.
    """

    clock: Clock
    settle: float
    on_ambiguous: OnAmbiguous
    key_locks: KeyLocks

    async def create(self, creation: Creation[CreatedT], key: str | None) -> CreatedT:
        """Create an object, or find the one that was created with this key before.

        Raises:
            AmbiguousCreateError: It is not known whether it was created.
            IdempotencyMismatchError: The key belongs to an object with other parameters.
            MoveError: It was not created.
        """
        if key is None:
            return await self._create_without_key(creation)
        digest = idempotency.digest_of({**creation.parameters, "metadata": creation.metadata})
        metadata = idempotency.put_in(creation.metadata, key, digest)
        async with self.key_locks.held(key) as mark:
            found = await self._look(creation, key, digest, mark)
            if found is not None:
                return found
            # Before it is sent as well: this process may be killed.
            mark.write(self.clock.time())
            try:
                created = await self._send(creation, key, digest, metadata)
            except (anyio.get_cancelled_exc_class(), AmbiguousCreateError):
                # The server may carry out what nobody waits for any more.
                mark.write(self.clock.time())
                raise
            except MoveError:
                mark.write(None)
                raise
            mark.write(self.clock.time())
            return created

    async def _send(self, creation: Creation[CreatedT], key: str, digest: str, metadata: JsonInput) -> CreatedT:
        try:
            return await creation.send(metadata)
        except MoveError as error:
            if not is_ambiguous(error):
                raise
            return await self._clear_up(creation, key, digest, metadata, error)

    async def _create_without_key(self, creation: Creation[CreatedT]) -> CreatedT:
        try:
            return await creation.send(creation.metadata)
        except MoveError as error:
            if is_ambiguous(error):
                raise _ambiguous(creation, None, error) from error
            raise

    async def _clear_up(
        self, creation: Creation[CreatedT], key: str, digest: str, metadata: JsonInput, lost: MoveError
    ) -> CreatedT:
        """Find what a lost answer was about, or send once more."""
        logger.warning("%s: the answer was lost with %s", creation.operation, type(lost).__name__)
        if creation.find is not None:
            await self.clock.sleep(self.settle)
        try:
            found = await self._find(creation, key, digest)
        except IdempotencyMismatchError:
            raise
        except MoveError as error:
            raise _ambiguous(creation, key, lost) from error
        if found is not None:
            return found
        if self.on_ambiguous == "raise":
            raise _ambiguous(creation, key, lost) from lost
        try:
            return await creation.send(metadata)
        except MoveError as error:
            if is_ambiguous(error):
                raise _ambiguous(creation, key, error) from error
            raise

    async def _look(self, creation: Creation[CreatedT], key: str, digest: str, mark: Mark) -> CreatedT | None:
        """Find what was made with this key before, by whomever."""
        moment = mark.read()
        if moment is None and isinstance(key, idempotency.NewKey):
            return None
        found = await self._find(creation, key, digest)
        left = 0.0 if moment is None else moment + self.settle - self.clock.time()
        if found is not None or left <= 0 or creation.find is None:
            return found
        # It may have been made a moment ago, and not show in the API's lists yet.
        await self.clock.sleep(min(left, self.settle))
        return await self._find(creation, key, digest)

    async def _find(self, creation: Creation[CreatedT], key: str, digest: str) -> CreatedT | None:
        """Give the oldest object with this key."""
        if creation.find is None:
            return None
        found = await with_key(creation.find(), key)
        if not found:
            return None
        *newer, oldest = found
        for other in newer:
            logger.warning("%s: %s was created beside %s with one key", creation.operation, other.id, oldest.id)
        if oldest.metadata.digest != digest:
            msg = f"the idempotency key was used before, for {oldest.id} and with other parameters"
            raise IdempotencyMismatchError(msg, operation=creation.operation, id=oldest.id)
        return oldest


SEARCHED = 200
"""How many of the newest takes or volumes are searched for a key. The jobs of a take are searched all."""


async def newest(objects: Paginator[ObjectT]) -> AsyncGenerator[ObjectT, None]:
    """Give the newest objects of a list that has no filter."""
    number = 0
    async with aclosing(aiter(objects)) as found:
        async for each in found:
            yield each
            number += 1
            if number == SEARCHED:
                return


async def with_key(candidates: AsyncGenerator[CreatedT, None], key: str) -> list[CreatedT]:
    """Give those that were created with a key, in the order they come."""
    async with aclosing(candidates) as each:
        return [candidate async for candidate in each if _key_of(candidate) == key]


async def oldest_with_key(objects: Paginator[CreatedT], key: str) -> CreatedT | None:
    """Give the oldest of a list's newest objects that was created with a key."""
    found = await with_key(newest(objects), idempotency.checked_key(key))
    return found[-1] if found else None


def _key_of(created: Created) -> str | None:
    return created.metadata.key if isinstance(created.metadata, idempotency.KeyedMetadata) else None


def is_ambiguous(error: MoveError) -> bool:
    """Tell whether the server may have done what it was asked to, although it did not say so."""
    if isinstance(error, MoveConnectionError | MoveTimeoutError):
        return error.may_have_arrived
    return isinstance(error, MoveServerError | MoveMalformedResponseError)


def _ambiguous(creation: Creation[Any], key: str | None, error: MoveError) -> AmbiguousCreateError:
    advice = (
        "look for it before you create another; with idempotency_key= the library does that"
        if key is None
        else "call again with the same idempotency_key= to find it"
    )
    msg = f"it is not known whether this was created, since the answer was lost ({error.message}): {advice}"
    return AmbiguousCreateError(
        msg, key=key, operation=creation.operation, status=error.status, request_id=error.request_id
    )
