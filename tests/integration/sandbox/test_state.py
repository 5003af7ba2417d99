import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from move_ugc_async.sandbox.progress import Schedule
from move_ugc_async.sandbox.state import State
from move_ugc_async.sandbox.state.database import Database, from_stamp, to_stamp
from move_ugc_async.sandbox.state.deliveries import Message
from move_ugc_async.sandbox.state.pages import PageRequest
from move_ugc_async.sandbox.storage.blobs import Blobs

NOW = datetime(2026, 1, 1, 12, 30, 15, 123456, tzinfo=UTC)


def _insert_twice(database: Database) -> None:
    with database.transaction():
        database.insert("settings", name="a", value="b")
        database.insert("settings", name="a", value="b")


def _receive_half(blobs: Blobs) -> None:
    with blobs.receive() as upload:
        upload.write(b"half")
        raise EOFError


def _schedule() -> Schedule:
    return Schedule(NOW, duration=1, output_delay=0)


def test_stamps_keep_every_microsecond() -> None:
    assert from_stamp(to_stamp(NOW)) == NOW


def test_failed_transaction_changes_nothing() -> None:
    database = Database(None)
    try:
        with pytest.raises(sqlite3.IntegrityError):
            _insert_twice(database)
        assert database.rows("SELECT * FROM settings") == []
    finally:
        database.close()


def test_job_that_cannot_be_charged_is_not_created(monkeypatch: pytest.MonkeyPatch) -> None:
    state = State(None, seed=0, api_key="key", now=NOW)
    try:
        monkeypatch.setattr(state.ledger, "add", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            state.volumes.create(
                sources=(),
                human_height=1.8,
                area_type="NORMAL",
                clip_window=None,
                name=None,
                metadata=None,
                schedule=_schedule(),
                outputs=[("VOLUME_PKL", "pkl", ".pkl")],
                price=1,
            )
        assert state.volumes.page(PageRequest(10, None, "ASC")).items == []
    finally:
        state.close()


def test_share_code_is_never_issued_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    state = State(None, seed=0, api_key="key", now=NOW)
    try:
        codes = iter(["00000001", "00000001", "00000002"])
        monkeypatch.setattr(state.ids, "digits", lambda *_: next(codes))
        issued = [state.share_codes.create("file-x", lifetime=1, now=NOW).code for _ in range(2)]
        assert issued == ["00000001", "00000002"]
    finally:
        state.close()


def test_file_outside_the_data_folder_is_copied(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "data")
    source = tmp_path / "clip.mp4"
    source.write_bytes(b"clip" * 1_000_000)
    blob = blobs.add(source)
    source.unlink()
    assert blob.size == 4_000_000
    assert blobs.path(blob.etag).stat().st_size == blob.size
    assert blobs.add(blobs.path(blob.etag)) == blob


def test_incomplete_content_is_removed(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    with pytest.raises(EOFError):
        _receive_half(blobs)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_webhook_that_two_threads_publish_is_delivered_once() -> None:
    state = State(None, seed=0, api_key="key", now=NOW)
    try:
        message = Message("msg_1", "job-1", "job.state.started", NOW)
        state.deliveries.plan([message])
        assert state.deliveries.unpublished(NOW) == [message]
        for body in (b"first", b"second"):
            state.deliveries.publish(message, body, ["a"])
        assert state.deliveries.unpublished(NOW) == []
        assert len(state.deliveries.all()) == 1
        delivery = state.deliveries.due("a", NOW)
        assert delivery is not None
        assert delivery.body == b"first"
    finally:
        state.close()
