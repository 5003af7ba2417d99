"""Webhooks that are planned, and their deliveries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from move_ugc_async.sandbox.faults.fault import DeliveryFault
from move_ugc_async.sandbox.state.database import Database, Row, from_json, from_stamp, to_json, to_stamp
from move_ugc_async.sandbox.state.delivery_records import DeliveryState, WebhookAttempt, WebhookDelivery

_SELECT = (
    "SELECT d.seq, d.series, m.id, d.uid, m.event, m.job_id, m.body, d.due, d.attempts_in_series, d.fault, d.attempts"
    " FROM deliveries d JOIN messages m ON m.id = d.message_id"
)
_SELECT_LOG = (
    "SELECT m.id, d.uid, m.event, m.job_id, d.state, d.attempts, d.due"
    " FROM deliveries d JOIN messages m ON m.id = d.message_id"
)


@dataclass(frozen=True, slots=True)
class Message:
    """A webhook whose event has happened or will happen."""

    id: str
    job_id: str
    event: str
    due: datetime


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A delivery whose next attempt is due.

    Args:
        series: Number of the series of attempts; each `resend` starts another.
        attempts_in_series: Number of attempts made in this series.
        attempts: All attempts, those of earlier series included.
        fault: The fault that was chosen for the attempt earlier, and made it late.
    """

    seq: int
    series: int
    id: str
    uid: str
    event: str
    job_id: str
    body: bytes
    due: datetime
    attempts_in_series: int
    fault: DeliveryFault | None
    attempts: tuple[WebhookAttempt, ...]


