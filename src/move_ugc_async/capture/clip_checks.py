"""Checks of the clips of a workflow before the upload. All errors of all clips are raised together."""

import warnings
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from move_ugc_async._concurrency import to_thread
from move_ugc_async._findings import Finding
from move_ugc_async._generated.input_types import SyncMethodInput
from move_ugc_async._log import logger
from move_ugc_async._transfers.formats import upload_type, video_type
from move_ugc_async.capture.clip import Clip
from move_ugc_async.capture.content import ClipContent
from move_ugc_async.capture.plan import WorkflowPlan
from move_ugc_async.errors import MoveInvalidRequestError, MoveWarning, PreflightError
from move_ugc_async.media.clip_checks import defect_finding
from move_ugc_async.media.clip_info import ClipInfo
from move_ugc_async.media.containers import clip_length, find_defect
from move_ugc_async.media.windows import check_clap_window, check_window
from move_ugc_async.services.inputs import ensure_window


class ClipChecks:
    """Collects the findings about the clips of a workflow.

    Args:
        plan: The workflow.
        with_media: Whether to inspect the streams of the clips, if the extra `media` is installed.
        may_exist: Whether an earlier call may have created the take. Then errors of an inspection are deferred.

    Attributes:
        deferred: The errors of an inspection, which concern only clips without a take, and the warnings beside them.
    """

    def __init__(self, plan: WorkflowPlan[Any], *, with_media: bool, may_exist: bool = False) -> None:
        self._window = ensure_window(plan.clip_window)
        self._sync: SyncMethodInput | None = plan.sync
        self._compares = plan.minimum_clips > 1
        self._with_media = with_media
        self._may_exist = may_exist
        self.deferred: list[Finding] = []
        self._findings: list[Finding] = []
        self._inspected: set[Finding] = set()
        self._infos: list[ClipInfo] = []
        self._reported: set[Finding] = set()

    async def check(self, clip: Clip, content: ClipContent) -> None:
        """Check the format and content of a clip, and that the window lies inside it if its length can be read.

        Raises:
            MoveInvalidRequestError: Its `file_type` does not suit its content.
        """
        label = str(content)
        try:
            suffix = Path(content.name or "").suffix
            kind = upload_type(content.head, suffix=suffix, file_type=clip.file_type, label=label)
        except MoveInvalidRequestError:
            if clip.file_type is not None:
                raise
            self._findings.append(_unknown_format(label))
            return
        _check_recording(clip, kind, label, is_video=video_type(content.head) is not None)
        defect = await to_thread.run_sync(partial(content.inspect, find_defect))
        if defect is not None:
            self._findings.append(defect_finding(label, defect))
            return
        if kind == "move":
            return
        if self._compares and not clip.lens:
            advice = "set it to the lens of the camera; `move-ugc lenses` lists them"
            self._findings.append(Finding("missing_lens", "warning", label, "has no lens", advice))
        info = await self._inspect(content)
        if info is not None:
            self._findings.extend(info.findings)
            self._inspected.update(info.findings)
            self._infos.append(info)
        length = await to_thread.run_sync(partial(content.inspect, clip_length))
        if self._window is not None:
            self._findings.extend(check_window(label, length, self._window.start_time, self._window.end_time))
        if self._sync is not None and self._sync.clap_window is not None:
            self._findings.extend(check_clap_window(label, length, self._sync.clap_window.end_time))

    async def _inspect(self, content: ClipContent) -> ClipInfo | None:
        if not self._with_media:
            return None
        try:
            from move_ugc_async.media.inspection import inspect
        except ImportError as error:
            logger.debug("clips are not inspected: cannot import %s", error.name)
            self._with_media = False
            return None
        return await to_thread.run_sync(partial(content.inspect, partial(inspect, name=str(content))))

    def finish(self) -> None:
        """Compare the clips that were checked so far, emit a `MoveWarning` for each new warning, and raise the errors.

        Raises:
            PreflightError: At least one finding is an error, and is not deferred.
        """
        if self._compares and len(self._infos) > 1:
            from move_ugc_async.media.cameras import compare

            compared = compare(self._infos, use_timecode=_uses_timecode_only(self._sync))
            self._findings.extend(compared)
            self._inspected.update(compared)
        findings = [each for each in self._findings if each not in self._reported]
        self._reported.update(findings)
        errors = {each for each in findings if each.severity == "error"}
        if errors and self._may_exist and errors <= self._inspected:
            self.deferred.extend(findings)
        else:
            report([*self.deferred, *findings] if errors else findings)


def report(findings: Iterable[Finding]) -> None:
    """Emit a `MoveWarning` for each warning, and raise a `PreflightError` if there are errors."""
    found: Sequence[Finding] = list(dict.fromkeys(findings))
    if any(each.severity == "error" for each in found):
        raise PreflightError.of(found)
    for each in found:
        warnings.warn(str(each), MoveWarning, stacklevel=2)


def _uses_timecode_only(sync: SyncMethodInput | None) -> bool:
    if sync is None or sync.timecode_sync is None or sync.clap_window is not None:
        return False
    return sync.timecode_sync.use_timecode


def _unknown_format(file: str) -> Finding:
    message = "has an unknown format, none of MP4, MOV and AVI"
    advice = "convert it; name a recording of the Move app *.move, or pass file_type='move'"
    return Finding("unsupported_format", "error", file, message, advice)


def _check_recording(clip: Clip, kind: str, label: str, *, is_video: bool) -> None:
    if kind == "move" and is_video:
        msg = f"{label} must be a sensor recording (.move); got a video"
        raise MoveInvalidRequestError(msg)
    if kind == "move" and clip.file_type is None:
        msg = f"{label} must be a video; got a sensor recording (.move)"
        raise MoveInvalidRequestError(msg)
