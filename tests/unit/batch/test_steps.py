"""How long the steps of a clip are retried."""

import asyncio

import pytest

from move_ugc_async import MoveConnectionError, MoveInvalidRequestError
from move_ugc_async.batch import _steps

pytestmark = pytest.mark.anyio


class Time:
    """A clock that sleeps in no time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(_steps, "monotonic", lambda: self.now)
        monkeypatch.setattr(asyncio, "sleep", self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize(
    ("attempt_seconds", "attempts"),
    # Refused at once; a timeout each time; retried for five minutes within each attempt.
    [(0, 11), (60, 6), (300, 2)],
)
async def test_a_step_is_retried_for_five_minutes_after_its_first_error(
    monkeypatch: pytest.MonkeyPatch, attempt_seconds: float, attempts: int
) -> None:
    time, starts = Time(monkeypatch), list[float]()

    async def fail() -> None:
        starts.append(time.now)
        time.now += attempt_seconds
        message = "down"
        raise MoveConnectionError(message)

    with pytest.raises(MoveConnectionError):
        await _steps._retried(fail)
    assert len(starts) == attempts
    assert starts[-1] - starts[0] - attempt_seconds <= 300


async def test_an_error_that_is_not_transient_is_not_retried(monkeypatch: pytest.MonkeyPatch) -> None:
    time = Time(monkeypatch)

    async def fail() -> None:
        message = "invalid"
        raise MoveInvalidRequestError(message)

    with pytest.raises(MoveInvalidRequestError):
        await _steps._retried(fail)
    assert time.now == 1000
