"""Arguments of a batch that no engine runs."""

from typing import Any

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.batch._arguments import BatchArguments


def arguments_with(**changes: Any) -> BatchArguments:
    """Return valid arguments with changes."""
    arguments: dict[str, Any] = {
        "url": "sqlite:///unused.db",
        "client_factory": AsyncMoveUgc,
        "name": "film",
        "version": "1",
        "budget": None,
        "uploads": 16,
        "jobs": 2,
        "ahead": 2,
        "max_rate": None,
        "on_ambiguous": "resend",
        "lease": 30,
        "poll_interval": 0.001,
        "worker": True,
    }
    return BatchArguments(**arguments | changes)
