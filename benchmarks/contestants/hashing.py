"""MD5 hashing without a transfer: a lower bound for uploads."""

import hashlib
from pathlib import Path

from benchmarks.meter import Meter

CHUNK = 1024 * 1024


def md5(origin: str, source: str) -> dict[str, float]:  # noqa: ARG001 - every workload has this argument
    """Read and hash a file."""
    path, digest = Path(source), hashlib.md5(usedforsecurity=False)
    with Meter() as meter, path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return meter.transferred(path.stat().st_size, 0)


WORKLOADS = {"md5": md5}
