"""A clock for event loops that only the test advances.

A test with the fixture `stopped_time` runs on a loop whose time changes only by `advance`. The library, anyio and the
HTTP libraries all read the time of the loop. Servers in other threads are not affected. Synchronise with events and
`wait_until`, never with real time.
"""

import asyncio
from typing import Any

import pytest
import trio


class StoppedTime:
    """The time of the test's event loop.

    Attributes:
        now: The time of the loop, in seconds.
    """

    def __init__(self) -> None:
        self.now = 1000.0

    def advance(self, seconds: float) -> None:
        """Advance the time; timers that are due fire in the next iteration of the loop."""
        self.now += seconds

    def backend(self, name: str) -> tuple[str, dict[str, Any]]:
        """Return an `anyio_backend` whose loop uses this time."""
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
    """Return an `anyio_backend`, with stopped time if the test uses that fixture."""
    if "stopped_time" not in request.fixturenames:
        return name
    stopped: StoppedTime = request.getfixturevalue("stopped_time")
    return stopped.backend(name)
