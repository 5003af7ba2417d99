"""Many whole objects in few requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic.alias_generators import to_camel

from move_ugc_async._concurrency.batches import run_batches
from move_ugc_async._polling.aliases import AliasedResult, read_aliased
from move_ugc_async._polling.outcomes import Failure, Outcome, Success
from move_ugc_async._polling.refusals import may_be_too_large
from move_ugc_async._schema.base import BaseModel
from move_ugc_async._transport.batch import BatchField, batch
from move_ugc_async._transport.operation import OperationTransport
from move_ugc_async.errors import MoveError

ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(slots=True, eq=False)
class _Id:
    id: str


@dataclass(frozen=True, slots=True)
class Reads(Generic[ModelT]):
    """Batched reads of one kind of object.

    Args:
        transport: Sends the requests.
        name: Name of the batch query.
        field: The part of it that reads one object.
        model: What an object becomes.
        batch_size: How many ids one request asks for at most.
    """

    transport: OperationTransport
    name: str
    field: BatchField
    model: type[ModelT]
    batch_size: int

    async def read(self, ids: Sequence[str], flags: Mapping[str, bool]) -> list[Outcome[ModelT]]:
        """Read objects, and give an outcome for each id, in the order of the ids.

        A batch that the server refuses is split in half and tried again, down to one by one.
        """
        outcomes: dict[str, Outcome[ModelT]] = {}
        unique = [_Id(each) for each in dict.fromkeys(ids)]

        async def read_batch(batch: list[_Id]) -> None:
            outcomes.update(await self._read_batch(batch, flags))

        starts = range(0, len(unique), self.batch_size)
        await run_batches(read_batch, [unique[start : start + self.batch_size] for start in starts])
        return [outcomes[each] for each in ids]

    async def _read_batch(self, keys: list[_Id], flags: Mapping[str, bool]) -> dict[str, Outcome[ModelT]]:
        variables = {to_camel(flag): on for flag, on in flags.items()}
        try:
            parts = await read_aliased(
                self.transport, keys, lambda asked: batch(self.name, (self.field,) * len(asked)), variables
            )
        except MoveError as error:
            if len(keys) == 1 or not may_be_too_large(error):
                return {key.id: Failure(key.id, error=error) for key in keys}
            half = len(keys) // 2
            return {**await self._read_batch(keys[:half], flags), **await self._read_batch(keys[half:], flags)}
        return {key.id: self._outcome(key.id, part) for key, part in parts.items()}

    def _outcome(self, id: str, part: AliasedResult | MoveError) -> Outcome[ModelT]:
        if isinstance(part, MoveError):
            return Failure(id, error=part)
        try:
            return Success(id, job=part.read(self.model))
        except MoveError as error:
            return Failure(id, error=error)
