"""Trying again."""

from move_ugc_async._transfers.storage import Storage
from move_ugc_async._transport.retry import is_transient
from move_ugc_async.errors import MoveError


class TransferRetry:
    """Count the tries that have brought nothing, and wait before the next."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._tries = 0

    def moved_on(self) -> None:
        """Start to count anew, and pay for another try: some bytes have arrived."""
        self._tries = 0
        self._storage.budget.put_back()

    async def pause(self, error: MoveError) -> None:
        """Wait before the next try, or raise what went wrong where there is none."""
        self._tries += 1
        wait = self._wait(error) if is_transient(error) else None
        if wait is None:
            raise error
        await self._storage.clock.sleep(wait)

    def _wait(self, error: MoveError) -> float | None:
        storage = self._storage
        wait = storage.retry.wait(error, "transfer", self._tries, storage.clock)
        return wait if wait is not None and storage.budget.take() else None
