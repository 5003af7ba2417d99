"""The arguments of a `Batch`, validated."""

import inspect
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from move_ugc_async import AsyncMoveUgc, Budget, MoveConfigurationError
from move_ugc_async._spending.ledger import MemoryLedger

_MAX_COUNT = 2**31 - 1
"""The maximum of an integer in PostgreSQL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchArguments:
    """The arguments of a `Batch`; see there.

    Raises:
        MoveConfigurationError: One is invalid.
    """

    url: str
    client_factory: Callable[[], AsyncMoveUgc]
    name: str
    version: str
    budget: Budget | None
    uploads: int
    jobs: int
    ahead: int
    max_rate: float | None
    on_ambiguous: Literal["resend", "quarantine"]
    lease: float
    poll_interval: float
    worker: bool

    def new_client(self) -> AsyncMoveUgc:
        """Return a new client.

        Raises:
            MoveConfigurationError: `client_factory` returns something else.
        """
        client: object = self.client_factory()
        if not isinstance(client, AsyncMoveUgc):  # pyright: ignore[reportUnnecessaryIsInstance]
            if inspect.iscoroutine(client):
                # Or Python warns that it was never awaited.
                client.close()
            msg = f"client_factory must return a new AsyncMoveUgc; got {type(client).__name__}"
            raise MoveConfigurationError(msg)
        return client

    def __post_init__(self) -> None:
        if not (isinstance(self.name, str) and re.fullmatch(r"[A-Za-z0-9._-]{1,64}", self.name)):  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"name must be 1 to 64 letters, digits, dots, dashes and underscores; got {self.name!r}"
            raise MoveConfigurationError(msg)
        if not (isinstance(self.version, str) and self.version):  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"version must be a string that is not empty; got {self.version!r}"
            raise MoveConfigurationError(msg)
        if not callable(self.client_factory):
            msg = f"client_factory must be a function; got {type(self.client_factory).__name__}"
            raise MoveConfigurationError(msg)
        if not isinstance(self.budget, Budget | None):  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"budget must be a Budget; got {type(self.budget).__name__}"
            raise MoveConfigurationError(msg)
        if self.budget is not None and not isinstance(self.budget.ledger, MemoryLedger):
            msg = "cannot use the ledger of a budget in a batch: its database counts the jobs; remove ledger="
            raise MoveConfigurationError(msg)
        for name in ("uploads", "jobs", "ahead"):
            _ensure_count(name, getattr(self, name))
        for name in ("lease", "poll_interval", "max_rate"):
            _ensure_positive(name, getattr(self, name))
        if self.on_ambiguous not in ("resend", "quarantine"):
            msg = f"on_ambiguous must be 'resend' or 'quarantine'; got {self.on_ambiguous!r}"
            raise MoveConfigurationError(msg)


def _ensure_count(name: str, value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _MAX_COUNT:
        msg = f"{name} must be an integer from 1 to {_MAX_COUNT}; got {value!r:.40}"
        raise MoveConfigurationError(msg)


def _ensure_positive(name: str, value: object) -> None:
    if name == "max_rate" and value is None:
        return
    if not isinstance(value, int | float) or isinstance(value, bool) or not (math.isfinite(value) and value > 0):
        msg = f"{name} must be a positive number; got {value!r}"
        raise MoveConfigurationError(msg)
