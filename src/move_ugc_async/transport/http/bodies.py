"""Bodies: what goes out, and what comes back."""

import zlib
from collections.abc import AsyncIterator, Mapping

import httpx

from move_ugc_async.errors import MoveMalformedResponseError

_ZLIB_OR_GZIP = zlib.MAX_WBITS | 32
_MOST_ENCODINGS = 4
"""A server uses one. A header has room for a thousand, each of which may yield as much as an answer may have."""


class Outgoing(httpx.AsyncByteStream):
    """A body without the generator that httpx would make of it, and leave suspended when a request breaks."""

    def __init__(self, content: bytes | AsyncIterator[bytes]) -> None:
        self._content = content

    def __aiter__(self) -> AsyncIterator[bytes]:
        return _Whole(self._content) if isinstance(self._content, bytes) else self._content


class _Whole:
    """A body in one chunk."""

    def __init__(self, content: bytes) -> None:
        self._left = [content]

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        if not self._left:
            raise StopAsyncIteration
        return self._left.pop()


class Incoming:
    """A response whose head is there, and whose body is still to come."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self._response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """The header fields; names in any case."""
        return self._response.headers

    async def aread(self, most: int) -> bytes:
        """Read the whole body, decompressed.

        Raises:
            MoveMalformedResponseError: It has more bytes than `most`, or its compression is broken.
        """
        # Decompressed at the end only: a decoder that fails half-way would leave httpx's generators suspended, which
        # trio warns of.
        body, chunk = _Body(), b""
        try:
            async for chunk in self._response.aiter_raw():
                body.content += chunk
                if len(body.content) > most:
                    raise _too_large(most)
            _decompress(body, self.headers.get("content-encoding", ""), most)
            return bytes(body.content)
        finally:
            # The traceback of an error would keep them.
            body.content = chunk = b""

    def aiter_raw(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """Read the body as it comes, in chunks of so many bytes."""
        return self._response.aiter_raw(chunk_size)


class _Body:
    """Bytes that error trackers do not show among local variables: there may be credentials in them."""

    __slots__ = ("content",)

    def __init__(self) -> None:
        self.content: bytearray | bytes = bytearray()


def _decompress(body: _Body, encodings: str, most: int) -> None:
    """Undo the encodings that are asked for, the last one first, and no further than `most` bytes: it may be a bomb."""
    applied = encodings.lower().split(",")
    if len(applied) > _MOST_ENCODINGS:
        msg = "the answer is compressed again and again"
        raise MoveMalformedResponseError(msg)
    for encoding in reversed(applied):
        match encoding.strip():
            case "" | "identity":
                continue
            case "gzip" | "x-gzip" | "deflate":
                _inflate(body, most)
            case _:
                msg = "the answer has a compression that was not asked for"
                raise MoveMalformedResponseError(msg)


def _inflate(body: _Body, most: int) -> None:
    # Some servers mean by "deflate" the bare format, without zlib's header.
    for bits in (_ZLIB_OR_GZIP, -zlib.MAX_WBITS):
        inflater = zlib.decompressobj(bits)
        try:
            body.content = inflater.decompress(body.content, most + 1)
        except zlib.error:
            continue
        if len(body.content) > most:
            raise _too_large(most)
        if inflater.eof:
            return
        break
    msg = "the answer's compression is broken"
    raise MoveMalformedResponseError(msg)


def _too_large(most: int) -> MoveMalformedResponseError:
    return MoveMalformedResponseError(f"the answer is larger than {most} bytes, which is `max_answer_size`")
