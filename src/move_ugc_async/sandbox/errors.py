"""Errors that a resolver answers with."""

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn


class ApiError(Exception):
    """An error of the API itself, as opposed to one of the GraphQL layer.

    Args:
        message: Text for people.
        error_type: Becomes `errorType`.
        data: Becomes `data` of the error item.
        info: Becomes `errorInfo` of the error item.
    """

    def __init__(
        self,
        message: str,
        *,
        error_type: str,
        data: Mapping[str, Any] | None = None,
        info: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.error_type = error_type
        self.data = data
        self.info = info


def not_found() -> ApiError:
    """Make the error for an id that names nothing."""
    return ApiError("Resource not found in move-ugc-api.", error_type="MoveNotFoundError")


def refuse(message: str) -> NoReturn:
    """Raise the error for arguments that fit the schema and still make no sense.

    No public material shows the type of this error; `MoveValidationError` is an assumption,
    named after `MoveNotFoundError`.
    """
    raise ApiError(message, error_type="MoveValidationError")


def no_file_object() -> ApiError:
    """Make the error for an output whose bytes do not exist yet.

    The message is documented, the type is an assumption.
    """
    return ApiError("File object does not exist", error_type="MoveFileError")


def work_failed(kind: str, suggestions: Sequence[str], progress: Mapping[str, Any]) -> ApiError:
    """Make the error that a failed job or volume arrives as.

    `data.progress` and `errorInfo.suggestions` have been seen; the type and the message are
    assumptions.
    """
    return ApiError(
        f"{kind} failed",
        error_type=f"Move{kind}FailedError",
        data={"progress": progress},
        info={"suggestions": list(suggestions)},
    )
