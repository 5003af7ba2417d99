"""AppSync's own scalars. `AWSURL` appears in responses only, as a plain string."""

from datetime import UTC, datetime
from typing import Any

from ariadne import ScalarType
from graphql import GraphQLError, StringValueNode, ValueNode

from move_ugc_async.sandbox.java_text import java_text
from move_ugc_async.sandbox.json_body import load_json

_aws_json = ScalarType("AWSJSON")
_aws_date_time = ScalarType("AWSDateTime")

SCALARS = (_aws_json, _aws_date_time)


def parse_json(value: object) -> str:
    """Validate a string that holds a JSON document, and return it unchanged."""
    msg = f"Unable to parse {java_text(value)} as valid JSON."
    if not isinstance(value, str):
        raise GraphQLError(msg)
    try:
        load_json(value)
    except (ValueError, RecursionError):
        raise GraphQLError(msg) from None
    return value


def parse_json_literal(node: ValueNode, _: dict[str, Any] | None = None) -> str:
    """Validate a string literal; an object literal is invalid."""
    if not isinstance(node, StringValueNode):
        msg = "Expected a string that holds JSON."
        raise GraphQLError(msg, node)
    return parse_json(node.value)


_aws_json.set_value_parser(parse_json)
_aws_json.set_literal_parser(parse_json_literal)


@_aws_date_time.serializer
def serialize_date_time(value: datetime) -> str:
    """Return a time in UTC with microseconds and `Z`."""
    utc = value.astimezone(UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='microseconds')}Z"
