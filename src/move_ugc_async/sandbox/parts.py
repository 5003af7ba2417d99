"""The parts of a sandbox that exist before it is started, and after it is closed."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from move_ugc_async.sandbox.clock import Clock
from move_ugc_async.sandbox.faults.rules import Faults
from move_ugc_async.sandbox.journal import Journal
from move_ugc_async.sandbox.leaks import Leaks
from move_ugc_async.sandbox.options import Media, Options
from move_ugc_async.sandbox.webhooks.log import WebhookLog
from move_ugc_async.sandbox.webhooks.sender import WebhookSender


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The settings of a sandbox, and what its user can read after it is closed.

    Args:
        data: The data folder; None means a temporary one.
        media: None means `move_ugc_async.sandbox.media`.
        webhook_sender: None means sockets.
    """

    options: Options
    data: Path | None
    clock: Clock
    faults: Faults
    journal: Journal
    leaks: Leaks
    webhooks: WebhookLog
    media: Media | None = None
    webhook_hosts: Collection[str] = ()
    webhook_sender: WebhookSender | None = None
