"""The bodies of webhooks.

Both shapes are documented, and that ids have no prefix. The value of `api_name` is an assumption.
"""

import json
from datetime import UTC, datetime
from typing import Any

from move_ugc_async.sandbox.state.records import JobRecord

_API_NAME = "move-ugc-api"
_NESTED_PREFIX = "ugc."


def event_body(event: str, job: JobRecord, client_id: str, now: datetime) -> bytes:
    """Return the body of a webhook, with the metadata that the job has now."""
    detail: dict[str, Any] = {"api_name": _API_NAME, "client_id": _bare(client_id)}
    if event.startswith(_NESTED_PREFIX):
        detail["event_name"] = event
        detail["event_attributes"] = {
            "job": {
                "id": _bare(job.id),
                "created": _time(job.created),
                "metadata": {} if job.metadata is None else json.loads(job.metadata),
            },
            "take": {"id": _bare(job.take_id)},
        }
    else:
        detail["job_id"] = _bare(job.id)
    return json.dumps({"event_name": event, "timestamp": _time(now), "detail": detail}).encode()


def _bare(prefixed_id: str) -> str:
    """Return the uuid of an id such as `job-<uuid>`."""
    return prefixed_id.partition("-")[2]


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
