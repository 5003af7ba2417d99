"""AppSync's own scalars."""

import json
from datetime import UTC, datetime
from typing import Any, NoReturn
from urllib.parse import urlsplit

from ariadne import ScalarType
from graphql import GraphQLError, StringValueNode, ValueNode

_aws_json = ScalarType("AWSJSON")
_aws_date_time = ScalarType("AWSDateTime")
_aws_url = ScalarType("AWSURL")

SCALARS = (_aws_json, _aws_date_time, _aws_url)


def parse_json(value: object) -> str:
    """Accept a string that holds a JSON document, and keep it byte for byte."""
    if not isinstance(value, str):
        msg = f"Unable to parse `{value}` as valid JSON."
        raise GraphQLError(msg)
    try:
        json.loads(value, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        msg = f"Unable to parse `{value}` as valid JSON."
        raise GraphQLError(msg) from None
    return value


def parse_json_literal(node: ValueNode, _: dict[str, Any] | None = None) -> str:
    """Accept a string literal, not an object literal."""
    return parse_json(_literal(node))


_aws_json.set_value_parser(parse_json)
_aws_json.set_literal_parser(parse_json_literal)


@_aws_date_time.serializer
def serialize_date_time(value: datetime) -> str:
    """Return a moment in UTC with microseconds and `Z`."""
    moment = value.astimezone(UTC).replace(tzinfo=None)
    return f"{moment.isoformat(timespec='microseconds')}Z"


@_aws_date_time.value_parser
def parse_date_time(value: object) -> datetime:
    """Accept an ISO 8601 date and time that has an offset or `Z`."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        msg = f"Unable to parse `{value}` as a valid date and time."
        raise GraphQLError(msg)
    return moment


@_aws_url.value_parser
def parse_url(value: object) -> str:
    """Accept an absolute URL."""
    parts = urlsplit(value) if isinstance(value, str) else None
    if not isinstance(value, str) or parts is None or not (parts.scheme and parts.netloc):
        msg = f"Unable to parse `{value}` as a valid URL."
        raise GraphQLError(msg)
    return value


def _literal(node: ValueNode) -> object:
    if isinstance(node, StringValueNode):
        return node.value
    msg = "Expected a string that holds JSON."
    raise GraphQLError(msg, node)


def _refuse_constant(name: str) -> NoReturn:
    msg = f"{name} is not JSON"
    raise ValueError(msg)
