"""One journey, stage by stage."""

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

import anyio
from anyio import to_thread

from move_ugc_async._generated.enums import OutputType
from move_ugc_async._generated.fragments import FileType, HumanVolumeType, JobType, TakeType
from move_ugc_async._generated.input_types import CameraSettingsInput
from move_ugc_async._idempotency.metadata import WorkflowKey
from move_ugc_async.capture.clip import Clip
from move_ugc_async.capture.events import OnCapture, event
from move_ugc_async.capture.patience import Patience
from move_ugc_async.capture.preflight import check_clip, check_folder, check_request
from move_ugc_async.capture.state import CaptureState, Stage, State, read_state
from move_ugc_async.capture.turns import Turns
from move_ugc_async.errors import CaptureError, MoveError, MoveInvalidRequestError
from move_ugc_async.inputs import ClipWindow, SourceIn, seconds
from move_ugc_async.services.files import AsyncFileService
from move_ugc_async.services.work import WorkService
from move_ugc_async.telemetry import JourneyKind, telemetry
from move_ugc_async.transfers import DownloadedOutput, TransferEvent
from move_ugc_async.waiting.aliases import HasId
from move_ugc_async.waiting.outcomes import ProgressEvent

T = TypeVar("T")
WorkT = TypeVar("WorkT", JobType, HumanVolumeType)


@dataclass(frozen=True, slots=True)
class CaptureResult(Generic[WorkT]):
    """What a journey has made.

    Attributes:
        work: The job, or the volume of a calibration, finished.
        take: The take; None for a calibration, and where an earlier call made it: its id is in the state.
        outputs: The downloaded files.
        state: All its ids.
    """

    work: WorkT
    take: TakeType | None
    outputs: list[DownloadedOutput]
    state: CaptureState


@dataclass(frozen=True, slots=True)
class Means:
    """What journeys share.

    Attributes:
        files: Uploads.
        turns: Entered for the time of a stage.
        patience: Goes a step again while what goes wrong may pass.
        alone: Keeps apart whoever is at one key.
    """

    files: AsyncFileService
    turns: Turns
    patience: Patience
    alone: Callable[[str], AbstractAsyncContextManager[object]]


