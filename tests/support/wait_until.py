"""Wait for a condition: the only module of the tests that reads a real clock and sleeps.

The timeout is a safety net against tests that hang, not a claim about speed.
"""

import time
from collections.abc import Callable

from anyio.lowlevel import checkpoint

SAFETY_NET = 30.0
"""Seconds after which a missing event is a failure, on a busy machine too."""

_INTERVAL = 0.0005


async def wait_until(condition: Callable[[], object]) -> None:
    """Wait until a condition holds, also while time is stopped.

    Raises:
        AssertionError: The condition does not hold after 30 seconds of real time.
    """
    end = time.monotonic() + SAFETY_NET
    while not condition():
        if time.monotonic() > end:
            # Check again, since this process may have been suspended meanwhile.
            assert condition(), _described(condition)
            return
        # A blocking sleep, independent of the loop's time. Other threads run meanwhile.
        time.sleep(_INTERVAL)  # noqa: ASYNC251
        await checkpoint()


def wait_until_sync(condition: Callable[[], object]) -> None:
    """Wait until a condition holds, outside of an event loop.

    Raises:
        AssertionError: The condition does not hold after 30 seconds of real time.
    """
    end = time.monotonic() + SAFETY_NET
    while not condition():
        if time.monotonic() > end:
            assert condition(), _described(condition)
            return
        time.sleep(_INTERVAL)


def _described(condition: Callable[[], object]) -> str:
    code = getattr(condition, "__code__", None)
    where = f"{code.co_filename}:{code.co_firstlineno}" if code else repr(condition)
    return f"the condition at {where} does not hold after {SAFETY_NET:g} s"


async def run_ready(iterations: int = 50) -> None:
    """Run all tasks that are ready, before asserting that something has not happened.

    Too few iterations make such an assertion weaker, but do not fail it.
    """
    for _ in range(iterations):
        await checkpoint()
