"""The outputs that a job or a volume can have, and what the API calls each of them."""

from collections.abc import Mapping
from types import MappingProxyType

OUTPUT_KEYS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "RENDER_VIDEO": ("mp4", ".mp4"),
        "RENDER_OVERLAY_VIDEO": ("render_overlay_mp4", ".mp4"),
        "MAIN_FBX": ("fbx", ".fbx"),
        "MAIN_USDC": ("usdc", ".usdc"),
        "MAIN_USDZ": ("usdz", ".usdz"),
        "MAIN_BLEND": ("blend", ".blend"),
        # Seen in the wild: a key that holds "glb". The type is assumed.
        "MAIN_GLB": ("glb", ".glb"),
        # Seen in the wild: a key that holds "motion_data".
        "MOTION_DATA": ("motion_data", ".zip"),
        # Assumed, both key and type; known is only that SYNC_DATA is a pickle.
        "SYNC_DATA": ("sync_data", ".pkl"),
        # The keys are assumed; that each is a ZIP is documented.
        "ALL_BLEND": ("all_blend", ".zip"),
        "ALL_BVH": ("all_bvh", ".zip"),
        "ALL_C3D": ("all_c3d", ".zip"),
        "ALL_FBX": ("all_fbx", ".zip"),
        "ALL_GLB": ("all_glb", ".zip"),
        "ALL_USDC": ("all_usdc", ".zip"),
        "ALL_USDZ": ("all_usdz", ".zip"),
        # The keys of a volume's outputs are documented, their types are assumed.
        "VOLUME_PKL": ("pkl", ".pkl"),
        "VOLUME_DEFINITION": ("volume_definition", ".json"),
        "VOLUME_REPORT": ("volume_report", ".json"),
    }
)
"""Output name → (`format` and `key` of the output, `File.type` with its leading dot)."""
