"""Partial files and their sidecars, as a killed process leaves them."""

import hashlib
from pathlib import Path

from move_ugc_async._transfers.partial_file import PartialFile
from move_ugc_async._transfers.ranges import ObjectInfo, Segment

MD5 = "0123456789abcdef0123456789abcdef"
STORED = ObjectInfo(f'"{MD5}"', 20, MD5)
WITHOUT_CHECKSUM = ObjectInfo('"strong"', 20, None)
STEM = f".{hashlib.sha256(b'new').hexdigest()[:16]}"
PART, SIDECAR = f"{STEM}.part", f"{STEM}.part-note"


def halves(*done: int) -> list[Segment]:
    return [Segment(number, 10 * number, 10 * number + 10, each) for number, each in enumerate(done)]


def leave(destination: Path, stored: ObjectInfo | None = STORED) -> None:
    """Create a partial file with 15 of 20 bytes, as a killed process leaves it."""
    partial = PartialFile(destination)
    partial.start(stored, segments := halves(0, 0))
    partial.write(segments[1], b"klmno")
    partial.write(segments[0], b"abcdefg")
    partial.write(segments[0], b"hij")
    partial.close()


def opened(destination: Path) -> tuple[ObjectInfo | None, list[Segment]]:
    partial = PartialFile(destination)
    partial.close()
    return partial.info, partial.segments
