"""A workflow that stops before its first upload, and creates nothing."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from typing_extensions import override

from move_ugc_async._concurrency import to_thread
from move_ugc_async._findings import Finding
from move_ugc_async.capture.capture_plan import CapturePlan, planned_clip
from move_ugc_async.capture.catalog_checks import catalog_findings
from move_ugc_async.capture.findings import has_errors, report
from move_ugc_async.capture.plan import WorkT
from move_ugc_async.capture.preflight import check_folder_can_be_created, file_path
from move_ugc_async.capture.workflow_start import WorkflowStart

if TYPE_CHECKING:
    from move_ugc_async.capture.creation import WorkflowCreation


class DryRun(WorkflowStart[WorkT]):
    """Checks a workflow up to its first upload.

    It only reads: no folder, state file or lock is created, and it does not wait for a call with the same key.
    """

    _warnings: Sequence[Finding] = ()

    async def plan(self, directory: str | PathLike[str], timeout: float | None) -> CapturePlan:
        """Return the plan of the workflow, or raise the error that the workflow would raise before its first upload."""
        folder = file_path(directory, "directory")
        return await self._run_within(timeout, partial(self._plan_in, folder))

    async def _plan_in(self, directory: Path) -> CapturePlan:
        async with AsyncExitStack() as stack:
            creation = await self._preflight(stack)
            await to_thread.run_sync(check_folder_can_be_created, directory)
            take_id = await creation.find_take_id()
            existing_id = await creation.find_work_id(take_id)
            if existing_id is None:
                report(await catalog_findings(self._plan, self._keeper.state))
                await self._limits.planned.add(creation.budgets, creation.billed_id(take_id), creation.amount)
            return await self._describe(creation, existing_id)

    async def _describe(self, creation: "WorkflowCreation[WorkT]", existing_id: str | None) -> CapturePlan:
        plan, amount = creation.plan, creation.amount
        return CapturePlan(
            key=self._keeper.state.key,
            clips=tuple(planned_clip(clip) for clip in creation.clips),
            video_minutes=None if amount.unknown_videos else amount.video_minutes,
            outputs=plan.requested_outputs,
            creates=None if existing_id is not None else "job" if plan.creates_take else "volume",
            existing_id=existing_id,
            is_unconfirmed=existing_id is None and creation.is_unconfirmed(),
            warnings=tuple(dict.fromkeys(self._warnings)),
            budget_remaining=await self._limits.planned.remaining(creation.budgets),
        )

    @override
    def _emit(self, findings: Sequence[Finding]) -> None:
        if has_errors(findings):
            report(findings)
        self._warnings = findings
