"""Fixtures that every test may use."""

import logging
import tempfile
from collections.abc import Iterator

import pytest

from move_ugc_async.sandbox import Sandbox
from tests.canaries import Watch


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    """Run each asynchronous test on both event loops."""
    return str(request.param)


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what the machine's environment says of keys, endpoints and proxies out of the tests."""
    for name in ("MOVE_API_KEY", "MOVE_UGC_ENDPOINT_URL", "MOVE_DEFAULT_PAGE_SIZE", "MOVE_LOG"):
        monkeypatch.delenv(name, raising=False)
    for scheme in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{scheme}_proxy", raising=False)
        monkeypatch.delenv(f"{scheme}_proxy".upper(), raising=False)


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
        yield


@pytest.fixture(scope="session", autouse=True)
def _temporary_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the locks of idempotency keys out of the machine's folder for temporary files, in child processes too."""
    folder = str(tmp_path_factory.mktemp("temporary"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", folder)
        patch.setenv("TMPDIR", folder)
        yield


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A sandbox of the test's own."""
    with Sandbox() as sandbox:
        yield sandbox
