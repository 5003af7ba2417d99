"""GraphQL requests, in the body of a POST or the query string of a GET."""

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
    """A document with its variables."""

    query: str
    variables: dict[str, Any]
    operation_name: str | None


def body_of(scope: Scope, body: bytes) -> bytes:
    """Return the body of a POST, or the body of the POST that is equivalent to a GET."""
    if scope["method"] == "POST":
        return body
    members = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
    variables = members.pop("variables", "null")
    return f'{json.dumps(members)[:-1]}{", " if members else ""}"variables": {variables}}}'.encode()


def read_request(body: bytes) -> GraphQLRequest:
    """Parse a body.

    The messages match the ones in https://github.com/graphql/graphql-over-http/issues/81.
    A list, which other servers accept as a batch, is malformed.

    Raises:
        MalformedRequest: The body is not one GraphQL request.
    """
    if not body:
        msg = "Request body is empty."
        raise MalformedRequest(msg)
    try:
        value = read_json(body)
    except ValueError:
        raise _malformed() from None
    if not isinstance(value, dict):
        raise _malformed()
    members = cast("dict[str, object]", value)
    query = members.get("query")
    variables: object = members.get("variables") or {}
    operation_name = members.get("operationName") or None
    if not (isinstance(query, str) and isinstance(variables, dict) and isinstance(operation_name, str | None)):
        raise _malformed()
    return GraphQLRequest(query, cast("dict[str, Any]", variables), operation_name)


def _malformed() -> MalformedRequest:
    return MalformedRequest("Unable to parse GraphQL query.")
