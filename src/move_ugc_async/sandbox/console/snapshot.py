"""The state of a sandbox as JSON, in sections that the console shows."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.console.content import ContentLinks
from move_ugc_async.sandbox.faults.serialization import fault_to_json, rule_to_json
from move_ugc_async.sandbox.progress import outputs_exist, progress_at
from move_ugc_async.sandbox.request_log import LoggedRequest
from move_ugc_async.sandbox.state.delivery_records import WebhookDelivery
from move_ugc_async.sandbox.state.pages import PageRequest
from move_ugc_async.sandbox.state.records import (
    ClipWindow,
    FileRecord,
    JobRecord,
    Source,
    TakeRecord,
    VolumeRecord,
    WebhookRecord,
)
from move_ugc_async.sandbox.storage.links import GRAPHQL_PATH

MAX_ROWS = 200
"""Maximum number of objects of one kind in a snapshot: the newest ones."""


class Snapshots:
    """The sections of the state of a sandbox, as JSON. Reading them has no effect on the sandbox."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._links = ContentLinks(backend)

    def sections(self) -> dict[str, Any]:
        """Return all sections except the clock; lists have the newest objects first."""
        backend, state = self._backend, self._backend.state
        now = backend.clock.upcoming()
        page = PageRequest(MAX_ROWS, None, "DESC")
        return {
            "sandbox": {
                "endpoint_url": f"{backend.links.base}{GRAPHQL_PATH}",
                "credits": sum(charge.credits for charge in state.ledger.all()),
                "failures": {"job": backend.failures.count("job"), "volume": backend.failures.count("volume")},
                "counts": state.count(),
            },
            "files": [self._file(each) for each in state.files.uploads(MAX_ROWS)],
            "takes": [_take(each) for each in state.takes.page(page).items],
            "jobs": [_job(each, now) for each in state.jobs.page(page, take_id=None).items],
            "volumes": [_volume(each, now) for each in state.volumes.page(page).items],
            "requests": [_request(each) for each in reversed(backend.journal.log.requests)],
            "webhooks": [_webhook(each) for each in state.webhooks.all()],
            "deliveries": [delivery_to_json(each) for each in state.deliveries.newest(MAX_ROWS)],
            "faults": [rule_to_json(each) for each in backend.faults.rules],
            "leaks": [f"{each.method} {each.path}" for each in backend.leaks.all()],
        }

    def clock(self) -> dict[str, Any]:
        """Return the clock: its time, its rate, and the speed of jobs, null if they finish at once."""
        clock = self._backend.clock
        speed = None if math.isinf(clock.speed) else clock.speed
        return {"now": clock.upcoming().isoformat(), "rate": clock.rate, "speed": speed}

    def work(self, work: JobRecord | VolumeRecord) -> dict[str, Any]:
        """Return a job or volume with its outputs, and with what a viewer can play of a job."""
        now = self._backend.clock.upcoming()
        outputs = [
            {**self._file(each.file), "key": each.key, "output": each.file.origin and each.file.origin.output}
            for each in self._backend.state.files.outputs_of(work.id)
        ]
        if isinstance(work, VolumeRecord):
            return {**_volume(work, now), "outputs": outputs}
        return {
            **_job(work, now),
            "window": _window(work.inputs.clip_window),
            "options": dict(work.inputs.options),
            "outputs": outputs,
            "motion_url": self._links.motion(work),
        }

    def request(self, request: LoggedRequest) -> dict[str, Any]:
        """Return a request with its document, variables and errors."""
        entry = request.entry
        document = None if request.document is None else self._backend.redactor.text(request.document)
        details: dict[str, Any] = {"document": document, "variables": {}, "errors": [], "fault": None}
        if entry is not None:
            details |= {
                "request_id": entry.request_id,
                "variables": dict(entry.variables),
                "errors": list(entry.errors),
                "fault": None if entry.fault is None else fault_to_json(entry.fault),
                "received_bytes": entry.received,
                "sent_bytes": entry.sent,
            }
        return {**_request(request), **details}

    def _file(self, file: FileRecord) -> dict[str, Any]:
        return {
            **_common(file),
            "type": file.type,
            "size": None if file.content is None else file.content.size,
            "url": self._links.file(file),
        }


def _common(record: FileRecord | TakeRecord | JobRecord | VolumeRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "created": record.created.isoformat(),
        "name": record.name,
        "metadata": record.metadata,
    }


def _take(take: TakeRecord) -> dict[str, Any]:
    return {
        **_common(take),
        "type": take.take_type,
        "sources": _sources(take.sources),
        "volume_id": take.volume_id,
    }


def _job(job: JobRecord, now: datetime) -> dict[str, Any]:
    return {
        **_common(job),
        **_progress(job, now),
        "take_id": job.take_id,
        "rig": job.rig,
        "actors": job.inputs.number_of_actors,
    }


def _volume(volume: VolumeRecord, now: datetime) -> dict[str, Any]:
    return {
        **_common(volume),
        **_progress(volume, now),
        "sources": _sources(volume.sources),
        "human_height": volume.human_height,
        "area_type": volume.area_type,
        "window": _window(volume.clip_window),
    }


def _progress(work: JobRecord | VolumeRecord, now: datetime) -> dict[str, Any]:
    schedule = work.schedule
    progress = progress_at(schedule, now)
    has_failed = progress.state == "FAILED" and schedule.failure is not None
    return {
        "state": progress.state,
        "percentage": progress.percentage_complete,
        "outputs_ready": outputs_exist(schedule, now),
        "suggestions": list(schedule.failure.suggestions) if has_failed and schedule.failure else [],
    }


def _sources(sources: Sequence[Source]) -> list[Mapping[str, Any]]:
    return [
        {"device_label": each.device_label, "file_id": each.file_id, "format": each.format, "lens": each.lens}
        for each in sources
    ]


def _window(window: ClipWindow | None) -> list[float] | None:
    return None if window is None else [window.start_time, window.end_time]


def _webhook(webhook: WebhookRecord) -> dict[str, Any]:
    return {
        "uid": webhook.uid,
        "url": webhook.url,
        "description": webhook.description,
        "events": None if webhook.events is None else list(webhook.events),
    }


def delivery_to_json(delivery: WebhookDelivery) -> dict[str, Any]:
    """Return a delivery as JSON."""
    attempts = [
        {
            **asdict(each),
            "time": each.time.isoformat(),
            "fault": None if each.fault is None else fault_to_json(each.fault),
        }
        for each in delivery.attempts
    ]
    next_attempt = None if delivery.next_attempt is None else delivery.next_attempt.isoformat()
    return {**asdict(delivery), "attempts": attempts, "next_attempt": next_attempt}


def _request(request: LoggedRequest) -> dict[str, Any]:
    entry = request.entry
    return {
        "number": request.number,
        "method": request.method,
        "path": request.path,
        "received": request.received.isoformat(),
        "seconds": request.seconds,
        "status": None if entry is None else entry.status,
        "operation": entry and entry.operation,
        "fields": [] if entry is None else list(entry.fields),
        "error": entry.errors[0] if entry is not None and entry.errors else None,
        "has_fault": entry is not None and entry.fault is not None,
    }
