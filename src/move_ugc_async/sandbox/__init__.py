"""A local server that behaves like the Move API.

    async with Sandbox() as sandbox:
        client = AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url)

Requires the extra `sandbox`: `pip install "move-ugc-async[sandbox]"`.
"""

from move_ugc_async.sandbox.clock import Clock, InstantClock, ManualClock, TimedClock
from move_ugc_async.sandbox.faults.deliveries import (
    DelayDelivery,
    ForgeDelivery,
    LoseDelivery,
    ReorderDelivery,
    RepeatDelivery,
)
from move_ugc_async.sandbox.faults.fault import Fault
from move_ugc_async.sandbox.faults.plan import Plan
from move_ugc_async.sandbox.faults.responses import Garbage, GarbageKind, GraphQLFault, Status
from move_ugc_async.sandbox.faults.rules import FaultRule, Faults
from move_ugc_async.sandbox.faults.wire import Delay, Drip, Drop, Stall, Truncate
from move_ugc_async.sandbox.journal import Journal, JournalEntry
from move_ugc_async.sandbox.leaks import Leak
from move_ugc_async.sandbox.sandbox import Sandbox
from move_ugc_async.sandbox.state.delivery_records import WebhookAttempt, WebhookDelivery
from move_ugc_async.sandbox.state.records import Charge
from move_ugc_async.sandbox.webhooks.log import WebhookLog
from move_ugc_async.sandbox.webhooks.sender import WebhookBlockedError, WebhookError, WebhookSender

__all__ = [
    "Charge",
    "Clock",
    "Delay",
    "DelayDelivery",
    "Drip",
    "Drop",
    "Fault",
    "FaultRule",
    "Faults",
    "ForgeDelivery",
    "Garbage",
    "GarbageKind",
    "GraphQLFault",
    "InstantClock",
    "Journal",
    "JournalEntry",
    "Leak",
    "LoseDelivery",
    "ManualClock",
    "Plan",
    "ReorderDelivery",
    "RepeatDelivery",
    "Sandbox",
    "Stall",
    "Status",
    "TimedClock",
    "Truncate",
    "WebhookAttempt",
    "WebhookBlockedError",
    "WebhookDelivery",
    "WebhookError",
    "WebhookLog",
    "WebhookSender",
]
