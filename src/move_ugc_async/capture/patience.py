"""How long a journey puts up with a server that does not answer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from move_ugc_async._idempotency.attempt import OnAmbiguous
from move_ugc_async.clock import Clock
from move_ugc_async.errors import (
    AmbiguousCreateError,
    MoveConnectionError,
    MoveError,
    MoveIntegrityError,
    MoveTimeoutError,
    MoveUnsafeURLError,
)
from move_ugc_async.log import logger
from move_ugc_async.transfers.attempts import may_pass
from move_ugc_async.transport.backoff import FullJitter
from move_ugc_async.transport.retry import asked_for, may_repeat
from move_ugc_async.waiting.poller import TOLERANCE
from move_ugc_async.waiting.refusals import is_passing

T = TypeVar("T")

_PAUSES = FullJitter(base=1.0, cap=20.0)
"""Between two tries of a step, where the server asks for no longer one."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Go the steps of a journey again while what goes wrong may pass: its job has been paid for, or is about to be.

    Every step finds what an earlier try has made, by its key or in the folder.

    Args:
        clock: Time and chance.
        on_ambiguous: Whether a creation that left no trace may be sent again.
    """

    clock: Clock
    on_ambiguous: OnAmbiguous

    async def go(self, step: Callable[[], Awaitable[T]], *, has_begun: bool) -> T:
        """Go a step, again and again for up to `TOLERANCE` seconds.

        Args:
            step: What to do.
            has_begun: Whether the journey has made anything. Before, a server that cannot be reached at all is rather
                a wrong address, and told at once.

        Raises:
            MoveError: It will not pass, or has not.
        """
        start: float | None = None
        tries = 0
        while True:
            try:
                return await step()
            except MoveError as error:
                now = self.clock.monotonic()
                start = now if start is None else start
                pause = self._pause(error, tries)
                if not self._passes(error, has_begun=has_begun) or now + pause - start > TOLERANCE:
                    raise
                logger.warning("a journey goes on in %.1f s after %s", pause, type(error).__name__)
            tries += 1
            await self.clock.sleep(pause)

    def _passes(self, error: MoveError, *, has_begun: bool) -> bool:
        match error:
            case AmbiguousCreateError():
                if self.on_ambiguous == "raise" and error.key is not None:
                    return False
                # What the server answers again and again, such as an error that it does not document, ends the journey.
                cause = error.__cause__
                return not isinstance(cause, MoveError) or may_repeat(cause, repeatable=True)
            case MoveConnectionError() | MoveTimeoutError():
                return has_begun or error.may_have_arrived
            case MoveIntegrityError() | MoveUnsafeURLError():
                return False
            case _:
                return is_passing(error) or may_pass(error)

    def _pause(self, error: MoveError, tries: int) -> float:
        return max(_PAUSES(tries + 1, self.clock.random), asked_for(error))
