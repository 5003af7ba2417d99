"""The application of `examples/web` on a real socket, against a sandbox."""

from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from move_ugc_async.sandbox import Sandbox

if TYPE_CHECKING:
    from tests.integration.web.studio_server import StudioServer

if find_spec("psycopg") is None or find_spec("limits") is None:
    # The environments for other versions of dependencies have no packages for the example.
    collect_ignore_glob = ["test_*.py"]


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
