"""One attempt of a call, as passed to `on_attempt`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from move_ugc_async.errors import MoveError


@dataclass(frozen=True, slots=True)
class Attempt:
    """One finished attempt of a call: one HTTP request.

    Attributes:
        operation: Name of the GraphQL operation, such as `getJob`.
        number: Number of the attempt within its call, from 1.
        duration: Duration in seconds.
        status: HTTP status; None without a response.
        request_id: Id that the server gave to the request.
        error: The error; None after a success.
        retry_in: Seconds until the next attempt; None if the attempt was the last.
    """

    operation: str
    number: int
    duration: float
    status: int | None = None
    request_id: str | None = None
    error: MoveError | None = None
    retry_in: float | None = None


OnAttempt: TypeAlias = Callable[[Attempt], object]
"""Called after each attempt of each call. An error that it raises ends the call, unless the attempt succeeded."""
