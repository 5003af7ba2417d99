"""Many captures at once."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Iterable, Sequence
from typing import TYPE_CHECKING, Literal, overload

from move_ugc_async.services.client_services import ClientServices

if TYPE_CHECKING:
    from move_ugc_async._spending.budget import Budget
    from move_ugc_async.capture.outcomes import CaptureOutcome, PlanOutcome, SpecT


class ManyCapturesMixin(ClientServices):
    """`capture_many`."""

    @overload
    def capture_many(
        self,
        specs: Iterable[SpecT] | AsyncIterable[SpecT],
        *,
        concurrency: int = 16,
        uploads: int = 4,
        jobs: int | None = None,
        downloads: int = 4,
        budget: Budget | Sequence[Budget] | None = None,
        dry_run: Literal[False] = False,
    ) -> AsyncGenerator[CaptureOutcome[SpecT], None]: ...

    @overload
    def capture_many(
        self,
        specs: Iterable[SpecT] | AsyncIterable[SpecT],
        *,
        concurrency: int = 16,
        uploads: int = 4,
        jobs: int | None = None,
        downloads: int = 4,
        budget: Budget | Sequence[Budget] | None = None,
        dry_run: Literal[True],
    ) -> AsyncGenerator[PlanOutcome[SpecT], None]: ...

    def capture_many(
        self,
        specs: Iterable[SpecT] | AsyncIterable[SpecT],
        *,
        concurrency: int = 16,
        uploads: int = 4,
        jobs: int | None = None,
        downloads: int = 4,
        budget: Budget | Sequence[Budget] | None = None,
        dry_run: bool = False,
    ) -> AsyncGenerator[CaptureOutcome[SpecT], None] | AsyncGenerator[PlanOutcome[SpecT], None]:
        """Run many single-camera captures concurrently and yield the outcome of each as it ends.

        A capture that fails yields a `CaptureFailure` and does not affect the others.

            specs = [CaptureSpec(path, f"out/{path.stem}") for path in Path("clips").glob("*.mp4")]
            async for outcome in client.capture_many(specs):
                print(outcome.spec.video, outcome.error or outcome.result.work.id)

        Leaving the loop early cancels the running captures soon afterwards. Wrap the iterator in
        `contextlib.aclosing` to have them cancelled before the next statement runs.

        Args:
            specs: The captures, from any iterable or async iterable. The next one is read when a slot is free.
            concurrency: Maximum number of captures that run at once. A capture holds its slot until the caller has
                received its outcome.
            uploads: Maximum number of captures that upload at once. Waiting for a slot counts towards a capture's own
                `timeout`.
            jobs: Maximum number of captures that have a job on the platform at once. None uses `concurrency`.
            downloads: Maximum number of captures that download at once, up to four outputs each.
            budget: Limits on the jobs of these captures, besides those of the client: a `Budget`, or several. Captures
                that exceed it fail with a `BudgetExceededError` as `__cause__`.
            dry_run: Whether to stop each capture before its first upload, as with `capture(dry_run=True)`. Budgets must
                allow all plans together.

        Yields:
            A `CaptureSuccess` or `CaptureFailure` for each spec, in the order in which they end. With `dry_run`: a
            `CapturePlanned` or `CaptureFailure`.

        Raises:
            MoveInvalidRequestError: A limit is not a positive integer.
            MoveConfigurationError: `budget` is invalid.
        """
        from anyio import Semaphore

        from move_ugc_async._settings import ensure_budgets
        from move_ugc_async._validation import ensure_count
        from move_ugc_async.capture.concurrent_captures import LimitedCaptures, run_captures
        from move_ugc_async.capture.steps import StageLimits

        concurrency = ensure_count(concurrency, "concurrency")
        limits = StageLimits(
            uploads=Semaphore(ensure_count(uploads, "uploads")),
            jobs=Semaphore(ensure_count(concurrency if jobs is None else jobs, "jobs")),
            downloads=Semaphore(ensure_count(downloads, "downloads")),
            budgets=ensure_budgets(budget),
        )
        captures = LimitedCaptures(self, limits)
        if dry_run:
            return run_captures(specs, captures.plan, self._context.background, concurrency=concurrency)
        return run_captures(specs, captures.run, self._context.background, concurrency=concurrency)
