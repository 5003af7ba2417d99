"""Retries of transfers."""

from move_ugc_async._transfers.storage import Storage
from move_ugc_async.errors import MoveError


class TransferRetry:
    """Counts the attempts of a transfer since the last progress, and waits before the next one."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._attempts = 0

    def reset(self) -> None:
        """Count from zero again and refill the retry budget, since some bytes have arrived."""
        self._attempts = 0
        self._storage.budget.put_back()

    async def wait(self, error: MoveError) -> None:
        """Wait before the next attempt, or raise the error if no attempt is left."""
        self._attempts += 1
        delay = self._delay(error) if error.transient else None
        if delay is None:
            raise error
        await self._storage.clock.sleep(delay)

    def _delay(self, error: MoveError) -> float | None:
        storage = self._storage
        delay = storage.retry.wait(error, "transfer", self._attempts, storage.clock)
        return delay if delay is not None and storage.budget.take() else None
