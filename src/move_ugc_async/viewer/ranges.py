"""Parts of files that a browser requests, to start a video anywhere."""

import re
from typing import NamedTuple

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class ByteRange(NamedTuple):
    """A part of a file.

    Attributes:
        start: The first byte.
        end: The byte after the last one.
    """

    start: int
    end: int


class RangeNotSatisfiableError(ValueError):
    """The range starts behind the end of the file."""


def parse_range(header: str | None, size: int) -> ByteRange | None:
    """Return the requested part of a file; None means the whole file (RFC 9110 §14.2).

    Headers with several ranges or in other units are ignored, as the RFC permits. All headers for an empty file are
    ignored too: no range of it can be satisfied, and a browser would report that error before the page can.

    Args:
        header: The header `Range`.
        size: Size of the file in bytes.

    Raises:
        RangeNotSatisfiableError: The file has no such part.
    """
    match = _RANGE.fullmatch(header or "")
    if match is None or match[0] == "bytes=-" or not size:
        return None
    first, last = match.groups()
    if not first:
        # The last bytes of the file.
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= size or start >= end:
        raise RangeNotSatisfiableError
    return ByteRange(start, end)
