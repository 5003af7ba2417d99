"""Texts of JSON values as Java writes them: AppSync's messages are made by graphql-java."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

_DECIMAL_FROM, _DECIMAL_BELOW = 1e-3, 1e7
"""Range of absolute values that `Double.toString` writes without an exponent."""

_CLASSES: dict[type, str] = {
    type(None): "Null",
    bool: "Boolean",
    int: "Integer",
    float: "Double",
    str: "String",
    list: "ArrayList",
    dict: "LinkedHashMap",
}


def java_class(value: object) -> str:
    """Return the simple name of a value's class."""
    return _CLASSES[type(value)]


def java_text(value: object) -> str:
    """Return a value as text, such as `{key=1, nested={on=true}}`."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        return f"{{{', '.join(f'{name}={java_text(each)}' for name, each in members.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(java_text, cast('Sequence[object]', value)))}]"
    return _double_text(value) if isinstance(value, float) else str(value)


def _double_text(value: float) -> str:
    """Return a finite number as `Double.toString` writes it, such as `1.0E16`."""
    number = Decimal(repr(value))
    if value == 0 or _DECIMAL_FROM <= abs(value) < _DECIMAL_BELOW:
        return f"{number:f}"
    sign, digits, exponent = number.as_tuple()
    fraction = "".join(map(str, digits[1:])).rstrip("0") or "0"
    return f"{'-' if sign else ''}{digits[0]}.{fraction}E{len(digits) - 1 + int(exponent)}"
