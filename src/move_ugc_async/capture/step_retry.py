"""Retry a step of a workflow while its error is transient."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from move_ugc_async._backoff import FullJitter
from move_ugc_async._clock import Clock
from move_ugc_async._log import logger
from move_ugc_async._polling.schedule import TOLERANCE
from move_ugc_async._settings import OnAmbiguous
from move_ugc_async._transport.retry import is_transient, requested_delay
from move_ugc_async.errors import (
    AmbiguousCreateError,
    MoveConnectionError,
    MoveError,
    MoveIntegrityError,
    MoveTimeoutError,
)

T = TypeVar("T")

_PAUSES = FullJitter(base=1.0, cap=20.0)
"""Between two attempts of a step, unless the server asks for a longer pause."""


@dataclass(frozen=True, slots=True)
class StepRetry:
    """Retry a step of a workflow while its error is transient: its job has been paid for, or is about to be.

    Every step finds what an earlier attempt has made, by its key or in the folder.

    Args:
        clock: Time and chance.
        on_ambiguous: Whether a creation that left no trace may be sent again.
    """

    clock: Clock
    on_ambiguous: OnAmbiguous

    async def run(self, step: Callable[[], Awaitable[T]], *, has_begun: bool) -> T:
        """Run a step, with retries for up to `TOLERANCE` seconds.

        Args:
            step: The step.
            has_begun: Whether the workflow has made anything. Before, a server that cannot be reached at all is
                probably a wrong address, and is reported at once.

        Raises:
            MoveError: The error is not transient, or the time ran out.
        """
        start: float | None = None
        attempts = 0
        while True:
            try:
                return await step()
            except MoveError as error:
                now = self.clock.monotonic()
                start = now if start is None else start
                pause = self._pause(error, attempts)
                if not self._is_transient(error, has_begun=has_begun) or now + pause - start > TOLERANCE:
                    raise
                logger.warning("a workflow continues in %.1f s after %s", pause, type(error).__name__)
            attempts += 1
            await self.clock.sleep(pause)

    def _is_transient(self, error: MoveError, *, has_begun: bool) -> bool:
        match error:
            case AmbiguousCreateError():
                if self.on_ambiguous == "raise" and error.key is not None:
                    return False
                # An error that the server repeats, such as one that it does not document, ends the workflow.
                return is_transient(error)
            case MoveConnectionError() | MoveTimeoutError():
                return has_begun or error.may_have_arrived
            case MoveIntegrityError():
                # The transfer has been repeated already.
                return False
            case _:
                return is_transient(error)

    def _pause(self, error: MoveError, attempts: int) -> float:
        return max(_PAUSES(attempts + 1, self.clock.random), requested_delay(error))
