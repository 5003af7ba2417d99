"""The base of all errors. `move_ugc_async.errors` is the public module."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from typing_extensions import TypedDict, Unpack

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class GraphQLErrorItem:
    """One entry of an answer's `errors`, as AppSync writes it."""

    __module__ = "move_ugc_async.errors"

    message: str
    error_type: str | None = None
    error_info: Any = field(default=None, repr=False)
    path: tuple[str | int, ...] | None = None
    data: Any = field(default=None, repr=False)


class ErrorDetails(TypedDict, total=False):
    """What an error may know, all of it plain data."""

    operation: str | None
    error_type: str | None
    error_info: Any
    path: tuple[str | int, ...] | None
    status: int | None
    request_id: str | None
    data: Any
    errors: tuple[GraphQLErrorItem, ...]


class MoveError(Exception):
    """Something went wrong.

    Attributes:
        message: What went wrong, in one sentence.
        operation: Name of the GraphQL operation, such as `getJob`.
        error_type: The server's own name of the error, such as `MoveNotFoundError`.
        error_info: What the server adds to it, of any shape.
        path: Where in the answer the error arose.
        status: HTTP status.
        request_id: The server's id of the request, to quote to support.
        data: The part of the answer that did arrive.
        errors: All errors of the answer.
        next_token: Where the list was, for an error that arose while paging.
    """

    __module__ = "move_ugc_async.errors"

    def __init__(self, message: str, **details: Unpack[ErrorDetails]) -> None:
        super().__init__(message)
        self.message = message
        self.operation = details.get("operation")
        self.error_type = details.get("error_type")
        self.error_info = details.get("error_info")
        self.path = details.get("path")
        self.status = details.get("status")
        self.request_id = details.get("request_id")
        self.data = details.get("data")
        self.errors: tuple[GraphQLErrorItem, ...] = details.get("errors", ())
        self.next_token: str | None = None

    def __str__(self) -> str:
        subject = f"{self.operation}: " if self.operation else ""
        known = {"type": self.error_type, "status": self.status, "request id": self.request_id}
        details = ", ".join(f"{name} {value}" for name, value in known.items() if value is not None)
        return f"{subject}{self.message}{f' ({details})' if details else ''}"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: type, _handler: "GetCoreSchemaHandler") -> "CoreSchema":
        """Describe it to pydantic, for frameworks that return an outcome: an object with its type and message."""
        from pydantic_core import core_schema

        written = core_schema.plain_serializer_function_ser_schema(
            lambda error: {"type": type(error).__name__, "message": str(error)},
            return_schema=core_schema.dict_schema(core_schema.str_schema(), core_schema.str_schema()),
        )
        return core_schema.is_instance_schema(cls, serialization=written)

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception's own way calls the class with `args` alone and would lose every detail.
        return _rebuild, (type(self), self.message), self.__dict__.copy()


def _rebuild(error_type: type[MoveError], message: str) -> MoveError:
    return error_type.__new__(error_type, message)


class MoveInvalidRequestError(MoveError):
    """The request is wrong, found here before sending or by the server."""

    __module__ = "move_ugc_async.errors"
