"""One try of a call, as hooks see it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from move_ugc_async.errors import MoveError


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of one call, once it is over.

    Attributes:
        operation: Name of the GraphQL operation, such as `getJob`.
        number: Which try of the call it was, from 1.
        duration: Seconds that it took.
        status: HTTP status; None where no answer came.
        request_id: The server's id of the request.
        error: What went wrong; None where nothing did.
        retry_in: Seconds until the next try; None where there is none.
    """

    operation: str
    number: int
    duration: float
    status: int | None = None
    request_id: str | None = None
    error: MoveError | None = None
    retry_in: float | None = None


OnAttempt: TypeAlias = Callable[[Attempt], object]
"""Called after each try of each call, before the next. What it raises ends the call."""
