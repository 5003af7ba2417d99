"""Faults of webhooks: lost, late, repeated, reordered and forged deliveries."""

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, get_args

from move_ugc_async.sandbox.faults.exchange import ForgedPart
from move_ugc_async.sandbox.faults.fault import DeliveryFault

if TYPE_CHECKING:
    from move_ugc_async.sandbox.faults.exchange import DeliveryExchange


@dataclass(frozen=True, slots=True)
class LoseDelivery(DeliveryFault):
    """Send nothing to the endpoint.

    Args:
        retry: Whether the sender notices the failure, and retries on schedule. Otherwise the webhook is lost for good.
    """

    retry: bool = field(default=False, kw_only=True)

    async def deliver(self, exchange: "DeliveryExchange") -> None:
        """Lose the webhook, or only this attempt."""
        exchange.lose(retry=self.retry)


@dataclass(frozen=True, slots=True)
class DelayDelivery(DeliveryFault):
    """Send the webhook late, so that later ones may overtake it.

    Args:
        seconds: Delay in seconds of the sandbox's clock, at least 0. No delay with the instant clock.
    """

    seconds: float

    def __post_init__(self) -> None:
        _check_seconds(self.seconds)

    async def deliver(self, exchange: "DeliveryExchange") -> None:
        """Make the attempt later."""
        exchange.postpone(self.seconds)


@dataclass(frozen=True, slots=True)
class RepeatDelivery(DeliveryFault):
    """Send the webhook several times at once, with the same id.

    Args:
        times: Number of additional copies, from 1 to 100.
    """

    times: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.times <= 100:  # noqa: PLR2004
            msg = f"times must be from 1 to 100; got {self.times}"
            raise ValueError(msg)

    async def deliver(self, exchange: "DeliveryExchange") -> None:
        """Send all copies at the same time."""
        # Imported here, since it would be most of the time of importing the sandbox.
        import asyncio

        await asyncio.gather(*(exchange.post() for _ in range(self.times + 1)))


@dataclass(frozen=True, slots=True)
class ReorderDelivery(DeliveryFault):
    """Send the webhook after the next one to the same endpoint.

    Args:
        seconds: Seconds of the sandbox's clock after which it is sent even if there is no next one, at least 0.
    """

    seconds: float = 3600.0

    def __post_init__(self) -> None:
        _check_seconds(self.seconds)

    async def deliver(self, exchange: "DeliveryExchange") -> None:
        """Make the attempt after the next one."""
        exchange.postpone(self.seconds, until_next=True)


@dataclass(frozen=True, slots=True)
class ForgeDelivery(DeliveryFault):
    """Send a webhook that must not be accepted; if it is refused, the genuine one follows on schedule.

    Args:
        part: "signature" signs with another secret; "timestamp" is ten minutes old; "body" names another job than the
            signed body; "headers" has no headers of a webhook.
    """

    part: ForgedPart = "signature"

    def __post_init__(self) -> None:
        if self.part not in get_args(ForgedPart):
            msg = f"part must be one of {', '.join(get_args(ForgedPart))}; got '{self.part}'"
            raise ValueError(msg)

    async def deliver(self, exchange: "DeliveryExchange") -> None:
        """Send the forged webhook instead of the genuine one."""
        await exchange.post(forged=self.part)


def _check_seconds(seconds: float) -> None:
    if not 0 <= seconds < math.inf:
        msg = f"seconds must be a finite number, 0 or more; got {seconds}"
        raise ValueError(msg)
