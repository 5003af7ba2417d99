"""What a workflow consists of: what it shares with others, and its requests."""

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
    """What workflows share.

    Attributes:
        files: Uploads.
        limits: Entered for the time of a stage.
        step_retry: Retries a step while its error is transient.
        alone: Serialises callers that use the same name.
        endpoint: URL of the API.
    """

    files: AsyncFileService
    limits: StageLimits
    step_retry: StepRetry
    alone: Callable[[str], AbstractAsyncContextManager[HeldKey]]
    endpoint: str


@dataclass(frozen=True, slots=True)
class WorkflowSteps(Generic[WorkT]):
    """The requests of a workflow.

    Attributes:
        find: Finds what was made with a key before anything else is: the take, or the work where there is no take.
        read: Reads it by its id.
        create_take: Creates the take of sources with a name and a key; None where there is no take.
        create_work: Starts the work on a take, or on sources, with a name and a key.
        works: Waits for the work, and downloads its outputs.
    """

    find: Callable[[str], Awaitable[TakeType | HumanVolumeType | None]]
    read: Callable[[str], Awaitable[TakeType | HumanVolumeType]]
    create_take: Callable[[list[SourceIn], str | None, str], Awaitable[TakeType]] | None
    create_work: Callable[[str | None, list[SourceIn], str | None, str], Awaitable[WorkT]]
    works: LongRunningService[WorkT, Any]
