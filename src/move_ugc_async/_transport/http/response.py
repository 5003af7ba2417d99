"""Responses, independent of the HTTP library, and their bodies: read with a size limit, and decompressed."""

import zlib
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Mapping

from move_ugc_async._transport.http.exceptions import MapExceptions, response_error
from move_ugc_async._transport.http.types import Request
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
        """Return the body, decompressed as the Content-Encoding header says.

        Raises:
            MoveAnswerTooLargeError: The body is too large.
            MoveMalformedResponseError: The body cannot be decompressed, or the encoding was not requested.
        """
        self._check_size()
        applied = encodings.lower().split(",")
        if len(applied) > _MAX_ENCODINGS:
            msg = f"the response has more than {_MAX_ENCODINGS} content encodings"
            raise MoveMalformedResponseError(msg)
        # The last one first, up to the size limit: the body may be a decompression bomb.
        for encoding in reversed(applied):
            match encoding.strip():
                case "" | "identity":
                    continue
                case "gzip" | "x-gzip" | "deflate":
                    self._inflate()
                case _:
                    msg = "the response has a content encoding that was not requested"
                    raise MoveMalformedResponseError(msg)
        return bytes(self._content)

    def _inflate(self) -> None:
        # Some servers send "deflate" without the zlib header.
        for bits in (_ZLIB_OR_GZIP, -zlib.MAX_WBITS):
            inflater = zlib.decompressobj(bits)
            try:
                self._content = inflater.decompress(self._content, self._max_size + 1)
            except zlib.error:
                continue
            self._check_size()
            if inflater.eof:
                return
            break
        msg = "cannot decompress the response: invalid data"
        raise MoveMalformedResponseError(msg)

    def _check_size(self) -> None:
        if len(self._content) > self._max_size:
            msg = f"the response is larger than max_answer_size, which is {self._max_size} bytes"
            raise MoveAnswerTooLargeError(msg)


class Response(ABC):
    """A response whose headers have arrived and whose body has not been read. Names of headers are case-insensitive."""

    def __init__(self, request: Request, status_code: int, headers: Mapping[str, str]) -> None:
        self.request = request
        self.status_code = status_code
        self.headers = headers

    async def aread(self, max_size: int) -> bytes:
        """Read and decompress the whole body.

        Raises:
            MoveAnswerTooLargeError: The body has more than `max_size` bytes.
            MoveMalformedResponseError: The body cannot be decompressed.
        """
        body = BoundedBody(max_size)
        try:
            with MapExceptions(self.request, response_error):
                is_encoded = await self._read_into(body)
            return body.read(self.headers.get("content-encoding", "") if is_encoded else "")
        finally:
            # The traceback of an error would keep the bytes in memory.
            del body

    @abstractmethod
    async def _read_into(self, body: BoundedBody) -> bool:
        """Read the body up to its limit; return whether its content encodings still apply."""

    @abstractmethod
    def aiter_raw(self) -> AsyncGenerator[bytes, None]:
        """Yield the body as it arrives, not decompressed."""

    @property
    @abstractmethod
    def is_closed(self) -> bool:
        """Whether the connection was released or closed."""

    @abstractmethod
    async def aclose(self) -> None:
        """Release the connection."""
