"""The thumbnail of every video: one grey pixel."""

import struct
import zlib
from functools import cache


@cache
def thumbnail() -> bytes:
    """Return the PNG image."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    scanline = zlib.compress(b"\x00\x80")
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", scanline) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
