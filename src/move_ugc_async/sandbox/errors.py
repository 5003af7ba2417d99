"""Errors that resolvers raise."""

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn


class ApiError(Exception):
    """An error of the API itself, as opposed to one of the GraphQL layer.

    Args:
        message: `message` of the error item.
        error_type: `errorType` of the error item.
        data: `data` of the error item.
        info: `errorInfo` of the error item.
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
    """Return the error for an unknown id."""
    return ApiError("Resource not found in move-ugc-api.", error_type="MoveNotFoundError")


def reject(message: str) -> NoReturn:
    """Raise the error for arguments that match the schema but are invalid.

    The type of this error is not public; `MoveValidationError` is an assumption, named after `MoveNotFoundError`.
    """
    raise ApiError(message, error_type="MoveValidationError")


def no_file_object() -> ApiError:
    """Return the error for an output whose content does not exist yet.

    The message is documented, the type is an assumption.
    """
    return ApiError("File object does not exist", error_type="MoveFileError")


def work_failed(kind: str, suggestions: Sequence[str], progress: Mapping[str, Any]) -> ApiError:
    """Return the error of a failed job or volume.

    `data.progress` and `errorInfo.suggestions` have been observed; the type and the message are assumptions.
    """
    return ApiError(
        f"{kind} failed",
        error_type=f"Move{kind}FailedError",
        data={"progress": progress},
        info={"suggestions": list(suggestions)},
    )
