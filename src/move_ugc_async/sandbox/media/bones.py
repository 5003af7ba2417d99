"""The mesh of the figure: an octahedron around each bone."""

from typing import NamedTuple

from move_ugc_async.sandbox.media.skeleton import JOINTS, Vector, add, children, rest_positions, y_up

# Corners: 0 and 1 are the ends of the bone, 2 to 5 a ring around it, counter-clockwise seen from end 1.
_FACES = (0, 3, 2, 0, 4, 3, 0, 5, 4, 0, 2, 5, 1, 2, 3, 1, 3, 4, 1, 4, 5, 1, 5, 2)
_THICKNESS = 0.12  # of the bone's length


class Mesh(NamedTuple):
    """Positions at rest in metres from the root, Y up, the joint that moves each, and the corners of the triangles."""

    positions: list[Vector]
    joints: list[int]
    triangles: list[int]


def bone_mesh() -> Mesh:
    """Create the mesh, with faces that point outwards (counter-clockwise, glTF 2.0 §3.7.4)."""
    mesh = Mesh([], [], [])
    rest = [y_up(position) for position in rest_positions()]
    for index, joint in enumerate(JOINTS):
        ends = [rest[child] for child in children(index)]
        if joint.tip:
            ends.append(add(rest[index], y_up(joint.tip)))
        for end in ends:
            first = len(mesh.positions)
            corners = _octahedron(rest[index], end)
            mesh.positions.extend(corners)
            mesh.joints.extend([index] * len(corners))
            mesh.triangles.extend(first + corner for corner in _FACES)
    return mesh


def _octahedron(start: Vector, end: Vector) -> list[Vector]:
    along = add(end, _scaled(start, -1))
    across = (0.0, 0.0, 1.0) if abs(along[2]) < abs(along[0]) + abs(along[1]) else (1.0, 0.0, 0.0)
    side = _cross(along, across)
    length = sum(value * value for value in along) ** 0.5
    side = _scaled(side, 1 / sum(value * value for value in side) ** 0.5)
    up = _scaled(_cross(along, side), 1 / length)
    middle = add(start, _scaled(along, 0.25))
    radius = _THICKNESS * length
    ring = [_scaled(side, radius), _scaled(up, radius), _scaled(side, -radius)]
    ring.append(_scaled(up, -radius))
    return [start, end, *(add(middle, spoke) for spoke in ring)]


def _cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _scaled(vector: Vector, factor: float) -> Vector:
    return vector[0] * factor, vector[1] * factor, vector[2] * factor
