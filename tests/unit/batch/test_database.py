"""The database of a batch: URLs, tables, transactions, outages."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
import sqlalchemy as sa

from move_ugc_async import MoveConfigurationError
from move_ugc_async.batch import _connections, _database
from move_ugc_async.batch._database import METADATA, TABLES_VERSION, Database
from move_ugc_async.batch.errors import BatchDatabaseError, DatabaseUnavailableError, DatabaseVersionError
from tests.support.processes import running
from tests.support.wait_until import SAFETY_NET, run_ready, wait_until
from tests.unit.batch.conftest import BOTH

ROOT = Path(__file__).parents[3]
ASYNCIO = pytest.mark.parametrize("anyio_backend", ["asyncio"])
VERSIONS = METADATA.tables["move_batch_version"]
Connect = Callable[[], Database]


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a database without tables: in SQLite, unless the test is marked with `BOTH`."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return f"sqlite:///{tmp_path / 'batch.db'}"
    url: str = request.getfixturevalue("emptied_postgresql")
    return url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "batch.db",
        "/srv/batch.db",
        None,
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///file:batch.db?uri=true",
        "sqlite:///batch.db?mode=ro",
        "sqlite:///what?/batch.db",
        "sqlite:///a?b.db",
        "sqlite:///batch.db?",
        "sqlite:///a\0b.db",
        "sqlite:///\udcff.db",
        "sqlite:/batch.db",
        "sqlite://user:canary@/batch.db",
        "sqlite://batch.db",
        "sqlite:///folder/",
        "sqlite+aiosqlite:///batch.db",
        "mysql://user:canary@host/name",
        "postgresql+asyncpg://user:canary@host/name",
        "postgresql://user:canary@host",
        "postgresql://user:canary@host:port/name",
        "postgresql://user:can@ary@host/name",
        "postgresql://user:can@host@canary/name",
    ],
)
def test_invalid_urls_are_refused_without_quoting_them(url: Any) -> None:
    with pytest.raises(MoveConfigurationError, match=r"^database must|in database must") as caught:
        Database(url)
    assert "can" not in str(caught.value).replace("cannot", "")
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:canary@/name?host=/nowhere",
        "postgres://user:canary@/name?host=/nowhere",
        "postgresql+psycopg://user:canary@/name?host=/nowhere",
        "postgresql://user@/name?host=/nowhere&password=canary",
        "postgresql://user:can%61ry@/name?host=/nowhere",
    ],
)
def test_passwords_are_in_no_message_or_repr(url: str) -> None:
    with closing(Database(url)) as database:
        with pytest.raises(DatabaseUnavailableError) as caught:
            database.open()
        assert "canary" not in f"{database!r} {database} {caught.value} {caught.value!r} {database._engine!r}"
        assert "name on /nowhere" in str(caught.value)
        assert database.engine_url.startswith("postgresql://user:canary@")


@pytest.mark.parametrize("user", ["", "&user=user"])
def test_the_engine_has_a_password_among_the_parameters_too(user: str) -> None:
    with closing(Database(f"postgresql:///name?host=/nowhere{user}&password=can%40ary")) as database:
        url = sa.make_url(database.engine_url)
        assert "can" not in f"{database!r} {database} {database._engine!r} {url!r}"
    _, parameters = database._engine.dialect.create_connect_args(url)
    assert (parameters.get("user", ""), parameters["password"]) == (user.removeprefix("&user="), "can@ary")


@pytest.mark.parametrize("set_by_user", ["", "&connect_timeout=2", "&tcp_user_timeout=5000&keepalives_idle=1"])
def test_the_engine_notices_silent_connections_too(set_by_user: str) -> None:
    defaults = {"connect_timeout": "10", "keepalives_idle": "10", "tcp_user_timeout": "20000"}
    with closing(Database(f"postgresql://user@/name?host=/nowhere{set_by_user}")) as database:
        query = sa.make_url(database.engine_url).query
        assert query.items() >= {**defaults, **dict(parse_qsl(set_by_user))}.items()
        # Those of the batch have the same ones.
        _, parameters = database._engine.dialect.create_connect_args(database._engine.url)
        assert parameters.items() >= query.items()


@pytest.mark.parametrize("hosts", ["host=/one,/two", "host=/one&host=/two"])
def test_all_hosts_of_a_url_are_named(hosts: str) -> None:
    with closing(Database(f"postgresql://user@/name?{hosts}")) as database:
        assert str(database) == "name on /one,/two"


def test_password_that_the_server_quotes_is_redacted() -> None:
    with (
        closing(Database("postgresql://user:canary@/name?host=/nowhere/canary")) as database,
        pytest.raises(DatabaseUnavailableError, match=r"socket \"/nowhere/…/") as caught,
    ):
        database.open()
    assert "/…/.s" in str(caught.value)


def test_path_is_made_absolute_when_the_database_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    database = Database("sqlite:///new folder/batch.db")
    monkeypatch.chdir("/")
    database.open()
    assert (tmp_path / "new folder/batch.db").is_file()
    assert Path(str(sa.make_url(database.engine_url).database)) == tmp_path / "new folder/batch.db"
    database.close()


def test_links_name_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to("batch.db")
    (tmp_path / "folder").symlink_to(tmp_path)
    urls = {Database(f"sqlite:///{tmp_path}/{name}").engine_url for name in ("batch.db", "link.db", "folder/link.db")}
    assert len(urls) == 1


@pytest.mark.parametrize("name", ["a%20b", "100%", "a%3Fb", "#1 ü+", "a b+c", "a&b=c", "día", "%2e%2e%2fb", "a:b@c"])
def test_path_of_a_sqlite_file_is_used_as_it_is_written(tmp_path: Path, name: str) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/{name}.db")) as database:
        database.open()
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.db"}
    # The engine opens the same file.
    assert sa.make_url(database.engine_url).database == str(tmp_path / f"{name}.db")


@ASYNCIO
@pytest.mark.anyio
@pytest.mark.parametrize("statement", ["SELECT missing FROM move_batch_version", "SELECT 1 FROM missing", "SELEKT"])
async def test_errors_of_sqlite_that_do_not_end_are_raised_at_once(database: Database, statement: str) -> None:
    def read() -> None:
        with database.read() as connection:
            connection.execute(sa.text(statement))

    with pytest.raises(BatchDatabaseError, match="no other program has changed the database") as caught:
        async with asyncio.timeout(SAFETY_NET):
            await database.run(read)
    assert type(caught.value) is BatchDatabaseError


@pytest.mark.parametrize("code", [sqlite3.SQLITE_BUSY_SNAPSHOT, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE])
def test_errors_of_sqlite_that_end_are_reported_as_unavailable(database: Database, code: int) -> None:
    error = sqlite3.OperationalError("disk")
    error.sqlite_errorcode = code
    with (
        pytest.raises(DatabaseUnavailableError, match="check that its folder exists, may be written"),
        database.errors(),
    ):
        raise error


def test_sqlite_file_has_a_write_ahead_log_before_others_open_it(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/batch.db")) as database:
        database.open()
    with closing(sqlite3.connect(tmp_path / "batch.db")) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_sqlite_file_without_shared_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class NetworkShare(sqlite3.Connection):
        def execute(self, sql: str, *arguments: Any) -> sqlite3.Cursor:
            return super().execute(sql.replace("WAL", "DELETE"), *arguments)

    opened = sqlite3.connect

    def connect(path: str) -> sqlite3.Connection:
        return opened(path, factory=NetworkShare)

    monkeypatch.setattr(_database.sqlite3, "connect", connect)
    with (
        closing(Database(f"sqlite:///{tmp_path}/batch.db")) as database,
        pytest.raises(MoveConfigurationError, match="must be on a local disk"),
    ):
        database.open()


@pytest.mark.parametrize("content", ["text", "folder"])
def test_file_that_is_no_database_is_a_typed_error(content: str, tmp_path: Path) -> None:
    path = tmp_path / "batch.db"
    path.mkdir() if content == "folder" else path.write_text("This file is a text, not a database." * 100)
    with (
        closing(Database(f"sqlite:///{path}")) as database,
        pytest.raises(BatchDatabaseError, match=r"batch\.db") as caught,
    ):
        database.open()
    # The folder may be moved out of the way meanwhile.
    assert isinstance(caught.value, DatabaseUnavailableError) == (content == "folder")


@BOTH
def test_tables_have_one_version_after_several_processes_created_them(database_url: str) -> None:
    databases = [Database(database_url) for _ in range(8)]
    barrier = threading.Barrier(len(databases))

    def open_database(database: Database) -> None:
        barrier.wait(SAFETY_NET)
        database.open()

    with ThreadPoolExecutor(len(databases)) as threads:
        list(threads.map(open_database, databases))
    with databases[0].read() as connection:
        assert connection.scalars(sa.select(VERSIONS.c.version)).all() == [TABLES_VERSION]
    for database in databases:
        database.close()


@BOTH
@pytest.mark.slow
def test_tables_are_created_by_fifty_processes_at_once(database_url: str) -> None:
    code = (
        "import sys\nfrom move_ugc_async.batch import _database, _leases\n"
        "input()\n_database.Database(sys.argv[1]).open()"
    )
    command = [sys.executable, "-c", code, database_url]
    pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": ROOT}
    processes = [subprocess.Popen(command, **pipes) for _ in range(50)]  # type: ignore[call-overload]
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    assert {process.communicate()[1] for process in processes} == {""}
    assert {process.returncode for process in processes} == {0}


@BOTH
def test_database_of_a_newer_version_is_refused(database: Database, connect: Connect) -> None:
    with database.write() as connection:
        connection.execute(sa.update(VERSIONS).values(version=TABLES_VERSION + 1))
    with pytest.raises(DatabaseVersionError, match="upgrade move-ugc-async"):
        connect()


@BOTH
def test_transaction_is_rolled_back_after_an_exception(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        assert connection.execute(sa.update(VERSIONS).values(version=7)).rowcount / 0
    with database.read() as connection:
        assert connection.scalar(sa.select(VERSIONS.c.version)) == TABLES_VERSION


@BOTH
def test_transactions_with_the_same_lock_see_each_others_writes(database: Database, connect: Connect) -> None:
    databases = [database, connect()]
    barrier = threading.Barrier(4)

    def count(number: int) -> None:
        barrier.wait(SAFETY_NET)
        for _ in range(10):
            with databases[number % 2].write(lock="count") as connection:
                before = connection.scalar(sa.select(VERSIONS.c.version))
                assert before is not None
                connection.execute(sa.update(VERSIONS).values(version=before + 1))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(count, range(4)))
    with database.read() as connection:
        assert connection.scalar(sa.select(VERSIONS.c.version)) == TABLES_VERSION + 40


@BOTH
def test_reader_does_not_wait_for_a_writer(database: Database) -> None:
    with closing(Database(database.engine_url)) as other, database.write() as writer:
        writer.execute(sa.update(VERSIONS).values(version=7))
        with other.read() as reader:
            assert reader.scalar(sa.select(VERSIONS.c.version)) == TABLES_VERSION


@BOTH
def test_time_of_the_database_is_in_seconds_since_1970(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with closing(Database(database_url)) as database, database.read() as connection:
        assert database.now(connection) == pytest.approx((tmp_path / "file").stat().st_mtime, abs=3600)


def test_time_of_postgresql_is_that_after_waiting_for_a_lock(emptied_postgresql: str) -> None:
    with closing(Database(emptied_postgresql)) as database, database.read() as connection:
        first = database.now(connection)
        assert database.now(connection) > first


def test_transaction_that_postgresql_ended_is_a_transient_error(emptied_postgresql: str) -> None:
    with closing(Database(emptied_postgresql)) as database:
        database.open()

        def write() -> None:
            with database.write() as connection, closing(Database(emptied_postgresql)) as other:
                pid = connection.scalar(sa.text("SELECT pg_backend_pid()"))
                with other.read() as admin:
                    admin.execute(sa.text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
                connection.execute(sa.update(VERSIONS).values(version=7))

        with pytest.raises(DatabaseUnavailableError, match="terminating connection") as caught:
            write()
        assert caught.value.transient
        # Idle connections that have ended as well are replaced.
        with database.write() as connection:
            assert connection.scalar(sa.select(VERSIONS.c.version)) == TABLES_VERSION


def test_idle_connections_that_postgresql_ended_are_replaced(emptied_postgresql: str) -> None:
    with closing(Database(emptied_postgresql)) as database, closing(Database(emptied_postgresql)) as other:
        database.open()
        with other.read() as admin:
            admin.execute(
                sa.text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        with database.read() as connection:
            assert connection.scalar(sa.select(VERSIONS.c.version)) == TABLES_VERSION


def test_error_while_a_connection_is_prepared_is_a_transient_error(
    emptied_postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    def fail(*_: Any) -> None:
        msg = "terminating connection"
        raise psycopg.OperationalError(msg)

    monkeypatch.setattr(_connections, "_configure_postgresql", fail)
    with closing(Database(emptied_postgresql)) as database, pytest.raises(DatabaseUnavailableError):
        database.open()


def test_postgresql_frees_the_locks_of_a_suspended_process(emptied_postgresql: str) -> None:
    with closing(Database(emptied_postgresql)) as database, database.read() as connection:
        assert connection.scalar(sa.text("SHOW idle_in_transaction_session_timeout")) == "10s"
        assert connection.scalar(sa.text("SHOW statement_timeout")) == "30s"
        assert connection.scalar(sa.text("SHOW transaction_isolation")) == "read committed"


@ASYNCIO
@pytest.mark.anyio
async def test_run_waits_until_the_database_is_available(
    emptied_postgresql: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(_database, "_FIRST_DELAY", 0)
    link = tmp_path / "socket"
    server, database_name = Path(emptied_postgresql.partition("host=")[2]), sa.make_url(emptied_postgresql).database
    attempts = 0

    def read(name: str) -> str:
        nonlocal attempts
        attempts += 1
        if attempts == 3:
            link.symlink_to(server)
        with database.read() as connection:
            return f"{name} {connection.scalar(sa.text('SELECT 1'))}"

    with closing(Database(f"postgresql://studio@/{database_name}?host={link}")) as database:
        assert await database.run(read, "read") == "read 1"
    assert attempts == 3


@ASYNCIO
@pytest.mark.anyio
async def test_cancelled_run_ends_after_the_call_in_its_thread(tmp_path: Path) -> None:
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def call() -> None:
        begun.set()
        may_end.wait(SAFETY_NET)
        ended.set()

    with closing(Database(f"sqlite:///{tmp_path}/batch.db")) as database:
        task = asyncio.create_task(database.run(call))
        await wait_until(begun.is_set)
        task.cancel()
        await run_ready()
        assert not task.done()
        may_end.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert ended.is_set()


@ASYNCIO
@pytest.mark.anyio
async def test_run_ends_when_cancelled_while_the_database_is_unavailable() -> None:
    attempted = threading.Event()

    def fail() -> None:
        attempted.set()
        msg = "down"
        raise DatabaseUnavailableError(msg)

    with closing(Database("postgresql://studio@/name?host=/nowhere")) as database:
        task = asyncio.create_task(database.run(fail))
        await wait_until(attempted.is_set)
        await run_ready()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not fork")
def test_child_has_its_own_connections_after_a_fork_and_threads_end_with_the_interpreter(
    emptied_postgresql: str,
) -> None:
    ignored = ["-W", "ignore::DeprecationWarning", "-W", "ignore::ResourceWarning"]
    command = [sys.executable, "-W", "error", *ignored, "-m", "tests.unit.batch.forked"]
    with running([*command, emptied_postgresql], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    # The child counts to 2, and its lease is not valid.
    assert out.splitlines() == ["child: LeaseLostError True", "parent: 3 True"]


@ASYNCIO
@pytest.mark.anyio
async def test_close_refuses_calls_that_wait_for_a_thread(
    tmp_path: Path,
) -> None:
    database, continues = Database(f"sqlite:///{tmp_path}/batch.db"), threading.Event()
    calls = [asyncio.ensure_future(database.run(continues.wait)) for _ in range(9)]
    await run_ready()
    database.close()
    continues.set()
    results = await asyncio.gather(*calls, return_exceptions=True)
    # As many as there are threads had begun.
    assert {type(each) for each in results} == {bool, MoveConfigurationError}
    with pytest.raises(MoveConfigurationError, match="it was left"):
        await database.run(continues.wait)
