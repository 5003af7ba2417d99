"""What the libraries below have in common."""

from typing import NamedTuple, Protocol

from move_ugc_async._transport.http.types import Request, Response


class PoolLimits(NamedTuple):
    """How many connections there are."""

    max_connections: int
    keep_alive: float
    """How long an idle one is kept, in seconds."""


class StreamedResponse(Response, Protocol):
    """A response whose head is there, and whose body is still to come."""

    @property
    def is_closed(self) -> bool:
        """Whether its connection serves others already, or is closed."""
        ...

    async def aclose(self) -> None:
        """Let go of the connection."""
        ...


class HttpBackend(Protocol):
    """Whatever sends requests over connections of its own."""

    async def send(self, request: Request) -> StreamedResponse:
        """Send one, and give the head of its response. It raises what the library raises."""
        ...

    async def aclose(self) -> None:
        """Close the connections."""
        ...
