"""A client that reports and pauses its process beside the fence of a creation."""

import signal
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, Literal, TypeAlias

from move_ugc_async import AsyncMoveUgc

Place: TypeAlias = Literal["before", "after"]
Fence: TypeAlias = Callable[[], None]


class Fences:
    """Watches all fences of this process.

    Args:
        report: Sends a message to the program that runs the proof.
    """

    def __init__(self, report: Callable[..., None]) -> None:
        self._report = report
        self._place: Place | None = None
        self._number = 0
        self._passed_at: float | None = None
        self.gaps: list[float] = []
        """Seconds between each fence that let a creation pass and the system call that wrote its first byte."""

    def stop_at(self, place: Place, number: int) -> None:
        """Stop this process (SIGSTOP) before or after the fence with this number, counted from now on."""
        self._place, self._number = place, number

    def wrap(self, fence: Fence) -> Fence:
        """Return a fence that reports and stops beside this one."""

        def check() -> None:
            self._stop("before")
            called = time.monotonic()
            fence()
            self._report("passed", called=called, returned=time.monotonic())
            self._stop("after")
            self._passed_at = time.perf_counter()

        return check

    def measure_gaps(self) -> None:
        """Measure the time from a fence to the next byte that this process sends."""
        for name in ("send", "sendmsg"):
            setattr(socket.socket, name, self._timed(getattr(socket.socket, name)))

    def _timed(self, send: Any) -> Any:
        def timed(*arguments: Any) -> Any:
            if self._passed_at is not None:
                self.gaps.append(time.perf_counter() - self._passed_at)
                self._passed_at = None
            return send(*arguments)

        return timed

    def _stop(self, place: Place) -> None:
        if self._place != place:
            return
        self._number -= 1
        if not self._number:
            self._place = None
            self._report("stopping", place=place)
            # To this thread, which stops before the call returns: another one could stop after some milliseconds.
            signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)


class FencedClient(AsyncMoveUgc):
    """A client whose fences are watched.

    Attributes:
        fences: Set before the client is used.
    """

    fences: Fences

    def with_options(self, **options: Any) -> AsyncMoveUgc:  # type: ignore[override]
        """Return a copy with other options; a fence among them is watched."""
        if options.get("fence") is not None:
            options["fence"] = self.fences.wrap(options["fence"])
        return super().with_options(**options)
