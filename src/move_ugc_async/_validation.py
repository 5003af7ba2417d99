"""Check arguments before anything is sent."""

from collections.abc import Iterable, Mapping
from operator import index
from os import PathLike
from pathlib import Path
from typing import SupportsIndex, TypeVar

from pydantic import BaseModel

from move_ugc_async._schema.enums import OpenEnum
from move_ugc_async.errors import MoveInvalidRequestError

T = TypeVar("T")


EnumT = TypeVar("EnumT", bound=OpenEnum)


def ensure_selection(names: Iterable[str] | None, name: str) -> list[str] | None:
    """Read a selection of names: a string is one name, and None means the server's default.

    Raises:
        MoveInvalidRequestError: Nothing is selected. An empty list must not mean everything, which may be billed.
    """
    if names is None:
        return None
    selected = [names] if isinstance(names, str) else ensure_list(names, name)
    if not selected or "" in [each.strip() for each in selected if _is_text(each)]:
        msg = f"{name} must not be empty; leave it out for the default"
        raise MoveInvalidRequestError(msg)
    return selected


def file_type(extension: str) -> str:
    """Write a file's extension as `createFile` takes it: lower case, without the dot that `File.type` has."""
    plain = extension.strip().lower().removeprefix(".") if _is_text(extension) else ""
    if not plain.isalnum():
        msg = f"a file type is an extension such as 'mp4', not {extension!r}: give it as file_type="
        raise MoveInvalidRequestError(msg)
    return plain


def ensure_id(value: str, of: str) -> str:
    """Check that an id is there at all: a variable that was never filled must not travel as an empty one.

    The ids' form is left to the server; samples show them with and without their prefix.
    """
    if not _is_text(value):
        msg = f"the id of {of} is a string, not {type(value).__name__}"
        raise MoveInvalidRequestError(msg)
    if not value.strip():
        msg = f"the id of {of} is missing: it is empty"
        raise MoveInvalidRequestError(msg)
    return value


def ensure_enum(kind: type[EnumT], value: str, name: str) -> EnumT:
    """Read a member of an enum, or its name in any case."""
    if not _is_text(value):
        msg = f"{name} is a string or a member of {kind.__name__}, not {type(value).__name__}"
        raise MoveInvalidRequestError(msg)
    return kind(value)


def ensure_list(values: Iterable[T], name: str) -> list[T]:
    """Read several values, from any iterable but a string, which is one value."""
    kind = type(values).__name__
    # A model is an iterable too: of its fields.
    if isinstance(values, str | bytes | Mapping | BaseModel) or not isinstance(values, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"{name} is a list, not {kind}"
        raise MoveInvalidRequestError(msg)
    return [*values]


def path(value: str | PathLike[str], name: str) -> Path:
    """Read a path."""
    if not isinstance(value, str | PathLike):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"{name} is a path, not {type(value).__name__}"
        raise MoveInvalidRequestError(msg)
    return Path(value)


def seconds(value: float | None, name: str) -> float | None:
    """Check a number of seconds; None stands for none."""
    if value is not None and not (isinstance(value, int | float) and value >= 0):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"{name} is 0 seconds or more, or None, not {value!r}"
        raise MoveInvalidRequestError(msg)
    return value


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def ensure_page_size(limit: int | None, default: int | None) -> int | None:
    """Check the size of a page; None leaves it to the server."""
    size = default if limit is None else limit
    return None if size is None else count(size, "limit")


def count(value: SupportsIndex, name: str) -> int:
    """Check a number of things, which may be of another type of whole numbers, such as numpy's."""
    try:
        number = 0 if isinstance(value, bool) else index(value)
    except TypeError:
        number = 0
    if number < 1:
        msg = f"{name} is a whole number, 1 or more, not {value!r}"
        raise MoveInvalidRequestError(msg)
    return number
