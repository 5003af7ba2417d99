"""Databases of PostgreSQL, on the server of `DATABASE_URL` or on one of Debian's binaries, for tests and examples."""

import contextlib
import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.wait_until import SAFETY_NET, wait_until_sync

BINARIES = ("/usr/lib/postgresql/*/bin/postgres", "/usr/local/pgsql/bin/postgres")
MISSING = "PostgreSQL is not installed: run apt-get install postgresql"
NUMBERS = itertools.count()


def find_postgres() -> Path | None:
    """Return the path of the newest server that is installed, or None."""
    found = sorted(path for pattern in BINARIES for path in Path("/").glob(pattern[1:]))
    return found[-1] if found else None


@contextlib.contextmanager
def running_server(max_connections: int = 100) -> Generator[str, None, None]:
    """Start a PostgreSQL server in a temporary folder, and yield the URL of its database.

    Raises:
        FileNotFoundError: PostgreSQL is not installed.
    """
    postgres = find_postgres()
    if postgres is None:
        raise FileNotFoundError(MISSING)
    # Not on Windows.
    import pwd

    # Not in the folder for temporary files of the tests, which only root may read. PostgreSQL refuses to run as root.
    folder = Path(tempfile.mkdtemp(prefix="postgresql-", dir="/tmp"))
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    shutil.chown(folder, user)
    # Ctrl+C reaches the program only, which stops the server last.
    run: dict[str, Any] = {"start_new_session": True}
    if os.geteuid() == 0:
        run |= {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
    initdb = [
        str(postgres.with_name("initdb")),
        "--auth=trust",
        "--username=studio",
        "--no-sync",
        "-D",
        str(folder / "data"),
    ]
    created = subprocess.run(initdb, cwd=folder, check=False, capture_output=True, text=True, **run)
    assert created.returncode == 0, created.stderr
    options = ["-D", str(folder / "data"), "-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off"]
    options += ["-c", f"max_connections={max_connections}"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([postgres, *options], cwd=folder, stdout=log, stderr=log, **run)
    try:
        wait_until_sync(lambda: _accepts_connections(folder / ".s.PGSQL.5432"))
        yield f"postgresql://studio@/postgres?host={folder}"
    finally:
        # At once: the data is not needed any more.
        server.send_signal(signal.SIGQUIT)
        server.wait(SAFETY_NET)
        shutil.rmtree(folder)


@contextlib.contextmanager
def temporary_database() -> Generator[str, None, None]:
    """Yield the URL of a new database on the server of `DATABASE_URL`, or on one that this starts.

    The database is dropped at the end.

    Raises:
        FileNotFoundError: PostgreSQL is not installed, and `DATABASE_URL` is not set.
    """
    import psycopg

    with contextlib.ExitStack() as resources:
        server = os.environ.get("DATABASE_URL") or resources.enter_context(running_server())
        name = f"move_{uuid.uuid4().hex}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Yield the URL of a PostgreSQL server that all tests of a process share."""
    if find_postgres() is None:
        pytest.skip(MISSING)
    with running_server() as url:
        yield url


@pytest.fixture
def postgresql_database(postgresql: str) -> str:
    """Return the URL of a new, empty database on the shared server."""
    import psycopg

    name = f"test_{next(NUMBERS)}"
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type,unused-ignore]
    return postgresql.replace("/postgres?", f"/{name}?")


def _accepts_connections(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0 and b"ready to accept" in (path.parent / "log").read_bytes()
