"""GraphQL operations and their responses, independent of HTTP."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol, TypeVar, cast

from pydantic import BaseModel as PydanticBaseModel
from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from move_ugc_async._log import logger
from move_ugc_async._schema.base import BaseModel, record_errors
from move_ugc_async._schema.scalars import RESPONSE, ResponseContext, UnreadableItems, is_kept
from move_ugc_async._secrets import NO_SECRETS, Secrets, redact_json
from move_ugc_async.errors import GraphQLErrorItem, MoveError, MoveInvalidRequestError, MoveMalformedResponseError

ResultT = TypeVar("ResultT", bound=PydanticBaseModel)
ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Operation:
    """One static GraphQL operation."""

    name: str
    document: str
    idempotent: bool
    """Whether executing it twice has the same effect as once."""

    independent: bool = False
    """Whether its root fields fail independently, so that a response is usable even if all of them failed."""


@dataclass(frozen=True, slots=True)
class BatchField:
    """The part of a batch query that reads one object."""

    field: str
    """The root field, with `%s` in place of the variable of the id."""
    variables: str
    """The definitions of all other variables."""
    fragments: tuple[str, ...]


@lru_cache(maxsize=256)
def batch(name: str, fields: tuple[BatchField, ...]) -> Operation:
    """Return a query of many objects; `a0`, `a1` and so on are their aliases and the variables of their ids."""
    ids = "".join(f"$a{number}:ID!" for number in range(len(fields)))
    variables = "".join(dict.fromkeys(each.variables for each in fields))
    body = "".join(f"a{number}:{each.field % f'a{number}'}" for number, each in enumerate(fields))
    fragments = "".join(dict.fromkeys(fragment for each in fields for fragment in each.fragments))
    document = f"query {name}({ids}{variables}){{{body}}}{fragments}"
    return Operation(name=name, document=document, idempotent=True, independent=True)


@dataclass(frozen=True, slots=True)
class CallOptions:
    """Options of one call.

    Args:
        timeout: Seconds that the call may take, with all its attempts and delays.
        on_written: Called just before the first byte of each attempt is written to a connection and once its last byte
            is written, or when an attempt fails and the time of its last byte is unknown. An exception of the first
            call is raised by the call, and nothing of the attempt is written.

    Raises:
        MoveInvalidRequestError: `timeout` is not a finite number above 0.
    """

    timeout: float
    on_written: Callable[[], None] | None = None

    def __post_init__(self) -> None:
        is_number = isinstance(self.timeout, int | float) and not isinstance(self.timeout, bool)  # pyright: ignore[reportUnnecessaryIsInstance]
        if not is_number or not 0 < self.timeout < math.inf:
            msg = f"timeout must be a finite number of seconds above 0; got {self.timeout!r}"
            raise MoveInvalidRequestError(msg)


@dataclass(frozen=True, slots=True)
class GraphQLResponse:
    """A usable response to an operation."""

    operation: str
    data: dict[str, Any] = field(repr=False)
    errors: tuple[GraphQLErrorItem, ...] = ()
    """Errors that nulled a part of the data."""
    status: int | None = None
    request_id: str | None = None
    secrets: Secrets = field(default=NO_SECRETS, repr=False)
    """The secrets of the request, to redact from errors."""

    def read(self, model: type[ResultT]) -> ResultT:
        """Parse the data into a model; the errors are stored on the objects in it.

        Items of a page that do not match their model are skipped, with an error for each.
        """
        roots = list(self.data.values())
        is_page = len(roots) == 1 and isinstance(roots[0], dict) and "items" in roots[0]
        context = UnreadableItems() if is_page else RESPONSE
        result = self._validate(self.data, model, context)
        errors = self.errors
        if isinstance(context, UnreadableItems) and context.found:
            errors = (*errors, *self._skip_unreadable(context))
        if errors:
            for name, value in result.__dict__.items():
                if isinstance(value, BaseModel):
                    record_errors(value, errors)
                    _assign_errors(value, self.data.get(to_camel(name), {}), errors)
        return result

    def _skip_unreadable(self, unreadable: UnreadableItems) -> list[GraphQLErrorItem]:
        """Return an error for each item of a page that cannot be parsed, and remove these items from the data."""
        ((root, page),) = self.data.items()
        items: list[object] = page["items"]
        kept = [index for index, item in enumerate(items) if is_kept(item)]
        errors: list[GraphQLErrorItem] = []
        for number, error in unreadable.found.items():
            index = kept[number]
            items[index] = None
            msg = f"skipped an item that does not match the documented shape: {_describe(error)}"
            errors.append(GraphQLErrorItem(msg, "UnreadableItem", path=(root, "items", index)))
        logger.warning("%s: skipped %d items that cannot be parsed", self.operation, len(errors))
        return errors

    def read_at(self, field: str, model: type[ModelT]) -> ModelT:
        """Parse one root field into a model with its errors, or raise `MoveMalformedResponseError`."""
        result = self._validate(self.data.get(field), model)
        if self.errors and (errors := errors_at(self.errors, field)):
            record_errors(result, errors)
        return result

    def _validate(self, data: object, model: type[ResultT], context: ResponseContext = RESPONSE) -> ResultT:
        try:
            return model.model_validate(data, context=context)
        except ValidationError as error:
            msg = f"the response does not match the documented shape: {_describe(error)}"
        except Exception as error:  # noqa: BLE001 - parsing may raise anything, but the request was executed
            msg = f"cannot parse the response: unexpected {type(error).__name__}"
        # Raised outside of the handler, so that the original error, which quotes the data, is not its context.
        redact_json(data, self.secrets)
        raise MoveMalformedResponseError(
            msg, operation=self.operation, status=self.status, request_id=self.request_id, data=data
        )


def prepare(model: type[PydanticBaseModel]) -> None:
    """Build the validator of a model before its request is sent, since this may import modules and open files."""
    try:
        model.model_rebuild()
    except Exception as error:
        msg = f"cannot prepare the call: {type(error).__name__}; nothing was sent"
        raise MoveError(msg) from error


def _assign_errors(model: BaseModel, raw: Mapping[str, Any], errors: tuple[GraphQLErrorItem, ...]) -> None:
    """Store errors on the objects in the lists of a model, by their paths."""
    for name, items in model.__dict__.items():
        if not isinstance(items, list):
            continue
        # The paths of errors count items that were skipped.
        kept = [index for index, item in enumerate(raw.get(to_camel(name), ())) if is_kept(item)]
        for index, item in zip(kept, cast("list[object]", items), strict=False):
            below = tuple(error for error in errors if error.path and (to_camel(name), index) == error.path[1:3])
            if below and isinstance(item, BaseModel):
                record_errors(item, below)


def errors_at(errors: tuple[GraphQLErrorItem, ...], field: str) -> tuple[GraphQLErrorItem, ...]:
    """Return the errors at and below one root field."""
    return tuple(error for error in errors if error.path and error.path[0] == field)


class OperationTransport(Protocol):
    """Executes operations."""

    async def execute(
        self, operation: Operation, variables: dict[str, Any], options: CallOptions | None = None
    ) -> GraphQLResponse:
        """Execute one operation, by default with the options of the transport."""
        ...


def _describe(error: ValidationError) -> str:
    # Locations and types only: the text of pydantic quotes values, which may be presigned URLs.
    problems = [
        f"{'.'.join(str(part) for part in problem['loc'])} ({problem['type']})"
        for problem in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    shown = ", ".join(problems[:3])
    return shown if len(problems) <= 3 else f"{shown} and {len(problems) - 3} more"  # noqa: PLR2004
