"""Responses, independent of the HTTP library; their bodies are read with a size limit, and decompressed."""

import zlib
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Mapping

from move_ugc_async._transport.http.exceptions import MapExceptions, response_error
from move_ugc_async._transport.http.types import Request
from move_ugc_async.errors import MoveAnswerTooLargeError, MoveMalformedResponseError

_ZLIB_OR_GZIP = zlib.MAX_WBITS | 32
_MAX_ENCODINGS = 4
"""Servers use one. A header has room for a thousand, and each may expand the body to the maximum size."""


class Response(ABC):
    """A response whose headers have arrived and whose body has not been read. Names of headers are case-insensitive."""

    def __init__(self, request: Request, status_code: int, headers: Mapping[str, str]) -> None:
        self.request = request
        self.status_code = status_code
        self.headers = headers
        # Not a local variable, which error trackers show: the body may contain secrets.
        self._body: bytearray | bytes = b""
        self._max_size = 0

    async def aread(self, max_size: int) -> bytes:
        """Read and decompress the whole body.

        Raises:
            MoveAnswerTooLargeError: The body has more than `max_size` bytes, compressed or decompressed.
            MoveMalformedResponseError: The body cannot be decompressed, or its encoding was not requested.
        """
        self._body, self._max_size = bytearray(), max_size
        try:
            with MapExceptions(self.request, response_error):
                is_encoded = await self._read_body()
            self._check_size()
            if is_encoded and "content-encoding" in self.headers:
                self._decompress(self.headers["content-encoding"].lower().split(","))
            return bytes(self._body)
        finally:
            # The traceback of an error would keep the bytes in memory.
            self._body = b""

    @abstractmethod
    async def _read_body(self) -> bool:
        """Add the chunks of the body up to its limit; return whether its content encodings still apply."""

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

    def _add(self, chunk: bytes) -> bool:
        """Append a chunk to the body; return whether it is still within its limit."""
        self._body += chunk
        return len(self._body) <= self._max_size

    def _decompress(self, encodings: list[str]) -> None:
        """Undo the encodings, the last one first, up to the size limit: the body may be a decompression bomb."""
        if len(encodings) > _MAX_ENCODINGS:
            msg = f"the response has more than {_MAX_ENCODINGS} content encodings"
            raise MoveMalformedResponseError(msg)
        for encoding in reversed(encodings):
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
                self._body = inflater.decompress(self._body, self._max_size + 1)
            except zlib.error:
                continue
            self._check_size()
            if inflater.eof:
                return
            break
        msg = "cannot decompress the response: invalid data"
        raise MoveMalformedResponseError(msg)

    def _check_size(self) -> None:
        if len(self._body) > self._max_size:
            msg = f"the response is larger than max_answer_size, which is {self._max_size} bytes"
            raise MoveAnswerTooLargeError(msg)
