"""Many ids in one request, one alias for each, and what became of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from move_ugc_async._transport.operation import GraphQLResponse, ModelT, Operation, OperationTransport
from move_ugc_async._transport.response import error_at
from move_ugc_async.errors import MoveError


class HasId(Protocol):
    """Whatever is asked for by an id."""

    @property
    def id(self) -> str:
        """The id."""
        ...


KeyT = TypeVar("KeyT", bound=HasId)


@dataclass(frozen=True, slots=True)
class AliasedResult:
    """What an answer says of one id."""

    answer: GraphQLResponse
    alias: str

    @property
    def data(self) -> dict[str, Any]:
        """The fields of the object."""
        data: dict[str, Any] = self.answer.data[self.alias]
        return data

    def read(self, model: type[ModelT]) -> ModelT:
        """Validate the object as a model.

        Raises:
            MoveMalformedResponseError: It is not of the model's shape.
        """
        return self.answer.read_at(self.alias, model)


async def read_aliased(
    transport: OperationTransport,
    keys: Sequence[KeyT],
    operation_for: Callable[[Sequence[KeyT]], Operation],
    variables: Mapping[str, Any],
) -> dict[KeyT, AliasedResult | MoveError]:
    """Ask for objects in one request, under the aliases `a0`, `a1` and so on.

    The root fields are not nullable, so that one object's error nulls the answer as a whole. Its path names the object,
    and the others are asked for again without it.

    Raises:
        MoveError: There is no answer, and no object that is to blame.
    """
    aliases = {f"a{number}": key for number, key in enumerate(keys)}
    ids = {alias: key.id for alias, key in aliases.items()}
    try:
        answer = await transport.execute(operation_for(keys), {**ids, **variables})
    except MoveError as error:
        blamed = [alias for alias in aliases if any(item.path == (alias,) for item in error.errors)]
        if not blamed:
            raise
        found: dict[KeyT, AliasedResult | MoveError] = {
            aliases[alias]: error_at(error, alias, ids[alias]) for alias in blamed
        }
        others = [key for key in keys if key not in found]
        return {**found, **(await read_aliased(transport, others, operation_for, variables) if others else {})}
    return {
        key: error_at(answer, alias, key.id) if answer.data.get(alias) is None else AliasedResult(answer, alias)
        for alias, key in aliases.items()
    }
