"""Reader of C3D files with points as little-endian floats."""

import struct

from scripts.outputs.track import Track, Vector, z_up

_BLOCK = 512
_MAGIC, _INTEL = 0x50, 84
_LETTERS = 0xFF  # the type of texts, -1
_UNITS = {"mm": 0.001, "cm": 0.01, "m": 1.0}


def read_c3d(data: bytes) -> Track:
    """Parse the points of all frames."""
    points, analog, first, last = struct.unpack_from("<HHHH", data, 2)
    scale, block, _, rate = struct.unpack_from("<fHHf", data, 12)
    section = (data[0] - 1) * _BLOCK
    if data[1] != _MAGIC or data[section + 3] != _INTEL or scale >= 0:
        msg = "only points as little-endian floats are supported"
        raise ValueError(msg)
    parameters = _parameters(data, section)
    width, _, *labels = parameters["LABELS"]
    names = [bytes(labels[width * i : width * (i + 1)]).decode().rstrip() for i in range(points)]
    unit = _UNITS[_text(parameters["UNITS"])]
    is_z_up = _text(parameters.get("Y_SCREEN", b"\2+Z")) == "+Z"
    start, size = (block - 1) * _BLOCK, 4 * (4 * points + analog)
    frames = last - first + 1
    if start + frames * size > len(data):
        msg = f"{frames} frames of {points} points do not fit"
        raise ValueError(msg)

    def positions(frame: int) -> list[Vector]:
        content = data[start + frame * size :][: 16 * points]
        places = [(x * unit, y * unit, z * unit) for x, y, z, _ in struct.iter_unpack("<4f", content)]
        return places if is_z_up else [z_up(place) for place in places]

    return Track(tuple(names), frames, rate, positions)


def _text(parameter: bytes) -> str:
    return parameter[1 : 1 + parameter[0]].decode().rstrip()


def _parameters(data: bytes, section: int) -> dict[str, bytes]:
    """Return the sizes and the letters of the texts in the group POINT, which is the first."""
    parameters: dict[str, bytes] = {}
    record = section + 4
    while data[record]:
        # A locked record has a negative name length, a group a negative number.
        length, group = abs(struct.unpack_from("<b", data, record)[0]), struct.unpack_from("<b", data, record + 1)[0]
        name = data[record + 2 : record + 2 + length].decode("ascii")
        pointer = record + 2 + length
        (step,) = struct.unpack_from("<H", data, pointer)
        if group == 1 and data[pointer + 2] == _LETTERS:
            parameters[name] = data[pointer + 4 : pointer + step - 1]
        if not step:
            break
        record = pointer + step
    return parameters
