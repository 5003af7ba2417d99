"""Rules for the steps of workflows: which errors are retried, and how many workflows run a stage at once."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from move_ugc_async._backoff import OUTAGE_TOLERANCE, FullJitter
from move_ugc_async._clock import Clock
from move_ugc_async._log import logger
from move_ugc_async._settings import OnAmbiguous
from move_ugc_async._spending.budget import Budget
from move_ugc_async._spending.planned import PlannedWork
from move_ugc_async._transport.retry import requested_delay
from move_ugc_async.errors import (
    AmbiguousCreateError,
    MoveConnectionError,
    MoveError,
    MoveIntegrityError,
    MoveTimeoutError,
)

T = TypeVar("T")

_DELAYS = FullJitter(base=1.0, cap=20.0)
"""Delays between two attempts of a step, unless the server requests a longer one."""


Slot: TypeAlias = AbstractAsyncContextManager[object]

_UNLIMITED: Slot = nullcontext()


@dataclass(frozen=True, slots=True)
class StageLimits:
    """Slots that a workflow holds during a stage, and budgets. By default, there is no limit.

    Attributes:
        uploads: Held while it uploads its clips.
        jobs: Held from the creation of its take until its job has ended.
        downloads: Held while it downloads its outputs.
        budgets: Budgets that limit its job, besides those of the client.
        planned: The work of dry runs, or of workflows that still upload, that share these limits.
    """

    uploads: Slot = _UNLIMITED
    jobs: Slot = _UNLIMITED
    downloads: Slot = _UNLIMITED
    budgets: tuple[Budget, ...] = ()
    planned: PlannedWork = field(default_factory=PlannedWork)


@dataclass(frozen=True, slots=True)
class StepRetry:
    """Runs the steps of a workflow, and retries each for up to `OUTAGE_TOLERANCE` seconds while its error is transient.

    Every step is idempotent: it finds the results of an earlier attempt by its key or in the folder.

    Before the workflow `has_begun` to create anything, an unreachable server is probably a wrong URL, and its error is
    raised at once.
    """

    clock: Clock
    on_ambiguous: OnAmbiguous
    has_begun: Callable[[], bool]

    async def __call__(self, step: Callable[[], Awaitable[T]]) -> T:
        """Run a step."""
        start: float | None = None
        attempts = 0
        while True:
            try:
                return await step()
            except MoveError as error:
                now = self.clock.monotonic()
                start = now if start is None else start
                delay = max(_DELAYS(attempts + 1, self.clock.random), requested_delay(error))
                if not self._is_transient(error) or now + delay - start > OUTAGE_TOLERANCE:
                    raise
                logger.warning("retrying a workflow step in %.1f s after %s", delay, type(error).__name__)
            attempts += 1
            await self.clock.sleep(delay)

    def _is_transient(self, error: MoveError) -> bool:
        match error:
            case AmbiguousCreateError() if self.on_ambiguous == "raise" and error.key is not None:
                return False
            case MoveConnectionError() | MoveTimeoutError():
                return self.has_begun() or error.may_have_arrived
            case MoveIntegrityError():
                # The transfer has already been retried.
                return False
            case _:
                return error.transient
