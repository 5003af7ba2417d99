"""Objects of the stub's storage: uploads are counted, downloads are made up."""

import asyncio
import os
import re

from benchmarks.server.answers import respond

# A multipart object, as one of a gigabyte is: its ETag is no digest.
ETAG = '"7b8b965ad4bca0e41ab51de7b31363a1-64"'
_RANGE = re.compile(rb"\r\nrange: bytes=(\d+)-(\d*)", re.IGNORECASE)
_SIZE = re.compile(rb"[?&]size=(\d+)")
_BLOCK = memoryview(os.urandom(1024 * 1024) * 2)
_STEP = 1024 * 1024

STORED = respond(b"").replace(b"\r\n\r\n", f"\r\nETag: {ETAG}\r\n\r\n".encode())


class Sending:
    """One object on its way out, as fast as the other side reads.

    Args:
        transport: The connection.
        head: The head of the request.
        size: The object's size in bytes.
    """

    def __init__(self, transport: asyncio.Transport, head: bytes, size: int) -> None:
        self._transport = transport
        asked = _RANGE.search(head)
        self._at = int(asked[1]) if asked else 0
        self._end = min(int(asked[2]) + 1, size) if asked and asked[2] else size
        fields = [
            f"HTTP/1.1 {'206 Partial Content' if asked else '200 OK'}",
            f"Content-Length: {self._end - self._at}",
            f"ETag: {ETAG}",
            "Accept-Ranges: bytes",
            "Content-Type: binary/octet-stream",
        ]
        if asked:
            fields.append(f"Content-Range: bytes {self._at}-{self._end - 1}/{size}")
        transport.write(("\r\n".join(fields) + "\r\n\r\n").encode())

    def go_on(self) -> bool:
        """Write until the other side has enough for now, and tell whether that was all."""
        while self._at < self._end and self._transport.get_write_buffer_size() < _STEP:
            start = self._at % _STEP
            step = min(_STEP, self._end - self._at)
            self._transport.write(_BLOCK[start : start + step])
            self._at += step
        return self._at >= self._end
