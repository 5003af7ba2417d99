"""What workflows need of the client that mixes them in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from move_ugc_async.capture.stage_limits import UNLIMITED, StageLimits

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from move_ugc_async._concurrency.background import BackgroundTasks
    from move_ugc_async._idempotency.store import HeldKey
    from move_ugc_async.capture.step_retry import StepRetry
    from move_ugc_async.capture.steps import WorkflowContext
    from move_ugc_async.services.files import AsyncFileService
    from move_ugc_async.services.jobs import AsyncJobService
    from move_ugc_async.services.takes import AsyncTakeService
    from move_ugc_async.services.volumes import AsyncVolumeService


@dataclass(frozen=True, slots=True)
class Services:
    """The services that workflows use."""

    files: AsyncFileService
    takes: AsyncTakeService
    jobs: AsyncJobService
    volumes: AsyncVolumeService
    background: BackgroundTasks
    step_retry: StepRetry
    alone: Callable[[str], AbstractAsyncContextManager[HeldKey]]
    endpoint: str


class WorkflowMixin(ABC):
    """Workflows over the services of one client."""

    @property
    @abstractmethod
    def _services(self) -> Services: ...

    @property
    def _limits(self) -> StageLimits:
        return UNLIMITED

    @property
    def _context(self) -> WorkflowContext:
        from move_ugc_async.capture.steps import WorkflowContext

        services = self._services
        return WorkflowContext(services.files, self._limits, services.step_retry, services.alone)
