"""The events of jobs, and the ids of their webhooks.

The names are documented; that both families of names are sent is an assumption.
"""

import base64
import hashlib
from datetime import datetime

from move_ugc_async.sandbox.progress import Schedule, ends_at, starts_at

STARTED = "job.state.started"
COMPLETED = ("ugc.job.state.completed", "job.state.completed")
FAILED = ("ugc.job.state.failed",)

_ID_LENGTH = 27


def planned_events(schedule: Schedule) -> list[tuple[str, datetime]]:
    """Return name and time of each event of a job."""
    ending = COMPLETED if schedule.failure is None else FAILED
    return [(STARTED, starts_at(schedule)), *((name, ends_at(schedule)) for name in ending)]


def message_id(seed: int, job_id: str, event: str) -> str:
    """Return the id of the webhook for an event, the same in every run with the same seed."""
    digest = hashlib.sha256(f"{seed}/{job_id}/{event}".encode()).digest()
    return f"msg_{base64.b32encode(digest).decode()[:_ID_LENGTH]}"
