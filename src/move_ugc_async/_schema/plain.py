"""Python values as JSON knows them."""

from collections.abc import Mapping, ValuesView
from collections.abc import Set as AbstractSet
from typing import Any, cast

from pydantic_core import to_jsonable_python

from move_ugc_async.errors import MoveInvalidRequestError


def to_plain(value: object) -> Any:
    """Return a value as dictionaries, lists, strings, numbers, booleans and None.

    Raises:
        MoveInvalidRequestError: It has no JSON form.
    """
    try:
        return to_jsonable_python(value, fallback=fallback)
    except Exception as error:  # noqa: BLE001 - what the methods of foreign types raise is on no list
        msg = f"a value has no JSON form: {error}"
    # Out here, so that the other error, which may hold the value, is not its context.
    raise MoveInvalidRequestError(msg)


def fallback(value: object) -> object:
    """Return the JSON form of a value of a type that pydantic does not know.

    Raises:
        TypeError: There is none.
    """
    if isinstance(value, Mapping):
        return dict(cast("Mapping[object, object]", value))
    if isinstance(value, AbstractSet | ValuesView):
        return [*cast("AbstractSet[object]", value)]
    # Numbers and arrays of numpy, and the series of pandas.
    to_list = getattr(value, "tolist", None)
    if not callable(to_list) or isinstance(value, type):
        msg = f"the type {type(value).__name__} is unknown"
        raise TypeError(msg)
    return to_list()
