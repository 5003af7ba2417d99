"""Fixtures for all tests."""

import gc
import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

from move_ugc_async.sandbox import Sandbox
from tests.support.canaries import Watch
from tests.support.loop_time import StoppedTime, backend_for
from tests.support.ports import reserved_port
from tests.support.postgresql import postgresql, postgresql_database  # noqa: F401 - fixtures

# Hypothesis would create a folder in the working tree, which may be read-only.
set_hypothesis_home_dir(Path(tempfile.gettempdir(), "move-ugc-async-hypothesis"))
settings.register_profile(
    "deterministic",
    derandomize=True,
    database=None,
    # Both measure the speed of the machine.
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("deterministic")


def pytest_collection_finish() -> None:
    """Exclude the collected tests from garbage collection, since they live until the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def stopped_time() -> StoppedTime:
    """Return the time of the test's event loop, which only the test advances."""
    return StoppedTime()


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> Any:
    """Run each asynchronous test on both event loops."""
    return backend_for(request, str(request.param))


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Isolate tests from the environment: keys, endpoints, proxies, telemetry, terminal and encoding."""
    for name in os.environ:
        if name.startswith(("MOVE_", "OTEL_")) or name.lower().removesuffix("_proxy") in {"http", "https", "all", "no"}:
            monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setenv("TERM", "xterm")
    # Child processes use UTF-8 in any locale.
    monkeypatch.setenv("PYTHONUTF8", "1")


@pytest.fixture(autouse=True)
def watch() -> Iterator[Watch]:
    """Fail a test if a secret is in its debug logs, its exceptions or its requests to a sandbox."""
    watch = Watch()
    with watch.watching():
        yield watch
    assert not watch.found


@pytest.fixture
def silent_httpx(monkeypatch: pytest.MonkeyPatch) -> None:
    """Disable the logger of httpx, whose client logs whole URLs. The library uses the transport of httpx instead."""
    monkeypatch.setattr(logging.getLogger("httpx"), "disabled", True)


@pytest.fixture(scope="session", autouse=True)
def _no_slow_callback_log() -> None:
    """Drop asyncio's debug messages about slow callbacks, which depend on the machine."""
    logging.getLogger("asyncio").addFilter(lambda record: not record.msg.startswith("Executing %s took"))


@pytest.fixture(scope="session", autouse=True)
def _no_debug_mode_in_child_processes() -> Iterator[None]:
    """Disable the debug modes of `make test-debug` in child processes, where asyncio's log is not filtered."""
    with pytest.MonkeyPatch.context() as patch:
        # In this process it is already a flag of the interpreter, which asyncio uses too.
        patch.delenv("PYTHONDEVMODE", raising=False)
        patch.delenv("PYTHONASYNCIODEBUG", raising=False)
        yield


@pytest.fixture(scope="session")
def _temporary_folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(autouse=True)
def _temporary_folder(_temporary_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set a folder for temporary files and key records for each test and its child processes."""
    folder = tempfile.mkdtemp(dir=_temporary_folders)
    monkeypatch.setattr(tempfile, "tempdir", folder)
    monkeypatch.setenv("TMPDIR", folder)
    monkeypatch.setenv("XDG_STATE_HOME", str(Path(folder, "state")))


@pytest.fixture
def refusing_url() -> Iterator[str]:
    """Yield a local URL that refuses connections."""
    with reserved_port() as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Yield a sandbox."""
    with Sandbox() as sandbox:
        yield sandbox
