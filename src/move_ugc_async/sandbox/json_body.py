"""JSON bodies of requests, without documents that could not be traversed or stored."""

import json
from typing import Any, NoReturn, cast

_MAX_DEPTH = 100
"""Maximum levels of lists and objects; recursive code can handle a few hundred."""


def read_json(body: bytes) -> object:
    """Parse the body of a request.

    Raises:
        ValueError: The body is not JSON, is nested too deeply, or has lone surrogates.
    """
    try:
        value: object = json.loads(body, parse_constant=refuse_constant)
        _check_depth(value)
        # Only an escape can contain a lone surrogate, which cannot be stored.
        if rb"\ud" in body.lower():
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        msg = f"body must be JSON of at most {_MAX_DEPTH} levels, without lone surrogates"
        raise ValueError(msg) from None
    return value


def refuse_constant(name: str) -> NoReturn:
    """Raise an error for `NaN` and `Infinity`, which Python's parser accepts."""
    msg = f"{name} is not JSON"
    raise ValueError(msg)


def _check_depth(value: object) -> None:
    level = [value]
    for _ in range(_MAX_DEPTH):
        level = [item for each in level for item in _items(each)]
        if not level:
            return
    raise ValueError


def _items(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(cast("dict[str, Any]", value).values())
    return cast("list[object]", value) if isinstance(value, list) else []
