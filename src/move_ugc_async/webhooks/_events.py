"""Events of the API: their classes, and how they are read from the bodies of webhooks."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias, cast

from move_ugc_async._schema.keyed_metadata import extract_key
from move_ugc_async._schema.scalars import parse_document
from move_ugc_async.errors import WebhookVerificationError

_ID = re.compile(r"[!-~]+")
"""Printable ASCII without spaces. Ids go into URLs, databases and logs."""

_MILLISECONDS = 1e11
"""Larger timestamps are in milliseconds: as seconds, this is the year 5138."""


@dataclass(frozen=True, slots=True)
class WebhookEvent:
    """A verified webhook; the base class of all events.

    Attributes:
        id: Id of the webhook. A retry of it has the same id: use it to drop duplicates.
        name: Name of the event, such as `ugc.job.state.completed`, or None.
        payload: The whole body, parsed.
        timestamp: When the event happened, in UTC; None if the body does not say it.
        job_id: Id of the job with its prefix, `job-…`, whether or not the body has the prefix; None without a usable
            id.
        take_id: Id of the take with its prefix, `take-…`; None without a usable id.
        metadata: Metadata of the job, without its idempotency key; None if the body has none.
    """

    id: str
    name: str | None
    payload: dict[str, Any]
    timestamp: datetime | None = field(default=None, kw_only=True)
    job_id: str | None = field(default=None, kw_only=True)
    take_id: str | None = field(default=None, kw_only=True)
    metadata: Any = field(default=None, kw_only=True)

    @property
    def message_id(self) -> str:
        """Id of the webhook, the same as `id`: the header `svix-id`."""
        return self.id


@dataclass(frozen=True, slots=True)
class JobEvent(WebhookEvent):
    """An event of a job. It contains neither outputs nor a reason: read the job with `jobs.retrieve`."""

    # An event without a usable id is an `UnknownEvent`.
    job_id: str = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class JobStarted(JobEvent):
    """A job has started: `job.state.started`."""


@dataclass(frozen=True, slots=True)
class JobCompleted(JobEvent):
    """A job has finished: `job.state.completed` or `ugc.job.state.completed`. Its outputs can be downloaded."""


@dataclass(frozen=True, slots=True)
class JobFailed(JobEvent):
    """A job has failed: `ugc.job.state.failed`. `jobs.wait` raises the reason as a `JobFailedError`."""


@dataclass(frozen=True, slots=True)
class UnknownEvent(WebhookEvent):
    """An event with an unknown name, or an event of a job without a usable id. It can be ignored."""


Event: TypeAlias = JobStarted | JobCompleted | JobFailed | UnknownEvent
"""Any event. `match` over its classes is exhaustive."""

_KINDS: dict[str, type[JobStarted | JobCompleted | JobFailed]] = {
    "job.state.started": JobStarted,
    "job.state.completed": JobCompleted,
    "job.state.failed": JobFailed,
}
"""By name without the prefix `ugc.`, which the API sends for some events."""


def read_event(webhook_id: str, body: bytes) -> Event:
    """Read an event from the body of a verified webhook.

    Raises:
        WebhookVerificationError: The body is not a JSON object.
    """
    try:
        payload = parse_document(body)
    except ValueError:
        payload = None
    if not isinstance(payload, dict):
        msg = "webhook body must be a JSON object"
        raise WebhookVerificationError(msg)
    fields = cast("dict[str, Any]", payload)
    detail = _mapping(fields.get("detail"))
    attributes = _mapping(detail.get("event_attributes"))
    job, take = _mapping(attributes.get("job")), _mapping(attributes.get("take"))
    name = next((each for each in (fields.get("event_name"), detail.get("event_name")) if isinstance(each, str)), None)
    # Events with the prefix `ugc.` have `event_attributes`, the others have `job_id`.
    job_id = _read_id("job-", job.get("id"), detail.get("job_id"))
    known: dict[str, Any] = {
        "timestamp": _read_time(fields.get("timestamp")),
        "take_id": _read_id("take-", take.get("id"), detail.get("take_id")),
        "metadata": _read_metadata(job.get("metadata")),
    }
    kind = _KINDS.get((name or "").removeprefix("ugc."))
    if kind is None or job_id is None:
        return UnknownEvent(webhook_id, name, fields, job_id=job_id, **known)
    return kind(webhook_id, name, fields, job_id=job_id, **known)


def _mapping(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _read_id(prefix: str, *values: object) -> str | None:
    """Return the first usable id with its prefix, or None."""
    for value in values:
        bare = value.strip().removeprefix(prefix) if isinstance(value, str) else ""
        if _ID.fullmatch(bare):
            return f"{prefix}{bare}"
    return None


def _read_time(value: object) -> datetime | None:
    """Read an ISO 8601 time or a Unix time in seconds or milliseconds. Without an offset, it is UTC."""
    try:
        if isinstance(value, str):
            time = datetime.fromisoformat(value)
            return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if value > _MILLISECONDS else value, UTC)
    except (ValueError, OverflowError, OSError):
        pass
    return None


def _read_metadata(value: object) -> object:
    """Read metadata, which the API stores as a JSON document inside a string."""
    if isinstance(value, str):
        try:
            value = parse_document(value)
        except ValueError:
            return value
    return extract_key(value)
