"""Which outcomes a command reports while it follows a batch, without a batch."""

import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from pathlib import Path
from typing import Any, cast

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.batch import Batch, BatchOutcome, BatchStatus
from move_ugc_async.cli.batch_display import ENDED, BatchDisplay
from move_ugc_async.cli.batch_report import BatchReport
from move_ugc_async.cli.batch_run import BatchRun
from move_ugc_async.cli.displays import PlainBars
from move_ugc_async.cli.options import Options
from move_ugc_async.cli.session import Session

pytestmark = pytest.mark.anyio


def outcome(id: str, state: Any = "failed", stage: str | None = "preflight") -> BatchOutcome:
    return BatchOutcome(id=id, path=Path(__file__), state=state, stage=stage, message=f"why {id} failed")


class StubBatch:
    """Its clips have all ended: first those at the start, then those after the submission."""

    def __init__(self, start: Sequence[BatchOutcome]) -> None:
        self.outcomes = list(start)
        self.was_read = anyio.Event()

    async def status(self) -> BatchStatus:
        states = ("queued", "uploading", "ready", "running", *ENDED)
        counts = {state: sum(each.state == state for each in self.outcomes) for state in states}
        return BatchStatus(
            total=len(self.outcomes), counts=counts, running=(), quarantined=(), workers=(), budget_remaining=None
        )

    async def results(self) -> AsyncGenerator[BatchOutcome, None]:
        for each in list(self.outcomes):
            yield each
        self.was_read.set()


async def reported(
    capsys: pytest.CaptureFixture[str], start: Sequence[BatchOutcome], end: Sequence[BatchOutcome], *, has_summary: bool
) -> tuple[list[str], list[str]]:
    """Return the ids that are reported, in order, and the lines that are shown."""
    batch, ids = StubBatch(start), list[str]()
    session = Session(cast("AsyncMoveUgc", None), Options(), cast("Callable[[], AsyncMoveUgc]", None))

    async def submit() -> None:
        await batch.was_read.wait()
        batch.outcomes = list(end)

    def add_row(record: Any, *_rows: Any) -> None:
        ids.append(record["id"])

    with PlainBars(sys.stderr, quiet=False) as bars:
        report = BatchReport(session, add_row)
        run = BatchRun(session, cast("Batch", batch), BatchDisplay(bars), report, has_summary=has_summary)
        await run.run(submit)
    return ids, capsys.readouterr().err.splitlines()


async def test_a_run_reports_clips_that_still_cannot_be_used_and_no_others(capsys: pytest.CaptureFixture[str]) -> None:
    start = [outcome("corrected"), outcome("broken"), outcome("earlier", "done", None)]
    end = [outcome("broken"), outcome("earlier", "done", None), outcome("new", "done", None)]
    ids, _ = await reported(capsys, start, end, has_summary=True)
    assert ids == ["earlier", "broken", "new"]


async def test_a_watch_says_why_new_clips_failed(capsys: pytest.CaptureFixture[str]) -> None:
    start = [outcome("earlier")]
    end = [*start, outcome("new"), outcome("late", "failed", "wait"), outcome("review", "quarantined", "job")]
    ids, lines = await reported(capsys, start, end, has_summary=False)
    assert ids == ["new", "late", "review"]
    assert [line.partition(": ")[2] for line in lines if "why" in line] == [
        "failed: why new failed",
        "failed: why late failed",
        "quarantined: why review failed",
    ]


async def test_a_run_leaves_the_reasons_to_its_summary(capsys: pytest.CaptureFixture[str]) -> None:
    _, lines = await reported(capsys, [], [outcome("new")], has_summary=True)
    assert [line.partition(": ")[2] for line in lines if "test_batch_outcomes.py" in line] == ["failed"]
