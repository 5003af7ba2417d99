"""The asyncio-native Python SDK for the Move API: motion capture from video.

Nothing is imported before it is used: `import move_ugc_async` alone loads neither pydantic nor an HTTP library.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from move_ugc_async._version import __version__

if TYPE_CHECKING:
    from move_ugc_async.capture.clip import Clip
    from move_ugc_async.capture.content import content_digest
    from move_ugc_async.capture.events import CaptureEvent, OnCapture
    from move_ugc_async.capture.many import CaptureFailure, CaptureOptions, CaptureOutcome, CaptureSpec, CaptureSuccess
    from move_ugc_async.capture.state import CaptureState
    from move_ugc_async.capture.state_file import StateFile
    from move_ugc_async.capture.workflow import CaptureResult
    from move_ugc_async.client import AsyncMoveUgc
    from move_ugc_async.clock import Clock, InstantClock
    from move_ugc_async.errors import (
        AmbiguousCreateError,
        CaptureError,
        GraphQLErrorItem,
        IdempotencyMismatchError,
        JobFailedError,
        MoveAnswerTooLargeError,
        MoveAPIError,
        MoveAuthenticationError,
        MoveClientClosedError,
        MoveConfigurationError,
        MoveConnectionError,
        MoveDiskFullError,
        MoveError,
        MoveHTTPStatusError,
        MoveIntegrityError,
        MoveInvalidRequestError,
        MoveMalformedResponseError,
        MoveNotFoundError,
        MovePaginationError,
        MovePermissionError,
        MoveServerError,
        MoveSourceChangedError,
        MoveSourceSpentError,
        MoveThrottledError,
        MoveTimeoutError,
        MoveUnsafeURLError,
        MoveURLExpiredError,
        MoveWarning,
        StateFileMismatchError,
        WaitTimeoutError,
        WebhookVerificationError,
    )
    from move_ugc_async.expand import FileExpand, JobExpand, TakeExpand, VolumeExpand, WebhookExpand
    from move_ugc_async.inputs import ClipWindow, JobOptions, SourceIn
    from move_ugc_async.models import (
        AdditionalFileType,
        AreaType,
        CameraSettings,
        CameraSettingsInput,
        ClapWindowInput,
        Client,
        FileType,
        HumanVolumeType,
        JobInputs,
        JobState,
        JobType,
        MocapModelOptionsInput,
        OutputType,
        Progress,
        Rig,
        ShareCode,
        SortDirection,
        Source,
        SourceFormat,
        SyncMethod,
        SyncMethodInput,
        TakeKind,
        TakeType,
        TimeCodeSyncInput,
        WebhookEndpoint,
    )
    from move_ugc_async.pagination import ListBase, Paginator
    from move_ugc_async.services.camera_settings import AsyncCameraSettingsService
    from move_ugc_async.services.client import AsyncClientService
    from move_ugc_async.services.files import AsyncFileService
    from move_ugc_async.services.jobs import AsyncJobService
    from move_ugc_async.services.rigs import AsyncRigService
    from move_ugc_async.services.takes import AsyncTakeService
    from move_ugc_async.services.volumes import AsyncVolumeService
    from move_ugc_async.services.webhooks import AsyncWebhookService
    from move_ugc_async.settings import ClientOptions
    from move_ugc_async.transfers.events import DownloadedOutput, OnTransfer, TransferEvent
    from move_ugc_async.transfers.sources import ByteStream, UploadSource
    from move_ugc_async.transport.attempt import Attempt, OnAttempt
    from move_ugc_async.transport.backoff import Backoff, FullJitter
    from move_ugc_async.waiting.outcomes import Failure, OnProgress, Outcome, ProgressEvent, Success, Unreachable
    from move_ugc_async.webhooks import WebhookEvent, verify_webhook

_MODULES = {
    "capture.clip": ("Clip",),
    "capture.content": ("content_digest",),
    "capture.events": ("CaptureEvent", "OnCapture"),
    "capture.workflow": ("CaptureResult",),
    "capture.many": ("CaptureFailure", "CaptureOptions", "CaptureOutcome", "CaptureSpec", "CaptureSuccess"),
    "capture.state": ("CaptureState",),
    "capture.state_file": ("StateFile",),
    "client": ("AsyncMoveUgc",),
    "clock": ("Clock", "InstantClock"),
    "errors": (
        "AmbiguousCreateError",
        "CaptureError",
        "GraphQLErrorItem",
        "IdempotencyMismatchError",
        "JobFailedError",
        "MoveAPIError",
        "MoveAnswerTooLargeError",
        "MoveAuthenticationError",
        "MoveClientClosedError",
        "MoveConfigurationError",
        "MoveConnectionError",
        "MoveDiskFullError",
        "MoveError",
        "MoveHTTPStatusError",
        "MoveIntegrityError",
        "MoveInvalidRequestError",
        "MoveMalformedResponseError",
        "MoveNotFoundError",
        "MovePaginationError",
        "MovePermissionError",
        "MoveServerError",
        "MoveSourceChangedError",
        "MoveSourceSpentError",
        "MoveThrottledError",
        "MoveTimeoutError",
        "MoveURLExpiredError",
        "MoveUnsafeURLError",
        "MoveWarning",
        "StateFileMismatchError",
        "WaitTimeoutError",
        "WebhookVerificationError",
    ),
    "expand": ("FileExpand", "JobExpand", "TakeExpand", "VolumeExpand", "WebhookExpand"),
    "inputs": ("ClipWindow", "JobOptions", "SourceIn"),
    "models": (
        "AdditionalFileType",
        "AreaType",
        "CameraSettings",
        "CameraSettingsInput",
        "ClapWindowInput",
        "Client",
        "FileType",
        "HumanVolumeType",
        "JobInputs",
        "JobState",
        "JobType",
        "MocapModelOptionsInput",
        "OutputType",
        "Progress",
        "Rig",
        "ShareCode",
        "SortDirection",
        "Source",
        "SourceFormat",
        "SyncMethod",
        "SyncMethodInput",
        "TakeKind",
        "TakeType",
        "TimeCodeSyncInput",
        "WebhookEndpoint",
    ),
    "pagination": ("ListBase", "Paginator"),
    "services.camera_settings": ("AsyncCameraSettingsService",),
    "services.client": ("AsyncClientService",),
    "services.files": ("AsyncFileService",),
    "services.jobs": ("AsyncJobService",),
    "services.rigs": ("AsyncRigService",),
    "services.takes": ("AsyncTakeService",),
    "services.volumes": ("AsyncVolumeService",),
    "services.webhooks": ("AsyncWebhookService",),
    "transfers.events": ("DownloadedOutput", "OnTransfer", "TransferEvent"),
    "transfers.sources": ("ByteStream", "UploadSource"),
    "settings": ("ClientOptions",),
    "transport.attempt": ("Attempt", "OnAttempt"),
    "transport.backoff": ("Backoff", "FullJitter"),
    "waiting.outcomes": ("Failure", "OnProgress", "Outcome", "ProgressEvent", "Success", "Unreachable"),
    "webhooks": ("WebhookEvent", "verify_webhook"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "AdditionalFileType",
    "AmbiguousCreateError",
    "AreaType",
    "AsyncCameraSettingsService",
    "AsyncClientService",
    "AsyncFileService",
    "AsyncJobService",
    "AsyncMoveUgc",
    "AsyncRigService",
    "AsyncTakeService",
    "AsyncVolumeService",
    "AsyncWebhookService",
    "Attempt",
    "Backoff",
    "ByteStream",
    "CameraSettings",
    "CameraSettingsInput",
    "CaptureError",
    "CaptureEvent",
    "CaptureFailure",
    "CaptureOptions",
    "CaptureOutcome",
    "CaptureResult",
    "CaptureSpec",
    "CaptureState",
    "CaptureSuccess",
    "ClapWindowInput",
    "Client",
    "ClientOptions",
    "Clip",
    "ClipWindow",
    "Clock",
    "DownloadedOutput",
    "Failure",
    "FileExpand",
    "FileType",
    "FullJitter",
    "GraphQLErrorItem",
    "HumanVolumeType",
    "IdempotencyMismatchError",
    "InstantClock",
    "JobExpand",
    "JobFailedError",
    "JobInputs",
    "JobOptions",
    "JobState",
    "JobType",
    "ListBase",
    "MocapModelOptionsInput",
    "MoveAPIError",
    "MoveAnswerTooLargeError",
    "MoveAuthenticationError",
    "MoveClientClosedError",
    "MoveConfigurationError",
    "MoveConnectionError",
    "MoveDiskFullError",
    "MoveError",
    "MoveHTTPStatusError",
    "MoveIntegrityError",
    "MoveInvalidRequestError",
    "MoveMalformedResponseError",
    "MoveNotFoundError",
    "MovePaginationError",
    "MovePermissionError",
    "MoveServerError",
    "MoveSourceChangedError",
    "MoveSourceSpentError",
    "MoveThrottledError",
    "MoveTimeoutError",
    "MoveURLExpiredError",
    "MoveUnsafeURLError",
    "MoveWarning",
    "OnAttempt",
    "OnCapture",
    "OnProgress",
    "OnTransfer",
    "Outcome",
    "OutputType",
    "Paginator",
    "Progress",
    "ProgressEvent",
    "Rig",
    "ShareCode",
    "SortDirection",
    "Source",
    "SourceFormat",
    "SourceIn",
    "StateFile",
    "StateFileMismatchError",
    "Success",
    "SyncMethod",
    "SyncMethodInput",
    "TakeExpand",
    "TakeKind",
    "TakeType",
    "TimeCodeSyncInput",
    "TransferEvent",
    "Unreachable",
    "UploadSource",
    "VolumeExpand",
    "WaitTimeoutError",
    "WebhookEndpoint",
    "WebhookEvent",
    "WebhookExpand",
    "WebhookVerificationError",
    "__version__",
    "content_digest",
    "verify_webhook",
]


def __getattr__(name: str) -> Any:
    module = _MODULE_OF.get(name)
    if module is None:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(f".{module}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
