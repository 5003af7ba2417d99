"""What the server sends for each path of the page."""

import io
import json
import os
import stat
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from move_ugc_async.motion.archive import read_files
from move_ugc_async.viewer.motion_file import convert_motion
from move_ugc_async.viewer.results import Result
from move_ugc_async.viewer.sources import Kind, Source, readable

MAX_MEMBER_SIZE = 1024 * 1024 * 1024
"""Maximum size of the BVH or GLB files of an archive in bytes."""

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    # Chromium refuses video/quicktime, and plays the same content as MP4.
    ".mov": "video/mp4",
    ".webm": "video/webm",
}
_BINARY = "application/octet-stream"
_STATIC = ("index.html", "page.css", "page.js", "viewer.js", "LICENSE-three.txt")


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a response.

    Attributes:
        file: The content, at its start; the caller must close it.
        size: Number of bytes.
        type: The header `Content-Type`.
    """

    file: BinaryIO
    size: int
    type: str


class ContentMap:
    """The paths of the page, relative to its address. Only files that were found have a path.

    Args:
        title: Title of the page.
        results: The results to show.
    """

    def __init__(self, title: str, results: Sequence[Result]) -> None:
        self._openers = {name: partial(_open_static, name) for name in _STATIC}
        self._openers[""] = self._openers["index.html"]
        self._motions = _MotionCache()
        listed = [
            {
                "name": result.name,
                "sources": [self._add(f"{number}/{index}", source) for index, source in enumerate(result.sources)],
            }
            for number, result in enumerate(results)
        ]
        catalog = json.dumps({"title": title, "results": listed}).encode()
        self._openers["catalog.json"] = partial(_open_bytes, catalog, "application/json")

    def open(self, path: str) -> Content | None:
        """Return the content of a path; None if there is no such path.

        Args:
            path: Relative to the address of the page, and percent-decoded.

        Raises:
            MotionFormatError: A file is malformed.
            OSError: A file cannot be read.
            ImportError: The file is motion data, and the extra `motion` is not installed.
        """
        opener = self._openers.get(path)
        return None if opener is None else opener()

    def _add(self, key: str, source: Source) -> dict[str, Any]:
        """Register the paths of a source, and return its entry in the catalog."""
        name = readable(source.path.name)
        entry: dict[str, Any] = {"name": name, "kind": source.kind.value}
        if source.kind is Kind.OTHER:
            return {**entry, "reason": source.reason}
        if source.members:
            parts = [f"files/{key}/{index}/{Path(member).name}" for index, member in enumerate(source.members)]
            for part, member in zip(parts, source.members, strict=True):
                self._openers[part] = partial(_open_member, source.path, member)
            return {**entry, "parts": [{"name": Path(part).name, "url": quote(part)} for part in parts]}
        path = f"files/{key}/{name}"
        if source.kind is Kind.MOTION:
            self._openers[path] = partial(self._motions.open, source.path)
        else:
            self._openers[path] = partial(_open_file, source.path)
        return {**entry, "url": quote(path)}


class _MotionCache:
    """Converted motion data, until the file changes."""

    def __init__(self) -> None:
        self._converted: dict[Path, tuple[tuple[int, int], bytes]] = {}
        # One conversion at a time: each may need hundreds of megabytes.
        self._lock = threading.Lock()

    def open(self, path: Path) -> Content:
        with _open_regular(path) as file:
            status = os.fstat(file.fileno())
        version = (status.st_mtime_ns, status.st_size)
        with self._lock:
            known = self._converted.get(path)
            if known is None or known[0] != version:
                self._converted[path] = known = (version, convert_motion(path))
        return _open_bytes(known[1], _BINARY)


def _open_static(name: str) -> Content:
    data = files("move_ugc_async.viewer").joinpath("static", name).read_bytes()
    return _open_bytes(data, _TYPES[Path(name).suffix])


def _open_bytes(data: bytes, type: str) -> Content:
    return Content(io.BytesIO(data), len(data), type)


def _open_file(path: Path) -> Content:
    file = _open_regular(path)
    return Content(file, os.fstat(file.fileno()).st_size, _TYPES.get(path.suffix.lower(), _BINARY))


def _open_member(path: Path, member: str) -> Content:
    with _open_regular(path) as file:
        for name, stream in read_files(file, path.name, MAX_MEMBER_SIZE, Path(member).suffix.lower()):
            if name == member:
                return _open_bytes(b"".join(iter(partial(stream.read, 1 << 20), b"")), _BINARY)
    msg = "the archive has changed; restart the viewer"
    raise FileNotFoundError(msg)


def _open_regular(path: Path) -> BinaryIO:
    """Open a file that was found, unless a link has replaced it or one of its folders since then."""
    if os.path.realpath(path) != str(path):
        msg = "the file was replaced by a link; restart the viewer"
        raise FileNotFoundError(msg)
    # A pipe that has replaced the file must not block.
    file = open(path, "rb", opener=lambda name, flags: os.open(name, flags | _SAFE_FLAGS))  # noqa: SIM115 - `Path.open` has no opener
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    msg = "the file is no regular file any more; restart the viewer"
    raise FileNotFoundError(msg)


_SAFE_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
