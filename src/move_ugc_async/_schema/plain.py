"""Conversion of Python values to the types of JSON."""

from collections.abc import Mapping, ValuesView
from collections.abc import Set as AbstractSet
from typing import Any, cast

from pydantic_core import to_jsonable_python

from move_ugc_async.errors import MoveInvalidRequestError


def to_plain(value: object) -> Any:
    """Return a value as JSON types, or raise `MoveInvalidRequestError`."""
    try:
        return to_jsonable_python(value, fallback=fallback)
    except Exception as error:  # noqa: BLE001 - methods of foreign types raise anything
        msg = f"cannot encode a value as JSON: {error}"
    # Outside the `except` block: the other error may contain the value, and must not become the context.
    raise MoveInvalidRequestError(msg)


def fallback(value: object) -> object:
    """Return a value of a type that pydantic does not know as a type of JSON."""
    if isinstance(value, Mapping):
        return dict(cast("Mapping[object, object]", value))
    if isinstance(value, AbstractSet | ValuesView):
        return [*cast("AbstractSet[object]", value)]
    # Numbers and arrays of numpy, and series of pandas.
    to_list = getattr(value, "tolist", None)
    if not callable(to_list) or isinstance(value, type):
        msg = f"the type {type(value).__name__} is not supported"
        raise TypeError(msg)
    return to_list()
