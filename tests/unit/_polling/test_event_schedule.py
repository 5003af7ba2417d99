"""When the jobs that events name are due, and for how long polling relies on events."""

import math

import pytest

from move_ugc_async._polling.event_schedule import BATCH_WINDOW, GRACE_PERIOD, MAX_DELAY, EventSchedule
from tests.unit._polling.conftest import job


def test_first_event_is_due_at_once() -> None:
    schedule = EventSchedule()
    assert (schedule.due, schedule.next) == (math.inf, math.inf)
    schedule.add(job(1), 100.0, 25)
    assert (schedule.due, schedule.next) == (100.0, 100.0)
    assert schedule.take(99.9) == set()
    assert schedule.take(100.0) == {job(1)}
    assert schedule.due == math.inf
    assert schedule.take(101.0) == set()


def test_event_after_a_pause_is_due_at_once() -> None:
    schedule = EventSchedule()
    for moment in (100.0, 100.0 + BATCH_WINDOW + 0.01):
        schedule.add(job(1), moment, 25)
        assert schedule.take(moment) == {job(1)}


def test_events_that_follow_are_due_together_after_the_last() -> None:
    schedule = EventSchedule()
    schedule.add(job(1), 100.0, 25)
    schedule.take(100.0)
    for number, moment in ((2, 100.25), (3, 100.3), (2, 100.5)):
        schedule.add(job(number), moment, 25)
        assert schedule.due == pytest.approx(moment + BATCH_WINDOW)
    assert schedule.take(100.75) == {job(2), job(3)}


def test_events_that_keep_coming_are_due_after_the_maximum_delay() -> None:
    schedule = EventSchedule()
    schedule.add(job(0), 100.0, 25)
    schedule.take(100.0)
    for number in range(1, 20):
        schedule.add(job(number), 100 + number * 0.2, 25)
        assert schedule.due <= 100.2 + MAX_DELAY
    assert schedule.due == 100.2 + MAX_DELAY
    # The delay of the next batch counts from its own first event.
    schedule.take(schedule.due)
    schedule.add(job(20), 104.0, 25)
    assert schedule.due == 104.25


def test_events_that_fill_a_batch_are_due_at_once() -> None:
    schedule = EventSchedule()
    schedule.add(job(0), 100.0, 3)
    schedule.take(100.0)
    schedule.add(job(1), 100.01, 3)
    schedule.add(job(1), 100.01, 3)
    schedule.add(job(2), 100.02, 3)
    assert schedule.due > 100.03
    schedule.add(job(3), 100.03, 3)
    assert schedule.due == 100.03
    schedule.add(job(4), 100.04, 3)
    assert schedule.take(100.04) == {job(1), job(2), job(3), job(4)}


def test_event_that_is_due_is_not_delayed_by_the_next() -> None:
    schedule = EventSchedule()
    schedule.add(job(1), 100.0, 25)
    schedule.add(job(2), 100.0, 25)
    assert schedule.due == 100.0
    schedule.add(job(3), 100.1, 25)
    assert schedule.take(100.1) == {job(1), job(2), job(3)}


def test_discarded_jobs_are_not_due() -> None:
    schedule = EventSchedule()
    schedule.add(job(1), 100.0, 25)
    schedule.add(job(2), 100.0, 25)
    schedule.discard(job(1))
    schedule.discard(job(3))
    assert schedule.due == 100.0
    schedule.discard(job(2))
    assert schedule.due == math.inf
    assert schedule.take(200.0) == set()


def test_events_are_relied_on_from_the_first_end() -> None:
    schedule = EventSchedule()
    assert not schedule.relies
    assert schedule.rely() is True
    assert schedule.relies is True
    assert schedule.rely() is False
    assert EventSchedule(relies=True).rely() is False


def test_events_are_not_relied_on_after_an_end_without_one() -> None:
    schedule = EventSchedule(relies=True)
    schedule.doubt(100.0)
    schedule.doubt(105.0)
    assert (schedule.relies_until, schedule.next, schedule.due) == (
        100.0 + GRACE_PERIOD,
        100.0 + GRACE_PERIOD,
        math.inf,
    )
    assert schedule.give_up(99.9 + GRACE_PERIOD) is False
    assert schedule.relies is True
    assert schedule.give_up(100.0 + GRACE_PERIOD) is True
    assert (schedule.relies, schedule.relies_until) == (False, math.inf)
    assert schedule.give_up(200.0) is False


def test_events_are_relied_on_again_when_one_comes_late() -> None:
    schedule = EventSchedule(relies=True)
    schedule.doubt(100.0)
    assert schedule.is_doubted
    schedule.rely()
    assert not schedule.is_doubted
    assert schedule.give_up(200.0) is False
    assert schedule.relies


def test_an_end_without_an_event_raises_no_doubt_while_events_are_not_relied_on() -> None:
    schedule = EventSchedule()
    schedule.doubt(100.0)
    assert schedule.next == math.inf


def test_next_is_the_earlier_of_due_and_doubted_at() -> None:
    schedule = EventSchedule(relies=True)
    schedule.doubt(100.0)
    schedule.add(job(1), 101.0, 25)
    assert schedule.next == 101.0
    schedule.take(101.0)
    schedule.add(job(1), 109.9, 25)
    schedule.add(job(2), 110.0, 25)
    assert schedule.next == 109.9
