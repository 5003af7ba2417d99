"""The interface of senders of webhooks, and their errors."""

from collections.abc import Mapping
from typing import Protocol


class WebhookError(Exception):
    """A webhook could not be sent, or had no valid response."""


class WebhookBlockedError(WebhookError):
    """A webhook must not be sent to its host."""


class WebhookSender(Protocol):
    """An object that sends webhooks. It is called in the event loop of the deliveries, which is asyncio's.

    Cancellation ends a request that takes more than 15 seconds.
    """

    async def send(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Send a `POST` request, and return the status of its response without following redirects.

        Raises:
            WebhookError: There is no response.
            OSError: There is no connection.
            Exception: Any other error is logged, and counts as no response.
        """
        ...
