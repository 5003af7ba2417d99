"""Byte ranges of an object: which to request, and whether a response holds the requested one (RFC 9110, 14)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import pairwise

from move_ugc_async._transfers.checksum import CHECKSUM
from move_ugc_async.errors import MoveError, MoveIntegrityError

_CONTENT_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})")
_CONTENT_LENGTH = re.compile(r"[0-9]{1,20}")
_STRONG_ETAG = re.compile(r'"[!#-~]*"')
_SENDABLE_ETAG = re.compile(r"[ -~]*")

_MAX_SIZE = 2**40
"""Maximum size of an object in bytes: a thousand times that of recordings and animations."""

_MAX_SEGMENTS = 1000
"""More segments would be no faster, and each has a counter in the sidecar."""

CHANGED = "the object changed while it was being read"


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """Properties of a stored object, as far as storage announces them. Its parts fit together while they stay the same.

    The size is in bytes, and the checksum in hexadecimal digits.
    """

    etag: str | None
    size: int | None
    checksum: str | None

    @property
    def is_resumable(self) -> bool:
        """Whether another part of exactly this object can be requested (RFC 9110, 13.1.5)."""
        return self.etag is not None and _STRONG_ETAG.fullmatch(self.etag) is not None


@dataclass(slots=True)
class Segment:
    """A part of an object from offset `start` to before `end`, of which `done` bytes are on disk.

    The end is None if the size of the object is not known. The number is the index among the segments.
    """

    number: int
    start: int
    end: int | None
    done: int = 0

    @property
    def position(self) -> int:
        """Offset of the first missing byte."""
        return self.start + self.done

    @property
    def is_complete(self) -> bool:
        """Whether all bytes are on disk."""
        return self.end is not None and self.position == self.end


class StartOverError(Exception):
    """The downloaded bytes are useless, and the download has to start over, perhaps `without_ranges`.

    The `error` is raised to the caller if starting over does not help.
    """

    def __init__(self, error: MoveError, *, without_ranges: bool = False) -> None:
        super().__init__(error.message)
        self.error = error
        self.without_ranges = without_ranges


def split(size: int, threshold: int) -> list[Segment]:
    """Split an object into segments of `threshold` bytes, or larger ones if there would be more than 1,000.

    The first segment always has `threshold` bytes: it is requested before the size is known.
    """
    bounds = [0, *range(threshold, size, max(threshold, -(-size // _MAX_SEGMENTS))), size]
    return [Segment(number, start, end) for number, (start, end) in enumerate(pairwise(bounds))]


def range_headers(segment: Segment, known: ObjectInfo | None) -> dict[str, str]:
    """Return the headers that request the missing bytes of a segment, provided that the object is the known one."""
    if known is None and segment.end is None:
        return {}
    headers = {"Range": f"bytes={segment.position}-{'' if segment.end is None else segment.end - 1}"}
    return headers if known is None or known.etag is None else {**headers, "If-Range": known.etag}


def validate_response(
    status: int, headers: Mapping[str, str], segment: Segment, known: ObjectInfo | None
) -> ObjectInfo:
    """Validate that a response holds the missing bytes of a segment, and return the object that it belongs to.

    The status is 200 or 206. Any object is accepted if none is known.

    Raises:
        StartOverError: The object has changed, storage does not support ranges, or the headers are invalid.
    """
    _check_encoding(headers.get("content-encoding", ""))
    etag = headers.get("etag") or None
    if status == HTTPStatus.OK:
        if known is not None:
            is_same = etag == known.etag
            reason = "storage sent the whole object instead of the requested range" if is_same else CHANGED
            raise StartOverError(integrity_error(reason), without_ranges=is_same)
        length = headers.get("content-length", "")
        size = _check_size(int(length)) if _CONTENT_LENGTH.fullmatch(length) else None
        return ObjectInfo(etag, size, CHECKSUM.announced(headers))
    match = _CONTENT_RANGE.fullmatch(headers.get("content-range", ""))
    if match is None:
        raise StartOverError(integrity_error("invalid Content-Range header"), without_ranges=True)
    if etag is not None and not _SENDABLE_ETAG.fullmatch(etag):
        raise StartOverError(integrity_error("invalid ETag header"), without_ranges=True)
    first, last, size = int(match[1]), int(match[2]), _check_size(int(match[3]))
    end = size if segment.end is None else min(segment.end, size)
    if first != segment.position or not first <= last < end:
        raise StartOverError(integrity_error("storage sent another range than requested"), without_ranges=True)
    if known is None:
        return ObjectInfo(etag, size, CHECKSUM.announced(headers))
    if known.size not in (None, size) or etag not in (None, known.etag):
        raise StartOverError(integrity_error(CHANGED))
    return ObjectInfo(known.etag, size, known.checksum)


def _check_encoding(content_encoding: str) -> None:
    """Reject an encoded body, since neither its size nor its checksum could be verified."""
    for encoding in content_encoding.split(","):
        # S3 may return the encoding of the upload, which does not apply to the stored object.
        if encoding.strip().lower() not in ("", "identity", "aws-chunked"):
            msg = "storage sent it with a Content-Encoding that was not requested"
            raise integrity_error(msg)


def _check_size(size: int) -> int:
    if size > _MAX_SIZE:
        raise StartOverError(integrity_error(f"its size must be at most {_MAX_SIZE} bytes"), without_ranges=True)
    return size


def integrity_error(reason: str) -> MoveIntegrityError:
    """Create the error for downloaded bytes that differ from the stored object."""
    return MoveIntegrityError(f"the download does not match the stored object: {reason}")
