"""The keyword arguments of workflows, for their overloads and for `CaptureSpec`."""

from collections.abc import Mapping
from os import PathLike
from typing import Any

from typing_extensions import TypedDict

from move_ugc_async._capture_state import State
from move_ugc_async._generated.enums import AreaType
from move_ugc_async._transfers.sources import UploadSource
from move_ugc_async.capture.progress import OnCapture
from move_ugc_async.capture.state_file import StateFile
from move_ugc_async.services.inputs import Options, Outputs, Sync, Window


class _WorkflowOptions(TypedDict, total=False):
    allow_unknown: bool
    clip_window: Window | None
    name: str | None
    metadata: Mapping[str, Any] | None
    timeout: float | None
    on_progress: OnCapture | None
    key: str | None
    state_file: str | PathLike[str] | StateFile | None
    resume_from: State | None


class CaptureOptions(_WorkflowOptions, total=False):
    """The keyword arguments of `AsyncMoveUgc.capture`, except `dry_run`."""

    move_file: UploadSource | None
    device_label: str
    options: Options | None
    outputs: Outputs | None


class MulticamOptions(_WorkflowOptions, total=False):
    """The keyword arguments of `AsyncMoveUgc.capture_multicam`, except `dry_run`."""

    options: Options | None
    outputs: Outputs | None
    rig: str | None
    sync_method: Sync | None


class CalibrateOptions(_WorkflowOptions, total=False):
    """The keyword arguments of `AsyncMoveUgc.calibrate`, except `dry_run`."""

    area_type: AreaType | str
    sync_method: Sync | None
