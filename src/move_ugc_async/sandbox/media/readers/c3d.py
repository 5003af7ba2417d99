"""Reader of C3D files."""

import struct
from typing import BinaryIO

from move_ugc_async.sandbox.media.readers.summary import MAX_SIZE, Summary, plural, read_all

_BLOCK = 512
_MAGIC = 0x50
_INTEL = 84  # the only supported processor type


def read_c3d(file: BinaryIO) -> Summary:
    """Validate the header, the parameter section, and the size of the points of all frames."""
    data = read_all(file, MAX_SIZE)
    if len(data) < _BLOCK or data[1] != _MAGIC:
        msg = "the header is missing"
        raise ValueError(msg)
    points, analog, first, last = struct.unpack_from("<HHHH", data, 2)
    scale, data_block = struct.unpack_from("<fH", data, 12)
    _check_parameters(data, (data[0] - 1) * _BLOCK)
    frames = last - first + 1
    # A negative scale means that numbers are floats; a point has three of them and a residual.
    size = frames * (4 * points + analog) * (4 if scale < 0 else 2)
    if frames < 1 or data_block < 1 or (data_block - 1) * _BLOCK + size > len(data):
        msg = f"{frames} frames of {points} points do not fit"
        raise ValueError(msg)
    return Summary("C3D", (plural(points, "point"), plural(frames, "frame")))


def _check_parameters(data: bytes, start: int) -> None:
    """Follow the chain of parameter records to its end."""
    if start < 0 or start + 4 > len(data):
        msg = "the parameter section is missing"
        raise ValueError(msg)
    blocks, processor = data[start + 2], data[start + 3]
    if processor != _INTEL:
        msg = f"processor type {processor} is not supported"
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
        msg = "the parameter section is truncated"
        raise ValueError(msg)