class Deliveries:
    """Read and write webhooks and their deliveries; the rows are the queue of the dispatcher."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def plan(self, messages: Iterable[Message]) -> None:
        """Add webhooks, in the transaction that creates their job."""
        for message in messages:
            self._database.insert(
                "messages", id=message.id, job_id=message.job_id, event=message.event, due=to_stamp(message.due)
            )

    def replan(self, job_id: str, messages: Iterable[Message]) -> None:
        """Replace the webhooks of a job whose events have not been published, in the transaction that ends the job."""
        self._database.execute("DELETE FROM messages WHERE job_id = ? AND body IS NULL", (job_id,))
        published = {row[0] for row in self._database.rows("SELECT id FROM messages WHERE job_id = ?", (job_id,))}
        self.plan(message for message in messages if message.id not in published)

    def unpublished(self, now: datetime) -> list[Message]:
        """Return the webhooks whose events have happened and that have no deliveries yet, the oldest first."""
        rows = self._database.rows(
            "SELECT id, job_id, event, due FROM messages WHERE body IS NULL AND due <= ? ORDER BY due, seq",
            (to_stamp(now),),
        )
        return [Message(id, job_id, event, from_stamp(due)) for id, job_id, event, due in rows]  # noqa: A001 - a column

    def skip(self, now: datetime) -> None:
        """Publish the webhooks whose events have happened without deliveries."""
        self._database.execute("UPDATE messages SET body = x'' WHERE body IS NULL AND due <= ?", (to_stamp(now),))

    def publish(self, message: Message, body: bytes, uids: Iterable[str]) -> None:
        """Set the body of a webhook, and add its deliveries, unless that was done before."""
        with self._database.transaction():
            statement = "UPDATE messages SET body = ? WHERE id = ? AND body IS NULL"
            if self._database.execute(statement, (body, message.id)):
                for uid in uids:
                    self._database.insert("deliveries", message_id=message.id, uid=uid, due=to_stamp(message.due))

    def due(self, uid: str, now: datetime) -> DueDelivery | None:
        """Return the next due delivery to an endpoint; those that a fault reordered come last."""
        row = self._database.row(
            f"{_SELECT} WHERE d.uid = ? AND d.state = 'pending' AND d.due <= ?"
            " ORDER BY d.reordered, d.due, d.seq LIMIT 1",
            (uid, to_stamp(now)),
        )
        return None if row is None else _due_delivery(row)

    def next_due(self) -> datetime | None:
        """Return when the next webhook is published or sent, None if none is planned."""
        row = self._database.first(
            "SELECT min(due) FROM (SELECT min(due) AS due FROM messages WHERE body IS NULL"
            " UNION ALL SELECT min(due) FROM deliveries WHERE state = 'pending')"
        )
        return None if row[0] is None else from_stamp(row[0])

    def postpone(self, delivery: DueDelivery, until: datetime, fault: DeliveryFault, *, until_next: bool) -> None:
        """Make an attempt later, and remember that its fault was chosen."""
        self._database.execute(
            "UPDATE deliveries SET due = ?, fault = ?, reordered = ? WHERE seq = ? AND series = ?",
            (to_stamp(until), to_json(_fault_to_json(fault)), int(until_next), delivery.seq, delivery.series),
        )

    def record(
        self, delivery: DueDelivery, attempt: WebhookAttempt, state: DeliveryState, next_attempt: datetime | None
    ) -> None:
        """Add an attempt, and end the wait of the deliveries that a fault reordered after it.

        The state stays if `resend` changed it during the attempt.
        """
        attempts = to_json([_attempt_to_json(each) for each in (*delivery.attempts, attempt)])
        due = None if next_attempt is None else to_stamp(next_attempt)
        with self._database.transaction():
            self._database.execute("UPDATE deliveries SET attempts = ? WHERE seq = ?", (attempts, delivery.seq))
            self._database.execute(
                "UPDATE deliveries SET state = ?, due = ?, attempts_in_series = attempts_in_series + 1, fault = NULL,"
                " reordered = 0"
                " WHERE seq = ? AND series = ?",
                (state, due, delivery.seq, delivery.series),
            )
            self._database.execute(
                "UPDATE deliveries SET due = min(due, ?)"
                " WHERE uid = ? AND state = 'pending' AND reordered = 1 AND seq <> ?",
                (to_stamp(attempt.time), delivery.uid, delivery.seq),
            )

    def resend(self, message_id: str, uid: str | None, now: datetime) -> int:
        """Start another series of attempts, and return the number of deliveries."""
        return self._database.execute(
            "UPDATE deliveries SET state = 'pending', due = ?, attempts_in_series = 0, fault = NULL, reordered = 0,"
            " series = series + 1 WHERE message_id = ? AND uid = coalesce(?, uid)",
            (to_stamp(now), message_id, uid),
        )

    def all(self) -> tuple[WebhookDelivery, ...]:
        """Return all deliveries, the oldest first."""
        return tuple(map(_delivery, self._database.rows(f"{_SELECT_LOG} ORDER BY d.seq")))

    def newest(self, limit: int) -> list[WebhookDelivery]:
        """Return the newest deliveries, the newest first."""
        return [_delivery(row) for row in self._database.rows(f"{_SELECT_LOG} ORDER BY d.seq DESC LIMIT ?", (limit,))]


def _delivery(row: Row) -> WebhookDelivery:
    id, uid, event, job_id, state, attempts, due = row  # noqa: A001 - a column
    return WebhookDelivery(
        id=id,
        endpoint=uid,
        event=event,
        job_id=job_id,
        state=state,
        attempts=_attempts(attempts),
        next_attempt=None if due is None else from_stamp(due),
    )


def _due_delivery(row: Row) -> DueDelivery:
    seq, series, id, uid, event, job_id, body, due, attempts_in_series, fault, attempts = row  # noqa: A001 - a column
    return DueDelivery(
        seq=seq,
        series=series,
        id=id,
        uid=uid,
        event=event,
        job_id=job_id,
        body=body,
        due=from_stamp(due),
        attempts_in_series=attempts_in_series,
        fault=_fault(from_json(fault)),
        attempts=_attempts(attempts),
    )


def _attempt_to_json(attempt: WebhookAttempt) -> dict[str, Any]:
    return {
        "time": to_stamp(attempt.time),
        "status": attempt.status,
        "error": attempt.error,
        "fault": _fault_to_json(attempt.fault),
    }


def _attempts(text: str) -> tuple[WebhookAttempt, ...]:
    items: Sequence[dict[str, Any]] = from_json(text)
    return tuple(
        WebhookAttempt(from_stamp(each["time"]), each["status"], each["error"], _fault(each["fault"])) for each in items
    )


def _fault_to_json(fault: DeliveryFault | None) -> dict[str, Any] | None:
    from move_ugc_async.sandbox.faults.serialization import fault_to_json

    return None if fault is None else fault_to_json(fault)


def _fault(document: object) -> DeliveryFault | None:
    # Imported here, since pydantic would be most of the time of importing the sandbox.
    from move_ugc_async.sandbox.faults.serialization import fault_from_json

    return None if document is None else cast("DeliveryFault", fault_from_json(document))
