"""Read the clips of a workflow, and upload them."""

import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from functools import partial
from os import PathLike
from typing import Any

from move_ugc_async._capture_state import CaptureState
from move_ugc_async._concurrency import to_thread
from move_ugc_async._generated.fragments import FileType
from move_ugc_async._generated.input_types import CameraSettingsInput
from move_ugc_async._transfers.events import OnTransfer, TransferEvent
from move_ugc_async.capture.clip import Clip, KnownClip
from move_ugc_async.capture.clip_checks import ClipChecks
from move_ugc_async.capture.content import ClipContent, open_content
from move_ugc_async.capture.keeper import StateKeeper
from move_ugc_async.capture.plan import WorkflowPlan
from move_ugc_async.capture.progress import Reporter
from move_ugc_async.capture.steps import StepRetry
from move_ugc_async.errors import MoveInvalidRequestError, MoveNotFoundError, MoveSourceChangedError
from move_ugc_async.services.files import AsyncFileService
from move_ugc_async.services.inputs import SourceIn


async def read_clips(
    plan: WorkflowPlan[Any],
    state: CaptureState,
    open_clips: AsyncExitStack,
    on_read: Callable[[float], Awaitable[None]],
    checks: ClipChecks,
) -> list[KnownClip]:
    """Validate and hash the clips of a plan. A clip that was uploaded before, according to the state, may be missing.

    `open_clips` keeps the clips open; `on_read` is called with the fraction that has been read, 0 to 1.
    """
    clips, needs_upload = plan.clips, plan.needs_upload(state)
    digests = state.content_digests if state.has_ids else ()
    opened: list[tuple[Clip, str | None, ClipContent | None]] = []
    for number, clip in enumerate(clips):
        expected = digests[number] if number < len(digests) else None
        # Earlier versions stored uploads by path.
        path = str(clip.path) if isinstance(clip.path, str | PathLike) else None
        is_uploaded = not state.file_ids.keys().isdisjoint({expected, path})
        content = await _open(clip, open_clips, may_be_missing=is_uploaded or not needs_upload)
        opened.append((clip, expected, content))
        if content is not None and expected is None:
            await checks.check(clip, content)
    # Before the clips are hashed, which takes longer.
    checks.finish()
    known: list[KnownClip] = []
    for number, (clip, expected, content) in enumerate(opened):
        if content is None:
            known.append(KnownClip(clip, expected, None))
            continue

        async def on_hashed(fraction: float, number: int = number) -> None:
            await on_read((number + fraction) / len(clips))

        await content.hash(on_hashed)
        # If the content differs, the caller raises a better error than an invalid format.
        if expected is not None and (content.digest == expected or not state.is_bound):
            await checks.check(clip, content)
        known.append(KnownClip(clip, content.digest, content))
    checks.finish()
    return known


async def _open(clip: Clip, open_clips: AsyncExitStack, *, may_be_missing: bool) -> ClipContent | None:
    is_path = isinstance(clip.path, str | PathLike)
    if may_be_missing and is_path and not await to_thread.run_sync(os.path.exists, clip.path):
        return None
    try:
        return await open_clips.enter_async_context(open_content(clip.path))
    except (MoveInvalidRequestError, MoveSourceChangedError):
        # A stream that was consumed or a file object that was closed after its upload.
        if is_path or not may_be_missing:
            raise
        return None


async def upload_clips(
    clips: Sequence[KnownClip], files: AsyncFileService, keeper: StateKeeper, reporter: Reporter, retry: StepRetry
) -> list[SourceIn]:
    """Upload the clips that are not uploaded yet, and return the sources of all clips."""
    sources: list[SourceIn] = []
    for number, clip in enumerate(clips):

        async def report(progress: TransferEvent, number: int = number) -> None:
            await reporter.report((number + progress.done_bytes / progress.total_bytes) / len(clips))

        known_id = keeper.state.file_ids.get(clip.upload_key)
        file = await retry(partial(_upload, clip, files, known_id, report))
        await keeper.add(file_ids={**keeper.state.file_ids, clip.upload_key: file.id})
        await reporter.report((number + 1) / len(clips))
        sources.append(_source(clip.clip, file))
    return sources


async def _upload(clip: KnownClip, files: AsyncFileService, known_id: str | None, report: OnTransfer) -> FileType:
    if known_id is not None:
        try:
            file = await files.retrieve(known_id)
        except MoveNotFoundError:
            pass
        else:
            # A file without a download URL was registered and never uploaded.
            if file.presigned_url:
                return file
    if clip.content is None:
        msg = f"cannot upload {clip.name}: the file is missing, and its earlier upload is incomplete"
        raise MoveInvalidRequestError(msg)
    async with clip.content.open_upload() as source:
        return await files.upload(source, file_type=clip.clip.file_type, on_progress=report)


def _source(clip: Clip, file: FileType) -> SourceIn:
    return SourceIn(
        device_label=clip.device_label,
        file_id=file.id,
        format=file.type.removeprefix("."),
        camera_settings=CameraSettingsInput(lens=clip.lens) if clip.lens else None,
    )
