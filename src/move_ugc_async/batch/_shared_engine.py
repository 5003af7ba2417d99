"""The one engine of this process, which its batches share."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from move_ugc_async import MoveConfigurationError
from move_ugc_async.batch._database import Database
from move_ugc_async.batch._engine import Engine

if TYPE_CHECKING:
    from move_ugc_async.batch._arguments import BatchArguments

_guard = threading.Lock()
_engine: Engine | None = None


def enter(arguments: BatchArguments, grace: float) -> Engine:
    """Return the engine of this process, which works for a batch from now on. Blocks.

    Args:
        arguments: Those of the batch, whose database is open.
        grace: Seconds for which what its client has sent may still take effect.

    Raises:
        BatchInUseError: Another process works on the same SQLite file.
        MoveConfigurationError: The engine is configured otherwise in this process.
        BatchDatabaseError: The database cannot be used.
    """
    global _engine  # noqa: PLW0603 - the engine is a singleton
    settings = (arguments.lease, grace, arguments.max_rate)
    with _guard:
        database = Database(arguments.url)
        if _engine is None:
            engine = Engine(database, settings)
            engine.start()
            _engine = engine
        engine = _engine
        try:
            _check_same(engine, database, settings)
            engine.add(arguments)
        except BaseException:
            if not engine.has_users:
                _engine = None
                engine.stop()
            raise
        finally:
            if engine.database is not database:
                database.close()
        return engine


def _check_same(engine: Engine, database: Database, settings: tuple[float, float, float | None]) -> None:
    if engine.database.engine_url != database.engine_url:
        msg = (
            "cannot enter the batch: this process works on another database; use one database with a name for each "
            "batch, or pass worker=False"
        )
        raise MoveConfigurationError(msg)
    if engine.fleet is not None and engine.fleet.lease.is_lost:
        engine.fleet.check()
    if engine.settings != settings:
        msg = (
            "cannot enter the batch: all batches of a process must have the same lease and max_rate, and clients with "
            "the same server_timeout and settle; pass worker=False here, or use another process"
        )
        raise MoveConfigurationError(msg)


def leave(engine: Engine) -> None:
    """Stop the engine if no other batch of this process uses it. Blocks for seconds at most."""
    global _engine  # noqa: PLW0603
    with _guard:
        if engine.leave():
            _engine = None
            engine.stop()
