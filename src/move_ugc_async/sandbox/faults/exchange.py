"""The interfaces through which faults act on requests and on deliveries."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal, Protocol

if TYPE_CHECKING:
    from starlette.types import Message, Send

CONNECTION_KEY: Final = "move_ugc_async.connection"
"""Key in the state of an ASGI scope that holds the connection of the request."""


class Connection(Protocol):
    """The connection of a request, as a fault can end it or keep it open."""

    async def close(self, last: bytes = b"") -> None:
        """Flush, send `last`, close, and wait until the connection is closed."""

    async def reset(self) -> None:
        """Reset without flushing, and wait until the connection is closed."""

    async def wait_lost(self) -> None:
        """Wait until the client or the shutdown of the sandbox closes the connection."""

    async def sleep(self, seconds: float) -> bool:
        """Wait for `seconds` or until the connection is lost, and return whether it is still open."""
        ...


ForgedPart = Literal["signature", "timestamp", "body", "headers"]
"""What is wrong with a forged webhook; see `ForgeDelivery`."""


class Exchange(Protocol):
    """One request and its response, as a fault can change them."""

    @property
    def connection(self) -> Connection:
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
