"""C3D files, checked for their sections and sizes."""

import struct
from typing import BinaryIO

from move_ugc_async.sandbox.media.readers.summary import MAX_SIZE, Summary, plural, read_all

_BLOCK = 512
_MAGIC = 0x50
_INTEL = 84  # the one processor whose numbers are read here


def read_c3d(file: BinaryIO) -> Summary:
    """Check header, parameter section and that the points of every frame are there."""
    data = read_all(file, MAX_SIZE)
    if len(data) < _BLOCK or data[1] != _MAGIC:
        msg = "there is no header"
        raise ValueError(msg)
    points, analog, first, last = struct.unpack_from("<HHHH", data, 2)
    scale, data_block = struct.unpack_from("<fH", data, 12)
    _check_parameters(data, (data[0] - 1) * _BLOCK)
    frames = last - first + 1
    # A negative scale says that numbers are floats; a point is three of them and a residual.
    size = frames * (4 * points + analog) * (4 if scale < 0 else 2)
    if frames < 1 or data_block < 1 or (data_block - 1) * _BLOCK + size > len(data):
        msg = f"{frames} frames of {points} points do not fit"
        raise ValueError(msg)
    return Summary("C3D", (plural(points, "point"), plural(frames, "frame")))


def _check_parameters(data: bytes, start: int) -> None:
    """Walk the chain of parameter records to its end."""
    if start < 0 or start + 4 > len(data):
        msg = "there is no parameter section"
        raise ValueError(msg)
    blocks, processor = data[start + 2], data[start + 3]
    if processor != _INTEL:
        msg = f"numbers of processor type {processor} are not read here"
        raise ValueError(msg)
    end = min(start + blocks * _BLOCK, len(data))
    record = start + 4
    while record + 2 <= end and data[record]:
        # A locked record has a negative name length.
        name = abs(struct.unpack_from("<b", data, record)[0])
        pointer = record + 2 + name
        if pointer + 2 > end:
            break
        step = struct.unpack_from("<H", data, pointer)[0]
        if step == 0:
            return
        record = pointer + step
    if record + 2 > end or data[record]:
        msg = "the parameter section is cut short"
        raise ValueError(msg)
