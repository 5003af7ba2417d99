"""Outputs taken apart with nothing but struct, zipfile and json."""

import io
import json
import struct
import zipfile
from typing import Any, NamedTuple


class Glb(NamedTuple):
    """A glTF binary, taken apart by the letter of its specification."""

    document: dict[str, Any]
    binary: bytes

    def values(self, index: int) -> list[tuple[float, ...]]:
        """Read every element of an accessor."""
        accessor = self.document["accessors"][index]
        view = self.document["bufferViews"][accessor["bufferView"]]
        letter = {5121: "B", 5123: "H", 5126: "f"}[accessor["componentType"]]
        width = {"SCALAR": 1, "VEC3": 3, "VEC4": 4, "MAT4": 16}[accessor["type"]]
        content = self.binary[view["byteOffset"] : view["byteOffset"] + view["byteLength"]]
        elements = list(struct.iter_unpack(f"<{width}{letter}", content))
        assert len(elements) == accessor["count"]
        return elements


def unzip(data: bytes) -> dict[str, bytes]:
    """Unpack a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def parse_glb(data: bytes) -> Glb:
    """Parse a GLB: a header, a JSON chunk and a BIN chunk."""
    magic, version, total, size, kind = struct.unpack_from("<4sIII4s", data)
    assert (magic, version, total, kind) == (b"glTF", 2, len(data), b"JSON")
    assert size % 4 == 0
    binary_size, binary_kind = struct.unpack_from("<I4s", data, 20 + size)
    assert binary_kind == b"BIN\0"
    assert binary_size % 4 == 0
    assert 20 + size + 8 + binary_size == len(data)
    return Glb(json.loads(data[20 : 20 + size]), data[28 + size :])
