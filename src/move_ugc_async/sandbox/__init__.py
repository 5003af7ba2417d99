"""A local server that behaves as the Move API does.

    async with Sandbox() as sandbox:
        client = AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url)

Needs the extra `sandbox`: `pip install "move-ugc-async[sandbox]"`.
"""

from move_ugc_async.sandbox.clock import Clock, InstantClock, ManualClock, TimedClock
from move_ugc_async.sandbox.journal import Journal, JournalEntry, Leak
from move_ugc_async.sandbox.sandbox import Sandbox
from move_ugc_async.sandbox.state.records import Charge

__all__ = [
    "Charge",
    "Clock",
    "InstantClock",
    "Journal",
    "JournalEntry",
    "Leak",
    "ManualClock",
    "Sandbox",
    "TimedClock",
]
