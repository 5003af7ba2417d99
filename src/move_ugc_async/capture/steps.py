"""The requests of a workflow, and the context that workflows share."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from move_ugc_async._generated.fragments import HumanVolumeType, JobType, TakeType
from move_ugc_async._idempotency.store import HeldKey
from move_ugc_async.capture.stage_limits import StageLimits
from move_ugc_async.capture.step_retry import StepRetry
from move_ugc_async.services.files import AsyncFileService
from move_ugc_async.services.inputs import SourceIn
from move_ugc_async.services.long_running import LongRunningService

WorkT = TypeVar("WorkT", JobType, HumanVolumeType)


@dataclass(frozen=True, slots=True)
class WorkflowContext:
    """The context that the workflows of a client share.

    Attributes:
        files: The file service.
        limits: Slots that are held during a stage.
        step_retry: Retries a step while its error is transient.
        hold_key: Serialises callers that use the same name.
        endpoint: URL of the API.
    """

    files: AsyncFileService
    limits: StageLimits
    step_retry: StepRetry
    hold_key: Callable[[str], AbstractAsyncContextManager[HeldKey]]
    endpoint: str


@dataclass(frozen=True, slots=True)
class WorkflowSteps(Generic[WorkT]):
    """The requests of a workflow.

    Attributes:
        find: Finds the take with an idempotency key, or the volume of a calibration.
        read: Reads it by id.
        create_take: Creates a take from sources, a name and a key; None for a calibration.
        create_work: Creates the job or volume from a take id, sources, a name and a key.
        works: Service that waits for the work and downloads its outputs.
    """

    find: Callable[[str], Awaitable[TakeType | HumanVolumeType | None]]
    read: Callable[[str], Awaitable[TakeType | HumanVolumeType]]
    create_take: Callable[[list[SourceIn], str | None, str], Awaitable[TakeType]] | None
    create_work: Callable[[str | None, list[SourceIn], str | None, str], Awaitable[WorkT]]
    works: LongRunningService[WorkT, Any]
