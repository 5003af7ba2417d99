"""GraphQL requests, in the body of a POST or the query string of a GET."""

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qs

from starlette.types import Scope

from move_ugc_async.sandbox.json_body import read_json


class MalformedRequest(Exception):  # noqa: N818 - the API's own word
    """A request that is not a GraphQL request."""


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """A document with its variables."""

    query: str
    variables: dict[str, Any]
    operation_name: str | None


def read_request(scope: Scope, body: bytes) -> GraphQLRequest:
    """Parse the body of a POST, or the query string of a GET, whose `variables` are JSON.

    The messages match the ones in https://github.com/graphql/graphql-over-http/issues/81.
    A list, which other servers accept as a batch, is malformed.

    Raises:
        MalformedRequest: The content is invalid or contains several requests.
    """
    try:
        members = _read_body(body) if scope["method"] == "POST" else _read_query(scope["query_string"])
    except ValueError:
        raise _malformed() from None
    query = members.get("query")
    variables: object = members.get("variables") or {}
    operation_name = members.get("operationName") or None
    if not (isinstance(query, str) and isinstance(variables, dict) and isinstance(operation_name, str | None)):
        raise _malformed()
    return GraphQLRequest(query, cast("dict[str, Any]", variables), operation_name)


def _read_body(body: bytes) -> dict[str, object]:
    if not body:
        msg = "Request body is empty."
        raise MalformedRequest(msg)
    value = read_json(body)
    if not isinstance(value, dict):
        raise _malformed()
    return cast("dict[str, object]", value)


def _read_query(query_string: bytes) -> dict[str, object]:
    # A browser sends UTF-8.
    parameters = parse_qs(query_string.decode("latin-1"), errors="strict")
    members: dict[str, object] = {name: values[-1] for name, values in parameters.items()}
    if "variables" in members:
        members["variables"] = read_json(parameters["variables"][-1].encode())
    return members


def _malformed() -> MalformedRequest:
    return MalformedRequest("Unable to parse GraphQL query.")
