"""JSON bodies of requests, without documents that could not be traversed or stored."""

import json
import math
from typing import Any, NoReturn, cast

_MAX_DEPTH = 100
"""Maximum levels of lists and objects; recursive code can handle a few hundred."""


def read_json(body: bytes) -> object:
    """Parse the body of a request.

    Raises:
        ValueError: The body is not JSON, is nested too deeply, or has lone surrogates.
    """
    try:
        value: object = load_json(body)
        _check_depth(value)
        # Only an escape can contain a lone surrogate, which cannot be stored.
        if rb"\ud" in body.lower():
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        msg = f"body must be JSON of at most {_MAX_DEPTH} levels, without lone surrogates"
        raise ValueError(msg) from None
    return value


def load_json(text: str | bytes) -> Any:
    """Parse JSON whose numbers can be written as JSON again.

    Raises:
        ValueError: The text is not JSON, or has a number beyond the range of a double, such as `1e999`.
        RecursionError: The text is nested too deeply.
    """
    return json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)


def _refuse_constant(name: str) -> NoReturn:
    """Raise an error for `NaN` and `Infinity`, which Python's parser accepts."""
    msg = f"{name} is not JSON"
    raise ValueError(msg)


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        msg = f"{text} is beyond the range of a double"
        raise ValueError(msg)
    return number


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
