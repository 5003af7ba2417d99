"""The interface through which a fault acts on a request."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from starlette.types import Message, Send

    from move_ugc_async.sandbox.connection import Connection


class Exchange(Protocol):
    """One request and its response, as a fault can change them."""

    @property
    def connection(self) -> "Connection":
        """The connection to the client."""
        ...

    async def send(self, message: "Message", /) -> None:
        """Send an ASGI message to the client."""
        ...

    async def process(self, send: "Send") -> None:
        """Process the request, and send the response to `send`."""
        ...

    async def process_or_skip(self, *, after_work: bool, receive_body: bool = True) -> None:
        """Process the request and discard its response, or record that it was not processed.

        Args:
            after_work: Whether the request is processed.
            receive_body: Whether the whole request is received if it is not processed.
        """
        ...

    async def respond(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Send another response than the right one."""
        ...
