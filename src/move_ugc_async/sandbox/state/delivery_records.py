"""The records of deliveries, as the delivery log shows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from move_ugc_async.sandbox.faults.fault import DeliveryFault

DeliveryState = Literal["pending", "delivered", "failed", "lost", "blocked"]


@dataclass(frozen=True, slots=True)
class WebhookAttempt:
    """One attempt to deliver a webhook.

    Args:
        time: When it was due, on the sandbox's clock.
        status: HTTP status of the response; None if there was none.
        error: Why there was no response; None if there was one.
        fault: The fault that acted on the attempt.
    """

    time: datetime
    status: int | None
    error: str | None = None
    fault: DeliveryFault | None = None


@dataclass(frozen=True, slots=True)
class WebhookDelivery:
    """The delivery of one webhook to one endpoint.

    Args:
        id: Id of the webhook, as in the `svix-id` header: the same for all attempts and all endpoints.
        endpoint: The uid of the endpoint.
        event: Name of the event.
        job_id: Id of the job, with its prefix.
        state: "pending" until an attempt succeeds or all have failed; "lost" after a fault without retries; "blocked"
            if the sandbox must not send to the host.
        attempts: All attempts, the oldest first.
        next_attempt: When a pending webhook is sent, on the sandbox's clock; None in other states.
    """

    id: str
    endpoint: str
    event: str
    job_id: str
    state: DeliveryState
    attempts: tuple[WebhookAttempt, ...]
    next_attempt: datetime | None
