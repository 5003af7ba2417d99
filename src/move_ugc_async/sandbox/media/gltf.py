"""glTF 2.0 binaries (GLB): skinned, animated figures in one file."""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from move_ugc_async.sandbox.media.bones import bone_mesh
from move_ugc_async.sandbox.media.motion import Motion
from move_ugc_async.sandbox.media.pose import Angles, quaternion
from move_ugc_async.sandbox.media.skeleton import JOINTS, Joint, children, rest_positions, y_up

_UNSIGNED_BYTE, _UNSIGNED_SHORT, _FLOAT = 5121, 5123, 5126  # §5.1.3, accessor.componentType
_PACKING = {_UNSIGNED_BYTE: "B", _UNSIGNED_SHORT: "H", _FLOAT: "f"}
_WIDTH = {"SCALAR": 1, "VEC3": 3, "VEC4": 4, "MAT4": 16}
_VERTICES, _INDICES = 34962, 34963  # §5.11.5, bufferView.target
_ACTOR_NODES = len(JOINTS) + 1  # the joints, then the mesh


@dataclass(slots=True)
class _Binary:
    """The BIN chunk and its accessors; every view starts at a multiple of 4 bytes."""

    data: bytearray = field(default_factory=bytearray)
    views: list[dict[str, int]] = field(default_factory=list[dict[str, int]])
    accessors: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def add(
        self,
        kind: str,
        component: int,
        values: Sequence[float],
        *,
        target: int | None = None,
        bounds: bool = False,
    ) -> int:
        """Append values and return their accessor; `bounds` adds min and max (§3.6.2.5)."""
        packing = f"<{len(values)}{_PACKING[component]}"
        packed = struct.pack(packing, *values)
        view = {"buffer": 0, "byteOffset": len(self.data), "byteLength": len(packed)}
        if target is not None:
            view["target"] = target
        width = _WIDTH[kind]
        accessor: dict[str, Any] = {
            "bufferView": len(self.views),
            "componentType": component,
            "count": len(values) // width,
            "type": kind,
        }
        if bounds:
            # Bounds of the stored values, since a double can be outside of their single precision.
            stored = struct.unpack(packing, packed)
            accessor["min"] = [min(stored[axis::width]) for axis in range(width)]
            accessor["max"] = [max(stored[axis::width]) for axis in range(width)]
        self.data += packed + bytes(-len(packed) % 4)
        self.views.append(view)
        self.accessors.append(accessor)
        return len(self.accessors) - 1


def write_glb(motions: Sequence[Motion]) -> bytes:
    """Write the actors into one GLB, in metres, Y up, with one animation that moves them all.

    The joints have their names in motion data, with a prefix such as `Actor01_` if there are several actors.
    """
    binary = _Binary()
    mesh = _mesh(binary)
    inverse_binds = binary.add("MAT4", _FLOAT, _inverse_bind_matrices())
    firsts = range(0, _ACTOR_NODES * len(motions), _ACTOR_NODES)
    document = {
        "asset": {"version": "2.0", "generator": "move_ugc_async sandbox"},
        "scene": 0,
        "scenes": [{"nodes": [i for first in firsts for i in (first, first + len(JOINTS))]}],
        "nodes": [
            node
            for actor, motion in enumerate(motions)
            for node in _nodes(actor, firsts[actor], motion, f"Actor{actor:02}_" if len(motions) > 1 else "")
        ],
        "meshes": [mesh],
        "skins": [
            {
                "joints": list(range(first, first + len(JOINTS))),
                "skeleton": first,
                "inverseBindMatrices": inverse_binds,
            }
            for first in firsts
        ],
        "animations": [_animation(binary, firsts, motions)],
        "accessors": binary.accessors,
        "bufferViews": binary.views,
        "buffers": [{"byteLength": len(binary.data)}],
    }
    return _container(json.dumps(document, separators=(",", ":")).encode(), bytes(binary.data))


