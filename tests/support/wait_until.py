"""Waiting for a condition: the one place in the tests that reads a real clock and sleeps.

The limit is a safety net against tests that hang, not a claim about how fast anything is.
"""

import time
from collections.abc import Callable

from anyio.lowlevel import checkpoint

SAFETY_NET = 30.0
"""Seconds after which something that should have happened counts as failed, on the busiest machine too."""

_INTERVAL = 0.0005


async def wait_until(condition: Callable[[], object]) -> None:
    """Wait until a condition holds, on stopped time as well.

    Raises:
        AssertionError: It does not hold after 30 real seconds.
    """
    end = time.monotonic() + SAFETY_NET
    while not condition():
        if time.monotonic() > end:
            # Once more: this process may have been stopped for longer than that.
            assert condition(), _described(condition)
            return
        # Blocking, so that it does not depend on the loop's time; threads run meanwhile.
        time.sleep(_INTERVAL)  # noqa: ASYNC251
        await checkpoint()


def wait_until_sync(condition: Callable[[], object]) -> None:
    """Wait until a condition holds, outside of an event loop.

    Raises:
        AssertionError: It does not hold after 30 real seconds.
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


async def run_ready(turns: int = 50) -> None:
    """Let every task that is ready run, before asserting that something has not happened.

    Too few turns make such an assertion weaker, never red.
    """
    for _ in range(turns):
        await checkpoint()
