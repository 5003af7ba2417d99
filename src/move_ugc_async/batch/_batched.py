"""Batches of values, since databases limit the number of parameters of a statement."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

SIZE = 500
"""Maximum number of values in one statement."""


def batched(values: Sequence[T]) -> Iterator[list[T]]:
    """Yield values in lists of at most `SIZE`; `itertools.batched` is new in Python 3.12."""
    return (list(values[start : start + SIZE]) for start in range(0, len(values), SIZE))
