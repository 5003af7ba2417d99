"""The result type of the readers, and functions that they share."""

import math
from typing import BinaryIO, NamedTuple, cast

MAX_SIZE = 256 * 1024 * 1024
"""Maximum bytes that a reader loads into memory."""
MAX_TEXT = 64 * 1024 * 1024
"""Maximum bytes of text, which needs several times its size when it is parsed."""


class Summary(NamedTuple):
    """The kind of a file, and facts such as `30 frames`."""

    kind: str
    facts: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ", ".join((self.kind, *self.facts))


def read_all(file: BinaryIO, limit: int) -> bytes:
    """Read a file from its start; raise `ValueError` if it is larger than `limit` bytes."""
    file.seek(0)
    data = file.read(limit + 1)
    if len(data) > limit:
        msg = f"it is larger than {limit} bytes"
        raise ValueError(msg)
    return data


def as_object(value: object, where: str) -> dict[str, object]:
    """Return a JSON value that must be an object; raise `ValueError` otherwise."""
    if not isinstance(value, dict):
        msg = f"{where} is not an object"
        raise ValueError(msg)  # noqa: TRY004 - the file is wrong, not the call
    return cast("dict[str, object]", value)


def as_list(value: object, where: str) -> list[object]:
    """Return a JSON value that must be a list; raise `ValueError` otherwise."""
    if not isinstance(value, list):
        msg = f"{where} is not a list"
        raise ValueError(msg)  # noqa: TRY004 - the file is wrong, not the call
    return cast("list[object]", value)


def as_index(value: object, where: str, below: int) -> int:
    """Return a JSON value that must be an integer from 0 to `below - 1`; raise `ValueError` otherwise."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < below:
        msg = f"{where} is not an integer from 0 to {below - 1}"
        raise ValueError(msg)
    return value


def is_number(value: object) -> bool:
    """Return whether a JSON value is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def plural(count: int, noun: str) -> str:
    """Return a count with its noun, such as `1 frame` or `30 frames`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
