"""The application of `examples/web` on a real socket, against a sandbox."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from move_ugc_async.sandbox import Sandbox
from tests.support.wait_until import SAFETY_NET, wait_until_sync

if TYPE_CHECKING:
    from tests.integration.web.studio_server import StudioServer

if find_spec("psycopg") is None or find_spec("limits") is None:
    # The environments for other versions of dependencies have no packages for the example.
    collect_ignore_glob = ["test_*.py"]

BINARIES = ("/usr/lib/postgresql/*/bin/postgres", "/usr/local/pgsql/bin/postgres")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def serve(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., "StudioServer"]]:
    """Yield a function that starts the application; a second call starts it again, on the same data."""
    from move_ugc_async import InstantClock
    from tests.integration.web.studio_server import StudioServer, app

    monkeypatch.setenv("MOVE_API_KEY", sandbox.api_key)
    monkeypatch.setenv("MOVE_UGC_ENDPOINT_URL", sandbox.endpoint_url)
    # Searches for jobs whose creation was interrupted take no time.
    monkeypatch.setattr(app, "AsyncMoveUgc", partial(app.AsyncMoveUgc, clock=InstantClock()))
    servers: list[StudioServer] = []

    def start(**settings: Any) -> StudioServer:
        servers.append(StudioServer({"data_dir": tmp_path / "data", **settings}))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Start a PostgreSQL server in a temporary folder, and yield the URL of its database."""
    found = sorted(path for pattern in BINARIES for path in Path("/").glob(pattern[1:]))
    if not found:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    # Not in the folder for temporary files of the tests, which only root may read. PostgreSQL refuses to run as root.
    folder = Path(tempfile.mkdtemp(prefix="postgresql-", dir="/tmp"))
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    shutil.chown(folder, user)
    run = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    initdb = [
        str(found[-1].with_name("initdb")),
        "--auth=trust",
        "--username=studio",
        "--no-sync",
        "-D",
        str(folder / "data"),
    ]
    created = subprocess.run(initdb, cwd=folder, check=False, capture_output=True, text=True, **run)  # type: ignore[call-overload]
    assert created.returncode == 0, created.stderr
    options = ["-D", str(folder / "data"), "-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([found[-1], *options], cwd=folder, stdout=log, stderr=log, **run)  # type: ignore[call-overload]
    try:
        wait_until_sync(lambda: _accepts_connections(folder / ".s.PGSQL.5432"))
        yield f"postgresql://studio@/postgres?host={folder}"
    finally:
        server.terminate()
        server.wait(SAFETY_NET)
        shutil.rmtree(folder)


def _accepts_connections(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0 and b"ready to accept" in (path.parent / "log").read_bytes()
