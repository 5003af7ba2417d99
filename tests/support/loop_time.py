"""The time of an event loop, moved by a test: every deadline and pause on that loop follows it.

A test that takes the fixture `stopped_time` runs on a loop whose time stands still until `advance` moves it. This holds
for the product, for anyio and for the HTTP libraries below, since all of them ask the loop for the time. Servers in
other threads are not affected. Order is made with events and with `wait_until`, never with real seconds.
"""

import asyncio
from typing import Any

import pytest
import trio


class StoppedTime:
    """The time of the test's event loop, in seconds.

    Attributes:
        now: What the loop takes for the time.
    """

    def __init__(self) -> None:
        self.now = 1000.0

    def advance(self, seconds: float) -> None:
        """Move the time forward; timers that are due then fire in the next turn of the loop."""
        self.now += seconds

    def backend(self, name: str) -> tuple[str, dict[str, Any]]:
        """Return the `anyio_backend` whose loop runs on this time."""
        if name == "trio":
            return name, {"clock": _TrioClock(self)}
        return name, {"loop_factory": lambda: _AsyncioLoop(self)}


class _AsyncioLoop(asyncio.SelectorEventLoop):
    def __init__(self, stopped: StoppedTime) -> None:
        super().__init__()
        self._stopped = stopped

    def time(self) -> float:
        return self._stopped.now


class _TrioClock(trio.abc.Clock):
    def __init__(self, stopped: StoppedTime) -> None:
        self._stopped = stopped

    def start_clock(self) -> None:
        pass

    def current_time(self) -> float:
        return self._stopped.now

    def deadline_to_sleep_time(self, deadline: float) -> float:
        return max(deadline - self._stopped.now, 0.0)


def backend_for(request: pytest.FixtureRequest, name: str) -> Any:
    """Return an `anyio_backend`, on stopped time where the test asks for it."""
    if "stopped_time" not in request.fixturenames:
        return name
    stopped: StoppedTime = request.getfixturevalue("stopped_time")
    return stopped.backend(name)
