"""Many whole objects in few requests."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from pydantic.alias_generators import to_camel

from move_ugc_async._concurrency.batches import run_batches
from move_ugc_async._polling.aliases import AliasedResult, read_aliased
from move_ugc_async._polling.outcomes import Failure, Outcome, Success
from move_ugc_async._polling.refusals import may_be_too_large
from move_ugc_async._schema.base import BaseModel
from move_ugc_async._transport.operation import Operation, OperationTransport
from move_ugc_async.errors import MoveError

ModelT = TypeVar("ModelT", bound=BaseModel)

# What codegen writes for a read of one: its name, its one id, its flags, its root field, and the fragments.
_READ_OF_ONE = re.compile(
    r"query (?P<name>\w+)\(\$(?P<id>\w+):ID!(?P<flags>[^)]*)\)"
    r"\{(?P<field>\w+)\((?P<argument>\w+):\$(?P=id)\)(?P<selection>\{[^}]*\})\}(?P<fragments>.*)",
    re.DOTALL,
)


@dataclass(slots=True, eq=False)
class _Id:
    id: str


@dataclass(frozen=True, slots=True)
class Reads(Generic[ModelT]):
    """Batched reads of one kind of object.

    Args:
        transport: Sends the requests.
        operation: Reads one object by its id.
        model: What an object becomes.
        batch_size: How many ids one request asks for at most.
    """

    transport: OperationTransport
    operation: Operation
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
                self.transport, keys, lambda asked: batched(self.operation, len(asked)), variables
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


@lru_cache(maxsize=256)
def batched(operation: Operation, size: int) -> Operation:
    """Turn a read of one object into a read of so many, under the aliases `a0`, `a1` and so on."""
    parts = _READ_OF_ONE.fullmatch(operation.document)
    assert parts, operation.name  # noqa: S101 - codegen writes nothing else
    variables = "".join(f"$a{number}:ID!" for number in range(size))
    fields = "".join(
        f"a{number}:{parts['field']}({parts['argument']}:$a{number}){parts['selection']}" for number in range(size)
    )
    name = f"{operation.name}s"
    return Operation(
        name=name,
        document=f"query {name}({variables}{parts['flags']}){{{fields}}}{parts['fragments']}",
        repeatable=True,
        independent=True,
    )
