"""Interfaces that the aiohttp and httpx backends implement."""

from typing import NamedTuple, Protocol

from move_ugc_async._transport.http.types import Request, Response


class PoolLimits(NamedTuple):
    """Limits of a connection pool."""

    max_connections: int
    keep_alive: float
    """Seconds that an idle connection is kept."""


class StreamedResponse(Response, Protocol):
    """A response whose headers have arrived and whose body has not been read."""

    @property
    def is_closed(self) -> bool:
        """Whether the connection was released or closed."""
        ...

    async def aclose(self) -> None:
        """Release the connection."""
        ...


class HttpBackend(Protocol):
    """Sends requests over connections of its own."""

    async def send(self, request: Request) -> StreamedResponse:
        """Send a request; return the response once its headers have arrived. Exceptions of the library pass through."""
        ...

    async def aclose(self) -> None:
        """Close the connections."""
        ...
