"""An outage of a database is logged once, however many threads notice it."""

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
import sqlalchemy as sa
from sqlalchemy import exc

from move_ugc_async.batch._database import Database
from move_ugc_async.batch._dbos import forward
from move_ugc_async.batch._leases import Lease
from move_ugc_async.batch._outages import Outage
from move_ugc_async.batch.errors import DatabaseUnavailableError
from tests.support.clocks import FakeClock

Warnings = Callable[[], list[str]]


@pytest.fixture
def warnings(caplog: pytest.LogCaptureFixture) -> Warnings:
    """Return a function that returns all warnings and errors since its last call."""

    def warnings() -> list[str]:
        # With their tracebacks.
        ours = [each for each in caplog.records if each.name == "move_ugc_async"]
        records = [each for each in ours if each.levelno >= logging.WARNING]
        caplog.clear()
        return [logging.Formatter().format(each) for each in records]

    return warnings


@pytest.fixture
def engine_logger(monkeypatch: pytest.MonkeyPatch) -> Iterator[logging.Logger]:
    """Yield the logger of an engine whose database is down."""
    logger = logging.getLogger("tests.engine")
    monkeypatch.setattr(logger, "propagate", False)
    monkeypatch.setattr(logger, "handlers", [forward])
    with closing(Database("postgresql://studio:canary@/name?host=/nowhere")) as database:
        monkeypatch.setattr(forward, "report_outage", database.report_outage)
        yield logger


def test_outage_is_one_warning_at_its_start_and_one_at_its_end(clock: FakeClock, warnings: Warnings) -> None:
    outage = Outage(clock.monotonic)
    outage.end()
    assert warnings() == []
    for _ in range(60):
        outage.report("down")
        clock.advance(60)
    assert warnings() == ["the database of the batch is unavailable, and work waits for it: down"]
    outage.end()
    outage.end()
    assert warnings() == ["the database of the batch is available again; it was unavailable for 3540 s"]
    outage.report("down")
    assert len(warnings()) == 1


def test_outage_in_which_some_calls_succeed_is_one(clock: FakeClock, warnings: Warnings) -> None:
    outage = Outage(clock.monotonic)
    for _ in range(60):
        outage.report("disk is full")
        clock.advance(4)
        outage.end()
    assert len(warnings()) == 1
    clock.advance(1)
    outage.end()
    assert len(warnings()) == 1


def test_outage_is_logged_once_by_all_parts_of_a_process(
    database: Database, connect: Callable[[], Database], monkeypatch: pytest.MonkeyPatch, warnings: Warnings
) -> None:
    lease = Lease.acquire(database, "worker", seconds=30, grace=0)

    def fail(**_: object) -> None:
        msg = "down"
        raise DatabaseUnavailableError(msg)

    other = connect()
    with monkeypatch.context() as outage:
        outage.setattr(database, "write", fail)
        for _ in range(3):
            lease.renew()
            other.report_outage(DatabaseUnavailableError("down"))
    assert len(warnings()) == 1
    monkeypatch.setattr("move_ugc_async.batch._outages._QUIET_SECONDS", 0.0)
    lease.renew()
    with other.read() as connection:
        connection.execute(sa.text("SELECT 1"))
    assert ["is available again" in text for text in warnings()] == [True]


def test_errors_of_the_database_that_the_engine_logs_are_one_warning_without_secrets(
    engine_logger: logging.Logger, warnings: Warnings
) -> None:
    down = exc.OperationalError("INSERT", ("canary",), Exception("connection to studio:canary@host failed"))
    for _ in range(3):
        try:
            try:
                raise down
            except exc.OperationalError as cause:
                msg = "cannot write"
                raise RuntimeError(msg) from cause
        except RuntimeError as error:
            engine_logger.warning(f"Exception encountered in queue thread: {error}")  # noqa: G004 - as the engine does
            engine_logger.warning(f"Exception polling schedules: {traceback.format_exc()}")  # noqa: G004
            engine_logger.warning("Fallback notification poll failed", exc_info=True)
            engine_logger.error("Error executing workflow 1")  # noqa: TRY400 - as the engine does
    (warning,) = warnings()
    assert "cannot use the database name on /nowhere: connection to studio:…@host failed; check" in warning


def test_other_warnings_of_the_engine_have_no_traceback(engine_logger: logging.Logger, warnings: Warnings) -> None:
    engine_logger.warning("the queue is full")
    try:
        int("x")
    except ValueError:
        engine_logger.warning(f"Exception in schedule: {traceback.format_exc()}")  # noqa: G004
        engine_logger.warning("poll failed", exc_info=True)
        engine_logger.exception("workflow failed")
    first, second, third, error = warnings()
    reason = "ValueError: invalid literal for int() with base 10: 'x'"
    assert (first, second, third) == ("the queue is full", "Exception in schedule: " + reason, "poll failed")
    assert "Traceback" in error


def test_contention_for_a_shared_queue_is_not_logged_as_a_warning(
    engine_logger: logging.Logger, warnings: Warnings
) -> None:
    engine_logger.warning(
        "Contention detected in queue thread for move-ugc-jobs:film. Increasing polling interval to 2.00."
    )
    assert warnings() == []
    engine_logger.warning("something else")
    assert warnings() == ["something else"]
