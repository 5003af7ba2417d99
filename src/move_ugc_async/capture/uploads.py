"""Read the clips of a workflow, and upload them."""

import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from os import PathLike
from typing import Any

from move_ugc_async._capture_state import CaptureState
from move_ugc_async._concurrency import to_thread
from move_ugc_async._generated.fragments import FileType
from move_ugc_async._generated.input_types import CameraSettingsInput
from move_ugc_async._transfers.events import OnTransfer, TransferEvent
from move_ugc_async.capture.clip import Clip, KnownClip
from move_ugc_async.capture.clip_checks import CheckedFormat, ClipChecks
from move_ugc_async.capture.content import ClipContent, open_content
from move_ugc_async.capture.findings import source_finding
from move_ugc_async.capture.keeper import StateKeeper
from move_ugc_async.capture.plan import WorkflowPlan
from move_ugc_async.capture.progress import Reporter
from move_ugc_async.capture.steps import StepRetry
from move_ugc_async.errors import MoveInvalidRequestError, MoveNotFoundError, MoveSourceChangedError
from move_ugc_async.services.files import AsyncFileService
from move_ugc_async.services.inputs import SourceIn


@dataclass(frozen=True, slots=True)
class OpenClip:
    """A clip that can be read, or that was uploaded before.

    Attributes:
        expected: The SHA-256 that it had in an earlier call, or None.
        content: Its bytes; None if it cannot be read.
        format: Its file type and length.
    """

    clip: Clip
    expected: str | None
    content: ClipContent | None
    format: CheckedFormat


async def open_clips(
    plan: WorkflowPlan[Any], state: CaptureState, stack: AsyncExitStack, checks: ClipChecks
) -> list[OpenClip]:
    """Open and check the clips of a plan. Errors of those that cannot be opened are added to the checks.

    A clip that was uploaded before, according to the state, may be missing. `stack` keeps the clips open.
    """
    needs_upload, digests = plan.needs_upload(state), state.content_digests if state.has_ids else ()
    opened: list[OpenClip] = []
    for number, clip in enumerate(plan.clips):
        expected = digests[number] if number < len(digests) else None
        # Earlier versions stored uploads by path.
        path = str(clip.path) if isinstance(clip.path, str | PathLike) else None
        is_uploaded = not state.file_ids.keys().isdisjoint({expected, path})
        try:
            content = await _open(clip, stack, may_be_missing=is_uploaded or not needs_upload)
        except MoveSourceChangedError:
            raise
        except MoveInvalidRequestError as error:
            content = None
            checks.unusable.append(await to_thread.run_sync(source_finding, clip, error))
        checked = CheckedFormat() if content is None else await checks.check(clip, content)
        opened.append(OpenClip(clip, expected, content, checked))
    checks.compare()
    return opened


async def hash_clips(clips: Sequence[OpenClip], on_read: Callable[[float], Awaitable[None]]) -> list[KnownClip]:
    """Hash clips. `on_read` is called with the fraction that has been read, 0 to 1."""
    known: list[KnownClip] = []
    for number, opened in enumerate(clips):
        content = opened.content
        if content is None:
            known.append(KnownClip(opened.clip, opened.expected, None))
            continue

        async def on_hashed(fraction: float, number: int = number) -> None:
            await on_read((number + fraction) / len(clips))

        await content.hash(on_hashed)
        known.append(KnownClip(opened.clip, content.digest, content, *opened.format))
    return known


async def _open(clip: Clip, stack: AsyncExitStack, *, may_be_missing: bool) -> ClipContent | None:
    is_path = isinstance(clip.path, str | PathLike)
    if may_be_missing and is_path and not await to_thread.run_sync(os.path.exists, clip.path):
        return None
    try:
        return await stack.enter_async_context(open_content(clip.path))
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
