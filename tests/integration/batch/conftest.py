"""Fixtures of the tests of batches: a sandbox whose jobs finish at once, clips, and databases."""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from move_ugc_async import AsyncMoveUgc, CaptureSpec
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.workflows import write_variant
from tests.support.loop_time import backend_for
from tests.support.wait_until import SAFETY_NET, wait_until_sync

if TYPE_CHECKING:
    from move_ugc_async.batch import Batch, BatchOutcome

if find_spec("dbos") is None or find_spec("watchfiles") is None:
    # The environments for other versions of dependencies have no packages for batches.
    collect_ignore_glob = ["test_*.py"]

OURS = (
    "dbos",
    "queue-worker",
    "move-ugc lease",
    "move-ugc takeover",
    "move-ugc rate",
    "move-ugc batch",
    "move-ugc abandoned",
)
"""Starts of the names of threads that must have ended once a batch is left."""

EMPTY = """
DO $$ BEGIN EXECUTE (
    SELECT coalesce('TRUNCATE ' || string_agg(format('%I.%I', schemaname, tablename), ', '), 'SELECT 1') FROM pg_tables
    WHERE schemaname IN ('public', 'dbos') AND tablename NOT IN ('move_batch_version', 'dbos_migrations')
); END $$
"""
"""Removes all rows but the versions of the tables."""


@pytest.fixture(params=["asyncio"])
def anyio_backend(request: pytest.FixtureRequest) -> Any:
    """Run each test on asyncio: batches require it."""
    return backend_for(request, str(request.param))


@pytest.fixture(autouse=True, scope="session")
def _no_log_of_statements() -> None:
    """Keep SQLAlchemy from logging each statement for the watch of secrets: that takes most of the time."""
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Yield a sandbox in which every job has finished by the next request."""
    with Sandbox(clock="instant") as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: str) -> str:
    """Return the URL of a database for all tests: creating the tables of the engine takes longer than most of them."""
    import psycopg

    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute("CREATE DATABASE batches")
    return postgresql.replace("/postgres?", "/batches?")


@pytest.fixture
def postgresql_database(migrated_postgresql: str) -> str:
    """Return the URL of a PostgreSQL database whose tables are empty or, in the first test, missing."""
    import psycopg

    with psycopg.connect(migrated_postgresql, autocommit=True) as connection:
        connection.execute(EMPTY)
    return migrated_postgresql


BOTH_IF_SLOW = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True
)
"""Runs a test on a SQLite file, and on PostgreSQL only among the slow tests."""


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a new database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'batch.db'}"
    url: str = request.getfixturevalue("postgresql_database")
    return url


@pytest.fixture
def client_factory(sandbox: Sandbox) -> Callable[[], AsyncMoveUgc]:
    """Return a function that creates clients of the sandbox, which need not wait for unknown outcomes for long."""
    return lambda: AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, server_timeout=0.2, settle=0.1)


@pytest.fixture(autouse=True)
def _no_engine_left() -> Iterator[None]:
    """Stop an engine that a test leaves running, and fail this test: the next ones could not start theirs."""
    from move_ugc_async.batch import _shared_engine

    yield
    engine, _shared_engine._engine = _shared_engine._engine, None
    if engine is not None:
        engine.stop()
        pytest.fail("the engine is still running: a batch was not left")


@pytest.fixture
def new_batch(tmp_path: Path, client_factory: Callable[[], AsyncMoveUgc]) -> "Iterator[Callable[..., Batch]]":
    """Yield a function that returns a batch, by default in a SQLite file; verify that nothing of it stays."""
    from move_ugc_async.batch import Batch

    def new_batch(database: str = f"sqlite:///{tmp_path / 'batch.db'}", **arguments: Any) -> Batch:
        return Batch(database, **{"client_factory": client_factory, "poll_interval": 0.2, **arguments})

    yield new_batch
    # The engine waits for its own threads for seconds only.
    wait_until_sync(lambda: not [each for each in threading.enumerate() if each.name.startswith(OURS)])


@pytest.fixture
def clips(tmp_path: Path) -> Callable[[int], list[CaptureSpec]]:
    """Return a function that writes different clips, and returns a spec for each."""

    def clips(number: int) -> list[CaptureSpec]:
        paths = [write_variant(tmp_path / f"clip{each}.mp4", each) for each in range(number)]
        return [CaptureSpec(path, tmp_path / "out" / path.stem, {"outputs": ["main_glb"]}) for path in paths]

    return clips


async def outcomes_of(batch: "Batch") -> "dict[str, BatchOutcome]":
    """Return the outcome of each clip, by the name of its file, once all have ended."""
    async with asyncio.timeout(SAFETY_NET):
        return {outcome.path.name: outcome async for outcome in batch.results()}
