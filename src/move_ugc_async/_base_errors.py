"""Base classes of the errors, which the public module `move_ugc_async.errors` exports."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import TypedDict, Unpack

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class GraphQLErrorItem:
    """One entry in `errors` of a response, in the form of AWS AppSync.

    Attributes:
        message: Text of the error.
        error_type: The server's name of the error, such as `MoveNotFoundError`.
        error_info: Further details, of any shape.
        path: Path of the field in the response that the error belongs to.
        data: Data that came with the error.
    """

    __module__ = "move_ugc_async.errors"

    message: str
    error_type: str | None = None
    error_info: Any = field(default=None, repr=False)
    path: tuple[str | int, ...] | None = None
    data: Any = field(default=None, repr=False)


class ErrorDetails(TypedDict, total=False):
    """Details of all errors, which become their attributes; plain data, so that errors can be pickled."""

    operation: str | None
    error_type: str | None
    error_info: Any
    path: tuple[str | int, ...] | None
    status: int | None
    request_id: str | None
    data: Any
    errors: tuple[GraphQLErrorItem, ...]


class Details(ErrorDetails, total=False):
    """Details of single classes."""

    retry_after: float | None
    may_have_arrived: bool
    differing: Sequence[str]
    names: tuple[str, ...]
    reason: str
    available: tuple[str, ...]
    stage: str
    state: Any
    suggestions: tuple[str, ...]
    key: str | None
    conclusive_after: datetime | None
    id: str
    job: Any
    percentage: int | None
    file: str | None
    frame: int | None
    joint: str | None
    findings: tuple[Any, ...]
    limit: str
    requested: float | None
    remaining_jobs: int | None
    remaining_video_minutes: float | None
    available_at: datetime | None


_NAMES = (*Details.__annotations__, "next_token")


class MoveError(Exception):
    """Base class of all errors of this library.

    Attributes:
        message: Text of the error, without the details below.
        operation: Name of the GraphQL operation, such as `getJob`, or None.
        error_type: The server's name of the error, such as `MoveNotFoundError`.
        error_info: Further details from the server, of any shape.
        path: Path of the field in the response that the error belongs to.
        status: HTTP status of the response.
        request_id: The server's id of the request, for support.
        data: `data` of the response, which may be partial.
        errors: All `errors` of the response.
        next_token: Cursor to continue a list from after an error during paging, or None.
        retry_after: Seconds to wait that the server requested, or None.
    """

    __module__ = "move_ugc_async.errors"

    operation: str | None = None
    error_type: str | None = None
    error_info: Any = None
    path: tuple[str | int, ...] | None = None
    status: int | None = None
    request_id: str | None = None
    data: Any = None
    errors: tuple[GraphQLErrorItem, ...] = ()
    next_token: str | None = None
    retry_after: float | None = None
    _transient: ClassVar[bool | None] = False
    """Whether all errors of the class are transient; None if that depends on the error."""
    _required: ClassVar[tuple[str, ...]] = ()
    """Names of the details without a default."""

    def __init__(self, message: str, **details: Unpack[Details]) -> None:
        super().__init__(message)
        missing = [name for name in self._required if name not in details]
        if missing:
            msg = f"{type(self).__name__} must have the arguments {', '.join(self._required)}; got no {missing[0]}"
            raise TypeError(msg)
        self.message = message
        # All details, since loggers and error trackers record `vars` of an error; others than those of the class are
        # dropped.
        defaults = {name: getattr(type(self), name) for name in _NAMES if hasattr(type(self), name)}
        known = {name: value for name, value in details.items() if name in defaults or name in self._required}
        vars(self).update({**defaults, **known})

    @property
    def transient(self) -> bool:
        """Whether the same request may succeed later. Calls, waits, transfers and workflows retry by it."""
        return bool(self._transient)

    def __str__(self) -> str:
        subject = f"{self.operation}: " if self.operation else ""
        known = {"type": self.error_type, "status": self.status, "request id": self.request_id}
        details = ", ".join(f"{name} {value}" for name, value in known.items() if value is not None)
        return f"{subject}{self.message}{f' ({details})' if details else ''}"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: type, _handler: "GetCoreSchemaHandler") -> "CoreSchema":
        """Serialise an error as its type and message, for frameworks that return an `Outcome`."""
        from pydantic_core import core_schema

        written = core_schema.plain_serializer_function_ser_schema(
            lambda error: {"type": type(error).__name__, "message": str(error)},
            return_schema=core_schema.dict_schema(core_schema.str_schema(), core_schema.str_schema()),
        )
        return core_schema.is_instance_schema(cls, serialization=written)

    def __reduce__(self) -> tuple[Any, ...]:
        # `Exception.__reduce__` calls the class with `args` alone, which loses the details.
        return _rebuild, (type(self), self.message), self.__dict__.copy()


def _rebuild(error_type: type[MoveError], message: str) -> MoveError:
    return error_type.__new__(error_type, message)


class MoveInvalidRequestError(MoveError):
    """An argument is invalid, found before sending or by the server."""

    __module__ = "move_ugc_async.errors"
