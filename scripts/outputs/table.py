"""The rows of a table about a folder of outputs; a file that cannot be read is a row, never an exception."""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from scripts.outputs.bvh import read_bvh
from scripts.outputs.c3d import read_c3d
from scripts.outputs.fbx import read_fbx
from scripts.outputs.gltf import read_glb
from scripts.outputs.motion_data import read_json
from scripts.outputs.track import Content, content_of
from scripts.outputs.usd import read_usd, read_usdz
from scripts.outputs.video import read_video

_READERS: dict[str, Callable[[bytes], Content]] = {
    ".bvh": lambda data: content_of("BVH", [read_bvh(data)]),
    ".c3d": lambda data: content_of("C3D", [read_c3d(data)]),
    ".fbx": read_fbx,
    ".glb": lambda data: content_of("glTF 2.0", read_glb(data)),
    ".json": read_json,
    ".mov": read_video,
    ".mp4": read_video,
    ".usda": read_usd,
    ".usdc": read_usd,
    ".usdz": read_usdz,
}
# The first bytes of Blender files, which are not read: it compresses them with gzip or Zstandard.
_BLEND = (b"BLENDER", b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
_PLACEHOLDER = b"# move_ugc_async sandbox placeholder"
_MAX_SIZE = 1 << 30  # bytes of a file, packed or not
_MAX_MEMBERS = 1000


class Row(NamedTuple):
    """A line of the table: a file, or a file in a ZIP.

    Args:
        name: Name of the file, after that of its ZIP.
        content: What was read; None if the file cannot be read.
        problem: Why it cannot be read.
    """

    name: str
    content: Content | None
    problem: str = ""


def read_folder(folder: Path) -> list[Row]:
    """Read all files of a folder, except hidden ones."""
    return [row for path in sorted(folder.glob("[!.]*")) if path.is_file() for row in read_file(path)]


def read_file(path: Path) -> list[Row]:
    """Read a file, or each file in a ZIP."""
    try:
        if path.stat().st_size > _MAX_SIZE:
            return [Row(path.name, None, f"it is larger than {_MAX_SIZE} bytes")]
        if path.suffix.lower() == ".zip":
            return [*_read_zip(path)]
        return [_read(path.name, path.read_bytes())]
    # The job is paid for: an unexpected error in one file must not hide the others.
    except Exception as error:  # noqa: BLE001
        return [Row(path.name, None, f"{type(error).__name__}: {error}")]


def _read_zip(path: Path) -> Iterator[Row]:
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.filename.endswith("/")]
        if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > _MAX_SIZE:
            yield Row(path.name, None, "its members are too many or too large")
            return
        for member in members:
            name = f"{path.name}/{member.filename}"
            try:
                with archive.open(member) as content:
                    # Without a size, more than the announced bytes would be unpacked.
                    yield _read(name, content.read(member.file_size))
            except Exception as error:  # noqa: BLE001
                yield Row(name, None, f"{type(error).__name__}: {error}")


def _read(name: str, data: bytes) -> Row:
    suffix = PurePosixPath(name).suffix.lower()
    if data.startswith(_PLACEHOLDER):
        return Row(name, Content("placeholder"))
    if suffix in _READERS:
        return Row(name, _check(_READERS[suffix](data)))
    if suffix == ".blend" and data.startswith(_BLEND):
        return Row(name, Content("Blender file, which is not read"))
    return Row(name, None, "its format is unknown")


def _check(content: Content) -> Content:
    """Return content whose motion can be read in its first and last frame."""
    for track in content.tracks:
        for frame in {0, track.frames - 1} if track.frames else ():
            track.positions(frame)
    return content
