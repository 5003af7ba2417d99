"""Databases of batches, with a time that the test moves."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.clocks import FakeClock

if TYPE_CHECKING:
    from move_ugc_async.batch._database import Database

if find_spec("sqlalchemy") is None or find_spec("watchfiles") is None:
    # The environments for other versions of dependencies have no packages for batches.
    collect_ignore_glob = ["test_*.py"]

BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
"""Runs a test on both databases."""

NOW = 1_800_000_000.0


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database without rows: a new one of SQLite, unless the test is marked with `BOTH`."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return f"sqlite:///{tmp_path / 'batch.db'}"
    url: str = request.getfixturevalue("cleared_postgresql")
    return url


@pytest.fixture(scope="session")
def batch_postgresql(postgresql: str) -> str:
    """Return the URL of a database for all tests of batches: creating one for each takes longer than the test."""
    import psycopg

    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute("CREATE DATABASE batch")
    return postgresql.replace("/postgres?", "/batch?")


@pytest.fixture
def cleared_postgresql(batch_postgresql: str) -> str:
    """Return the URL of a PostgreSQL database without rows: dropping and creating the tables takes longer."""
    import psycopg

    with psycopg.connect(batch_postgresql, autocommit=True) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (name,) in names:
            connection.execute(f'DELETE FROM "{name}"'.encode())
    return batch_postgresql


@pytest.fixture
def emptied_postgresql(batch_postgresql: str) -> str:
    """Return the URL of a PostgreSQL database without tables."""
    import psycopg

    with psycopg.connect(batch_postgresql, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return batch_postgresql


@pytest.fixture
def clock() -> FakeClock:
    """Return the time of all processes and of the database."""
    return FakeClock(now=NOW, is_independent=True)


@pytest.fixture
def connect(database_url: str, clock: FakeClock) -> Iterator[Callable[[], "Database"]]:
    """Yield a function that opens the database as another process would."""
    import move_ugc_async.batch._leases
    import move_ugc_async.batch._ledger  # noqa: F401 - their tables
    from move_ugc_async.batch._database import Database

    class TimedDatabase(Database):
        def now(self, connection: Any) -> float:
            super().now(connection)
            return clock.time()

    opened: list[Database] = []

    def connect() -> Database:
        opened.append(TimedDatabase(database_url))
        opened[-1].open()
        return opened[-1]

    yield connect
    for database in opened:
        database.close()


@pytest.fixture
def database(connect: Callable[[], "Database"]) -> "Database":
    """Return an open database."""
    return connect()
