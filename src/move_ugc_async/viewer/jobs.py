"""The jobs whose outputs are in a folder, by the manifests that downloads leave there."""

import json
import os
import re
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MANIFEST = re.compile(r"\.move-([0-9a-f]{8})[0-9a-f]{8}\.json")
"""As `download_outputs` names them. A digest of the job's id is part of the name."""

_MAX_NAME = 100
_MAX_SIZE = 16 * 1024 * 1024
_SAFE_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True, slots=True)
class Job:
    """The downloaded outputs of a job.

    Attributes:
        name: The id of the job; a part of its digest if the manifest was written by a version that did not record it.
        sizes: The size of each file in bytes, by its name.
    """

    name: str
    sizes: dict[str, object]


def find_jobs(folder: Path) -> list[Job]:
    """Return the jobs whose outputs were downloaded to a folder, the first download first.

    Manifests only group files: invalid ones are ignored.

    Args:
        folder: The folder.
    """
    found: list[tuple[int, str, Job]] = []
    for path in folder.iterdir():
        match = _MANIFEST.fullmatch(path.name)
        # Manifests may be links, pipes, malformed or unreadable.
        with suppress(OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
            if match is not None:
                modified, document = _read_manifest(path)
                sizes = {str(each["name"]): each["size"] for each in document["outputs"].values()}
                name = str(document.get("id") or match[1])[:_MAX_NAME].encode(errors="replace").decode()
                found.append((modified, path.name, Job(name, sizes)))
    return [job for *_, job in sorted(found, key=lambda each: each[:2])]


def job_of(path: Path, jobs: Sequence[Job]) -> Job | None:
    """Return the job that a file is an output of, or None.

    If several jobs have a file of this name, the one whose file has the same size is preferred.

    Args:
        path: The file.
        jobs: The jobs in its folder.
    """
    claims = [job for job in jobs if path.name in job.sizes]
    if len(claims) > 1:
        size = path.stat().st_size
        claims.sort(key=lambda job: job.sizes[path.name] != size)
    return claims[0] if claims else None


def _read_manifest(path: Path) -> tuple[int, dict[str, Any]]:
    """Return when a manifest was written, and its content."""
    with os.fdopen(os.open(path, os.O_RDONLY | _SAFE_FLAGS), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_SIZE:
            msg = f"manifest must be a regular file of at most {_MAX_SIZE} bytes; got another kind or size"
            raise ValueError(msg)
        return status.st_mtime_ns, json.load(file)
