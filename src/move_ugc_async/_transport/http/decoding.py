"""Bodies of answers: how much may come, and what their compression hides."""

import zlib

from move_ugc_async.errors import MoveAnswerTooLargeError, MoveMalformedResponseError

_ZLIB_OR_GZIP = zlib.MAX_WBITS | 32
_MOST_ENCODINGS = 4
"""A server uses one. A header has room for a thousand, each of which may yield as much as an answer may have."""


class BoundedBody:
    """A body as it comes in.

    Error trackers do not show its bytes among local variables: there may be credentials in them.

    Args:
        most: The most bytes that it may have, decompressed and not.
    """

    __slots__ = ("_content", "_most")

    def __init__(self, most: int) -> None:
        self._most = most
        self._content: bytearray | bytes = bytearray()

    def add(self, chunk: bytes) -> bool:
        """Add what has come, and tell whether there may be more."""
        self._content += chunk
        return len(self._content) <= self._most

    def read(self, encodings: str) -> bytes:
        """Give the whole body without its encodings, as the header Content-Encoding lists them.

        Raises:
            MoveAnswerTooLargeError: It has too many bytes.
            MoveMalformedResponseError: Its compression is broken, or none that was asked for.
        """
        if len(self._content) > self._most:
            raise self._too_large()
        if encodings:
            self._decompress(encodings)
        return bytes(self._content)

    def clear(self) -> None:
        """Forget it: the traceback of an error would keep it."""
        self._content = b""

    def _decompress(self, encodings: str) -> None:
        """Undo the encodings, the last one first, and no further than the body may go: it may be a bomb."""
        applied = encodings.lower().split(",")
        if len(applied) > _MOST_ENCODINGS:
            msg = "the answer is compressed again and again"
            raise MoveMalformedResponseError(msg)
        for encoding in reversed(applied):
            match encoding.strip():
                case "" | "identity":
                    continue
                case "gzip" | "x-gzip" | "deflate":
                    self._inflate()
                case _:
                    msg = "the answer has a compression that was not asked for"
                    raise MoveMalformedResponseError(msg)

    def _inflate(self) -> None:
        # Some servers mean by "deflate" the bare format, without zlib's header.
        for bits in (_ZLIB_OR_GZIP, -zlib.MAX_WBITS):
            inflater = zlib.decompressobj(bits)
            try:
                self._content = inflater.decompress(self._content, self._most + 1)
            except zlib.error:
                continue
            if len(self._content) > self._most:
                raise self._too_large()
            if inflater.eof:
                return
            break
        msg = "the answer's compression is broken"
        raise MoveMalformedResponseError(msg)

    def _too_large(self) -> MoveAnswerTooLargeError:
        return MoveAnswerTooLargeError(f"the answer is larger than {self._most} bytes, which is `max_answer_size`")