def _mesh(binary: _Binary) -> dict[str, Any]:
    mesh = bone_mesh()
    influences = [value for joint in mesh.joints for value in (joint, 0, 0, 0)]
    weights = [value for _ in mesh.joints for value in (1.0, 0.0, 0.0, 0.0)]
    attributes = {
        "POSITION": binary.add(
            "VEC3",
            _FLOAT,
            [value for position in mesh.positions for value in position],
            target=_VERTICES,
            bounds=True,
        ),
        "JOINTS_0": binary.add("VEC4", _UNSIGNED_BYTE, influences, target=_VERTICES),
        "WEIGHTS_0": binary.add("VEC4", _FLOAT, weights, target=_VERTICES),
    }
    indices = binary.add("SCALAR", _UNSIGNED_SHORT, mesh.triangles, target=_INDICES)
    return {"name": "Bones", "primitives": [{"attributes": attributes, "indices": indices}]}


def _inverse_bind_matrices() -> list[float]:
    # Column-major (§3.6.2.4). No joint is rotated at rest, so only translations are inverted.
    matrices: list[float] = []
    for x, y, z in map(y_up, rest_positions()):
        matrices += [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, -x, -y, -z, 1]
    return matrices


def _nodes(actor: int, first: int, motion: Motion, prefix: str) -> list[dict[str, Any]]:
    """Return the nodes of an actor: the joints, then the skinned mesh, whose own transform is ignored (§3.7.3.3)."""
    nodes: list[dict[str, Any]] = []
    for index, joint in enumerate(JOINTS):
        position = motion.roots[0].position if joint.parent < 0 else joint.offset
        node: dict[str, Any] = {"name": prefix + joint.name, "translation": y_up(position)}
        if child_joints := children(index):
            node["children"] = [first + child for child in child_joints]
        nodes.append(node)
    return [*nodes, {"name": f"Actor{actor:02}", "mesh": 0, "skin": actor}]


def _animation(binary: _Binary, firsts: Sequence[int], motions: Sequence[Motion]) -> dict[str, Any]:
    times = [motions[0].seconds(frame) for frame in range(motions[0].frames)]
    key_times = binary.add("SCALAR", _FLOAT, times, bounds=True)
    samplers: list[dict[str, int]] = []
    channels: list[dict[str, Any]] = []

    def animate(node: int, path: str, kind: str, values: Sequence[float]) -> None:
        channels.append({"sampler": len(samplers), "target": {"node": node, "path": path}})
        samplers.append({"input": key_times, "output": binary.add(kind, _FLOAT, values)})

    for first, motion in zip(firsts, motions, strict=True):
        animate(first, "translation", "VEC3", [value for root in motion.roots for value in y_up(root.position)])
        animate(first, "rotation", "VEC4", _rotations(JOINTS[0], [root.angles for root in motion.roots]))
        repeats = -(-motion.frames // len(motion.stride))
        for index, joint in enumerate(JOINTS[1:], 1):
            stride = _rotations(joint, [pose.angles[index] for pose in motion.stride])
            animate(first + index, "rotation", "VEC4", (stride * repeats)[: 4 * motion.frames])
    return {"name": "Walk", "samplers": samplers, "channels": channels}


def _rotations(joint: Joint, frames: Sequence[Angles]) -> list[float]:
    values: list[float] = []
    for angles in frames:
        x, y, z, w = quaternion(joint.axes, angles)
        values += [*y_up((x, y, z)), w]
    return values


def _container(document: bytes, binary: bytes) -> bytes:
    # §4.4: a 12-byte header, then the chunks; JSON is padded with spaces, BIN with zeros.
    document += b" " * (-len(document) % 4)
    json_chunk = struct.pack("<I4s", len(document), b"JSON") + document
    bin_chunk = struct.pack("<I4s", len(binary), b"BIN\0") + binary
    total = 12 + len(json_chunk) + len(bin_chunk)
    return struct.pack("<4sII", b"glTF", 2, total) + json_chunk + bin_chunk
