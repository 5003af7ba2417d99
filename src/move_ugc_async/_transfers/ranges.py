"""Which part of an object is asked for, and which part an answer holds (RFC 9110, 14)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from move_ugc_async._transfers.storage import md5_of
from move_ugc_async.errors import MoveError, MoveIntegrityError

_CONTENT_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})")
_CONTENT_LENGTH = re.compile(r"[0-9]{1,20}")
_STRONG_ETAG = re.compile(r'"[!#-~]*"')
_SENDABLE_ETAG = re.compile(r"[ -~]*")

_LARGEST = 2**40
"""Bytes of an object at most: recordings and animations have a thousandth of it, and more is nonsense of storage's."""

_MOST_SEGMENTS = 1000
"""More would be no faster, and be counted and noted one by one."""

CHANGED = "the object changes while it is being read"

OK = 200
PARTIAL = 206
UNSATISFIABLE = 416


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """What is known of an object: as long as this stays the same, its parts fit together.

    Attributes:
        etag: Its ETag; None where it has none.
        size: Its size in bytes; None where storage does not say.
        md5: Its digest, where the ETag is one.
    """

    etag: str | None
    size: int | None
    md5: str | None

    @property
    def is_resumable(self) -> bool:
        """Whether another part of the very same object can be asked for."""
        return self.etag is not None and _STRONG_ETAG.fullmatch(self.etag) is not None


@dataclass(slots=True)
class Segment:
    """A part of an object, and how much of it is there.

    Attributes:
        number: Its place among the segments.
        start: Offset of its first byte.
        end: Offset behind its last byte; None where the object's size is not known.
        done: How many bytes of it are there.
    """

    number: int
    start: int
    end: int | None
    done: int = 0

    @property
    def at(self) -> int:
        """Offset of the first byte that is missing."""
        return self.start + self.done

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return self.end is not None and self.at == self.end


class StartOverError(Exception):
    """What has come is of no use any more.

    Args:
        error: What is raised where starting over does not help.
        without_ranges: Whether the next try does better without them.
    """

    def __init__(self, error: MoveError, *, without_ranges: bool = False) -> None:
        super().__init__(error.message)
        self.error = error
        self.without_ranges = without_ranges


def split(size: int, threshold: int) -> list[Segment]:
    """Cut an object into segments of the threshold's size, or larger ones where it would be too many.

    The first one is what is asked for before the size is known, and stays so.
    """
    starts = [0, *range(threshold, size, max(threshold, -(-size // _MOST_SEGMENTS)))]
    ends = [*starts[1:], size]
    return [Segment(number, start, end) for number, (start, end) in enumerate(zip(starts, ends, strict=True))]


def read_head(status: int, headers: Mapping[str, str], segment: Segment, known: ObjectInfo | None) -> ObjectInfo:
    """Check that an answer holds what is missing of a segment, and tell which object it is of.

    Args:
        status: 200 or 206.
        headers: The header fields.
        segment: What was asked for.
        known: The object that the segment is of; None where the answer shall tell.

    Raises:
        MoveIntegrityError: The body is compressed, although that was not asked for.
        StartOverError: The object has changed, storage does not know ranges, or what it says makes no sense.
    """
    _check_encoding(headers.get("content-encoding", ""))
    etag = headers.get("etag") or None
    if status == OK:
        if known is not None:
            is_same = etag == known.etag
            what = "a range was asked for, and all came" if is_same else CHANGED
            raise StartOverError(damaged(what), without_ranges=is_same)
        return ObjectInfo(etag, _length(headers.get("content-length", "")), md5_of(headers))
    given = _CONTENT_RANGE.fullmatch(headers.get("content-range", ""))
    if given is None:
        raise StartOverError(damaged("its range is none"), without_ranges=True)
    if not _SENDABLE_ETAG.fullmatch(etag or ""):
        raise StartOverError(damaged("its ETag is none"), without_ranges=True)
    first, last, size = int(given[1]), int(given[2]), _checked(int(given[3]))
    end = size if segment.end is None else min(segment.end, size)
    if first != segment.at or not first <= last < end:
        raise StartOverError(damaged("another range came than was asked for"), without_ranges=True)
    if known is None:
        return ObjectInfo(etag, size, md5_of(headers))
    if known.size not in (None, size) or etag not in (None, known.etag):
        raise StartOverError(damaged(CHANGED))
    return ObjectInfo(known.etag, size, known.md5)


def _check_encoding(given: str) -> None:
    """Refuse a body that is not the object's own bytes: neither its size nor its digest could be checked."""
    for encoding in given.split(","):
        # S3 may repeat how an object was uploaded, which says nothing about how it is stored.
        if encoding.strip().lower() not in ("", "identity", "aws-chunked"):
            msg = "storage sent it with a Content-Encoding, although none was asked for"
            raise damaged(msg)


def _length(given: str) -> int | None:
    return _checked(int(given)) if _CONTENT_LENGTH.fullmatch(given) else None


def _checked(size: int) -> int:
    if size > _LARGEST:
        raise StartOverError(damaged("no object is as large as that"), without_ranges=True)
    return size


def range_fields(segment: Segment, known: ObjectInfo | None) -> dict[str, str]:
    """Ask for what is missing of a segment, as long as the object is the one that is known."""
    if known is None and segment.end is None:
        return {}
    fields = {"Range": f"bytes={segment.at}-{'' if segment.end is None else segment.end - 1}"}
    return fields if known is None or known.etag is None else {**fields, "If-Range": known.etag}


def damaged(message: str) -> MoveIntegrityError:
    """Make the error for bytes that are not the object's."""
    return MoveIntegrityError(f"the download is not what storage says it is: {message}")
