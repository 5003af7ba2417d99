"""The files that the page shows, and why it does not show others."""

import os
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from move_ugc_async.errors import MotionFormatError
from move_ugc_async.motion.archive import list_names, read_files

SHOWN = "GLB, BVH, motion data (the output MOTION_DATA) and MP4, MOV or WebM videos"
"""What can be shown, for messages."""

_SNIFFED = 64 * 1024
"""Bytes at the start of a JSON file in which motion data has its key."""

_KEY = b'"mocap_data"'


class Kind(StrEnum):
    """How the page treats a file, in the order in which files are listed."""

    GLB = "glb"
    BVH = "bvh"
    MOTION = "motion"
    VIDEO = "video"
    OTHER = "other"


_KINDS = {
    ".glb": Kind.GLB,
    ".bvh": Kind.BVH,
    ".mp4": Kind.VIDEO,
    ".m4v": Kind.VIDEO,
    ".mov": Kind.VIDEO,
    ".webm": Kind.VIDEO,
}

_OTHER = {
    ".fbx": "FBX files cannot be shown. Open the file in Blender, Maya or Unreal",
    ".usd": "USD files cannot be shown. Open the file in usdview, Blender or Omniverse",
    ".usda": "USD files cannot be shown. Open the file in usdview, Blender or Omniverse",
    ".usdc": "USD files cannot be shown. Open the file in usdview, Blender or Omniverse",
    ".usdz": "USDZ files cannot be shown. Open the file on an Apple device, or in usdview",
    ".c3d": "C3D files cannot be shown. Open the file in a program for biomechanics, such as Mokka",
    ".blend": "Blender files cannot be shown. Open the file in Blender",
    ".gltf": "glTF files that need other files cannot be shown. Convert the file to GLB",
    ".avi": "Browsers do not play AVI files. Convert the file to MP4",
    ".mkv": "Browsers do not play MKV files. Convert the file to MP4",
    ".pkl": "Pickles are never loaded, since loading one can run any program",
}
_ALTERNATIVE = "The outputs MAIN_GLB, ALL_BVH and MOTION_DATA of the same job show the same motion."

_ARCHIVED = {".json": Kind.MOTION, ".bvh": Kind.BVH, ".glb": Kind.GLB}


@dataclass(frozen=True, slots=True)
class Source:
    """A file that the page lists.

    Attributes:
        path: The file, absolute and without symbolic links.
        kind: How the page treats it.
        members: For an archive of BVH or GLB files: the names of these files, one for each actor.
        reason: Why it is not shown, for users; empty for other kinds than OTHER.
    """

    path: Path
    kind: Kind
    members: tuple[str, ...] = ()
    reason: str = ""


def find_source(path: Path) -> Source | None:
    """Return the source for a file; None if it is neither a result nor a video.

    Args:
        path: The file, absolute and without symbolic links.

    Raises:
        OSError: The file cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix in _KINDS:
        return Source(path, _KINDS[suffix])
    if suffix in _OTHER:
        return Source(path, Kind.OTHER, reason=f"{_OTHER[suffix]}. {_ALTERNATIVE}")
    if suffix == ".zip":
        return _find_archive(path)
    if suffix == ".json" and _is_motion_data(path):
        return Source(path, Kind.MOTION)
    return None


def readable(name: str) -> str:
    """Return a file name as text: bytes that are not UTF-8 become U+FFFD, since URLs and pages cannot have them."""
    return os.fsencode(name).decode(errors="replace")


def _find_archive(path: Path) -> Source:
    try:
        with path.open("rb") as file:
            names = list_names(file, path.name)
    except MotionFormatError as error:
        return Source(path, Kind.OTHER, reason=str(error))
    for suffix, kind in _ARCHIVED.items():
        members = tuple(name for name in names if name.lower().endswith(suffix))
        # Archives of other outputs may contain a JSON file about them.
        if members and (kind is not Kind.MOTION or len(members) == len(names) or _has_motion_data(path)):
            return Source(path, kind, members=() if kind is Kind.MOTION else members)
    found = (text for suffix, text in _OTHER.items() if any(name.lower().endswith(suffix) for name in names))
    reason = next(found, "The archive contains no file that can be shown")
    return Source(path, Kind.OTHER, reason=f"{reason}. {_ALTERNATIVE}")


def _has_motion_data(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return any(_KEY in stream.read(_SNIFFED) for _, stream in read_files(file, path.name, sys.maxsize))
    except MotionFormatError:
        # The page shows the error.
        return True


def _is_motion_data(path: Path) -> bool:
    with path.open("rb") as file:
        return _KEY in file.read(_SNIFFED)
