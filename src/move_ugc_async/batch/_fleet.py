"""The part of this process in a fleet of workers: its lease, takeovers, and its share of the request rate."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Protocol

from move_ugc_async.batch._dbos import logger
from move_ugc_async.batch._leases import Lease
from move_ugc_async.batch._rate import RateShare
from move_ugc_async.batch._takeover import Takeover, hand_over
from move_ugc_async.batch.errors import BatchDatabaseError, LeaseLostError

if TYPE_CHECKING:
    from collections.abc import Callable

    from move_ugc_async.batch._database import Database
    from move_ugc_async.batch._takeover import Workflows


class Fence(Protocol):
    """What says whether this process may still create objects."""

    @property
    def nonce(self) -> str:
        """A random text that no other process has, and no earlier start of this one."""
        ...

    def check(self) -> None:
        """Raise `LeaseLostError` if another process may do the work of this one. Does not block."""
        ...


class FileFence:
    """The fence of a SQLite file: one process at a time holds its lock."""

    def __init__(self) -> None:
        self.nonce = secrets.token_hex(16)

    def check(self) -> None:
        """Return, since the lock is held until the engine has stopped."""


class Fleet:
    """The membership of this process. All methods but those that are asynchronous block."""

    def __init__(self, lease: Lease, takeover: Takeover, share: RateShare | None, workflows: Workflows) -> None:
        self.lease = lease
        self._takeover, self._share, self._workflows = takeover, share, workflows

    @classmethod
    def join(
        cls,
        database: Database,
        executor: str,
        settings: tuple[float, float, float | None],
        workflows: Workflows,
        limit_rate: Callable[[float], None],
    ) -> Fleet:
        """Acquire the lease of a worker.

        Raises:
            BatchDatabaseError: The database cannot be used.
        """
        seconds, grace, max_rate = settings
        lease = Lease.acquire(database, executor, seconds=seconds, grace=grace)
        share = None if max_rate is None else RateShare(database, lease, max_rate, limit_rate)
        return cls(lease, Takeover(database, lease, workflows), share, workflows)

    @property
    def nonce(self) -> str:
        """The nonce of the lease."""
        return self.lease.nonce

    @property
    def rate(self) -> float | None:
        """Requests per second of this process; None without a limit, or before it has a share."""
        return None if self._share is None else self._share.rate

    def check(self) -> None:
        """Raise `LeaseLostError` unless the lease is valid."""
        self.lease.check()

    def start(self) -> None:
        """Renew the lease, and observe those of others."""
        self.lease.start()
        if self._share is not None:
            self._share.start()
        self._takeover.start()

    async def wait_until_granted(self) -> None:
        """Wait until this process may send requests."""
        if self._share is not None:
            await self._share.wait_until_granted()

    def stop(self) -> None:
        """Take over nothing more."""
        self._takeover.stop()
        if self._share is not None:
            self._share.stop()

    def leave(self) -> None:
        """Hand the work of this process over to others. Nothing of it may be running any more."""
        try:
            hand_over(self.lease, self._workflows)
        except (LeaseLostError, BatchDatabaseError) as error:
            # Others continue by themselves.
            logger.warning("cannot hand the work of this process over: %s", error)
        except Exception:  # noqa: BLE001 - of the engine, which may raise any
            logger.exception("cannot hand the work of this process over")

    def end(self) -> None:
        """Stop renewing the lease, however this process leaves: others would wait for it for ever."""
        self.lease.end()
