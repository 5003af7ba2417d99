"""A GraphQL request: the body of a POST, or the query string of a GET."""

import json
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qs

from starlette.types import Scope

from move_ugc_async.sandbox.json_body import read_json


class MalformedRequest(Exception):  # noqa: N818 - the API's own word
    """A body that is not a GraphQL request."""


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """A query with its variables."""

    query: str
    variables: dict[str, Any]
    operation_name: str | None


def body_of(scope: Scope, body: bytes) -> bytes:
    """Return the body of a POST, or of the POST that would mean the same as a GET."""
    if scope["method"] == "POST":
        return body
    given = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
    variables = given.pop("variables", "null")
    return f'{json.dumps(given)[:-1]}{", " if given else ""}"variables": {variables}}}'.encode()


def read_request(body: bytes) -> GraphQLRequest:
    """Read a body.

    The messages are the ones described by AppSync's team in
    https://github.com/graphql/graphql-over-http/issues/81; a list, which other servers take for
    a batch, is as malformed as anything else.

    Raises:
        MalformedRequest: If the body is not one GraphQL request.
    """
    if not body:
        msg = "Request body is empty."
        raise MalformedRequest(msg)
    try:
        value = read_json(body)
    except ValueError:
        raise _unreadable() from None
    if not isinstance(value, dict):
        raise _unreadable()
    members = cast("dict[str, object]", value)
    query = members.get("query")
    variables: object = members.get("variables") or {}
    operation_name = members.get("operationName") or None
    if not (isinstance(query, str) and isinstance(variables, dict) and isinstance(operation_name, str | None)):
        raise _unreadable()
    return GraphQLRequest(query, cast("dict[str, Any]", variables), operation_name)


def _unreadable() -> MalformedRequest:
    return MalformedRequest("Unable to parse GraphQL query.")
