"""The errors of this library.

MoveError                           base class of all errors below
├── MoveConfigurationError          a setting is missing or invalid; nothing was sent
├── MoveClientClosedError           the client is closed; nothing was sent
├── MoveInvalidRequestError         an argument is invalid, found before sending or by the server
│   ├── OutputLookupError           an output is absent, ambiguous or not ready
│   ├── PreflightError              clips or arguments that cannot be used, found before anything is billed
│   ├── MoveSourceChangedError      the source of an upload changed during the upload
│   └── StateFileMismatchError      a state file belongs to a workflow with other content or options
├── MoveConnectionError             no response: name lookup, connection refused or reset, TLS, proxy
├── MoveTimeoutError                no response before the deadline
├── MovePaginationError             a list returned the same cursor again
├── MoveDiskFullError               a download does not fit on the disk
├── MoveSourceSpentError            an upload failed, and its stream cannot be read again
├── AmbiguousCreateError            the outcome of a creation is unknown
├── CaptureError                    a workflow stopped; it can be resumed
├── BudgetExceededError             a creation exceeds a budget; it was not sent
├── IdempotencyMismatchError        an idempotency key was used before with other parameters
├── JobFailedError                  a job or volume ended without a result
├── WaitTimeoutError                a wait timed out; the job or volume continues
├── WebhookVerificationError        a webhook is not genuine, too old or unreadable
├── MotionFormatError               a file with motion data is malformed, damaged or unsafe to read
└── MoveAPIError                    the server returned an error that has no class of its own
    ├── MoveHTTPStatusError         an HTTP error status without a GraphQL response
    │   └── MoveURLExpiredError     a presigned URL has expired
    ├── MoveAuthenticationError     the API key is missing, invalid or revoked (401)
    ├── MovePermissionError         the API key lacks permission, or a firewall blocks the request (403)
    ├── MoveNotFoundError           the object does not exist
    ├── MoveThrottledError          too many requests (429)
    ├── MoveServerError             the server failed (5xx)
    └── MoveMalformedResponseError  the response does not match the API documentation
        ├── MoveAnswerTooLargeError  the response has too many bytes or values
        ├── MoveIntegrityError      storage holds or returned other bytes than expected
        └── MoveUnsafeURLError      the server returned a URL that must not be followed
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from typing_extensions import Unpack

from move_ugc_async._base_errors import Details as _Details
from move_ugc_async._base_errors import ErrorDetails as ErrorDetails
from move_ugc_async._base_errors import GraphQLErrorItem as GraphQLErrorItem
from move_ugc_async._base_errors import MoveError as MoveError
from move_ugc_async._base_errors import MoveInvalidRequestError as MoveInvalidRequestError
from move_ugc_async._capture_state import CaptureState
from move_ugc_async._findings import Finding


class MoveWarning(UserWarning):
    """Warning before a request that is sent all the same: a name is probably misspelt, or a clip may not suit."""


class MoveConfigurationError(MoveError):
    """A setting is missing or invalid; nothing was sent."""


_MIN_ERROR_STATUS = 400
_PERMANENT_STATUSES = {*range(400, 408), *range(410, 418), 422, 426, 428, 431, 451}
"""Statuses that the same request gets again (RFC 9110, 15.5; RFC 6585; RFC 7725). All others from 400 on are transient:
408, 421, 425, 429, and the non-standard ones of nginx, Cloudflare and load balancers."""
_TRANSIENT_CODES = {"RequestTimeout", "SlowDown", "ServiceUnavailable", "InternalError"}
"""Error codes of S3; some come with status 400."""


def is_transient_status(status: int) -> bool:
    """Return whether the same request may get a different status later."""
    return status >= _MIN_ERROR_STATUS and status not in _PERMANENT_STATUSES


CLOSED = "this client is closed; create a new AsyncMoveUgc"
REDIRECTED = "redirects are not followed; check endpoint_url"


class MoveClientClosedError(MoveError):
    """The client is closed; nothing was sent."""


class PreflightError(MoveInvalidRequestError):
    """Clips or arguments of a workflow that cannot be used. Nothing was uploaded or billed.

    Attributes:
        findings: All errors of all clips and arguments, and then the warnings; each has `code`, `file`, `message` and
            `advice`.
    """

    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> "PreflightError":
        """Create the error of findings, whose message lists those with the severity `error`."""
        ordered = tuple(sorted(findings, key=lambda each: each.severity))
        errors = [each for each in ordered if each.severity == "error"]
        if len(errors) == 1:
            only = errors[0]
            advice = f"; {only.advice}" if only.advice else ""
            message = f"cannot use {only.file}: it {only.message}{advice}" if only.file else str(only)
        else:
            message = f"cannot start the workflow because of {len(errors)} errors:" + "".join(
                f"\n- {each}" for each in errors
            )
        return cls(message, findings=ordered)


class MoveSourceChangedError(MoveInvalidRequestError):
    """The source of an upload changed during the upload, or its size is not the stated one."""


class StateFileMismatchError(MoveInvalidRequestError):
    """A state file belongs to a workflow with other content or options; nothing was sent.

    Attributes:
        differing: Names of the arguments that differ, such as `content` or `outputs`.
        state: The ids in the state file.
    """

    differing: tuple[str, ...] = ()
    state: CaptureState | None = None

    def __init__(self, message: str, **details: Unpack[_Details]) -> None:
        super().__init__(message, **details)
        self.differing = tuple(self.differing)


class OutputLookupError(MoveInvalidRequestError):
    """An output of a job or volume cannot be found.

    Attributes:
        names: The names or formats without an output, or with several; empty if all outputs were requested.
        reason: `absent`: the job has no such output. `ambiguous`: it has several. `not_expanded`: its outputs were not
            read, or are null. `not_finished` or `failed`: its state. `no_url`: the output has no URL yet.
        available: Names that find the outputs there are; for `ambiguous`, the ids of the files that match.
    """

    names: tuple[str, ...] = ()
    reason: str = "absent"
    available: tuple[str, ...] = ()


class MoveSourceSpentError(MoveError):
    """An upload failed, and its stream cannot be read again. The reason is `__cause__`."""


class MoveDiskFullError(MoveError):
    """A download exceeds the disk, a quota or a limit on file sizes. Its partial file was removed."""


class _NoResponseError(MoveError):
    may_have_arrived: bool = True
    _transient = True


class MoveConnectionError(_NoResponseError):
    """No connection or no response. `may_have_arrived` is whether the server may have executed the request."""


class MoveTimeoutError(_NoResponseError):
    """No response before the deadline. `may_have_arrived` is whether the server may have executed the request."""


class MovePaginationError(MoveError):
    """A list returned the cursor that was sent, and would never end."""


class AmbiguousCreateError(MoveError):
    """The outcome of a creation is unknown: the request may have been executed, and its response was lost.

    Call again with the same idempotency key. Without a key, a second creation may be billed twice.

    Attributes:
        key: Idempotency key of the creation, or None.
        conclusive_after: Time in UTC after which an object that is not in the lists was not created. None if unknown.
    """

    key: str | None = None
    conclusive_after: datetime | None = None

    @property
    def transient(self) -> bool:
        """Whether the error that made the outcome unknown, `__cause__`, is transient."""
        return not isinstance(self.__cause__, MoveError) or self.__cause__.transient


class CaptureError(MoveError):
    """A workflow stopped. The reason is `__cause__`, which is None if the `timeout` of the workflow has expired.

    ```python
    try:
        result = await client.capture("dance.mp4", "outputs")
    except CaptureError as error:
        result = await client.capture("dance.mp4", "outputs", resume_from=error.state)
    ```

    Attributes:
        stage: Step that failed: `preflight`, `upload`, `take`, `job`, `wait` or `download`.
        state: The ids created so far, for `resume_from`.
        suggestions: The server's suggestions for a failed job or volume.
    """

    stage: str
    state: CaptureState
    suggestions: tuple[str, ...] = ()
    _required = ("stage", "state")


class BudgetExceededError(MoveError):
    """A job or volume exceeds a `Budget`; its creation was not sent.

    Attributes:
        limit: The limit that it exceeds: `max_jobs` or `max_video_minutes`.
        requested: Its amount in the unit of the limit, 0 or more; None if the length of a video is unknown.
        remaining_jobs: Number of jobs and volumes that the budget still allowed; None without such a limit, or if the
            length of a video is unknown.
        remaining_video_minutes: Minutes of video that the budget still allowed; None as above.
        available_at: Time in UTC after which the window of the budget has space for it, unless others take it. None
            without a window, if the limit itself is too low, and if the creation was only checked.
    """

    limit: str
    requested: float | None = None
    remaining_jobs: int | None = None
    remaining_video_minutes: float | None = None
    available_at: datetime | None = None
    _required = ("limit",)


class IdempotencyMismatchError(MoveError):
    """An idempotency key was used before with other parameters, for the object `id`; nothing was created."""

    id: str
    _required = ("id",)


class JobFailedError(MoveError):
    """A job or volume ended without a result.

    Attributes:
        id: Id of the job or volume.
        job: The job or volume as last read, or None if the server returned an error instead.
        suggestions: The server's suggestions.
    """

    id: str
    job: Any = None
    suggestions: tuple[str, ...] = ()
    _required = ("id",)


class WaitTimeoutError(MoveError):
    """A wait timed out. The job or volume continues, and can be waited for again.

    Attributes:
        id: Id of the job or volume.
        state: The latest state, such as `RUNNING`, or None if none was read.
        percentage: The latest percentage, 0 to 100, or None if none was read.
    """

    id: str
    state: str | None = None
    percentage: int | None = None
    _required = ("id",)


class WebhookVerificationError(MoveError):
    """A webhook is not genuine, too old or unreadable."""


class MotionFormatError(MoveError):
    """A file with motion data is malformed, damaged or unsafe to read.

    Attributes:
        file: Name of the file, or of the file in the archive; None for bytes without a name.
        frame: Number of the frame, counted from 0, or None if the error concerns the whole file.
        joint: Name of the joint, or None if the error concerns the whole frame.
    """

    file: str | None = None
    frame: int | None = None
    joint: str | None = None

    def __str__(self) -> str:
        place = (
            self.file,
            None if self.frame is None else f"frame {self.frame}",
            None if self.joint is None else f"joint {self.joint}",
        )
        shown = ", ".join(each for each in place if each is not None)
        return f"{shown}: {super().__str__()}" if shown else super().__str__()


class MoveAPIError(MoveError):
    """The server returned an error."""

    _transient: ClassVar[bool | None] = None

    @property
    def transient(self) -> bool:
        """Whether the same request may succeed later: by class, otherwise by HTTP status and error code."""
        if self._transient is not None:
            return self._transient
        return is_transient_status(self.status or 0) or self.error_type in _TRANSIENT_CODES


class MoveHTTPStatusError(MoveAPIError):
    """The server returned an HTTP error status without a GraphQL response."""


class MoveURLExpiredError(MoveHTTPStatusError):
    """A presigned URL has expired."""


class MoveAuthenticationError(MoveAPIError):
    """The API key is missing, invalid or revoked."""

    _transient = False


class MovePermissionError(MoveAPIError):
    """The API key lacks permission, or a firewall blocks the request."""

    _transient = False


class MoveNotFoundError(MoveAPIError):
    """The object does not exist."""

    _transient = False


class MoveThrottledError(MoveAPIError):
    """Too many requests."""

    _transient = True


class MoveServerError(MoveAPIError):
    """The server failed."""

    _transient = True


class MoveMalformedResponseError(MoveAPIError):
    """The response does not match the API documentation."""

    _transient = True


class MoveAnswerTooLargeError(MoveMalformedResponseError):
    """The response has more bytes than `max_answer_size`, or more values than the API returns. It is not retried."""

    _transient = False


class MoveIntegrityError(MoveMalformedResponseError):
    """Storage holds other bytes than were sent, returned other bytes than it holds, or reports neither."""


class MoveUnsafeURLError(MoveMalformedResponseError):
    """The server returned a URL that must not be followed."""

    _transient = False
