"""What is sent and what comes back, without a word about the wire."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, cast

from pydantic import BaseModel as PydanticBaseModel
from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from move_ugc_async._log import logger
from move_ugc_async._schema.base import BaseModel, record_errors
from move_ugc_async._schema.scalars import RESPONSE, UnreadableItems, is_kept
from move_ugc_async._secrets import NO_SECRETS, Secrets, hide_credentials
from move_ugc_async.errors import GraphQLErrorItem, MoveError, MoveMalformedResponseError

ResultT = TypeVar("ResultT", bound=PydanticBaseModel)
ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Operation:
    """One static GraphQL operation."""

    name: str
    document: str
    repeatable: bool
    """Whether running it twice leaves the same state as running it once."""

    independent: bool = False
    """Whether its root fields succeed or fail one by one, so that an answer in which all have failed is an answer."""


@dataclass(frozen=True, slots=True)
class GraphQLResponse:
    """The usable answer to an operation."""

    operation: str
    data: dict[str, Any] = field(repr=False)
    errors: tuple[GraphQLErrorItem, ...] = ()
    """Errors that nulled a part of the data."""
    status: int | None = None
    request_id: str | None = None
    secrets: Secrets = field(default=NO_SECRETS, repr=False)
    """What went into the request, and stays out of errors."""

    def read(self, model: type[ResultT]) -> ResultT:
        """Validate the data as a model; the models in it keep the errors.

        Items of a page that are not of their model's shape are left out, with an error for each.

        Raises:
            MoveMalformedResponseError: The data is not of the model's shape.
        """
        unreadable = UnreadableItems()
        result = self._validate(None, model, unreadable)
        errors = (*self.errors, *self._leave_out(unreadable))
        if errors:
            for name, value in result.__dict__.items():
                if isinstance(value, BaseModel):
                    record_errors(value, errors)
                    _hand_down(value, self.data.get(to_camel(name), {}), errors)
        return result

    def _leave_out(self, unreadable: UnreadableItems) -> list[GraphQLErrorItem]:
        """Return an error for each item of a page that could not be read, and leave them out of the data as well."""
        if not unreadable.found:
            return []
        ((root, page),) = self.data.items()
        listed: list[object] = page["items"]
        places = [place for place, item in enumerate(listed) if is_kept(item)]
        errors: list[GraphQLErrorItem] = []
        for number, error in unreadable.found.items():
            place = places[number]
            listed[place] = None
            msg = f"this item does not have the documented shape and is left out: {_describe(error)}"
            errors.append(GraphQLErrorItem(msg, "UnreadableItem", path=(root, "items", place)))
        logger.warning("%s: %d items are left out: they cannot be read", self.operation, len(errors))
        return errors

    def read_at(self, field: str, model: type[ModelT]) -> ModelT:
        """Validate one root field as a model, which keeps the errors of that field.

        Raises:
            MoveMalformedResponseError: The field is not of the model's shape.
        """
        result = self._validate(field, model)
        if self.errors and (errors := errors_at(self.errors, field)):
            record_errors(result, errors)
        return result

    def _is_page(self) -> bool:
        return len(self.data) == 1 and all(isinstance(root, dict) and "items" in root for root in self.data.values())

    def _part(self, field: str | None) -> object:
        return self.data if field is None else self.data.get(field)

    def _validate(self, field: str | None, model: type[ResultT], unreadable: UnreadableItems | None = None) -> ResultT:
        try:
            # The data is in no local variable: error trackers show those of whoever raises.
            context = unreadable if unreadable is not None and self._is_page() else RESPONSE
            return model.model_validate(self._part(field), context=context)
        except ValidationError as error:
            msg = f"the answer does not have the documented shape: {_describe(error)}"
        except Exception as error:  # noqa: BLE001 - the request was executed, whatever reading its answer raises
            msg = f"cannot read the answer: unexpected {type(error).__name__}"
        # Out here, so that the other error, which quotes the data, is not its context.
        hide_credentials(self._part(field), self.secrets)
        raise MoveMalformedResponseError(
            msg, operation=self.operation, status=self.status, request_id=self.request_id, data=self._part(field)
        )


def prepare(model: type[PydanticBaseModel]) -> None:
    """Build the validator of a model, which may import modules and open files, before a request is sent for it.

    Raises:
        MoveError: That failed; nothing was sent.
    """
    try:
        model.model_rebuild()
    except Exception as error:
        msg = f"cannot prepare the call: {type(error).__name__}; nothing was sent"
        raise MoveError(msg) from error


def _hand_down(model: BaseModel, raw: Mapping[str, Any], errors: tuple[GraphQLErrorItem, ...]) -> None:
    """Give each object of a model's lists the errors that arose in it."""
    for name, items in model.__dict__.items():
        if not isinstance(items, list):
            continue
        # Those that were left out of the list still count in the errors' paths.
        places = [place for place, item in enumerate(raw.get(to_camel(name), ())) if is_kept(item)]
        for place, item in zip(places, cast("list[object]", items), strict=False):
            below = tuple(error for error in errors if error.path and (to_camel(name), place) == error.path[1:3])
            if below and isinstance(item, BaseModel):
                record_errors(item, below)


def errors_at(errors: tuple[GraphQLErrorItem, ...], field: str) -> tuple[GraphQLErrorItem, ...]:
    """Give the errors at and below one root field."""
    return tuple(error for error in errors if error.path and error.path[0] == field)


class OperationTransport(Protocol):
    """Whatever can run an operation."""

    async def execute(self, operation: Operation, variables: dict[str, Any]) -> GraphQLResponse:
        """Run one operation.

        Raises:
            MoveError: No usable answer came back.
        """
        ...


def _describe(error: ValidationError) -> str:
    # Places and kinds only: pydantic's own text quotes the values, and a value can be a signed URL.
    problems = [
        f"{'.'.join(str(part) for part in problem['loc'])} ({problem['type']})"
        for problem in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    shown = ", ".join(problems[:3])
    return shown if len(problems) <= 3 else f"{shown} and {len(problems) - 3} more"  # noqa: PLR2004
