"""A connection of uvicorn that faults can close, reset or keep open."""

import asyncio
import socket
import struct
import sys

from uvicorn.protocols.http.h11_impl import H11Protocol

from move_ugc_async.sandbox.faults.exchange import CONNECTION_KEY

_LINGER_ZERO = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class Connection(H11Protocol):
    """A connection to a client; implements `faults.exchange.Connection`."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Register the connection in the state of its requests."""
        super().connection_made(transport)
        self._lost = asyncio.Event()
        self._is_held = self._is_ending = False
        # A protocol can add to this part of the scope without wrapping the application.
        self.app_state = {**self.app_state, CONNECTION_KEY: self}

    def connection_lost(self, exc: Exception | None) -> None:
        """Wake the faults that wait for the connection."""
        super().connection_lost(exc)
        self._lost.set()

    def shutdown(self) -> None:
        """Close with the sandbox, at once if a fault holds the connection."""
        super().shutdown()
        self._is_ending = True
        if self._is_held:
            self.transport.abort()

    async def close(self, last: bytes = b"") -> None:
        """Flush, send `last`, close, and wait until the connection is closed."""
        self.transport.write(last)
        self.transport.close()
        await self.wait_lost()

    async def reset(self) -> None:
        """Reset without flushing, and wait until the connection is closed."""
        # Without this option, abort() closes the connection instead of resetting it.
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
        self.transport.abort()
        await self.wait_lost()

    async def wait_lost(self) -> None:
        """Wait until the client or the shutdown of the sandbox closes the connection."""
        self._hold()
        await self._lost.wait()

    async def sleep(self, seconds: float) -> bool:
        """Wait for `seconds` or until the connection is lost, and return whether it is still open."""
        self._hold()
        try:
            await asyncio.wait_for(self._lost.wait(), seconds)
        except TimeoutError:
            return True
        finally:
            self._is_held = False
        return False

    def _hold(self) -> None:
        self._is_held = True
        if self._is_ending:
            self.transport.abort()
