"""AppSync's own scalars; `AWSURL` only ever goes out, as the string that it is."""

import json
from datetime import UTC, datetime
from typing import Any, NoReturn

from ariadne import ScalarType
from graphql import GraphQLError, StringValueNode, ValueNode

_aws_json = ScalarType("AWSJSON")
_aws_date_time = ScalarType("AWSDateTime")

SCALARS = (_aws_json, _aws_date_time)


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
    if not isinstance(node, StringValueNode):
        msg = "Expected a string that holds JSON."
        raise GraphQLError(msg, node)
    return parse_json(node.value)


_aws_json.set_value_parser(parse_json)
_aws_json.set_literal_parser(parse_json_literal)


@_aws_date_time.serializer
def serialize_date_time(value: datetime) -> str:
    """Return a moment in UTC with microseconds and `Z`."""
    moment = value.astimezone(UTC).replace(tzinfo=None)
    return f"{moment.isoformat(timespec='microseconds')}Z"


def _refuse_constant(name: str) -> NoReturn:
    msg = f"{name} is not JSON"
    raise ValueError(msg)
