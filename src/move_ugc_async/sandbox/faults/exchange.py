"""The interfaces through which faults act on requests and on deliveries."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from starlette.types import Message, Send

    from move_ugc_async.sandbox.connection import Connection

ForgedPart = Literal["signature", "timestamp", "body", "headers"]
"""What is wrong with a forged webhook; see `ForgeDelivery`."""


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


class DeliveryExchange(Protocol):
    """One attempt to deliver a webhook, as a fault can change it."""

    async def post(self, *, forged: ForgedPart | None = None) -> None:
        """Send the webhook, and use the response as the result of the attempt."""
        ...

    def lose(self, *, retry: bool) -> None:
        """Send nothing, and either retry on schedule or never."""
        ...

    def postpone(self, seconds: float, *, until_next: bool = False) -> None:
        """Make the attempt later, or as soon as another webhook was sent to the endpoint."""
        ...
