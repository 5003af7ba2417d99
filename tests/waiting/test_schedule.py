"""How long a job or volume is left alone, to the second."""

from random import Random

import pytest

from move_ugc_async._polling.interval import PollInterval
from move_ugc_async._polling.status import Status


class Plain(Random):
    """No chance: a pause as it is, and the span that it would have been drawn from."""

    span = (0.0, 0.0)

    def uniform(self, a: float, b: float) -> float:
        self.span = (a, b)
        return 1.0


def pause(pace: PollInterval, percentage: int | None, now: float) -> float:
    return pace.pause(Status("RUNNING", percentage), now, Plain())


@pytest.mark.parametrize(("waited", "expected"), [(0, 1), (10, 1), (20, 2), (299, 29.9), (300, 30), (9000, 30)])
@pytest.mark.parametrize("percentage", [None, 0, 7])
def test_pause_is_a_tenth_of_the_time_waited_without_a_percentage(
    waited: float, expected: float, percentage: int | None
) -> None:
    assert pause(PollInterval(1000), percentage, 1000 + waited) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("first", "then", "after", "expected"),
    [
        # 30 more in 60 s: 50 are left, for 100 s, in which it is looked at four times.
        (20, 50, 60, 25),
        (0, 50, 60, 15),
        (0, 1, 1, 24.75),
        (0, 1, 60, 30),
        (50, 99, 49, 1),
        (50, 100, 60, 1),
        (5, 50, 90, 25),
    ],
)
def test_pause_is_a_quarter_of_the_estimated_time_left(first: int, then: int, after: float, expected: float) -> None:
    pace = PollInterval(0)
    pause(pace, first, 100)
    assert pause(pace, then, 100 + after) == pytest.approx(expected)


def test_pause_restarts_its_estimate_when_the_percentage_falls() -> None:
    pace = PollInterval(0)
    pause(pace, 50, 100)
    pause(pace, 80, 110)
    assert pause(pace, 10, 150) == pytest.approx(15)
    assert pause(pace, 10, 160) == pytest.approx(16)
    assert pause(pace, 55, 195) == pytest.approx(11.25)


def test_pause_keeps_its_estimate_when_a_percentage_is_missing_once() -> None:
    pace = PollInterval(0)
    pause(pace, 20, 100)
    assert pause(pace, None, 150) == pytest.approx(15)
    assert pause(pace, 50, 160) == pytest.approx(25)


def test_pause_has_a_jitter_of_a_fifth() -> None:
    chance = Plain()
    PollInterval(0).pause(Status(), 0, chance)
    assert chance.span == (0.8, 1.2)


def test_pause_is_exactly_the_given_interval() -> None:
    assert pause(PollInterval(0, 0.25), 50, 1000) == 0.25
