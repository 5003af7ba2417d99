"""The status of an object, however the server spells it, and the poll interval to the second."""

import logging
from random import Random

import pytest

from move_ugc_async._polling import status as status_module
from move_ugc_async._polling.status import PollInterval, Status, read_status
from move_ugc_async._schema.phase import Phase


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("RUNNING", "RUNNING"),
        (" not started ", "NOT_STARTED"),
        ("not-started", "NOT_STARTED"),
        ("Finished", "FINISHED"),
        ("", None),
        (" ", None),
        (7, None),
        (None, None),
    ],
)
@pytest.mark.parametrize("in_progress", [False, True])
def test_a_state_is_in_upper_case_with_underscores(state: object, expected: str | None, *, in_progress: bool) -> None:
    data = {"progress": {"state": state}} if in_progress else {"state": state}
    assert read_status(data) == Status(expected)


def test_the_state_of_the_progress_comes_before_the_older_field() -> None:
    assert read_status({"state": "failed", "progress": {"state": "RUNNING"}}).phase is Phase.UNDER_WAY
    assert read_status({"state": "failed", "progress": {"state": None}}).phase is Phase.FAILED


@pytest.mark.parametrize(
    ("percentage", "expected"), [(0, 0), (100, 100), (99.5, 99), (-1, None), (100.5, None), ("7", None), (None, None)]
)
def test_a_percentage_is_a_whole_number_up_to_100(percentage: object, expected: int | None) -> None:
    assert read_status({"progress": {"percentageComplete": percentage}}) == Status(None, expected)


@pytest.mark.parametrize("data", [None, "RUNNING", [], {"progress": "RUNNING"}])
def test_data_of_another_type_has_no_status(data: object) -> None:
    assert read_status(data) == Status()


def test_only_the_first_hundred_unknown_states_are_reported_and_once_each(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status_module, "_reported", set[str]())
    with caplog.at_level(logging.WARNING):
        read_status({"state": "RUNNING"})
        for number in range(102):
            for _ in range(2):
                assert read_status({"state": f"new {number}"}).phase is Phase.UNDER_WAY
    assert [record.getMessage() for record in caplog.records] == [
        f"unknown state 'NEW_{number}'; waiting continues" for number in range(100)
    ]


class NoJitter(Random):
    """Returns 1 and records the range."""

    range = (0.0, 0.0)

    def uniform(self, a: float, b: float) -> float:
        self.range = (a, b)
        return 1.0


def next_interval(interval: PollInterval, percentage: int | None, now: float) -> float:
    return interval.next(Status("RUNNING", percentage), now, NoJitter())


@pytest.mark.parametrize(("waited", "expected"), [(0, 1), (10, 1), (20, 2), (299, 29.9), (300, 30), (9000, 30)])
@pytest.mark.parametrize("percentage", [None, 0, 7])
def test_interval_is_a_tenth_of_the_time_waited_without_a_percentage(
    waited: float, expected: float, percentage: int | None
) -> None:
    assert next_interval(PollInterval(1000), percentage, 1000 + waited) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("first", "then", "after", "expected"),
    [
        # 30 points in 60 s: the remaining 50 points take 100 s, which are divided into four polls.
        (20, 50, 60, 25),
        (0, 50, 60, 15),
        (0, 1, 1, 24.75),
        (0, 1, 60, 30),
        (50, 99, 49, 1),
        (50, 100, 60, 1),
        (5, 50, 90, 25),
    ],
)
def test_interval_is_a_quarter_of_the_estimated_remaining_time(
    first: int, then: int, after: float, expected: float
) -> None:
    interval = PollInterval(0)
    next_interval(interval, first, 100)
    assert next_interval(interval, then, 100 + after) == pytest.approx(expected)


def test_interval_restarts_its_estimate_when_the_percentage_falls() -> None:
    interval = PollInterval(0)
    next_interval(interval, 50, 100)
    next_interval(interval, 80, 110)
    assert next_interval(interval, 10, 150) == pytest.approx(15)
    assert next_interval(interval, 10, 160) == pytest.approx(16)
    assert next_interval(interval, 55, 195) == pytest.approx(11.25)


def test_interval_keeps_its_estimate_when_a_percentage_is_missing_once() -> None:
    interval = PollInterval(0)
    next_interval(interval, 20, 100)
    assert next_interval(interval, None, 150) == pytest.approx(15)
    assert next_interval(interval, 50, 160) == pytest.approx(25)


def test_interval_has_a_jitter_of_a_fifth() -> None:
    random = NoJitter()
    PollInterval(0).next(Status(), 0, random)
    assert random.range == (0.8, 1.2)


def test_interval_is_exactly_the_one_of_the_caller() -> None:
    assert next_interval(PollInterval(0, 0.25), 50, 1000) == 0.25
