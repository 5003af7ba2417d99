"""Texts of JSON values as Java writes them: AppSync's messages are made by graphql-java."""

from collections.abc import Sequence
from typing import Any, cast

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
    return str(value)
