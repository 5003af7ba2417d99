"""Validation of arguments before anything is sent. Messages have the form `X must be Y; got Z`."""

from collections.abc import Iterable, Mapping
from operator import index
from os import PathLike
from pathlib import Path
from typing import SupportsIndex, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel

from move_ugc_async._schema.enums import OpenEnum
from move_ugc_async.errors import MoveInvalidRequestError

T = TypeVar("T")
EnumT = TypeVar("EnumT", bound=OpenEnum)

_MAX_SHOWN = 60
"""Maximum number of characters of a value in a message."""


def ensure_selection(names: Iterable[str] | None, name: str) -> list[str] | None:
    """Return selected names as a list; None is the server's default. To the server, an empty list is everything."""
    if names is None:
        return None
    selected = [names] if isinstance(names, str) else ensure_list(names, name)
    if not selected or "" in [each.strip() for each in selected if _is_text(each)]:
        msg = f"{name} must be one or more names; got {_shown(selected)}; leave it out for the default"
        raise MoveInvalidRequestError(msg)
    return selected


def ensure_file_type(extension: str) -> str:
    """Return a file extension as `createFile` expects it: lower case, without the dot that `File.type` has."""
    plain = extension.strip().lower().removeprefix(".") if _is_text(extension) else ""
    if not plain.isalnum():
        msg = f"file_type must be an extension such as 'mp4'; got {_shown(extension)}"
        raise MoveInvalidRequestError(msg)
    return plain


def ensure_id(value: str, owner: str) -> str:
    """Return an id that is not empty, as an unset variable would be. The server checks its form."""
    if not _is_text(value) or not value.strip():
        got = repr(value) if _is_text(value) else type(value).__name__
        msg = f"the id of {owner} must be a string that is not empty; got {got}"
        raise MoveInvalidRequestError(msg)
    return value


def ensure_url(value: str, name: str) -> str:
    """Return an absolute URL with `http://` or `https://`, unchanged. A part that may be a secret is not shown."""
    if not _is_text(value):
        msg = f"{name} must be a URL such as 'https://studio.example/move'; got {type(value).__name__}"
        raise MoveInvalidRequestError(msg)
    try:
        parts = urlsplit(value)
        # Reading the port validates it. `urlsplit` removes line breaks and tabs.
        is_valid = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and value.isprintable()
    except ValueError:
        is_valid = False
    if not is_valid or " " in value:
        shown = value.partition("?")[0].rpartition("@")[2]
        msg = f"{name} must be an absolute URL with http:// or https:// and a host; got {_shown(shown)}"
        raise MoveInvalidRequestError(msg)
    return value


def ensure_enum(kind: type[EnumT], value: str, name: str) -> EnumT:
    """Return the member of an enum for a name in any case."""
    if not _is_text(value):
        msg = f"{name} must be a string or a member of {kind.__name__}; got {type(value).__name__}"
        raise MoveInvalidRequestError(msg)
    return kind(value)


def ensure_list(values: Iterable[T], name: str) -> list[T]:
    """Return the items of any iterable but a string, which is a single value."""
    got = type(values).__name__
    # A pydantic model iterates over its fields.
    if isinstance(values, str | bytes | Mapping | BaseModel) or not isinstance(values, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"{name} must be a list; got {got}"
        raise MoveInvalidRequestError(msg)
    return [*values]


def ensure_path(value: str | PathLike[str], name: str) -> Path:
    """Return a path."""
    if not isinstance(value, str | PathLike):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"{name} must be a path; got {type(value).__name__}"
        raise MoveInvalidRequestError(msg)
    return Path(value)


def ensure_seconds(value: float | None, name: str) -> float | None:
    """Return a number of seconds, or None."""
    if value is not None and not (isinstance(value, int | float) and value >= 0):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"{name} must be a number of seconds, 0 or more, or None; got {_shown(value)}"
        raise MoveInvalidRequestError(msg)
    return value


def ensure_page_size(limit: int | None, default: int | None) -> int | None:
    """Return the size of a page; None leaves it to the server."""
    size = default if limit is None else limit
    return None if size is None else ensure_count(size, "limit")


def ensure_count(value: SupportsIndex, name: str) -> int:
    """Return a whole number above 0, which may have another integer type, such as numpy's."""
    try:
        number = 0 if isinstance(value, bool) else index(value)
    except TypeError:
        number = 0
    if number < 1:
        msg = f"{name} must be a whole number, 1 or more; got {_shown(value)}"
        raise MoveInvalidRequestError(msg)
    return number


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…"
