"""The outputs of jobs and volumes, with their names in the API."""

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
        # Observed: a key that contains "glb". The type is an assumption.
        "MAIN_GLB": ("glb", ".glb"),
        # Observed: a key that contains "motion_data".
        "MOTION_DATA": ("motion_data", ".zip"),
        # It is known that SYNC_DATA is a pickle; key and type are assumptions.
        "SYNC_DATA": ("sync_data", ".pkl"),
        # It is documented that each is a ZIP; the keys are assumptions.
        "ALL_BLEND": ("all_blend", ".zip"),
        "ALL_BVH": ("all_bvh", ".zip"),
        "ALL_C3D": ("all_c3d", ".zip"),
        "ALL_FBX": ("all_fbx", ".zip"),
        "ALL_GLB": ("all_glb", ".zip"),
        "ALL_USDC": ("all_usdc", ".zip"),
        "ALL_USDZ": ("all_usdz", ".zip"),
        # The keys of a volume's outputs are documented; the types are assumptions.
        "VOLUME_PKL": ("pkl", ".pkl"),
        "VOLUME_DEFINITION": ("volume_definition", ".json"),
        "VOLUME_REPORT": ("volume_report", ".json"),
    }
)
"""Output name → (`format` and `key` of the output, `File.type` with its leading dot)."""
