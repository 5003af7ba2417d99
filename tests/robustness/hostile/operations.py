"""Run any operation of the generated client on a given response body, without a socket."""

import inspect
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel, Json
from pydantic.alias_generators import to_camel

from move_ugc_async._clock import Clock
from move_ugc_async._generated.client import GraphQLClient
from move_ugc_async._schema.enums import OpenEnum
from move_ugc_async._transport.operation import CallOptions, GraphQLResponse, Operation
from move_ugc_async._transport.response import read_response

OPERATIONS = sorted(
    name
    for name, function in vars(GraphQLClient).items()
    if inspect.iscoroutinefunction(function) and not name.startswith("_")
)


@dataclass(frozen=True)
class Canned:
    """A transport with one response, which it parses as the real transport does."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    async def execute(
        self,
        operation: Operation,
        variables: dict[str, Any],
        options: CallOptions | None = None,  # noqa: ARG002
    ) -> GraphQLResponse:
        return read_response(operation, self.status, self.headers, self.body, Clock(), variables)


class _ModelFinder(GraphQLClient):
    """Raises the model of an operation instead of executing it."""

    async def execute(self, *arguments: Any) -> Any:
        raise _Found(arguments[2])


class _Found(BaseException):
    def __init__(self, model: type[BaseModel]) -> None:
        self.model = model


def run(name: str, canned: Canned) -> Any:
    """Run an operation and return its result."""
    return _call(GraphQLClient(canned), name)


def model_of(name: str) -> type[BaseModel]:
    """Return the model of the response data of an operation."""
    try:
        _call(_ModelFinder(Canned(b"")), name)
    except _Found as found:
        return found.model
    raise AssertionError(name)


def _call(client: GraphQLClient, name: str) -> Any:
    method = getattr(client, name)
    required = [each.name for each in inspect.signature(method).parameters.values() if each.default is each.empty]
    try:
        method(**dict.fromkeys(required, "x")).send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError(name)


def sample_of(model: type[BaseModel], depth: int = 6) -> dict[str, Any]:
    """Return JSON with every field of a model, nested up to a depth."""
    model.model_rebuild()
    fields = {
        to_camel(name): _value(field.annotation, field.metadata, depth) for name, field in model.model_fields.items()
    }
    return {name: value for name, value in fields.items() if value is not None}


def _value(annotation: Any, metadata: list[Any], depth: int) -> Any:  # noqa: PLR0911 - one for each kind
    if any(each is Json or isinstance(each, Json) for each in metadata):
        return '{"a": [1]}'
    if hasattr(annotation, "__metadata__"):
        return _value(annotation.__origin__, list(annotation.__metadata__), depth)
    origin, arguments = get_origin(annotation), [each for each in get_args(annotation) if each is not type(None)]
    if origin in (Union, types.UnionType):
        return _value(arguments[0], [], depth)
    if origin is list:
        return [_value(arguments[0], [], depth)] * 2 if depth else None
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return sample_of(annotation, depth - 1) if depth else None
    if isinstance(annotation, type) and issubclass(annotation, OpenEnum):
        return next(iter(annotation)).value
    plain = {str: "text", int: 7, float: 1.5, bool: True, AwareDatetime: "2026-01-31T12:00:00Z"}
    return '{"a": [1]}' if annotation is Any else plain[annotation]


def paths_in(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every value in a JSON value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from paths_in(item, (*path, key))


def replace_at(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """Return a copy of a JSON value with the value at a path replaced."""
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = replace_at(value[path[0]], path[1:], new)
    return copy
