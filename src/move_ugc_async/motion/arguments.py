"""Checks of arguments."""

import os
from numbers import Real
from os import PathLike
from pathlib import Path
from reprlib import repr as shorten
from typing import cast

from move_ugc_async.errors import MoveInvalidRequestError


def ensure_number(value: object, name: str) -> float:
    """Return a number, also one of numpy, as a float; strings and booleans are no numbers.

    Raises:
        MoveInvalidRequestError: The value is invalid.
    """
    if isinstance(value, Real) and not isinstance(value, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
        try:
            return float(value)
        except OverflowError:
            pass
    msg = f"{name} must be a number; got {shorten(value)}"
    raise MoveInvalidRequestError(msg)


def ensure_path(value: object, name: str) -> Path:
    """Return a path that the system can open.

    Raises:
        MoveInvalidRequestError: The value is invalid.
    """
    got = shorten(value)
    if isinstance(value, str | PathLike):
        path = cast("PathLike[str]", value)
        try:
            if b"\0" not in os.fsencode(path):
                return Path(os.fsdecode(path))
        except (TypeError, ValueError):
            pass
    msg = f"{name} must be a path; got {got}"
    raise MoveInvalidRequestError(msg)
