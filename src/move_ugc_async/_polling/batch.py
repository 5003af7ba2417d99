"""Reads of many objects in one request: one aliased field for each id."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from pydantic.alias_generators import to_camel

from move_ugc_async._concurrency.task_group import run_batches
from move_ugc_async._generated.batches import GET_JOB_STATUS, GET_VOLUME_STATUS
from move_ugc_async._polling.outcomes import Failure, Outcome, Success
from move_ugc_async._polling.status import Kind, Status, WorkRef, read_status
from move_ugc_async._schema.base import BaseModel
from move_ugc_async._transport.operation import (
    BatchField,
    CallOptions,
    GraphQLResponse,
    Operation,
    OperationTransport,
    batch,
)
from move_ugc_async._transport.server_errors import error_at
from move_ugc_async.errors import (
    MoveAuthenticationError,
    MoveClientClosedError,
    MoveError,
    MoveMalformedResponseError,
    MovePermissionError,
)


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


ModelT = TypeVar("ModelT", bound=BaseModel)
RefT = TypeVar("RefT", bound=_HasId)

_STATUS_FIELDS: Mapping[Kind, BatchField] = {"job": GET_JOB_STATUS, "volume": GET_VOLUME_STATUS}
_ERRORS_OF_ANY_SIZE = (MoveAuthenticationError, MovePermissionError, MoveClientClosedError)


@dataclass(slots=True, eq=False)
class _Id:
    id: str


@dataclass(frozen=True, slots=True)
class AliasedResult:
    """The part of a response that belongs to one id."""

    response: GraphQLResponse
    alias: str

    @property
    def data(self) -> dict[str, Any]:
        """The fields of the object."""
        data: dict[str, Any] = self.response.data[self.alias]
        return data

    def read(self, model: type[ModelT]) -> ModelT:
        """Validate the object as a model.

        Raises:
            MoveMalformedResponseError: It does not match the model.
        """
        return self.response.read_at(self.alias, model)


async def read_statuses(transport: OperationTransport, refs: Sequence[WorkRef]) -> dict[WorkRef, Status | MoveError]:
    """Read statuses in one request.

    Returns:
        The status of each job or volume, or its error: an error of one does not affect the others.

    Raises:
        MoveError: The request failed as a whole.
    """
    results = await _read_aliased(
        transport, refs, lambda part: batch("getStatuses", tuple(_STATUS_FIELDS[ref.kind] for ref in part)), {}
    )
    return {
        ref: result if isinstance(result, MoveError) else read_status(result.data) for ref, result in results.items()
    }


def may_be_too_large(error: MoveError) -> bool:
    """Return whether a smaller batch may succeed.

    A batch may be too complex or too large, or contain an id for which the server rejects the whole request.
    """
    if isinstance(error, MoveMalformedResponseError):
        return True
    return not error.transient and not isinstance(error, _ERRORS_OF_ANY_SIZE)


@dataclass(frozen=True, slots=True)
class BatchReader(Generic[ModelT]):
    """Batched reads of one kind of object.

    Args:
        transport: Sends the requests.
        options: Options of each request.
        name: Name of the batch query.
        field: The part of the query that reads one object.
        model: The model of the object.
        batch_size: Maximum number of ids per request.
    """

    transport: OperationTransport
    options: CallOptions
    name: str
    field: BatchField
    model: type[ModelT]
    batch_size: int

    async def read(self, ids: Sequence[str], flags: Mapping[str, bool]) -> list[Outcome[ModelT]]:
        """Read objects, and return an outcome for each id, in the order of the ids.

        A batch that the server rejects is halved and retried, down to single ids.
        """
        outcomes: dict[str, Outcome[ModelT]] = {}
        unique = [_Id(each) for each in dict.fromkeys(ids)]

        async def read_batch(refs: list[_Id]) -> None:
            outcomes.update(await self._read_batch(refs, flags))

        starts = range(0, len(unique), self.batch_size)
        await run_batches(read_batch, [unique[start : start + self.batch_size] for start in starts])
        return [outcomes[each] for each in ids]

    async def _read_batch(self, refs: list[_Id], flags: Mapping[str, bool]) -> dict[str, Outcome[ModelT]]:
        variables = {to_camel(flag): on for flag, on in flags.items()}
        try:
            results = await _read_aliased(
                self.transport, refs, lambda part: batch(self.name, (self.field,) * len(part)), variables, self.options
            )
        except MoveError as error:
            if len(refs) == 1 or not may_be_too_large(error):
                return {ref.id: Failure(ref.id, error=error) for ref in refs}
            half = len(refs) // 2
            return {**await self._read_batch(refs[:half], flags), **await self._read_batch(refs[half:], flags)}
        return {ref.id: self._outcome(ref.id, result) for ref, result in results.items()}

    def _outcome(self, id: str, result: AliasedResult | MoveError) -> Outcome[ModelT]:
        if isinstance(result, MoveError):
            return Failure(id, error=result)
        try:
            return Success(id, job=result.read(self.model))
        except MoveError as error:
            return Failure(id, error=error)


async def _read_aliased(
    transport: OperationTransport,
    refs: Sequence[RefT],
    operation_for: Callable[[Sequence[RefT]], Operation],
    variables: Mapping[str, Any],
    options: CallOptions | None = None,
) -> dict[RefT, AliasedResult | MoveError]:
    """Read objects in one request, under the aliases `a0`, `a1` and so on.

    The root fields are not nullable, so an error of one object nulls the whole response. Its path names the object; the
    others are requested again without it.

    Raises:
        MoveError: The request failed, and the error names no object.
    """
    aliases = {f"a{number}": ref for number, ref in enumerate(refs)}
    ids = {alias: ref.id for alias, ref in aliases.items()}
    try:
        response = await transport.execute(operation_for(refs), {**ids, **variables}, options)
    except MoveError as error:
        failed = [alias for alias in aliases if any(item.path == (alias,) for item in error.errors)]
        if not failed:
            raise
        results: dict[RefT, AliasedResult | MoveError] = {
            aliases[alias]: error_at(error, alias, ids[alias]) for alias in failed
        }
        others = [ref for ref in refs if ref not in results]
        if others:
            results |= await _read_aliased(transport, others, operation_for, variables, options)
        return results
    return {
        ref: error_at(response, alias, ref.id) if response.data.get(alias) is None else AliasedResult(response, alias)
        for alias, ref in aliases.items()
    }
