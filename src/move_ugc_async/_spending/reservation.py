"""The reservation of one creation in all budgets that apply to it."""

import hashlib
import secrets
from collections.abc import Sequence
from functools import partial

import anyio
from anyio.lowlevel import checkpoint_if_cancelled

from move_ugc_async._concurrency.task_group import run_shielded
from move_ugc_async._log import logger
from move_ugc_async._spending.amounts import BudgetEntry, WorkAmount
from move_ugc_async._spending.budget import Budget, entry_of, ledger_error, record_created
from move_ugc_async.errors import MoveError, MoveTimeoutError

_RELEASE_TIMEOUT = 10.0
"""Maximum seconds for releasing a reservation, during which the error of its creation or a cancellation waits."""


class Reservation:
    """The reservation of one creation: in all of its budgets or in none.

    Args:
        budgets: The budgets, all of which must allow the creation.
        creation_id: Id of the creation in them: see `creation_id`.
        amount: Its work.
    """

    def __init__(self, budgets: Sequence[Budget], creation_id: str, amount: WorkAmount) -> None:
        self._budgets = budgets
        self._id = creation_id
        self._amount = amount
        self._releasable: list[tuple[Budget, str]] = []

    async def reserve(self, operation: str, timeout: float, *, is_absent: bool) -> None:
        """Reserve the creation in all budgets.

        Args:
            operation: Name of the operation, for errors.
            timeout: Maximum seconds; above 0. A cancellation waits for the ledger, whose outcome must be known.
            is_absent: Whether earlier creations with the same key have provably created nothing, so that their
                reservation may be released together with this one.

        Raises:
            BudgetExceededError: A budget does not allow it; nothing is reserved.
            MoveTimeoutError: A ledger did not respond in time.
            MoveError: A ledger failed.
        """
        if not self._budgets:
            return
        try:
            await run_shielded(partial(self._reserve_all, timeout, is_absent=is_absent))
            await checkpoint_if_cancelled()
        except BaseException as error:
            await self.release()
            if isinstance(error, MoveError):
                error.operation = operation
            raise

    async def _reserve_all(self, timeout: float, *, is_absent: bool) -> None:
        # All entries first: one of unknown length must not reserve anything.
        entries = [(budget, entry_of(budget, self._id, self._amount)) for budget in self._budgets]
        with anyio.move_on_after(timeout) as scope:
            for budget, entry in entries:
                if await _reserve(budget, entry, scope) or is_absent:
                    self._releasable.append((budget, entry.id))
            # A ledger that cannot be interrupted, such as one in a thread, may have reserved the work too late.
            if not scope.cancel_called:
                return
        msg = f"the ledger of the budget did not respond within {timeout:g} s"
        raise MoveTimeoutError(msg, may_have_arrived=False)

    async def release(self) -> None:
        """Release the reservation: the creation has provably created nothing. A cancellation waits for it."""
        if self._releasable:
            await run_shielded(self._release_all)

    async def _release_all(self) -> None:
        while self._releasable:
            budget, entry_id = self._releasable.pop()
            error: BaseException | None = None
            with anyio.move_on_after(_RELEASE_TIMEOUT) as scope:
                try:
                    await budget.ledger.release(entry_id)
                except Exception as raised:  # noqa: BLE001 - the error of the creation matters more
                    error = raised
                except anyio.get_cancelled_exc_class() as raised:
                    if scope.cancel_called:
                        raise
                    error = raised
            if error is not None or scope.cancelled_caught:
                reason = "it timed out" if error is None else type(error).__name__
                logger.warning("cannot release a reservation of a budget, which stays reserved: %s", reason)

    def record_created(self) -> None:
        """Record that the object of the creation exists."""
        for budget in self._budgets:
            record_created(budget, self._id)


def creation_id(endpoint: str, account: str, operation: str, key: str | None, take_id: str | None = None) -> str:
    """Return the id of a creation in budgets: a digest of its key and take, or a random one without a key.

    A key is searched for among the jobs of one take: the same key with another take pays for another job.
    """
    if key is None:
        return secrets.token_hex(16)
    return hashlib.sha256(f"{endpoint}\0{account}\0{operation}\0{take_id or ''}\0{key}".encode()).hexdigest()


async def _reserve(budget: Budget, entry: BudgetEntry, scope: anyio.CancelScope) -> bool:
    try:
        return await budget.ledger.reserve(entry, budget.limits)
    except MoveError:
        raise
    except Exception as error:
        raise ledger_error(error) from error
    except anyio.get_cancelled_exc_class() as error:
        if scope.cancel_called:
            raise
        # Only the scope cancels this task: a connection of the ledger was closed, or one of its futures was cancelled.
        raise ledger_error(error) from error
