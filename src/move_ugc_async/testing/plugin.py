"""The pytest plugin. Every run of pytest imports it, so it imports the rest of the package only for a fixture."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from move_ugc_async import AsyncMoveUgc
    from move_ugc_async.testing.sandbox import MoveSandbox


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line(
        "markers",
        "move_sandbox(**options): arguments of Sandbox for the fixture move_sandbox, such as clock='manual'",
    )


@pytest.fixture(scope="session")
def move_sandbox_options() -> dict[str, Any]:
    """Return the arguments of all sandboxes; override it in a conftest.py."""
    return {}


@pytest.fixture(scope="session")
def move_sandbox_session(move_sandbox_options: dict[str, Any]) -> "Iterator[MoveSandbox]":
    """Yield a running sandbox that all tests share."""
    from move_ugc_async.testing.sandbox import MoveSandbox

    with MoveSandbox(**move_sandbox_options) as sandbox:
        yield sandbox


@pytest.fixture
def move_sandbox(request: pytest.FixtureRequest, move_sandbox_options: dict[str, Any]) -> "Iterator[MoveSandbox]":
    """Yield a running sandbox for one test; `@pytest.mark.move_sandbox(clock="manual")` sets arguments of it."""
    from move_ugc_async.testing.sandbox import MoveSandbox

    options = dict(move_sandbox_options)
    # The closest marker comes first, and overrides those of its class and module.
    for marker in reversed(list(request.node.iter_markers("move_sandbox"))):
        if marker.args:
            msg = f"the marker move_sandbox must have named arguments, such as clock='manual'; got {marker.args[0]!r}"
            raise pytest.UsageError(msg)
        options.update(marker.kwargs)
    with MoveSandbox(**options) as sandbox:
        yield sandbox


@pytest.fixture
def move_client(move_sandbox: "MoveSandbox") -> "Iterator[AsyncMoveUgc]":
    """Yield a client of `move_sandbox`, for any event loop. Its pauses between attempts and polls take no time.

    It is closed at the end of the test. A wait without a timeout of its own ends after 30 s.
    """
    from move_ugc_async.testing.loop_clock import LoopClock

    clock = LoopClock()
    client = move_sandbox.client(clock=clock, wait_timeout=30.0)
    yield client
    clock.run_in_each_loop(client.aclose)
