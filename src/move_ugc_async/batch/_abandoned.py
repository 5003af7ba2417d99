"""Continue the workflows that the engine has given up, in the process that works on a SQLite file.

The engine waits while the file is locked. After any other error of the database, such as that of a full disk, it ends a
workflow whose result it could not store, and its row stays pending until the next start of the process.

    abandoned = Abandoned(executor, workflows, running)
    abandoned.start()
    abandoned.stop()

With PostgreSQL, the engine waits itself, and another host could continue what this one still runs.
"""

import logging
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from move_ugc_async.batch._periodic import Periodic

if TYPE_CHECKING:
    from move_ugc_async.batch._takeover import Workflows

logger = logging.getLogger("move_ugc_async")

SECONDS = 15.0
"""Seconds between two checks. Longer than it takes to start a workflow, and to store its result."""


class Abandoned:
    """Puts workflows back on their queue that are pending although nothing runs them.

    Args:
        executor: Id of this process in the engine.
        workflows: The engine.
        running: Returns the ids of the workflows that run in this process.
    """

    def __init__(self, executor: str, workflows: "Workflows", running: Callable[[], AbstractSet[str]]) -> None:
        self._executor, self._workflows, self._running = executor, workflows, running
        self._suspects = frozenset[str]()
        self._thread = Periodic(self._check, "move-ugc abandoned")

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread; waits for a check that has begun."""
        self._thread.stop()

    def run_once(self) -> AbstractSet[str]:
        """Check once, and return the workflows that were continued: those that two checks in a row have found."""
        # In this order: one that ends in between is neither pending nor running at the next check.
        pending = self._workflows.pending(self._executor)
        idle = frozenset(pending) - self._running()
        abandoned = idle & self._suspects
        self._suspects = idle - abandoned
        if abandoned:
            logger.warning("the engine has given up %d workflows; continuing them", len(abandoned))
            self._workflows.resume(sorted(abandoned))
        return abandoned

    def _check(self) -> float:
        try:
            self.run_once()
        except Exception as error:  # noqa: BLE001 - the database may be unavailable, and the engine may raise any
            logger.warning("cannot check for workflows that the engine has given up: %s", error)
        return SECONDS
