"""Upload the clips of a workflow."""

from collections.abc import Sequence
from functools import partial

from move_ugc_async._generated.fragments import FileType
from move_ugc_async._generated.input_types import CameraSettingsInput
from move_ugc_async._transfers.events import OnTransfer, TransferEvent
from move_ugc_async.capture.clip import Clip
from move_ugc_async.capture.clips import KnownClip
from move_ugc_async.capture.keeper import StateKeeper
from move_ugc_async.capture.reporter import Reporter
from move_ugc_async.capture.steps import WorkflowContext
from move_ugc_async.errors import MoveInvalidRequestError, MoveNotFoundError
from move_ugc_async.services.inputs import SourceIn


async def upload_clips(
    clips: Sequence[KnownClip], context: WorkflowContext, keeper: StateKeeper, reporter: Reporter
) -> list[SourceIn]:
    """Upload the clips that are not uploaded yet, and return the sources of all clips.

    Args:
        clips: The clips.
        context: The context of the workflow.
        keeper: Receives the id of each upload.
        reporter: Reports the progress.

    Raises:
        MoveSourceChangedError: A clip has changed since it was hashed.
        MoveError: An upload failed.
    """
    sources: list[SourceIn] = []
    for number, clip in enumerate(clips):

        async def report(progress: TransferEvent, number: int = number) -> None:
            await reporter.report((number + progress.done_bytes / progress.total_bytes) / len(clips))

        upload = partial(_upload, clip, context, keeper, report)
        file = await context.step_retry.run(upload, has_begun=keeper.state.has_ids)
        await keeper.add(file_ids={**keeper.state.file_ids, clip.upload_key: file.id})
        await reporter.report((number + 1) / len(clips))
        sources.append(_source(clip.clip, file))
    return sources


async def _upload(clip: KnownClip, context: WorkflowContext, keeper: StateKeeper, report: OnTransfer) -> FileType:
    known = keeper.state.file_ids.get(clip.upload_key)
    if known is not None:
        file = await _retrieve(known, context)
        # A file without a download URL was registered and never uploaded.
        if file is not None and file.presigned_url:
            return file
    if clip.content is None:
        msg = f"cannot upload {clip.name}: the file is missing, and its earlier upload is incomplete"
        raise MoveInvalidRequestError(msg)
    async with clip.content.open_upload() as source:
        return await context.files.upload(source, file_type=clip.clip.file_type, on_progress=report)


async def _retrieve(id: str, context: WorkflowContext) -> FileType | None:
    try:
        return await context.files.retrieve(id)
    except MoveNotFoundError:
        return None


def _source(clip: Clip, file: FileType) -> SourceIn:
    return SourceIn(
        device_label=clip.device_label,
        file_id=file.id,
        format=file.type.removeprefix("."),
        camera_settings=CameraSettingsInput(lens=clip.lens) if clip.lens else None,
    )
