"""Reader of glTF 2.0 binaries that validates the container and all references."""

import json
import struct
from dataclasses import dataclass
from typing import BinaryIO

from move_ugc_async.sandbox.media.readers.summary import (
    MAX_SIZE,
    MAX_TEXT,
    Summary,
    as_index,
    as_list,
    as_object,
    plural,
    read_all,
)

_HEADER = struct.Struct("<4sII")
_CHUNK = struct.Struct("<I4s")
_LISTS = ("accessors", "animations", "buffers", "bufferViews", "meshes", "nodes", "scenes", "skins")
_VERSION = 2
_MAX_PADDING = 3  # bytes that may follow a buffer in its chunk
_MAX_INTEGER = 2**53  # largest count or offset in JSON
_COMPONENT_SIZE = {5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4}
_WIDTH = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}


@dataclass(frozen=True, slots=True)
class _Document:
    """The top-level lists of the JSON chunk, and the size of the BIN chunk."""

    lists: dict[str, list[dict[str, object]]]
    binary_size: int

    def entries(self, name: str) -> list[dict[str, object]]:
        return self.lists[name]

    def check(self, value: object, where: str, name: str) -> int:
        """Return an index into one of the lists, and raise an error if it is invalid."""
        return as_index(value, where, len(self.entries(name)))


def read_glb(file: BinaryIO) -> Summary:
    """Validate the container (§4.4), the ranges of all data (§3.6) and every index; count joints and frames."""
    document = _open(read_all(file, MAX_SIZE))
    _check_views(document)
    counts = _accessor_counts(document)
    _check_nodes(document)
    _check_meshes(document)
    joints = _joint_counts(document)
    frames = _frame_count(document, counts)
    facts: list[str] = []
    if len(joints) > 1:
        facts.append(plural(len(joints), "skeleton"))
    if joints:
        facts.append(plural(sum(joints), "joint"))
    if frames:
        facts.append(plural(frames, "frame"))
    return Summary("glTF 2.0", tuple(facts))


def _open(data: bytes) -> _Document:
    if len(data) < _HEADER.size:
        msg = "it is too short for a header"
        raise ValueError(msg)
    magic, version, total = _HEADER.unpack_from(data)
    if magic != b"glTF" or version != _VERSION or total != len(data):
        msg = f"the header declares {magic!r}, version {version}, {total} of {len(data)} bytes"
        raise ValueError(msg)
    chunks = _chunks(data)
    if not chunks or chunks[0][0] != b"JSON":
        msg = "the first chunk is not JSON"
        raise ValueError(msg)
    if len(chunks[0][1]) > MAX_TEXT:
        msg = f"its JSON is larger than {MAX_TEXT} bytes"
        raise ValueError(msg)
    root = as_object(json.loads(chunks[0][1]), "the document")
    if not str(as_object(root.get("asset"), "asset").get("version")).startswith("2."):
        msg = "the asset version is not 2"
        raise ValueError(msg)
    binary = chunks[1][1] if len(chunks) > 1 and chunks[1][0] == b"BIN\0" else b""
    return _Document({name: _objects(root, name) for name in _LISTS}, len(binary))


def _objects(root: dict[str, object], name: str) -> list[dict[str, object]]:
    values = as_list(root.get(name, []), name)
    return [as_object(value, f"{name}[{i}]") for i, value in enumerate(values)]


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    chunks: list[tuple[bytes, bytes]] = []
    start = _HEADER.size
    while start < len(data):
        if start + _CHUNK.size > len(data):
            msg = "a chunk is truncated"
            raise ValueError(msg)
        size, kind = _CHUNK.unpack_from(data, start)
        start += _CHUNK.size
        if size % 4 or start + size > len(data):
            msg = f"a chunk of {size} bytes is unaligned or truncated"
            raise ValueError(msg)
        chunks.append((kind, data[start : start + size]))
        start += size
    return chunks


def _check_views(document: _Document) -> None:
    sizes: list[int] = []
    for i, buffer in enumerate(document.entries("buffers")):
        size = as_index(buffer.get("byteLength"), f"buffers[{i}].byteLength", _MAX_INTEGER)
        # A buffer without a URI is the BIN chunk, which is padded (§4.4.3.3).
        if "uri" not in buffer and not 0 <= document.binary_size - size <= _MAX_PADDING:
            msg = f"buffers[{i}] declares {size} bytes, the chunk has {document.binary_size}"
            raise ValueError(msg)
        sizes.append(size)
    for i, view in enumerate(document.entries("bufferViews")):
        buffer_size = sizes[as_index(view.get("buffer"), f"bufferViews[{i}].buffer", len(sizes))]
        offset = as_index(view.get("byteOffset", 0), f"bufferViews[{i}].byteOffset", _MAX_INTEGER)
        length = as_index(view.get("byteLength"), f"bufferViews[{i}].byteLength", _MAX_INTEGER)
        if offset + length > buffer_size:
            msg = f"bufferViews[{i}] exceeds its buffer"
            raise ValueError(msg)


