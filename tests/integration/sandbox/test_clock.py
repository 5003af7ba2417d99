from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from move_ugc_async.sandbox import Clock, InstantClock, ManualClock, TimedClock
from move_ugc_async.sandbox.progress import Failure, Schedule, outputs_exist, progress_at


class RealTime(datetime):
    """A replacement for the system time that a test moves."""

    moment = datetime(2026, 3, 4, tzinfo=UTC)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return cls.moment.astimezone(tz)


NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_manual_clock_moves_only_when_advanced() -> None:
    clock = ManualClock()
    assert clock.now() == clock.now() == NOW
    clock.advance(1.5)
    assert clock.now() == NOW + timedelta(seconds=1.5)


def test_instant_clock_advances_a_millisecond_with_each_read() -> None:
    clock = InstantClock()
    assert [clock.now(), clock.now()] == [NOW + timedelta(milliseconds=n) for n in (1, 2)]
    clock.advance(60)
    assert clock.now() == NOW + timedelta(seconds=60, milliseconds=3)


@pytest.mark.parametrize("clock", [ManualClock(), InstantClock(), TimedClock()], ids=lambda clock: type(clock).__name__)
@pytest.mark.parametrize("seconds", [1e300, 1e12, float("inf"), float("nan"), -1, -1e-6, float("-inf")])
def test_clock_rejects_a_time_in_the_past_or_after_the_year_9000_and_continues(clock: Clock, seconds: float) -> None:
    with pytest.raises(ValueError, match="before the year 9000"):
        clock.advance(seconds)
    before = clock.now()
    clock.advance(60)
    assert clock.now() - before >= timedelta(seconds=60)


def test_timed_clock_follows_real_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("move_ugc_async.sandbox.clock.datetime", RealTime)
    clock = TimedClock()
    assert clock.now() == RealTime.moment
    clock.advance(3600)
    assert clock.now() == RealTime.moment + timedelta(hours=1)
    monkeypatch.setattr(RealTime, "moment", RealTime.moment + timedelta(seconds=5))
    assert clock.now() == RealTime.moment + timedelta(hours=1)


@pytest.mark.parametrize("speed", [0, -1, float("nan")])
def test_speed_must_be_positive(speed: float) -> None:
    with pytest.raises(ValueError, match="speed must be above 0"):
        TimedClock(speed)


def test_percentages_never_decrease_and_reach_100_only_at_the_end() -> None:
    schedule = Schedule(NOW, duration=100, output_delay=10)
    seen = [progress_at(schedule, NOW + timedelta(seconds=second)) for second in range(200)]
    percentages = [progress.percentage_complete for progress in seen]
    assert percentages == sorted(percentages)
    states = [progress.state for progress in seen]
    assert states == ["NOT_STARTED"] * 10 + ["RUNNING"] * 90 + ["FINISHED"] * 100
    assert {p.percentage_complete for p in seen if p.state != "FINISHED"} <= set(range(100))


def test_outputs_exist_after_the_output_delay() -> None:
    schedule = Schedule(NOW, duration=100, output_delay=10)
    exist = [outputs_exist(schedule, NOW + timedelta(seconds=second)) for second in (0, 100, 109.9, 110)]
    assert exist == [False, False, False, True]
    failing = Schedule(NOW, duration=100, output_delay=0, failure=Failure(("Try again.",)))
    assert not outputs_exist(failing, NOW + timedelta(seconds=1000))


def test_work_of_duration_0_has_not_started_at_creation() -> None:
    schedule = Schedule(NOW, duration=0, output_delay=0)
    assert progress_at(schedule, NOW).state == "NOT_STARTED"
    assert not outputs_exist(schedule, NOW)
    assert progress_at(schedule, NOW + timedelta(microseconds=1)).state == "FINISHED"
    failing = Schedule(NOW, duration=0, output_delay=0, failure=Failure(()))
    assert progress_at(failing, NOW + timedelta(microseconds=1)).state == "FAILED"
