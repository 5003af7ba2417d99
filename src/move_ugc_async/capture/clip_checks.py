"""Checks of the clips of a workflow before the upload."""

from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from move_ugc_async._concurrency import to_thread
from move_ugc_async._findings import Finding
from move_ugc_async._generated.input_types import SyncMethodInput
from move_ugc_async._log import logger
from move_ugc_async._transfers.formats import upload_type, video_type
from move_ugc_async.capture.clip import Clip
from move_ugc_async.capture.content import ClipContent
from move_ugc_async.capture.plan import WorkflowPlan
from move_ugc_async.errors import MoveInvalidRequestError
from move_ugc_async.media.clip_checks import defect_finding
from move_ugc_async.media.clip_info import ClipInfo
from move_ugc_async.media.containers import read_container
from move_ugc_async.media.windows import check_clap_window, check_window
from move_ugc_async.services.inputs import ensure_window


class CheckedFormat(NamedTuple):
    """The file type that a clip is uploaded with, and the length of its video in seconds. None: unknown.

    A job is billed for `billed_duration`, which differs if the headers of the clip do.
    """

    kind: str | None = None
    duration: float | None = None
    billed_duration: float | None = None


class ClipChecks:
    """Collects the findings about the clips of a workflow.

    Args:
        plan: The workflow.
        with_media: Whether to inspect the streams of the clips, if the extra `media` is installed.

    Attributes:
        unusable: Errors of clips that cannot be read, or are of the wrong type. No call has ever accepted them.
        findings: What was found inside the other clips. An earlier version may have accepted a clip with such an error.
    """

    def __init__(self, plan: WorkflowPlan[Any], *, with_media: bool) -> None:
        self._window = ensure_window(plan.clip_window)
        self._sync: SyncMethodInput | None = plan.sync
        self._compares = plan.minimum_clips > 1
        self._with_media = with_media
        self._infos: list[ClipInfo] = []
        self.unusable: list[Finding] = []
        self.findings: list[Finding] = []

    async def check(self, clip: Clip, content: ClipContent) -> CheckedFormat:
        """Check the format and content of a clip, and that the window lies inside it if its length can be read."""
        label = str(content)
        kind = self._check_type(clip, content)
        if kind is None:
            return CheckedFormat()
        container = await to_thread.run_sync(partial(content.inspect, read_container))
        if container.defect is not None:
            self.findings.append(defect_finding(label, container.defect))
            return CheckedFormat(kind)
        if kind == "move":
            return CheckedFormat(kind)
        if self._compares and not clip.lens:
            advice = "set it to the lens of the camera; `move-ugc lenses` lists them"
            self.findings.append(Finding("missing_lens", "warning", label, "has no lens", advice))
        length = container.length
        info = await self._inspect(content)
        if info is not None:
            self.findings.extend(info.findings)
            self._infos.append(info)
            length = info.duration
        if self._window is not None:
            self.findings.extend(check_window(label, length, self._window.start_time, self._window.end_time))
        if self._sync is not None and self._sync.clap_window is not None:
            self.findings.extend(check_clap_window(label, length, self._sync.clap_window.end_time))
        return CheckedFormat(kind, length, container.billed_length or length)

    def compare(self) -> None:
        """Compare the clips that were checked, if they are those of several cameras."""
        if self._compares and len(self._infos) > 1:
            from move_ugc_async.media.cameras import compare

            self.findings.extend(compare(self._infos, use_timecode=_uses_timecode_only(self._sync)))

    def _check_type(self, clip: Clip, content: ClipContent) -> str | None:
        """Return the type to upload a clip with; None if it does not suit the content or is unknown."""
        label, suffix = str(content), Path(content.name or "").suffix
        try:
            kind = upload_type(content.head, suffix=suffix, file_type=clip.file_type, label=label)
        except MoveInvalidRequestError:
            self.unusable.append(_unknown_format(label, clip.file_type))
            return None
        is_video = video_type(content.head) is not None
        if kind == "move" and (is_video or clip.file_type is None):
            wanted, found = "a video", "a sensor recording (.move)"
            if is_video:
                wanted, found = found, wanted
            self.unusable.append(
                Finding("wrong_file_type", "error", label, f"must be {wanted}, and is {found}", f"pass {wanted}")
            )
            return None
        return kind

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


def _uses_timecode_only(sync: SyncMethodInput | None) -> bool:
    if sync is None or sync.timecode_sync is None or sync.clap_window is not None:
        return False
    return sync.timecode_sync.use_timecode


def _unknown_format(file: str, file_type: str | None) -> Finding:
    if file_type is None:
        message = "has an unknown format, none of MP4, MOV and AVI"
        advice = "convert it; name a recording of the Move app *.move, or pass file_type='move'"
        return Finding("unsupported_format", "error", file, message, advice)
    message = f"is not what file_type={file_type!r} says: it has an unknown format, none of MP4, MOV and AVI"
    return Finding("wrong_file_type", "error", file, message, "convert it to MP4, MOV or AVI")
