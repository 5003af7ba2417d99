"""One attempt to deliver a webhook; faults act on it."""

import asyncio
import logging
from dataclasses import dataclass

from move_ugc_async.sandbox.faults.exchange import ForgedPart
from move_ugc_async.sandbox.state.deliveries import DueDelivery
from move_ugc_async.sandbox.state.records import WebhookTarget
from move_ugc_async.sandbox.webhooks.sender import WebhookBlockedError, WebhookError, WebhookSender
from move_ugc_async.sandbox.webhooks.signing import signed_request

TIMEOUT = 15.0
"""Seconds of real time that an endpoint has to respond."""

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Postponement:
    """How a fault makes an attempt late; see `DeliveryExchange.postpone`."""

    seconds: float
    until_next: bool


class Attempt:
    """One attempt; implements `faults.exchange.DeliveryExchange`.

    Attributes:
        status: HTTP status of the last response.
        error: Why there was no response.
        is_final: Whether there must be no retry, because the webhook is lost or its host is not permitted.
        is_blocked: Whether its host is not permitted.
        is_late: Whether the endpoint used its whole time, from whose end the delay of the retry counts.
        postponed: Set instead of a result if the attempt is made later.
    """

    def __init__(self, delivery: DueDelivery, target: WebhookTarget, sender: WebhookSender, timeout: float) -> None:
        self._delivery = delivery
        self._target = target
        self._sender = sender
        self._timeout = timeout
        self.status: int | None = None
        self.error: str | None = None
        self.is_final = self.is_blocked = self.is_late = False
        self.postponed: Postponement | None = None

    async def post(self, *, forged: ForgedPart | None = None) -> None:
        """Send the webhook, and use the response as the result of the attempt."""
        headers, body = signed_request(self._delivery.id, self._delivery.body, self._target.secret, forged)
        self.status = self.error = None
        try:
            async with asyncio.timeout(self._timeout):
                self.status = await self._sender.send(self._target.url, headers, body)
        except TimeoutError:
            self.error, self.is_late = f"no response within {self._timeout:g} s", True
        except WebhookBlockedError as error:
            self.error, self.is_final, self.is_blocked = str(error), True, True
        except (WebhookError, OSError) as error:
            self.error = str(error)
        except Exception as error:
            # The sender may be one of a test, whose errors count as no response.
            _logger.exception("the sender of webhooks failed")
            self.error = f"the sender raised {type(error).__name__}: {error}"

    def lose(self, *, retry: bool) -> None:
        """Send nothing, and either retry on schedule or never."""
        self.error = "not sent because of a fault"
        self.is_final = not retry

    def postpone(self, seconds: float, *, until_next: bool = False) -> None:
        """Make the attempt later, or as soon as another webhook was sent to the endpoint."""
        self.postponed = Postponement(seconds, until_next)
