"""Follow a batch from the submission of its clips to their outcomes."""

import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING

import anyio

from move_ugc_async.cli.batch_display import BatchDisplay
from move_ugc_async.cli.batch_report import BatchReport, outcome_text
from move_ugc_async.cli.session import Session

if TYPE_CHECKING:
    from move_ugc_async.batch import Batch, BatchOutcome

_STATUS_SECONDS = 1.0
"""Seconds between two reads of the status, at least."""


class BatchRun:
    """Submits clips, and reports their progress and outcomes.

    Args:
        session: The command's session.
        batch: The open batch.
        display: The bars.
        report: Collects the outcomes.
        has_summary: Whether a summary follows, with clips that had ended before, and the errors of all.
    """

    def __init__(
        self, session: Session, batch: "Batch", display: BatchDisplay, report: BatchReport, *, has_summary: bool
    ) -> None:
        self._session = session
        self._batch = batch
        self._display = display
        self._report = report
        self._has_summary = has_summary
        self._outcomes: dict[str, BatchOutcome] = {}
        self._held = set[str]()
        """Clips that had failed in the preflight before the start, which the submission checks again."""
        self._ended = set[str]()
        """Clips that had ended at the last read of all outcomes."""
        self._earlier = 0
        self._is_submitted = False
        self._changed = anyio.Event()

    @property
    def has_worked(self) -> bool:
        """Whether a clip has ended since the start."""
        return len(self._outcomes) > self._earlier

    async def run(self, submit: Callable[[], Awaitable[None]]) -> None:
        """Run until every clip has ended.

        Args:
            submit: Submits clips, and returns when there are no more.
        """
        status = await self._batch.status()
        self._earlier = status.total - status.open
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._show_status)
            tasks.start_soon(self._submit, submit)
            await self._report_outcomes()
            tasks.cancel_scope.cancel()

    async def _submit(self, submit: Callable[[], Awaitable[None]]) -> None:
        await submit()
        self._is_submitted = True
        self._changed.set()

    async def _show_status(self) -> None:
        while True:
            started = time.monotonic()
            status = await self._batch.status()
            seconds = time.monotonic() - started
            self._display.show(status)
            self._session.in_progress.clear()
            for each in status.running:
                self._session.in_progress[each.id] = {"id": each.id, "path": str(each.path), "stage": each.stage}
            if status.open or status.total > len(self._ended):
                self._changed.set()
            # Thousands of clips take longer to count, and must not keep the process busy.
            await anyio.sleep(max(_STATUS_SECONDS, 10 * seconds))

    async def _report_outcomes(self) -> None:
        while True:
            # Read first: clips that are submitted later may be missing in the outcomes.
            is_complete = self._is_submitted
            self._ended.clear()
            async with aclosing(self._batch.results()) as outcomes:
                async for outcome in outcomes:
                    self._ended.add(outcome.id)
                    self._report_outcome(outcome, is_checked=is_complete)
            if is_complete:
                return
            await self._changed.wait()
            self._changed = anyio.Event()

    def _report_outcome(self, outcome: "BatchOutcome", *, is_checked: bool) -> None:
        """Report an outcome once.

        Args:
            outcome: The outcome.
            is_checked: Whether the submission has removed the outcomes of clips that can be used now.
        """
        is_held = outcome.id in self._held
        if self._outcomes.get(outcome.id) == outcome and not (is_held and is_checked):
            return
        is_earlier = is_held or len(self._outcomes) < self._earlier
        self._outcomes[outcome.id] = outcome
        self._held.discard(outcome.id)
        if is_earlier and outcome.stage == "preflight":
            if not is_checked:
                self._held.add(outcome.id)
                return
            if not outcome.path.exists() or self._is_replaced(outcome):
                return
        if is_earlier and not self._has_summary:
            return
        self._report.add(outcome)
        if not is_earlier:
            self._session.in_progress.pop(outcome.id, None)
            is_error = outcome.state not in ("done", "duplicate")
            text = outcome.state if is_error and self._has_summary else outcome_text(outcome)
            self._display.end(outcome.id, outcome.path, text)

    def _is_replaced(self, outcome: "BatchOutcome") -> bool:
        """Return whether a clip had changed before its upload, and its new content was submitted."""
        others = (each for each in self._outcomes.values() if each.id != outcome.id)
        return outcome.error_type == "MoveSourceChangedError" and any(each.path == outcome.path for each in others)
