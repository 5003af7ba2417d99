"""Jobs."""

from collections.abc import Sequence
from datetime import datetime

from move_ugc_async.sandbox.errors import not_found
from move_ugc_async.sandbox.job_events import message_id, planned_events
from move_ugc_async.sandbox.progress import Failure, Schedule
from move_ugc_async.sandbox.state.database import (
    Database,
    Row,
    from_json,
    from_stamp,
    to_json,
    to_stamp,
)
from move_ugc_async.sandbox.state.deliveries import Deliveries, Message
from move_ugc_async.sandbox.state.files import Files
from move_ugc_async.sandbox.state.ids import Ids
from move_ugc_async.sandbox.state.ledger import Ledger
from move_ugc_async.sandbox.state.pages import Page, PageRequest, read_page
from move_ugc_async.sandbox.state.records import Charge, ClipWindow, JobInputs, JobRecord
from move_ugc_async.sandbox.state.schedules import SCHEDULE_COLUMNS, end_work, read_schedule, schedule_columns

_COLUMNS = f"id, created, name, metadata, take_id, rig, inputs, {SCHEDULE_COLUMNS}"


class Jobs:
    """Read and write jobs."""

    def __init__(self, database: Database, ids: Ids, files: Files, ledger: Ledger, deliveries: Deliveries) -> None:
        self._database = database
        self._ids = ids
        self._files = files
        self._ledger = ledger
        self._deliveries = deliveries

    def create(
        self,
        *,
        take_id: str,
        rig: str,
        inputs: JobInputs,
        name: str | None,
        metadata: str | None,
        schedule: Schedule,
        outputs: Sequence[tuple[str, str, str]],
        price: int | None,
        events_after: datetime | None = None,
    ) -> JobRecord:
        """Add a job, its outputs, its webhooks and, if it has a price, its charge in one transaction.

        Events until `events_after` have no webhooks: those of a job that is added in a later state.
        """
        created = schedule.created
        with self._database.transaction():
            job_id = self._ids.next("job")
            self._database.insert(
                "jobs",
                id=job_id,
                created=to_stamp(created),
                name=name,
                metadata=metadata,
                take_id=take_id,
                rig=rig,
                inputs=to_json(inputs),
                **schedule_columns(schedule),
            )
            # All outputs of a job have the same name, so name and type together do not identify one.
            self._files.add_outputs(job_id, outputs, name=name or job_id, now=created)
            if price is not None:
                self._ledger.add(Charge(job_id, "job", take_id, price, created))
            messages = self._messages(job_id, schedule)
            self._deliveries.plan(each for each in messages if events_after is None or each.due > events_after)
        return self.get(job_id)

    def get(self, job_id: str) -> JobRecord:
        """Return a job."""
        statement = f"SELECT {_COLUMNS} FROM jobs WHERE id = ?"  # noqa: S608 - own names
        row = self._database.row(statement, (job_id,))
        if row is None:
            raise not_found()
        return _record(row)

    def update(self, job_id: str, *, name: str | None, metadata: str | None) -> JobRecord:
        """Change the name or the metadata; None keeps the old value."""
        self._database.execute(
            "UPDATE jobs SET name = coalesce(?, name), metadata = coalesce(?, metadata) WHERE id = ?",
            (name, metadata, job_id),
        )
        return self.get(job_id)

    def end(self, job_id: str, failure: Failure | None, now: datetime) -> JobRecord:
        """Finish a job, or let it fail if there is a failure, at a given time instead of on its schedule."""
        with self._database.transaction():
            end_work(self._database, "jobs", job_id, failure, now)
            job = self.get(job_id)
            self._deliveries.replan(job_id, self._messages(job_id, job.schedule))
        return job

    def page(self, request: PageRequest, *, take_id: str | None) -> Page[JobRecord]:
        """Return one page of jobs, of one take or of all takes."""
        rows, after = read_page(self._database, "jobs", _COLUMNS, request, take_id=take_id)
        return Page([_record(row) for row in rows], request.first, after)

    def _messages(self, job_id: str, schedule: Schedule) -> list[Message]:
        """Return the webhooks of a job."""
        return [
            Message(message_id(self._ids.seed, job_id, event), job_id, event, due)
            for event, due in planned_events(schedule)
        ]


def _record(row: Row) -> JobRecord:
    job_id, created, name, metadata, take_id, rig, inputs, *schedule = row
    values = from_json(inputs)
    window = values["clip_window"]
    return JobRecord(
        job_id,
        from_stamp(created),
        name,
        metadata,
        take_id,
        rig,
        JobInputs(
            None if window is None else ClipWindow(**window),
            values["number_of_actors"],
            values["options"],
        ),
        read_schedule(created, *schedule),
    )
