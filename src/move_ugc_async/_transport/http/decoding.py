"""Read response bodies with a size limit, and decompress them."""

import zlib

from move_ugc_async.errors import MoveAnswerTooLargeError, MoveMalformedResponseError

_ZLIB_OR_GZIP = zlib.MAX_WBITS | 32
_MAX_ENCODINGS = 4
"""Servers use one. A header has room for a thousand, and each may expand the body to the maximum size."""


class BoundedBody:
    """A response body with a size limit.

    It has no repr that shows the bytes: they may contain secrets, and error trackers show local variables.

    Args:
        max_size: Maximum number of bytes, both compressed and decompressed.
    """

    __slots__ = ("_content", "_max_size")

    def __init__(self, max_size: int) -> None:
        self._max_size = max_size
        self._content: bytearray | bytes = bytearray()

    def add(self, chunk: bytes) -> bool:
        """Append a chunk; return whether the body is still within its limit."""
        self._content += chunk
        return len(self._content) <= self._max_size

    def read(self, encodings: str) -> bytes:
        """Return the decompressed body.

        Args:
            encodings: The Content-Encoding header.

        Raises:
            MoveAnswerTooLargeError: The body is too large.
            MoveMalformedResponseError: The body cannot be decompressed, or the encoding was not requested.
        """
        if len(self._content) > self._max_size:
            raise self._too_large()
        if encodings:
            self._decompress(encodings)
        return bytes(self._content)

    def clear(self) -> None:
        """Release the bytes, which the traceback of an error would keep in memory."""
        self._content = b""

    def _decompress(self, encodings: str) -> None:
        """Undo the encodings, the last one first, up to the size limit: the body may be a decompression bomb."""
        applied = encodings.lower().split(",")
        if len(applied) > _MAX_ENCODINGS:
            msg = f"the response has more than {_MAX_ENCODINGS} content encodings"
            raise MoveMalformedResponseError(msg)
        for encoding in reversed(applied):
            match encoding.strip():
                case "" | "identity":
                    continue
                case "gzip" | "x-gzip" | "deflate":
                    self._inflate()
                case _:
                    msg = "the response has a content encoding that was not requested"
                    raise MoveMalformedResponseError(msg)

    def _inflate(self) -> None:
        # Some servers send "deflate" without the zlib header.
        for bits in (_ZLIB_OR_GZIP, -zlib.MAX_WBITS):
            inflater = zlib.decompressobj(bits)
            try:
                self._content = inflater.decompress(self._content, self._max_size + 1)
            except zlib.error:
                continue
            if len(self._content) > self._max_size:
                raise self._too_large()
            if inflater.eof:
                return
            break
        msg = "cannot decompress the response: invalid data"
        raise MoveMalformedResponseError(msg)

    def _too_large(self) -> MoveAnswerTooLargeError:
        return MoveAnswerTooLargeError(f"the response is larger than max_answer_size, which is {self._max_size} bytes")
