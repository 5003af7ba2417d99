"""The keyword arguments of workflows with several cameras, for their overloads."""

from collections.abc import Mapping
from os import PathLike
from typing import Any

from typing_extensions import TypedDict

from move_ugc_async._capture_state import State
from move_ugc_async._generated.enums import AreaType
from move_ugc_async.capture.progress import OnCapture
from move_ugc_async.capture.state_file import StateFile
from move_ugc_async.services.inputs import Options, Outputs, Sync, Window


class _CommonOptions(TypedDict, total=False):
    allow_unknown: bool
    sync_method: Sync | None
    clip_window: Window | None
    name: str | None
    metadata: Mapping[str, Any] | None
    timeout: float | None
    on_progress: OnCapture | None
    key: str | None
    state_file: str | PathLike[str] | StateFile | None
    resume_from: State | None


class MulticamOptions(_CommonOptions, total=False):
    """The keyword arguments of `AsyncMoveUgc.capture_multicam`, except `dry_run`."""

    options: Options | None
    outputs: Outputs | None
    rig: str | None


class CalibrateOptions(_CommonOptions, total=False):
    """The keyword arguments of `AsyncMoveUgc.calibrate`, except `dry_run`."""

    area_type: AreaType | str
