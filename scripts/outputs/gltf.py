"""Reader of glTF 2.0 binaries (GLB), which have metres and Y up."""

import json
import re
import struct
from collections.abc import Sequence
from typing import Any

from scripts.outputs.track import Track, Vector, world_positions, z_up

_HEADER = struct.Struct("<4sIII4s")  # the header, and the one of the JSON chunk
_LETTERS = {5120: "b", 5121: "B", 5122: "h", 5123: "H", 5125: "I", 5126: "f"}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}
_PREFIX = re.compile(r"^Actor\d\d_")
_NO_ROTATION = (0.0, 0.0, 0.0, 1.0)

Values = list[tuple[float, ...]]


def read_glb(data: bytes) -> list[Track]:
    """Parse the skins and the animations that move their joints."""
    magic, version, total, size, kind = _HEADER.unpack_from(data)
    if (magic, version, total, kind) != (b"glTF", 2, len(data), b"JSON"):
        msg = f"the header declares {magic!r}, version {version}, {total} of {len(data)} bytes"
        raise ValueError(msg)
    document = json.loads(data[_HEADER.size : _HEADER.size + size])
    binary = memoryview(data)[_HEADER.size + size + 8 :]
    moves: dict[tuple[int, str], Values] = {}
    times: Values = [(0.0,)]
    for animation in document.get("animations", []):
        for channel in animation["channels"]:
            sampler = animation["samplers"][channel["sampler"]]
            target = channel["target"]
            moves[target["node"], target["path"]] = read_accessor(document, binary, sampler["output"])
            keys = read_accessor(document, binary, sampler["input"])
            times = max(times, keys, key=len)
    return [_track(document["nodes"], skin["joints"], moves, times) for skin in document.get("skins", [])]


def read_accessor(document: Any, binary: memoryview, index: int) -> Values:
    """Return the elements of an accessor."""
    accessor = document["accessors"][index]
    view = document["bufferViews"][accessor["bufferView"]]
    packing = f"<{_WIDTHS[accessor['type']]}{_LETTERS[accessor['componentType']]}"
    start = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
    content = binary[start : start + accessor["count"] * struct.calcsize(packing)]
    values = list(struct.iter_unpack(packing, content))
    if len(values) != accessor["count"] or "byteStride" in view:
        msg = f"accessor {index} is truncated or interleaved"
        raise ValueError(msg)
    return values


def _track(nodes: Sequence[Any], skin: Sequence[int], moves: dict[tuple[int, str], Values], times: Values) -> Track:
    parents = {child: index for index, node in enumerate(nodes) for child in node.get("children", [])}
    chain = _with_ancestors(skin, parents)

    def positions(frame: int) -> list[Vector]:
        translations: list[Any] = []
        rotations: list[Any] = []
        for node in chain:
            for path, rest, values in (
                ("translation", (0.0, 0.0, 0.0), translations),
                ("rotation", _NO_ROTATION, rotations),
            ):
                keys = moves.get((node, path), [tuple(nodes[node].get(path, rest))])
                values.append(keys[min(frame, len(keys) - 1)])
        places = world_positions([_index(chain, parents.get(node)) for node in chain], translations, rotations)
        return [z_up(places[chain.index(node)]) for node in skin]

    span = times[-1][0] - times[0][0]
    rate = (len(times) - 1) / span if span else 1.0
    names = tuple(_PREFIX.sub("", nodes[node].get("name", str(node))) for node in skin)
    return Track(names, len(times), rate, positions)


def _with_ancestors(skin: Sequence[int], parents: dict[int, int]) -> list[int]:
    """Return the joints and the nodes above them, parents first."""
    chain: list[int] = []
    for joint in skin:
        path = [joint]
        while path[-1] in parents and len(path) <= len(parents):
            path.append(parents[path[-1]])
        chain += [node for node in reversed(path) if node not in chain]
    return chain


def _index(chain: Sequence[int], node: int | None) -> int:
    return -1 if node is None else chain.index(node)