def _accessor_counts(document: _Document) -> list[int]:
    views = document.entries("bufferViews")
    counts: list[int] = []
    for i, accessor in enumerate(document.entries("accessors")):
        where = f"accessors[{i}]"
        count = as_index(accessor.get("count"), f"{where}.count", _MAX_INTEGER)
        counts.append(count)
        size = _element_size(accessor, where)
        if "bufferView" not in accessor:
            continue  # zeros, sparse or compressed
        view = views[as_index(accessor["bufferView"], f"{where}.bufferView", len(views))]
        offset = as_index(accessor.get("byteOffset", 0), f"{where}.byteOffset", _MAX_INTEGER)
        stride = as_index(view.get("byteStride", size), f"{where}'s byteStride", _MAX_INTEGER)
        length = as_index(view.get("byteLength"), f"{where}'s byteLength", _MAX_INTEGER)
        if count and offset + stride * (count - 1) + size > length:
            msg = f"{where} exceeds its buffer view"
            raise ValueError(msg)
    return counts


def _element_size(accessor: dict[str, object], where: str) -> int:
    component, kind = accessor.get("componentType"), accessor.get("type")
    if not isinstance(component, int) or not isinstance(kind, str):
        msg = f"{where} has no type"
        raise ValueError(msg)  # noqa: TRY004 - the file is wrong, not the call
    if component not in _COMPONENT_SIZE or kind not in _WIDTH:
        msg = f"{where} has the unknown type {component}, {kind}"
        raise ValueError(msg)
    return _COMPONENT_SIZE[component] * _WIDTH[kind]


def _check_nodes(document: _Document) -> None:
    nodes = document.entries("nodes")
    seen: set[int] = set()
    for i, node in enumerate(nodes):
        for child in as_list(node.get("children", []), f"nodes[{i}].children"):
            index = as_index(child, f"nodes[{i}].children", len(nodes))
            if index in seen:
                msg = f"nodes[{index}] has two parents"
                raise ValueError(msg)
            seen.add(index)
        for key, name in (("mesh", "meshes"), ("skin", "skins")):
            if key in node:
                document.check(node[key], f"nodes[{i}].{key}", name)
    for i, scene in enumerate(document.entries("scenes")):
        for root in as_list(scene.get("nodes", []), f"scenes[{i}].nodes"):
            as_index(root, f"scenes[{i}].nodes", len(nodes))


def _check_meshes(document: _Document) -> None:
    accessors = len(document.entries("accessors"))
    for i, mesh in enumerate(document.entries("meshes")):
        for value in as_list(mesh.get("primitives"), f"meshes[{i}].primitives"):
            primitive = as_object(value, f"meshes[{i}].primitives")
            attributes = as_object(primitive.get("attributes"), f"meshes[{i}]'s attributes")
            for name, index in attributes.items():
                as_index(index, f"meshes[{i}]'s {name}", accessors)
            as_index(primitive.get("indices", 0), f"meshes[{i}]'s indices", max(accessors, 1))


def _joint_counts(document: _Document) -> list[int]:
    nodes = len(document.entries("nodes"))
    counts: list[int] = []
    for i, skin in enumerate(document.entries("skins")):
        joints = as_list(skin.get("joints"), f"skins[{i}].joints")
        for joint in joints:
            as_index(joint, f"skins[{i}].joints", nodes)
        if "inverseBindMatrices" in skin:
            document.check(skin["inverseBindMatrices"], f"skins[{i}]'s matrices", "accessors")
        counts.append(len(joints))
    return counts


def _frame_count(document: _Document, counts: list[int]) -> int:
    """Validate the animations (§3.11), and return the number of key frames of the longest channel."""
    frames = 0
    nodes = len(document.entries("nodes"))
    for i, animation in enumerate(document.entries("animations")):
        samplers = as_list(animation.get("samplers"), f"animations[{i}].samplers")
        for value in as_list(animation.get("channels"), f"animations[{i}].channels"):
            where = f"a channel of animations[{i}]"
            channel = as_object(value, where)
            index = as_index(channel.get("sampler"), where, len(samplers))
            sampler = as_object(samplers[index], where)
            frames = max(frames, counts[as_index(sampler.get("input"), where, len(counts))])
            as_index(sampler.get("output"), where, len(counts))
            target = as_object(channel.get("target"), where)
            if "node" in target:
                as_index(target["node"], where, nodes)
    return frames
