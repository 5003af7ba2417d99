"""Faults of creations, and their responses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

Ending = Literal["whole", "truncated", "reset", "close", "never"]

EXECUTION_LIMIT = 30.0
"""Seconds after its arrival after which a request is no longer executed."""
NOT_FOUND = ("MoveNotFoundError", "Resource not found in move-ugc-api.")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of one creation.

    Attributes:
        is_executed: Whether the object is created and billed.
        reply: Name of the response, a method of `Server` or a status.
        ending: How the connection ends.
        executed_after: Seconds from the arrival of the request to the creation of the object.
        replied_after: Seconds from the arrival of the request to the response, or to the end of the connection.
    """

    is_executed: bool
    reply: str | int = "object"
    ending: Ending = "whole"
    executed_after: float = 0.5
    replied_after: float = 1.0


def _statuses() -> Iterator[tuple[str, Fault]]:
    for status in (302, 404, 413, 429, 502, 504):
        yield f"{status} done", Fault(is_executed=True, reply=status)
        yield f"{status} not done", Fault(is_executed=False, reply=status)


FAULTS: dict[str, Fault] = {
    "ok": Fault(is_executed=True),
    "lost": Fault(is_executed=True, ending="reset"),
    "late": Fault(is_executed=True, ending="reset", executed_after=EXECUTION_LIMIT - 0.1),
    "partial": Fault(is_executed=True, ending="truncated"),
    "below": Fault(is_executed=True, reply="below_root"),
    "refused": Fault(is_executed=False, reply="not_found"),
    # Variants of the faults above.
    "lost, closed": Fault(is_executed=True, ending="close"),
    "lost, no response": Fault(is_executed=True, ending="never"),
    "late, no response": Fault(is_executed=True, ending="never", executed_after=EXECUTION_LIMIT - 0.1),
    "late, 504": Fault(is_executed=True, reply=504, executed_after=EXECUTION_LIMIT - 0.1, replied_after=29.0),
    "not executed, reset": Fault(is_executed=False, ending="reset"),
    "not executed, no response": Fault(is_executed=False, ending="never"),
    "partial, nullable part": Fault(is_executed=True, reply="nulled_part"),
    "below, throttled": Fault(is_executed=True, reply="below_root_throttled"),
    "refused, denied": Fault(is_executed=False, reply="denied"),
    "refused, invalid": Fault(is_executed=False, reply="invalid"),
    "refused, bad key": Fault(is_executed=False, reply="bad_key"),
    "throttled": Fault(is_executed=False, reply="throttled"),
    "unknown error done": Fault(is_executed=True, reply="unknown_error"),
    "unknown error not done": Fault(is_executed=False, reply="unknown_error"),
    "empty error done": Fault(is_executed=True, reply="empty_error"),
    **dict(_statuses()),
}
VARIANTS = tuple(FAULTS)
"""All faults within the assumptions."""
FAULTS["too late"] = Fault(is_executed=True, ending="reset", executed_after=EXECUTION_LIMIT + 20)
RESPONSES = ("ok", "lost", "late", "partial", "below", "refused")
"""The responses of the small scope."""

PARTIAL = ("null item", "null items", "null list", "null metadata")
"""The kinds of incomplete lists."""


def error_item(path: list[Any] | None, error_type: str | None, message: str) -> dict[str, Any]:
    """Return an error in AppSync's format."""
    return {"path": path, "data": None, "errorType": error_type, "errorInfo": None, "message": message}


def _refusal(path: bool, error_type: str | None, message: str, status: int = 200) -> Any:  # noqa: FBT001
    def response(name: str, _: object) -> tuple[int, dict[str, Any]]:
        body = {"errors": [error_item([name] if path else None, error_type, message)]}
        return status, body if status != 200 else {"data": {name: None} if path else None, **body}

    return response


def _below(error_type: str, message: str) -> Any:
    # `Job.client` is not nullable, so that the error nulls the whole job.
    def response(name: str, _: object) -> tuple[int, dict[str, Any]]:
        return 200, {"data": {name: None}, "errors": [error_item([name, "client"], error_type, message)]}

    return response


REPLIES: dict[str, Callable[[str, Any], tuple[int, dict[str, Any]]]] = {
    "object": lambda _, body: (200, body),
    "nulled_part": lambda name, body: (
        200,
        {**body, "errors": [error_item([name, "name"], "InternalFailure", "Something went wrong.")]},
    ),
    "below_root": _below(*NOT_FOUND),
    "below_root_throttled": _below("ThrottlingException", "Rate exceeded"),
    "not_found": _refusal(True, *NOT_FOUND),  # noqa: FBT003
    "denied": _refusal(True, "Unauthorized", "Not Authorized to access this field"),  # noqa: FBT003
    "invalid": _refusal(False, None, "Validation error of type FieldUndefined: no such field"),  # noqa: FBT003
    "bad_key": _refusal(False, "UnauthorizedException", "You are not authorized to make this call.", 401),  # noqa: FBT003
    "throttled": _refusal(True, "ThrottlingException", "Rate exceeded"),  # noqa: FBT003
    "unknown_error": _refusal(True, "MoveCreditError", "no credits left"),  # noqa: FBT003
    "empty_error": lambda name, _: (200, {"data": {name: None}, "errors": [{}]}),
}