@dataclass(slots=True)
class Journey(Generic[WorkT]):
    """Upload, make a take where there is one, start the work, wait for it, download what came of it.

    Args:
        means: What it shares with other journeys.
        clips: What is uploaded.
        directory: Where outputs go.
        clip_window: The part of the clips to process.
        outputs: Names of the results to make, for checking.
        metadata: The user's own, for checking.
        fewest_clips: How many clips there are at least.
        find: Finds what was made with a key before anything else is: the take, or the work where there is no take.
        create_take: Makes the take of sources with a key; None where there is none.
        create_work: Starts the work on a take, or on sources, with a key.
        works: Waits for the work, and downloads its outputs.
        on_progress: Called with each step.
        resume_from: Where an earlier call has stopped; None begins anew.
        kind: What the journey is called where it is told of.
    """

    means: Means
    clips: Sequence[Clip]
    directory: Path
    clip_window: ClipWindow | None
    outputs: Sequence[OutputType | str] | None
    metadata: Mapping[str, Any] | None
    fewest_clips: int
    find: Callable[[str], Awaitable[HasId | None]]
    create_take: Callable[[list[SourceIn], str], Awaitable[TakeType]] | None
    create_work: Callable[[str | None, list[SourceIn], str], Awaitable[WorkT]]
    works: WorkService[WorkT, Any]
    on_progress: OnCapture | None
    resume_from: State | None
    kind: JourneyKind
    state: CaptureState = field(init=False)
    _stage: Stage = field(default="preflight", init=False)
    _take: TakeType | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.state = read_state(self.resume_from)

    async def run(self, timeout: float | None) -> CaptureResult[WorkT]:
        """Go the whole way, or what is left of it.

        Args:
            timeout: Seconds for all of it; None has no end.

        Raises:
            CaptureError: A stage failed; it says which, and its state goes on from there.
        """
        with telemetry().journey(self.kind, self.means.patience.clock) as trace:
            try:
                return await self._within(timeout)
            finally:
                trace.reached(self._stage, self.state)

    async def _within(self, timeout: float | None) -> CaptureResult[WorkT]:
        try:
            limit = seconds(timeout, "timeout")
            with anyio.move_on_after(limit):
                return await self._run()
        except _CallbackError as raised:
            raise raised.error from None
        except (MoveError, OSError) as error:
            raise self._failure(str(error)) from error
        reason = f"time ran out after {timeout:g} s"
        raise self._failure(reason)

    async def _run(self) -> CaptureResult[WorkT]:
        if self.state.job_id is None:
            await self._enter("preflight")
            check_request(self.clips, self.fewest_clips, self.clip_window, self.outputs, self.metadata)
            await self._check_clips()
        await to_thread.run_sync(check_folder, self.directory)
        async with AsyncExitStack() as turns:
            # Two journeys with one key would each upload, and take the other's take for one of another clip.
            async with self._alone():
                await self._find()
                sources = await self._upload()
                await turns.enter_async_context(self.means.turns.jobs)
                if self.state.job_id is None:
                    await self._make_take(sources)
                    await self._start(sources)
            work = await self._wait_for_it()
        async with self.means.turns.downloads:
            outputs = await self._fetch(work)
        return CaptureResult(work, self._take, outputs, self.state)

    async def _check_clips(self) -> None:
        known = {Path(path).name for path in self.state.file_ids}
        if known and known.isdisjoint(Path(clip.path).name for clip in self.clips):
            msg = f"resume_from is the state of another journey, with {', '.join(sorted(known))}"
            raise MoveInvalidRequestError(msg)
        if self._has_sources():
            return
        for clip in self.clips:
            # One that is uploaded may be gone.
            if str(clip.path) not in self.state.file_ids:
                await check_clip(clip, self.clip_window)

    def _has_sources(self) -> bool:
        return self.state.job_id is not None or (self.state.take_id is not None and self.create_take is not None)

    async def _find(self) -> None:
        """Find what was made by a call that did not live to keep its state."""
        if self.resume_from is None or self.state.take_id is not None or self.state.job_id is not None:
            return
        if self.create_take is None:
            found = await self._patiently(partial(self.find, self._key("job")))
            self.state = replace(self.state, job_id=found.id if found else None)
        else:
            found = await self._patiently(partial(self.find, self._key("take")))
            self.state = replace(self.state, take_id=found.id if found else None)

    async def _upload(self) -> list[SourceIn]:
        if self._has_sources():
            return []
        sources: list[SourceIn] = []
        async with self.means.turns.uploads:
            await self._enter("upload")
            for number, clip in enumerate(self.clips):
                file = await self._patiently(partial(self._upload_one, number, clip))
                self.state = replace(self.state, file_ids={**self.state.file_ids, str(clip.path): file.id})
                await self._tell("upload", (number + 1) / len(self.clips))
                sources.append(_source(clip, file))
        return sources

    async def _upload_one(self, number: int, clip: Clip) -> FileType:
        known = self.state.file_ids.get(str(clip.path))
        if known is not None:
            file = await self.means.files.retrieve(known)
            # A file without a URL to download from was registered and never uploaded.
            if file.presigned_url:
                return file

        async def tell(done: TransferEvent) -> None:
            await self._tell("upload", (number + done.done_bytes / done.total_bytes) / len(self.clips))

        return await self.means.files.upload(clip.path, file_type=clip.file_type, on_progress=tell)

    async def _make_take(self, sources: list[SourceIn]) -> None:
        if self.create_take is None or self.state.take_id is not None:
            return
        await self._enter("take")
        self._take = await self._patiently(partial(self.create_take, sources, self._key("take")))
        self.state = replace(self.state, take_id=self._take.id)
        await self._tell("take", 1)

    async def _start(self, sources: list[SourceIn]) -> None:
        await self._enter("job")
        work = await self._patiently(partial(self.create_work, self.state.take_id, sources, self._key("job")))
        self.state = replace(self.state, job_id=work.id)
        await self._tell("job", 1)

    async def _wait_for_it(self) -> WorkT:
        assert self.state.job_id is not None  # noqa: S101 - the stage before has set it
        await self._enter("wait")

        async def tell(progress: ProgressEvent) -> None:
            await self._tell("wait", (progress.percentage or 0) / 100, progress.state)

        return await self._patiently(partial(self.works.wait, self.state.job_id, on_progress=tell, expand=["outputs"]))

    async def _fetch(self, work: WorkT) -> list[DownloadedOutput]:
        await self._enter("download")
        done: dict[str, float] = {}
        expected = max(len(work.outputs or ()), 1)

        async def tell(progress: TransferEvent) -> None:
            done[progress.name] = progress.done_bytes / max(progress.total_bytes, 1)
            await self._tell("download", min(sum(done.values()) / expected, 1))

        outputs = await self._patiently(partial(self.works.download_outputs, work, self.directory, on_progress=tell))
        await self._tell("download", 1)
        return outputs

    def _alone(self) -> AbstractAsyncContextManager[object]:
        # Nobody else has a key that was drawn just now.
        return nullcontext() if self.resume_from is None else self.means.alone(self._key("journey"))

    def _key(self, of: str) -> str:
        key = f"{self.state.key}-{of}"
        return WorkflowKey(key, is_new=self.resume_from is None)

    async def _patiently(self, step: Callable[[], Awaitable[T]]) -> T:
        made = self.state.file_ids or self.state.take_id or self.state.job_id
        return await self.means.patience.go(step, has_begun=bool(made))

    async def _enter(self, stage: Stage) -> None:
        self._stage = stage
        await self._tell(stage, 0)

    async def _tell(self, stage: Stage, done: float, state: str | None = None) -> None:
        if self.on_progress is None:
            return
        try:
            called = self.on_progress(event(stage, done, self.state, state=state))
            if inspect.isawaitable(called):
                await called
        except Exception as error:
            # It comes out as it is, whatever the stages make of errors of its kind.
            raise _CallbackError(error) from error

    def _failure(self, reason: str) -> CaptureError:
        return CaptureError(f"{self._stage}: {reason}", stage=self._stage, state=self.state)


class _CallbackError(Exception):
    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error


def _source(clip: Clip, file: FileType) -> SourceIn:
    return SourceIn(
        device_label=clip.device_label,
        file_id=file.id,
        format=file.type.removeprefix("."),
        camera_settings=CameraSettingsInput(lens=clip.lens) if clip.lens else None,
    )
