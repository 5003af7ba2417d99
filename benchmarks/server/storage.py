"""Objects of the stub's storage: uploads are counted, downloads are made up."""

import asyncio
import functools
import hashlib
import os
import re

from benchmarks.server.answers import respond

OBJECT_SIZE = 1024 * 1024 * 1024

# That of an object that was uploaded in parts: no digest. Uploads are answered with it as well, though S3 answers a PUT
# with the MD5: hashing would make the stub slower than a client.
ETAG = "7b8b965ad4bca0e41ab51de7b31363a1-64"
_RANGE = re.compile(rb"\r\nrange: bytes=(\d+)-(\d*)", re.IGNORECASE)
_MD5 = re.compile(rb"[?&]md5=([0-9a-f]{32})")
_STEP = 1024 * 1024
_BLOCK = memoryview(os.urandom(_STEP) * 2)

STORED = respond(b"").replace(b"\r\n\r\n", f'\r\nETag: "{ETAG}"\r\n\r\n'.encode())


@functools.cache
def md5() -> str:
    """Give the digest of every object; the first time that takes seconds."""
    digest = hashlib.md5(usedforsecurity=False)
    for _ in range(OBJECT_SIZE // _STEP):
        digest.update(_BLOCK[:_STEP])
    return digest.hexdigest()


class Sending:
    """One object on its way out, as fast as the other side reads.

    Args:
        transport: The connection.
        head: The head of the request. Where the URL names a digest, that is the ETag.
    """

    def __init__(self, transport: asyncio.Transport, head: bytes) -> None:
        self._transport = transport
        asked, named, size = _RANGE.search(head), _MD5.search(head), OBJECT_SIZE
        self._at = int(asked[1]) if asked else 0
        self._end = min(int(asked[2]) + 1, size) if asked and asked[2] else size
        fields = [
            f"HTTP/1.1 {'206 Partial Content' if asked else '200 OK'}",
            f"Content-Length: {self._end - self._at}",
            f'ETag: "{named[1].decode() if named else ETAG}"',
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
