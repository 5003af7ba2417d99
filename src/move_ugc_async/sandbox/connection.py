"""A connection: uvicorn's, which faults can end or hold."""

import asyncio
import socket
import struct
import sys

from starlette.types import Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

_KEY = "move_ugc_async.connection"
_RESETS = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class Connection(H11Protocol):
    """A connection to a client, which its requests know."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin."""
        super().connection_made(transport)
        self._lost = asyncio.Event()
        self._is_held = self._is_ending = False
        # The one part of a scope that a protocol can add to without a function of its own around every request.
        self.app_state = {**self.app_state, _KEY: self}

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        super().connection_lost(exc)
        self._lost.set()

    def shutdown(self) -> None:
        """End when the sandbox does; what a fault holds is not waited for."""
        super().shutdown()
        self._is_ending = True
        if self._is_held:
            self.transport.abort()

    @classmethod
    def of(cls, scope: Scope) -> "Connection":
        """Return the connection that a request came by."""
        connection: Connection = scope["state"][_KEY]
        return connection

    async def close(self, last: bytes = b"") -> None:
        """Send what is left, and some last bytes, and close; returns when it is closed."""
        self.transport.write(last)
        self.transport.close()
        await self.wait_lost()

    async def reset(self) -> None:
        """Reset, without sending what is left; returns when it is closed."""
        # Without it the connection would just be closed.
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESETS)
        self.transport.abort()
        await self.wait_lost()

    async def wait_lost(self) -> None:
        """Wait until the client, or the end of the sandbox, has ended the connection."""
        self._hold()
        await self._lost.wait()

    async def sleep(self, seconds: float) -> bool:
        """Wait, and tell whether the connection is still there; it returns at once when it is lost."""
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
