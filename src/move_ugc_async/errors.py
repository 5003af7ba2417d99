"""Every error that this library raises.

MoveError                         base: catch this to catch them all
├── MoveConfigurationError        a setting is missing or wrong; nothing was sent
├── MoveClientClosedError         the client was closed; nothing was sent
├── MoveInvalidRequestError       the request is wrong, found here before sending or by the server
│   ├── MoveSourceChangedError    what is being uploaded changed meanwhile
│   └── StateFileMismatchError    a state file belongs to a workflow with other content or options
├── MoveConnectionError           no answer: name lookup, refused, reset, TLS, proxy
├── MoveTimeoutError              no answer in time
├── MovePaginationError           a list does not move on
├── MoveDiskFullError             a download does not fit on the disk
├── MoveSourceSpentError          an upload broke, and its source cannot be read a second time
├── AmbiguousCreateError          it is not known whether something was created
├── CaptureError                  a journey has stopped; it says where, and can go on from there
├── IdempotencyMismatchError      an idempotency key was used before with other parameters
├── JobFailedError                a job or volume has ended without a result
├── WaitTimeoutError              waiting has run out of time; the job or volume goes on
├── WebhookVerificationError      a webhook is not genuine, too old or not readable
└── MoveAPIError                  the server answered with an error that has no class of its own
    ├── MoveHTTPStatusError       an HTTP status without a GraphQL answer
    │   └── MoveURLExpiredError   a presigned URL has expired
    ├── MoveAuthenticationError   the API key is missing, wrong or revoked (401)
    ├── MovePermissionError       the key may not do this, or a firewall is in the way (403)
    ├── MoveNotFoundError         no such object
    ├── MoveThrottledError        too many requests (429)
    ├── MoveServerError           the server failed (5xx)
    └── MoveMalformedResponseError  the answer is not what the API documents
        ├── MoveAnswerTooLargeError  it has more bytes or values than an answer may have
        ├── MoveIntegrityError    storage has, or gave, other bytes than it should
        └── MoveUnsafeURLError    a URL from the server that must not be followed
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from typing_extensions import Unpack

from move_ugc_async._base_errors import ErrorDetails as ErrorDetails
from move_ugc_async._base_errors import GraphQLErrorItem as GraphQLErrorItem
from move_ugc_async._base_errors import MoveError as MoveError
from move_ugc_async._base_errors import MoveInvalidRequestError as MoveInvalidRequestError
from move_ugc_async._capture_state import CaptureState


class MoveWarning(UserWarning):
    """Something is probably not what was meant, but is sent: a name that this version does not know."""


class MoveConfigurationError(MoveError):
    """A setting is missing or wrong; nothing was sent."""


CLOSED = "this client is closed; create a new AsyncMoveUgc"
REDIRECTED = "the server redirects, which is not followed: check endpoint_url"


class MoveClientClosedError(MoveError):
    """The client was closed; nothing was sent."""


class MoveSourceChangedError(MoveInvalidRequestError):
    """What is being uploaded has changed meanwhile, or is longer or shorter than was said."""


class StateFileMismatchError(MoveInvalidRequestError):
    """A state file belongs to a workflow with other content or options; nothing was sent.

    Attributes:
        differing: Names of what differs, such as `content` or `outputs`.
        state: The ids that the state file holds.
    """

    def __init__(
        self,
        message: str,
        *,
        differing: Sequence[str] = (),
        state: CaptureState | None = None,
        **details: Unpack[ErrorDetails],
    ) -> None:
        super().__init__(message, **details)
        self.differing = tuple(differing)
        self.state = state


class MoveSourceSpentError(MoveError):
    """An upload broke, and its source cannot be read a second time. What broke it is the cause, `__cause__`."""


class MoveDiskFullError(MoveError):
    """A download does not fit: the disk, a quota or a limit on file sizes is exhausted. Nothing is left of it."""


class _NoAnswerError(MoveError):
    def __init__(self, message: str, *, may_have_arrived: bool = True, **details: Unpack[ErrorDetails]) -> None:
        super().__init__(message, **details)
        self.may_have_arrived = may_have_arrived


class MoveConnectionError(_NoAnswerError):
    """No answer came: name lookup, refused, reset, TLS or proxy.

    Attributes:
        may_have_arrived: Whether the server may have carried the request out.
    """


class MoveTimeoutError(_NoAnswerError):
    """No answer came in time.

    Attributes:
        may_have_arrived: Whether the server may have carried the request out.
    """


class MovePaginationError(MoveError):
    """A list does not move on: the server gave the cursor that it was asked with."""


class AmbiguousCreateError(MoveError):
    """It is not known whether something was created: the request may have arrived, and the answer was lost.

    Attributes:
        key: The idempotency key of the creation; None when it had none.
        conclusive_after: When a search for the object becomes conclusive, in UTC: an object that is not in the API's
            lists after that moment was not created. None when that is not known.
    """

    def __init__(
        self,
        message: str,
        *,
        key: str | None = None,
        conclusive_after: datetime | None = None,
        **details: Unpack[ErrorDetails],
    ) -> None:
        super().__init__(message, **details)
        self.key = key
        self.conclusive_after = conclusive_after


class CaptureError(MoveError):
    """A journey has stopped. What stopped it is the cause, `__cause__`.

    Attributes:
        stage: Where: `preflight`, `upload`, `take`, `job`, `wait` or `download`.
        state: The ids made so far, to go on with: `capture(…, resume_from=error.state)`.
        suggestions: What the server suggests to do about a failed job or volume.
    """

    def __init__(
        self,
        message: str,
        *,
        stage: str,
        state: CaptureState,
        suggestions: tuple[str, ...] = (),
        **details: Unpack[ErrorDetails],
    ) -> None:
        super().__init__(message, **details)
        self.stage = stage
        self.state = state
        self.suggestions = suggestions


class IdempotencyMismatchError(MoveError):
    """An idempotency key was used before, with other parameters; nothing was created.

    Attributes:
        id: Id of the object that the key belongs to.
    """

    def __init__(self, message: str, *, id: str, **details: Unpack[ErrorDetails]) -> None:
        super().__init__(message, **details)
        self.id = id


class JobFailedError(MoveError):
    """A job or volume has ended without a result.

    Attributes:
        id: Its id.
        job: The job or volume as it was last read; None when the server gave an error in its place.
        suggestions: What the server suggests to do about it.
    """

    def __init__(
        self,
        message: str,
        *,
        id: str,
        job: Any = None,
        suggestions: tuple[str, ...] = (),
        **details: Unpack[ErrorDetails],
    ) -> None:
        super().__init__(message, **details)
        self.id = id
        self.job = job
        self.suggestions = suggestions


class WaitTimeoutError(MoveError):
    """Waiting has run out of time. The job or volume goes on, and can be waited for again.

    Attributes:
        id: Its id.
        state: The state that was seen last, such as `RUNNING`; None when none was seen.
        percentage: The share of the work that was seen done, 0 to 100; None when none was seen.
    """

    def __init__(
        self,
        message: str,
        *,
        id: str,
        state: str | None = None,
        percentage: int | None = None,
        **details: Unpack[ErrorDetails],
    ) -> None:
        super().__init__(message, **details)
        self.id = id
        self.state = state
        self.percentage = percentage


class WebhookVerificationError(MoveError):
    """A webhook is not genuine, too old or not readable."""


class MoveAPIError(MoveError):
    """The server answered with an error."""


class _AskedToWaitError(MoveAPIError):
    def __init__(self, message: str, *, retry_after: float | None = None, **details: Unpack[ErrorDetails]) -> None:
        super().__init__(message, **details)
        self.retry_after = retry_after


class MoveHTTPStatusError(_AskedToWaitError):
    """The server answered with an HTTP status and without a GraphQL answer.

    Attributes:
        retry_after: How long the server asks to wait, in seconds; None when it does not say.
    """


class MoveURLExpiredError(MoveHTTPStatusError):
    """A presigned URL has expired."""


class MoveAuthenticationError(MoveAPIError):
    """The API key is missing, wrong or revoked."""


class MovePermissionError(MoveAPIError):
    """The key may not do this, or a firewall is in the way."""


class MoveNotFoundError(MoveAPIError):
    """There is no such object."""


class MoveThrottledError(_AskedToWaitError):
    """Too many requests.

    Attributes:
        retry_after: How long the server asks to wait, in seconds; None when it does not say.
    """


class MoveServerError(_AskedToWaitError):
    """The server failed.

    Attributes:
        retry_after: How long the server asks to wait, in seconds; None when it does not say.
    """


class MoveMalformedResponseError(MoveAPIError):
    """The answer is not what the API documents."""


class MoveAnswerTooLargeError(MoveMalformedResponseError):
    """The answer has more bytes than `max_answer_size`, or more values than the API ever gives; nobody asks again."""


class MoveIntegrityError(MoveMalformedResponseError):
    """Storage has other bytes than were sent, gave other bytes than it has, or does not say."""


class MoveUnsafeURLError(MoveMalformedResponseError):
    """The server gave a URL that must not be followed."""
