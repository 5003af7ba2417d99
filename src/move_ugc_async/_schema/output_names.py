"""The names of outputs: how those that users request relate to the `format` and file type of the outputs they get."""

from collections import Counter
from typing import NamedTuple


class _Role(NamedTuple):
    """How the server describes a requested output.

    Attributes:
        format: The value of `format`, also called `key`.
        ending: The last words of an unknown `format` with the same meaning.
        type: The extension of the file.
    """

    format: str
    ending: str
    type: str


_ROLES = {
    "render_video": _Role("mp4", "mp4", "mp4"),
    "render_overlay_video": _Role("render_overlay_mp4", "overlay_mp4", "mp4"),
    "main_fbx": _Role("fbx", "fbx", "fbx"),
    "main_usdc": _Role("usdc", "usdc", "usdc"),
    "main_usdz": _Role("usdz", "usdz", "usdz"),
    "main_blend": _Role("blend", "blend", "blend"),
    # Observed: formats that contain "glb" and "motion_data". The type of the former is an assumption.
    "main_glb": _Role("glb", "glb", "glb"),
    "motion_data": _Role("motion_data", "motion_data", "zip"),
    # It is known that this is a pickle; format and type are assumptions.
    "sync_data": _Role("sync_data", "sync_data", "pkl"),
    # It is documented that each is a ZIP archive; the formats are assumptions.
    "all_blend": _Role("all_blend", "blend", "zip"),
    "all_bvh": _Role("all_bvh", "bvh", "zip"),
    "all_c3d": _Role("all_c3d", "c3d", "zip"),
    "all_fbx": _Role("all_fbx", "fbx", "zip"),
    "all_glb": _Role("all_glb", "glb", "zip"),
    "all_usdc": _Role("all_usdc", "usdc", "zip"),
    "all_usdz": _Role("all_usdz", "usdz", "zip"),
    # Requested from another product of the vendor; formats and types are assumptions.
    "main_bvh": _Role("bvh", "bvh", "bvh"),
    "main_c3d": _Role("c3d", "c3d", "c3d"),
}
"""Requested name → the server's description."""

_VOLUME_FORMATS = {"pkl", "volume_definition", "volume_report"}
"""Formats of the outputs of a volume, which are not requested."""

_NAMES = {name: name for name in (*_ROLES, *_VOLUME_FORMATS)} | {role.format: name for name, role in _ROLES.items()}
"""Requested name or format → requested name."""

_TYPE_COUNTS = Counter(role.type for role in _ROLES.values())
_NAMES_BY_TYPE = {role.type: name for name, role in _ROLES.items() if _TYPE_COUNTS[role.type] == 1}


def is_known(name: str) -> bool:
    """Return whether outputs can be requested by a name in lower case."""
    return name in _ROLES


def canonical_name(name: str) -> str:
    """Return the lower-case name of an output, given its name in any case or its format."""
    plain = _plain(name)
    return _NAMES.get(plain, plain)


def output_name(format: str | None, file_type: str) -> str:
    """Return the name by which an output is requested.

    An output with a known format has the name of that. For one with an unknown pair of format and type, it is the name
    of the same type with the longest matching ending, such as `main_glb` for `scene_glb` and `.glb`; otherwise the only
    name with that type; otherwise its format.

    Args:
        format: The `format` of the output; None counts as its file type.
        file_type: The `type` of its file, an extension with or without a leading dot.
    """
    plain_type = _plain(file_type)
    plain = _plain(format or file_type)
    if plain in _NAMES:
        return _NAMES[plain]
    endings = {
        ending: name
        for name, role in _ROLES.items()
        for ending in (name, role.ending)
        if role.type == plain_type and plain.endswith(f"_{ending}")
    }
    if endings:
        return endings[max(endings, key=len)]
    return _NAMES_BY_TYPE.get(plain_type, plain)


def _plain(text: str) -> str:
    return text.strip().casefold().removeprefix(".").replace("-", "_").replace(" ", "_")
