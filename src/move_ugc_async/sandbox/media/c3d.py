"""C3D files: marker positions in the exchange format of biomechanics."""

import struct
from collections.abc import Iterator, Sequence

from move_ugc_async.sandbox.media.motion import Motion
from move_ugc_async.sandbox.media.skeleton import JOINTS

_BLOCK = 512
_MAGIC = 0x50
_INTEL = 84  # little-endian integers, IEEE floats
_CHAR, _INTEGER, _FLOAT = -1, 2, 4  # parameter types
_MILLIMETRES = 1000
_PARAMETER_BLOCK = 2  # counted from 1: right after the header


def write_c3d(motion: Motion) -> bytes:
    """Write one actor's joints as markers, in millimetres, Z up.

    Source: "The C3D File Format: A User Guide" (c3d.org), chapters on the header, parameter
    and 3D data sections.
    """
    # The start of the data is itself a parameter; its width does not depend on its value.
    blocks = len(_parameters(motion, 0)) // _BLOCK
    data_block = _PARAMETER_BLOCK + blocks
    return _header(motion, data_block) + _parameters(motion, data_block) + _points(motion)


def _header(motion: Motion, data_block: int) -> bytes:
    words = struct.pack(
        "<BBHHHHHfHHf",
        _PARAMETER_BLOCK,
        _MAGIC,
        len(JOINTS),
        0,  # analog samples in a frame
        1,  # first frame
        motion.frames,  # last frame
        0,  # longest interpolated gap
        -1.0,  # scale; negative means that points are floats
        data_block,
        0,  # analog samples in a channel
        motion.rate,
    )
    return words.ljust(_BLOCK, b"\0")


def _parameters(motion: Motion, data_block: int) -> bytes:
    names = [joint.name for joint in JOINTS]
    groups = {
        "POINT": [
            _integer("USED", len(JOINTS)),
            _integer("FRAMES", motion.frames),
            _integer("DATA_START", data_block),
            _float("SCALE", -1.0),
            _float("RATE", motion.rate),
            _texts("LABELS", names),
            _texts("DESCRIPTIONS", names),
            _text("UNITS", "mm"),
            _text("X_SCREEN", "+X"),
            _text("Y_SCREEN", "+Z"),
        ],
        "ANALOG": [_integer("USED", 0), _float("GEN_SCALE", 1.0), _float("RATE", 0.0)],
        "FORCE_PLATFORM": [_integer("USED", 0)],
    }
    body = b"".join(
        record
        for number, (name, parameters) in enumerate(groups.items(), 1)
        for record in _group(number, name, parameters)
    )
    # A record with an empty name ends the section.
    size = 4 + len(body) + 2
    blocks = -(-size // _BLOCK)
    return (bytes((1, _MAGIC, blocks, _INTEL)) + body).ljust(blocks * _BLOCK, b"\0")


def _group(number: int, name: str, parameters: Sequence[tuple[str, bytes]]) -> Iterator[bytes]:
    yield _record(-number, name, b"")
    for parameter, value in parameters:
        yield _record(number, parameter, value)


def _record(number: int, name: str, value: bytes) -> bytes:
    # The pointer to the next record counts its own two bytes; an empty description follows.
    head = struct.pack("<bb", len(name), number) + name.encode("ascii")
    return head + struct.pack("<H", 2 + len(value) + 1) + value + b"\0"


def _integer(name: str, value: int) -> tuple[str, bytes]:
    return name, struct.pack("<bBH", _INTEGER, 0, value)


def _float(name: str, value: float) -> tuple[str, bytes]:
    return name, struct.pack("<bBf", _FLOAT, 0, value)


def _text(name: str, value: str) -> tuple[str, bytes]:
    return name, struct.pack("<bBB", _CHAR, 1, len(value)) + value.encode("ascii")


def _texts(name: str, values: Sequence[str]) -> tuple[str, bytes]:
    width = max(map(len, values))
    letters = "".join(value.ljust(width) for value in values).encode("ascii")
    return name, struct.pack("<bBBB", _CHAR, 2, width, len(values)) + letters


def _points(motion: Motion) -> bytes:
    # The fourth number is the residual; 0 means that the point is exact.
    point = struct.Struct("<4f").pack
    data = b"".join(
        point(_MILLIMETRES * x, _MILLIMETRES * y, _MILLIMETRES * z, 0.0)
        for frame in range(motion.frames)
        for x, y, z in motion.positions(frame)
    )
    return data.ljust(-(-len(data) // _BLOCK) * _BLOCK, b"\0")
