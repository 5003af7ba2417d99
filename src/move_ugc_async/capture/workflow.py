"""One workflow: upload, take, job, wait, download."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TypeVar, get_args

import anyio

from move_ugc_async._capture_state import CaptureState
from move_ugc_async._concurrency import to_thread
from move_ugc_async._polling.outcomes import ProgressEvent
from move_ugc_async._transfers.events import DownloadedOutput, TransferEvent
from move_ugc_async._validation import ensure_seconds
from move_ugc_async.capture.creation import PreparedStage, WorkflowCreation
from move_ugc_async.capture.findings import report
from move_ugc_async.capture.plan import WorkT
from move_ugc_async.capture.preflight import check_folder, file_path
from move_ugc_async.capture.result import CaptureResult
from move_ugc_async.capture.workflow_start import WorkflowStart
from move_ugc_async.errors import MoveInvalidRequestError, MoveTimeoutError

BegunT = TypeVar("BegunT")


class CaptureWorkflow(WorkflowStart[WorkT]):
    """A workflow: upload, create a take (not for a calibration), start the work, wait, download."""

    async def run(self, directory: str | PathLike[str], timeout: float | None) -> CaptureResult[WorkT]:
        """Run every stage that is not done yet; a `timeout` of None limits only the wait, to `wait_timeout`."""
        folder = file_path(directory, "directory")
        return await self._run_within(timeout, partial(self._capture, folder, timeout))

    async def submit(self, timeout: float | None) -> WorkT:
        """Run every stage up to the start of the work, and return the work."""

        async def start(creation: WorkflowCreation[WorkT]) -> WorkT:
            async with AsyncExitStack() as job_slot:
                _, work = await creation.create_or_find(job_slot)
            return await self._read_work() if work is None else work

        return await self._begin(start, timeout)

    async def prepare(self, until: PreparedStage, timeout: float | None) -> CaptureState:
        """Run every stage up to the upload or the creation of the take, and return the state."""
        if until not in get_args(PreparedStage):
            msg = f"until must be {' or '.join(map(repr, get_args(PreparedStage)))}; got {until!r}"
            raise MoveInvalidRequestError(msg)

        async def prepare(creation: WorkflowCreation[WorkT]) -> CaptureState:
            await creation.prepare(until)
            return self._keeper.state

        return await self._begin(prepare, timeout)

    async def _begin(
        self, run: Callable[[WorkflowCreation[WorkT]], Awaitable[BegunT]], timeout: float | None
    ) -> BegunT:
        """Validate the workflow and run its next stages within a timeout."""
        with self._traced():
            with anyio.move_on_after(ensure_seconds(timeout, "timeout")):
                async with AsyncExitStack() as stack:
                    return await run(await self._preflight(stack))
            report(self._errors)
            msg = f"{self._reporter.stage}: timed out after {timeout:g} s; call again with the same key to resume"
            raise MoveTimeoutError(msg + self._search_note)

    async def _read_work(self) -> WorkT:
        """Read the work that an earlier call created."""
        job_id = self._keeper.state.job_id
        assert job_id is not None  # noqa: S101 - otherwise it has just been created
        return await self._retry(partial(self._plan.read_work, job_id))

    async def _capture(self, directory: Path, timeout: float | None) -> CaptureResult[WorkT]:
        take = None
        async with self._keeper.file_held(self._context.key_store):
            async with AsyncExitStack() as job_slot:
                async with AsyncExitStack() as stack:
                    creation = await self._preflight(stack)
                    await to_thread.run_sync(check_folder, directory)
                    await self._keeper.create_file()
                    if self._keeper.state.job_id is None:
                        take, _ = await creation.create_or_find(job_slot)
                    else:
                        await job_slot.enter_async_context(self._limits.jobs)
                work = await self._wait(timeout)
            async with self._limits.downloads:
                outputs = await self._download(work, directory)
            return CaptureResult(work, take, outputs, self._keeper.state)

    async def _wait(self, timeout: float | None) -> WorkT:
        job_id = self._keeper.state.job_id
        assert job_id is not None  # noqa: S101 - set by the previous stage
        await self._reporter.enter("wait")

        async def report(progress: ProgressEvent) -> None:
            await self._reporter.report((progress.percentage or 0) / 100, progress.state, progress.unreachable)

        wait = self._plan.work_service.wait
        return await self._retry(partial(wait, job_id, timeout=timeout, on_progress=report, expand=["outputs"]))

    async def _download(self, work: WorkT, directory: Path) -> list[DownloadedOutput]:
        await self._reporter.enter("download")
        done: dict[str, float] = {}
        expected = max(len(work.outputs or ()), 1)

        async def report(progress: TransferEvent) -> None:
            done[progress.name] = progress.done_bytes / max(progress.total_bytes, 1)
            await self._reporter.report(min(sum(done.values()) / expected, 1))

        outputs = await self._retry(
            partial(self._plan.work_service.download_outputs, work, directory, on_progress=report)
        )
        await self._reporter.report(1)
        return outputs
