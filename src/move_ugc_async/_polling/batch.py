"""Reads of many objects in one request: one aliased field for each id."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic.alias_generators import to_camel

from move_ugc_async._concurrency.task_group import run_batches
from move_ugc_async._generated.batches import GET_JOB_STATUS, GET_VOLUME_STATUS
from move_ugc_async._polling.outcomes import Failure, Outcome, Success, as_failed_error
from move_ugc_async._polling.status import Kind, Status, WorkRef, read_status
from move_ugc_async._schema.base import BaseModel
from move_ugc_async._transport.operation import BatchField, CallOptions, GraphQLResponse, OperationTransport, batch
from move_ugc_async._transport.server_errors import error_at
from move_ugc_async.errors import (
    MoveAuthenticationError,
    MoveClientClosedError,
    MoveError,
    MoveMalformedResponseError,
    MovePermissionError,
)

T = TypeVar("T")
ModelT = TypeVar("ModelT", bound=BaseModel)

_STATUS_FIELDS: Mapping[Kind, BatchField] = {"job": GET_JOB_STATUS, "volume": GET_VOLUME_STATUS}
_ERRORS_OF_ANY_SIZE = (MoveAuthenticationError, MovePermissionError, MoveClientClosedError)


async def read_statuses(transport: OperationTransport, refs: Sequence[WorkRef]) -> dict[WorkRef, Status | MoveError]:
    """Read statuses in one request. An error of one job or volume does not affect the others."""
    return await _read_aliased(
        transport, "getStatuses", _STATUS_FIELDS, refs, {}, lambda found, alias: read_status(found.data[alias])
    )


def may_be_too_large(error: MoveError) -> bool:
    """Return whether a smaller batch may succeed.

    A batch may be too complex or too large, or contain an id for which the server rejects the whole request.
    """
    if isinstance(error, MoveMalformedResponseError):
        return True
    return not error.transient and not isinstance(error, _ERRORS_OF_ANY_SIZE)


async def read_many(
    transport: OperationTransport,
    options: CallOptions,
    field: BatchField,
    model: type[ModelT],
    flags: Mapping[str, bool],
    refs: Sequence[WorkRef],
    batch_size: int,
) -> list[Outcome[ModelT]]:
    """Read objects of one kind, and return an outcome for each, in their order.

    A batch that the server rejects is halved and retried, down to single ids.
    """
    results: dict[WorkRef, ModelT | MoveError] = {}
    variables = {to_camel(flag): on for flag, on in flags.items()}

    def parse(found: GraphQLResponse, alias: str) -> ModelT:
        return found.read_at(alias, model)

    async def read_batch(batch: Sequence[WorkRef]) -> None:
        kind = batch[0].kind
        name = f"get{kind.capitalize()}s"
        try:
            found = await _read_aliased(transport, name, {kind: field}, batch, variables, parse, options)
        except MoveError as error:
            if len(batch) > 1 and may_be_too_large(error):
                half = len(batch) // 2
                await read_batch(batch[:half])
                await read_batch(batch[half:])
                return
            found = dict.fromkeys(batch, error)
        results.update(found)

    unique = list(dict.fromkeys(refs))
    starts = range(0, len(unique), batch_size)
    await run_batches(read_batch, [unique[start : start + batch_size] for start in starts])
    return [_outcome(ref, results[ref]) for ref in refs]


def _outcome(ref: WorkRef, result: ModelT | MoveError) -> Outcome[ModelT]:
    if isinstance(result, MoveError):
        return Failure(ref.id, error=as_failed_error(ref, result) or result)
    return Success(ref.id, job=result)


async def _read_aliased(
    transport: OperationTransport,
    name: str,
    fields: Mapping[Kind, BatchField],
    refs: Sequence[WorkRef],
    variables: Mapping[str, Any],
    parse: Callable[[GraphQLResponse, str], T],
    options: CallOptions | None = None,
) -> dict[WorkRef, T | MoveError]:
    """Read objects in one request, under the aliases `a0`, `a1` and so on.

    The root fields are not nullable, so an error of one object nulls the whole response. Its path names the object; the
    others are requested again without it.

    Raises:
        MoveError: The request failed, and the error names no object.
    """
    aliases = {f"a{number}": ref for number, ref in enumerate(refs)}
    ids = {alias: ref.id for alias, ref in aliases.items()}
    results: dict[WorkRef, T | MoveError] = {}
    try:
        operation = batch(name, tuple(fields[ref.kind] for ref in refs))
        response = await transport.execute(operation, {**ids, **variables}, options)
    except MoveError as error:
        for alias, ref in aliases.items():
            if any(item.path == (alias,) for item in error.errors):
                results[ref] = error_at(error, alias, ref.id)
        if not results:
            raise
        others = [ref for ref in refs if ref not in results]
        if others:
            results.update(await _read_aliased(transport, name, fields, others, variables, parse, options))
        return results
    for alias, ref in aliases.items():
        try:
            is_missing = response.data.get(alias) is None
            results[ref] = error_at(response, alias, ref.id) if is_missing else parse(response, alias)
        except MoveError as error:
            results[ref] = error
    return results
