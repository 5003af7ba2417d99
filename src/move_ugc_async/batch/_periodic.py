"""Call a function again and again in a daemon thread.

periodic = Periodic(function, "name of the thread")    # the function returns the seconds until its next call
periodic.start()
periodic.stop()                                        # waits for a call that has begun
"""

import atexit
import logging
import threading
from collections.abc import Callable

logger = logging.getLogger("move_ugc_async")

_EXIT_SECONDS = 1.0
"""How long the exit of the interpreter waits for a call that has begun."""


class Periodic:
    """A daemon thread that calls a function until it is stopped.

    It does not keep the process alive, but ends before the interpreter is torn down. It does not survive a fork.

    Args:
        function: Returns the seconds until its next call, or None to end the thread. An exception is a bug: it is
            logged, and ends the thread.
        name: Name of the thread.
    """

    def __init__(self, function: Callable[[], float | None], name: str) -> None:
        self._function = function
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread; the first call begins at once."""
        atexit.register(self._stop_at_exit)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, after a call that has begun; do nothing if it was never started or has ended."""
        self._stopped.set()
        atexit.unregister(self._stop_at_exit)
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()

    def _stop_at_exit(self) -> None:
        self._stopped.set()
        self._thread.join(_EXIT_SECONDS)

    def _run(self) -> None:
        try:
            while (delay := self._function()) is not None and not self._stopped.wait(delay):
                pass
        except Exception:
            logger.exception("the thread %s failed", self._thread.name)
