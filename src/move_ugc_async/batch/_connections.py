"""Connections to a database, and their settings."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

BUSY_SECONDS = 30
"""How long a transaction waits for others on the same SQLite file, and a statement of PostgreSQL at most."""

IDLE_SECONDS = 10
"""After this time, PostgreSQL ends a transaction whose process is suspended, and frees its locks for others."""


def create_engine(url: sa.URL) -> sa.Engine:
    """Return a pool of connections, none of which is open yet."""
    # Values of statements, such as paths of clips, must not reach error messages.
    if url.drivername == "sqlite":
        engine = sa.create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        # Otherwise, after waiting for a lock, a transaction would read what was there before.
        isolation_level="READ COMMITTED",
        pool_size=2,
        max_overflow=8,
        pool_pre_ping=True,
        # Prepared statements break behind poolers such as PgBouncer.
        connect_args={"prepare_threshold": None},
    )
    event.listen(engine, "connect", _configure_postgresql)
    return engine


def _configure_sqlite(connection: Any, _record: Any) -> None:
    # Otherwise the driver begins transactions itself, and too late to be serialised.
    connection.isolation_level = None


def _begin_sqlite(connection: sa.Connection) -> None:
    reads = connection.get_execution_options().get("move_reads")
    # IMMEDIATE: a transaction that reads first and writes later would fail if another one writes in between.
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _configure_postgresql(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")
        cursor.execute(f"SET statement_timeout = '{BUSY_SECONDS}s'")
    connection.commit()
