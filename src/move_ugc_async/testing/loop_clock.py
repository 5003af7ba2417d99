"""A clock that knows the event loops in which a client was used."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from move_ugc_async import InstantClock

Function = Callable[[], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class LoopClock(InstantClock):
    """An instant clock that records the event loops that ask for the time, which every call of a client does.

    A fixture, which runs outside of event loops, uses them to close a client where its connections are.
    """

    _runners: dict[object, Callable[[Function], None]] = field(default_factory=dict[object, Callable[[Function], None]])

    def monotonic(self) -> float:
        """Return the seconds since an arbitrary point in time."""
        try:
            loop: Any = asyncio.get_running_loop()
            self._runners.setdefault(loop, lambda function: _run_on_asyncio(loop, function))
        except RuntimeError:
            from trio.lowlevel import current_trio_token

            token = current_trio_token()
            self._runners.setdefault(token, lambda function: _run_on_trio(token, function))
        return InstantClock.monotonic(self)

    def run_in_each_loop(self, function: Function) -> None:
        """Run a function in each recorded loop that has not ended."""
        for run in self._runners.values():
            run(function)


def _run_on_asyncio(loop: asyncio.AbstractEventLoop, function: Function) -> None:
    if loop.is_closed():
        return
    if loop.is_running():
        # In another thread, or around pytest: this one cannot wait for it.
        asyncio.run_coroutine_threadsafe(function(), loop)
    else:
        # Between two tests, the loop of a plugin stands still.
        loop.run_until_complete(function())


def _run_on_trio(token: Any, function: Function) -> None:
    from trio import RunFinishedError
    from trio.lowlevel import spawn_system_task

    try:
        token.run_sync_soon(spawn_system_task, function)
    except RunFinishedError:
        return
