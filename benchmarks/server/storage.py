"""The storage of the stub: uploads are discarded, downloads are generated."""

import asyncio
import functools
import hashlib
import os
import re

from benchmarks.server.responses import respond

OBJECT_SIZE = 1024 * 1024 * 1024

# The ETag of a multipart object, which is not a digest. Uploads get it too: S3 returns the MD5, but hashing would make
# the stub slower than a client.
ETAG = "7b8b965ad4bca0e41ab51de7b31363a1-64"
_RANGE = re.compile(rb"\r\nrange: bytes=(\d+)-(\d*)", re.IGNORECASE)
_MD5 = re.compile(rb"[?&]md5=([0-9a-f]{32})")
_STEP = 1024 * 1024
_BLOCK = memoryview(os.urandom(_STEP) * 2)

STORED = respond(b"").replace(b"\r\n\r\n", f'\r\nETag: "{ETAG}"\r\n\r\n'.encode())


@functools.cache
def md5() -> str:
    """Return the MD5 of the object; the first call takes seconds."""
    digest = hashlib.md5(usedforsecurity=False)
    for _ in range(OBJECT_SIZE // _STEP):
        digest.update(_BLOCK[:_STEP])
    return digest.hexdigest()


class Sending:
    """A download, as fast as the client reads.

    Args:
        transport: The connection.
        head: The head of the request. A digest in the URL becomes the ETag.
    """

    def __init__(self, transport: asyncio.Transport, head: bytes) -> None:
        self._transport = transport
        requested, digest, size = _RANGE.search(head), _MD5.search(head), OBJECT_SIZE
        self._at = int(requested[1]) if requested else 0
        self._end = min(int(requested[2]) + 1, size) if requested and requested[2] else size
        fields = [
            f"HTTP/1.1 {'206 Partial Content' if requested else '200 OK'}",
            f"Content-Length: {self._end - self._at}",
            f'ETag: "{digest[1].decode() if digest else ETAG}"',
            "Accept-Ranges: bytes",
            "Content-Type: binary/octet-stream",
        ]
        if requested:
            fields.append(f"Content-Range: bytes {self._at}-{self._end - 1}/{size}")
        transport.write(("\r\n".join(fields) + "\r\n\r\n").encode())

    def resume(self) -> bool:
        """Write until the buffer is full; return whether the download is complete."""
        while self._at < self._end and self._transport.get_write_buffer_size() < _STEP:
            start = self._at % _STEP
            step = min(_STEP, self._end - self._at)
            self._transport.write(_BLOCK[start : start + step])
            self._at += step
        return self._at >= self._end
