"""A PostgreSQL server of Debian's binaries, for tests."""

import contextlib
import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.wait_until import SAFETY_NET, wait_until_sync

BINARIES = ("/usr/lib/postgresql/*/bin/postgres", "/usr/local/pgsql/bin/postgres")
NUMBERS = itertools.count()


@contextlib.contextmanager
def running_server() -> Generator[str, None, None]:
    """Start a PostgreSQL server in a temporary folder, and yield the URL of its database.

    It skips the test if PostgreSQL is not installed.
    """
    found = sorted(path for pattern in BINARIES for path in Path("/").glob(pattern[1:]))
    if not found:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    # Not on Windows.
    import pwd

    # Not in the folder for temporary files of the tests, which only root may read. PostgreSQL refuses to run as root.
    folder = Path(tempfile.mkdtemp(prefix="postgresql-", dir="/tmp"))
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    shutil.chown(folder, user)
    run: dict[str, Any] = {}
    if os.geteuid() == 0:
        run = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
    initdb = [
        str(found[-1].with_name("initdb")),
        "--auth=trust",
        "--username=studio",
        "--no-sync",
        "-D",
        str(folder / "data"),
    ]
    created = subprocess.run(initdb, cwd=folder, check=False, capture_output=True, text=True, **run)
    assert created.returncode == 0, created.stderr
    options = ["-D", str(folder / "data"), "-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([found[-1], *options], cwd=folder, stdout=log, stderr=log, **run)
    try:
        wait_until_sync(lambda: _accepts_connections(folder / ".s.PGSQL.5432"))
        yield f"postgresql://studio@/postgres?host={folder}"
    finally:
        # At once: the data is not needed any more.
        server.send_signal(signal.SIGQUIT)
        server.wait(SAFETY_NET)
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Yield the URL of a PostgreSQL server that all tests of a process share."""
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
