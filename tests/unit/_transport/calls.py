"""Calls in tasks, servers that tests control byte by byte, and marks for event loops and HTTP libraries."""

import threading
from collections.abc import Awaitable, Callable

import anyio
import pytest

from move_ugc_async.errors import MoveError
from tests.support.servers import HttpServer, is_delivered
from tests.support.wait_until import run_ready, wait_until

ONE_STACK = pytest.mark.parametrize("stack", ["asyncio-aiohttp"], indirect=True)
"""For code that depends on neither the event loop nor the HTTP library."""
BOTH_LOOPS = pytest.mark.parametrize("stack", ["asyncio-aiohttp", "trio-httpx"], indirect=True)
"""For code that depends on the event loop, but not on the HTTP library."""


class Running:
    """A call that runs in a task, with its outcome once it has ended.

    Args:
        call: The call.
    """

    def __init__(self, call: Callable[[], Awaitable[object]]) -> None:
        self._call = call
        self._scope = anyio.CancelScope()
        self.has_ended = False
        self.result: object = None
        self.error: MoveError | None = None

    async def run(self) -> None:
        """Await the call; the task to start."""
        try:
            with self._scope:
                self.result = await self._call()
        except MoveError as error:
            self.error = error
        finally:
            self.has_ended = True

    def cancel(self) -> None:
        """Cancel the call by its scope."""
        self._scope.cancel()

    @property
    def was_cancelled(self) -> bool:
        """Whether the call ended by the cancellation of its scope."""
        return self._scope.cancelled_caught

    async def failure(self) -> MoveError:
        """Wait for the end of the call and return its error."""
        await wait_until(lambda: self.has_ended)
        assert self.error is not None
        return self.error


class Drip(threading.Semaphore):
    """A gate for `Reply.drip` that counts how many bytes were sent."""

    def __init__(self) -> None:
        super().__init__(0)
        self._acquired = 0

    def acquire(self, blocking: bool = True, timeout: float | None = None) -> bool:  # noqa: FBT001, FBT002
        self._acquired += 1
        return super().acquire(blocking, timeout)

    async def send(self, count: int = 1) -> None:
        """Send a number of bytes from the server, and wait until the client has read them."""
        await wait_until(lambda: self._acquired)
        expected = self._acquired + count
        self.release(count)
        await wait_until(lambda: self._acquired >= expected)
        await run_ready()


async def hang_up(server: HttpServer) -> None:
    """Close every connection, and wait until the client has received the end of each."""
    sockets = [each.dup() for each in server._sockets]
    server.hang_up()
    for each in sockets:
        with each:
            await wait_until(lambda each=each: is_delivered(each))
    await run_ready()
