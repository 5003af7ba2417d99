"""Readers that check files by their bytes, without a word from those who wrote them."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from move_ugc_async.sandbox.media.placeholder import MARK
from move_ugc_async.sandbox.media.readers.archive import read_zip
from move_ugc_async.sandbox.media.readers.bvh import read_bvh
from move_ugc_async.sandbox.media.readers.c3d import read_c3d
from move_ugc_async.sandbox.media.readers.documents import read_json
from move_ugc_async.sandbox.media.readers.gltf import read_glb
from move_ugc_async.sandbox.media.readers.summary import Summary
from move_ugc_async.sandbox.media.readers.usd import read_usdz
from move_ugc_async.sandbox.media.readers.video import read_video

_READERS: Mapping[str, Callable[[BinaryIO], Summary]] = {
    ".bvh": read_bvh,
    ".c3d": read_c3d,
    ".glb": read_glb,
    ".json": read_json,
    ".mov": read_video,
    ".mp4": read_video,
    ".usdz": read_usdz,
}
# Formats that are told by how they start, and not read any further.
_STARTS: Mapping[str, tuple[str, tuple[bytes, ...]]] = {
    # Blender compresses its files with gzip or Zstandard, by version.
    ".blend": ("Blender file", (b"BLENDER", b"\x1f\x8b", b"\x28\xb5\x2f\xfd")),
    ".fbx": ("FBX", (b"Kaydara FBX Binary", b"; FBX")),
    ".usdc": ("USD crate", (b"PXR-USDC",)),
}
# What zipfile, zlib and json raise on broken or hostile files, beside ValueError.
_BROKEN = (
    EOFError,
    OSError,  # a seek to before the start
    OverflowError,  # a whole number too large for a float
    RuntimeError,  # a password is needed; as RecursionError, JSON is nested too deeply
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def describe(path: Path) -> str:
    """Check that a file is what its name claims, and sum it up in a few words.

    Returns:
        Such as `glTF 2.0, 19 joints, 30 frames`, `ZIP, 1 motion file, 30 frames`, `MP4, 2.0 s`
        or `placeholder`. A pickle is never opened.

    Raises:
        ValueError: The file does not parse.
        OSError: The file cannot be opened.
    """
    with path.open("rb") as file:
        try:
            return str(_read(path.name, file))
        except ValueError as error:
            reason = str(error)
        except _BROKEN as error:
            reason = f"{type(error).__name__}: {error}"
    msg = f"{path.name} is not a valid {_suffix(path.name)} file: {reason}."
    raise ValueError(msg)


def _read(name: str, file: BinaryIO) -> Summary:
    if _suffix(name) == ".zip":
        return read_zip(file, _read_single)
    return _read_single(name, file)


def _read_single(name: str, file: BinaryIO) -> Summary:
    """Read anything but a ZIP of files, so that archives cannot nest without end."""
    start = file.read(64)
    if start.startswith(MARK):
        return Summary("placeholder")
    suffix = _suffix(name)
    if suffix in _READERS:
        return _READERS[suffix](file)
    if suffix in _STARTS:
        kind, starts = _STARTS[suffix]
        if not start.startswith(starts):
            msg = "it does not start as one"
            raise ValueError(msg)
        return Summary(kind)
    return Summary("not inspected", (f"{file.seek(0, 2)} bytes",))


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
