"""Validate and hash the clips of a workflow before anything is sent."""

import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from move_ugc_async._capture_state import CaptureState
from move_ugc_async._concurrency import to_thread
from move_ugc_async.capture.clip import Clip
from move_ugc_async.capture.content import ClipContent, open_content
from move_ugc_async.capture.preflight import check_clip
from move_ugc_async.capture.request import CaptureRequest
from move_ugc_async.errors import MoveInvalidRequestError, MoveSourceChangedError


@dataclass(frozen=True, slots=True)
class KnownClip:
    """A clip whose content is known, or that was uploaded before.

    Attributes:
        clip: The clip.
        digest: SHA-256 of its bytes; None if the file is missing and an earlier version uploaded it.
        content: Its bytes; None if the file is missing and was uploaded before.
    """

    clip: Clip
    digest: str | None
    content: ClipContent | None

    @property
    def name(self) -> str | None:
        """Name of its file, or None."""
        if self.content is not None:
            return self.content.name
        return Path(self.clip.path).name if isinstance(self.clip.path, str | PathLike) else None

    @property
    def upload_key(self) -> str:
        """Key of its upload in `CaptureState.file_ids`."""
        return self.digest or str(self.clip.path)


async def read_clips(
    request: CaptureRequest,
    state: CaptureState,
    opened: AsyncExitStack,
    on_read: Callable[[float], Awaitable[None]],
    *,
    has_take: bool,
) -> list[KnownClip]:
    """Validate and hash the clips of a workflow.

    Args:
        request: The request of the workflow.
        state: The ids created so far: a clip that was uploaded before may be missing.
        opened: Exit stack that keeps the clips open.
        on_read: Called with the fraction that has been read, 0 to 1.
        has_take: Whether the take or job of the clips already exists.

    Raises:
        MoveInvalidRequestError: A clip is missing or invalid.
    """
    known: list[KnownClip] = []
    for number, clip in enumerate(request.clips):
        expected = state.content_digests[number] if number < len(state.content_digests) else None
        uploaded = has_take or not state.file_ids.keys().isdisjoint({expected, str(clip.path)})
        if uploaded and await _is_missing(clip):
            known.append(KnownClip(clip, expected, None))
            continue
        try:
            content = await opened.enter_async_context(open_content(clip.path))
        except (MoveInvalidRequestError, MoveSourceChangedError):
            # A stream that was consumed or a file object that was closed after its upload.
            if not uploaded or isinstance(clip.path, str | PathLike):
                raise
            known.append(KnownClip(clip, expected, None))
            continue

        async def on_hashed(fraction: float, number: int = number) -> None:
            await on_read((number + fraction) / len(request.clips))

        if expected is None:
            await check_clip(clip, content, request.clip_window)
            await content.hash(on_hashed)
        else:
            await content.hash(on_hashed)
            # If the content differs, the caller raises a better error than an invalid format.
            if content.digest == expected or not state.is_bound:
                await check_clip(clip, content, request.clip_window)
        known.append(KnownClip(clip, content.digest, content))
    return known


def check_same_clips(state: CaptureState, clips: Sequence[KnownClip]) -> None:
    """Validate that a state belongs to these clips. Uploads of earlier versions, stored by path, are not compared.

    Raises:
        MoveInvalidRequestError: It belongs to other clips.
    """
    expected = state.content_digests
    for number, clip in enumerate(clips):
        if expected and clip.digest != (expected[number] if number < len(expected) else None):
            msg = f"cannot resume: resume_from is of another workflow: {clip.name or 'the clip'} has other content"
            raise MoveInvalidRequestError(msg)
    if len(expected) > len(clips):
        msg = f"cannot resume: resume_from is of another workflow, of {len(expected)} clips"
        raise MoveInvalidRequestError(msg)


def digests_of(clips: Sequence[KnownClip]) -> list[str] | None:
    """Return the SHA-256 of each clip, or None if one is unknown."""
    digests = [clip.digest for clip in clips if clip.digest is not None]
    return digests if len(digests) == len(clips) else None


async def _is_missing(clip: Clip) -> bool:
    return isinstance(clip.path, str | PathLike) and not await to_thread.run_sync(os.path.exists, clip.path)
