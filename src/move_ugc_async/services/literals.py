"""Known names, for completion in editors. Arguments accept any other string as well."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

from move_ugc_async._generated.enums import OutputType

OutputName: TypeAlias = Literal[
    "all_blend",
    "all_bvh",
    "all_c3d",
    "all_fbx",
    "all_glb",
    "all_usdc",
    "all_usdz",
    "main_blend",
    "main_fbx",
    "main_glb",
    "main_usdc",
    "main_usdz",
    "motion_data",
    "render_overlay_video",
    "render_video",
    "sync_data",
]
"""An output that a job can create."""

Outputs: TypeAlias = Iterable[OutputType | OutputName | str] | OutputType | OutputName | str
"""Outputs to create, or a single one."""

FormatName: TypeAlias = Literal["mp4", "mov", "avi", "move"]

ModelName: TypeAlias = Literal["M1", "M2", "S1", "S2"]

EventName: TypeAlias = Literal[
    "ugc.job.state.completed", "ugc.job.state.failed", "job.state.completed", "job.state.started"
]
