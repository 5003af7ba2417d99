"""What the readers share: their result, and how they take a file in."""

import math
from typing import BinaryIO, NamedTuple, cast

MAX_SIZE = 256 * 1024 * 1024
"""The most that a reader takes into memory, in bytes."""
MAX_TEXT = 64 * 1024 * 1024
"""The same for text, which takes many times its size when it is parsed."""


class Summary(NamedTuple):
    """What a file turned out to be: its kind, and a few facts such as `30 frames`."""

    kind: str
    facts: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ", ".join((self.kind, *self.facts))


def read_all(file: BinaryIO, limit: int) -> bytes:
    """Read a file from its start, or raise `ValueError` when it is larger than `limit` bytes."""
    file.seek(0)
    data = file.read(limit + 1)
    if len(data) > limit:
        msg = f"it is larger than {limit} bytes"
        raise ValueError(msg)
    return data


def as_object(value: object, where: str) -> dict[str, object]:
    """Take a JSON value as an object, or raise `ValueError` that says where it was."""
    if not isinstance(value, dict):
        msg = f"{where} is not an object"
        raise ValueError(msg)  # noqa: TRY004 - the file is wrong, not the call
    return cast("dict[str, object]", value)


def as_list(value: object, where: str) -> list[object]:
    """Take a JSON value as a list, or raise `ValueError` that says where it was."""
    if not isinstance(value, list):
        msg = f"{where} is not a list"
        raise ValueError(msg)  # noqa: TRY004 - the file is wrong, not the call
    return cast("list[object]", value)


def as_index(value: object, where: str, below: int) -> int:
    """Take a JSON value as a whole number from 0 to `below`, without `below` itself."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < below:
        msg = f"{where} is not a whole number from 0 to {below - 1}"
        raise ValueError(msg)
    return value


def is_number(value: object) -> bool:
    """Tell whether a JSON value is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def plural(count: int, noun: str) -> str:
    """Count things: `1 frame`, `30 frames`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
