"""Files that change unnoticed."""

import os
from pathlib import Path


def rewrite(clip: Path, data: bytes, mtime: int) -> None:
    """Write to a file in place, and set back its time. The system's time of the change moves on in steps of some ms."""
    before = clip.stat()
    while clip.stat().st_ctime_ns == before.st_ctime_ns:
        with clip.open("r+b") as file:
            file.write(data)
        os.utime(clip, (mtime, mtime))
    assert (clip.stat().st_ino, clip.stat().st_size) == (before.st_ino, before.st_size)
