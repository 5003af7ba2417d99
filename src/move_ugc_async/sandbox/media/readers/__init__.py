"""Readers that validate files, independent of the writers."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from move_ugc_async.sandbox.media.placeholder import PLACEHOLDER_PREFIX
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
# Formats of which only the first bytes are checked.
_SIGNATURES: Mapping[str, tuple[str, tuple[bytes, ...]]] = {
    # Blender compresses files with gzip or Zstandard, depending on its version.
    ".blend": ("Blender file", (b"BLENDER", b"\x1f\x8b", b"\x28\xb5\x2f\xfd")),
    ".fbx": ("FBX", (b"Kaydara FBX Binary", b"; FBX")),
    ".usdc": ("USD crate", (b"PXR-USDC",)),
}
# Exceptions of zipfile, zlib and json for broken or hostile files, besides ValueError.
_PARSE_ERRORS = (
    EOFError,
    OSError,  # seek before the start
    OverflowError,  # integer too large for a float
    RuntimeError,  # encrypted ZIP; RecursionError for deeply nested JSON
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def describe(path: Path) -> str:
    """Validate a file by the format of its suffix, and return a short description.

    Returns:
        A text such as `glTF 2.0, 19 joints, 30 frames`, `ZIP, 1 motion file, 30 frames`, `MP4, 2.0 s` or
        `placeholder`. Pickles are never loaded.

    Raises:
        ValueError: The file is invalid.
        OSError: The file cannot be opened.
    """
    with path.open("rb") as file:
        try:
            return str(_read(path.name, file))
        except ValueError as error:
            reason = str(error)
        except _PARSE_ERRORS as error:
            reason = f"{type(error).__name__}: {error}"
    msg = f"{path.name} is not a valid {_suffix(path.name)} file: {reason}"
    raise ValueError(msg)


def _read(name: str, file: BinaryIO) -> Summary:
    if _suffix(name) == ".zip":
        return read_zip(file, _read_single)
    return _read_single(name, file)


def _read_single(name: str, file: BinaryIO) -> Summary:
    """Read any file except a ZIP, so that archives cannot be nested."""
    start = file.read(64)
    if start.startswith(PLACEHOLDER_PREFIX):
        return Summary("placeholder")
    suffix = _suffix(name)
    if suffix in _READERS:
        return _READERS[suffix](file)
    if suffix in _SIGNATURES:
        kind, signatures = _SIGNATURES[suffix]
        if not start.startswith(signatures):
            msg = "its signature is wrong"
            raise ValueError(msg)
        return Summary(kind)
    return Summary("not inspected", (f"{file.seek(0, 2)} bytes",))


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
