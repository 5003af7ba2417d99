"""Fixtures that every test may use."""

import gc
import logging
import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

from move_ugc_async.sandbox import Sandbox
from tests.canaries import Watch
from tests.support.loop_time import StoppedTime, backend_for

# Hypothesis would make a folder in the working tree, which may be read-only.
set_hypothesis_home_dir(Path(tempfile.gettempdir(), "move-ugc-async-hypothesis"))
settings.register_profile(
    "same every time",
    derandomize=True,
    database=None,
    # Both measure how fast the machine is.
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("same every time")


def pytest_collection_finish() -> None:
    """Keep what collecting has made out of every later garbage collection: it lives until the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def stopped_time() -> StoppedTime:
    """The time of the test's event loop, which only the test moves."""
    return StoppedTime()


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> Any:
    """Run each asynchronous test on both event loops."""
    return backend_for(request, str(request.param))


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's environment out of the tests: keys, endpoints, proxies, telemetry, terminal and encoding."""
    for name in os.environ:
        if name.startswith(("MOVE_", "OTEL_")) or name.lower().removesuffix("_proxy") in {"http", "https", "all", "no"}:
            monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setenv("TERM", "xterm")
    # Child processes write and read UTF-8, whatever the locale says.
    monkeypatch.setenv("PYTHONUTF8", "1")


@pytest.fixture(autouse=True)
def watch() -> Iterator[Watch]:
    """Read what every test logs, raises and asks for, at debug level, and fail it where a secret is told."""
    watch = Watch()
    with watch.watching():
        yield watch
    assert not watch.found


@pytest.fixture
def silent_httpx(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep httpx' own client quiet where a test uses it: it logs whole URLs, and the library calls below it."""
    monkeypatch.setattr(logging.getLogger("httpx"), "disabled", True)


@pytest.fixture(scope="session", autouse=True)
def _no_stopwatch() -> None:
    """Keep asyncio's debug mode from logging that something took long, which on a busy machine says nothing."""
    logging.getLogger("asyncio").addFilter(lambda record: not record.msg.startswith("Executing %s took"))


@pytest.fixture(scope="session", autouse=True)
def _no_debug_mode_in_child_processes() -> Iterator[None]:
    """Keep the debug modes of `make test-debug` to this process: in others nothing filters what asyncio logs."""
    with pytest.MonkeyPatch.context() as patch:
        # Of this process it is a flag of the interpreter by now, which asyncio goes by as well.
        patch.delenv("PYTHONDEVMODE", raising=False)
        patch.delenv("PYTHONASYNCIODEBUG", raising=False)
        yield


@pytest.fixture(scope="session")
def _temporary_folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(autouse=True)
def _temporary_folder(_temporary_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test, and its child processes, a folder for temporary files and for the records of creations."""
    folder = tempfile.mkdtemp(dir=_temporary_folders)
    monkeypatch.setattr(tempfile, "tempdir", folder)
    monkeypatch.setenv("TMPDIR", folder)
    monkeypatch.setenv("XDG_STATE_HOME", str(Path(folder, "state")))


@pytest.fixture
def refusing_url() -> Iterator[str]:
    """A URL of this machine that refuses connections for as long as the test runs."""
    # Bound and not listening, so that nobody else gets the port meanwhile.
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{unused.getsockname()[1]}"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A sandbox of the test's own."""
    with Sandbox() as sandbox:
        yield sandbox
