"""The exact delays of a retry policy, and the tokens of a retry budget."""

import math
import re
import time
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from move_ugc_async._backoff import FullJitter
from move_ugc_async._clock import Clock
from move_ugc_async._transport.retry import RetryBudget, RetryPolicy, is_retryable, parse_retry_after, requested_delay
from move_ugc_async.errors import (
    AmbiguousCreateError,
    MoveAnswerTooLargeError,
    MoveAPIError,
    MoveConfigurationError,
    MoveConnectionError,
    MoveError,
    MoveHTTPStatusError,
    MoveMalformedResponseError,
    MoveServerError,
    MoveThrottledError,
    MoveTimeoutError,
)
from tests.support.clocks import FakeClock

TENTHS = RetryPolicy(backoff=lambda failed, _: failed / 10)


class HighestRandom(Random):
    """Returns the upper bound and records the lower one."""

    lowest: float | None = None

    def uniform(self, a: float, b: float) -> float:
        self.lowest = a
        return b


@pytest.mark.parametrize(
    ("failed", "bound"), [(1, 0.5), (2, 1), (3, 2), (5, 8), (6, 16), (7, 20), (1001, 20), (9999, 20)]
)
def test_the_bound_of_a_delay_doubles_up_to_its_cap(failed: int, bound: float) -> None:
    random = HighestRandom()
    assert FullJitter()(failed, random) == bound
    assert random.lowest == 0


def test_full_jitter_accepts_another_base_and_cap() -> None:
    assert FullJitter(base=3, cap=100)(4, HighestRandom()) == 24
    assert FullJitter(base=3, cap=7)(4, HighestRandom()) == 7


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (MoveHTTPStatusError("m", status=408), True),
        (MoveHTTPStatusError("m", status=500), True),
        (MoveHTTPStatusError("m", status=599), True),
        *((MoveHTTPStatusError("m", status=status), True) for status in (409, 418, 420, 421, 444, 460, 499)),
        *((MoveAPIError("m", status=status), True) for status in (409, 421, 425)),
        *((MoveHTTPStatusError("m", status=status), False) for status in (301, 400, 404, 405, 407, 410, 413, 431, 451)),
        (MoveAPIError("m", status=200), False),
        (MoveHTTPStatusError("m"), False),
        (MoveServerError("m", status=500), True),
        (MoveThrottledError("m", status=429), True),
        (MoveMalformedResponseError("m"), True),
        (MoveAnswerTooLargeError("m"), False),
        (MoveError("m"), False),
    ],
)
def test_a_read_is_retried_when_its_error_is_transient(*, error: MoveError, expected: bool) -> None:
    assert error.transient is expected
    assert is_retryable(error, idempotent=True) is expected
    assert is_retryable(error, idempotent=False) is False


@pytest.mark.parametrize(
    ("cause", "expected"),
    [(None, True), (ValueError("m"), True), (MoveServerError("m"), True), (MoveError("m"), False)],
)
def test_ambiguous_creation_is_as_transient_as_its_cause(*, cause: Exception | None, expected: bool) -> None:
    error = AmbiguousCreateError("m")
    error.__cause__ = cause
    assert error.transient is expected


@pytest.mark.parametrize("kind", [MoveConnectionError, MoveTimeoutError])
@pytest.mark.parametrize(
    ("idempotent", "may_have_arrived", "expected"), [(True, True, True), (False, True, False), (False, False, True)]
)
def test_a_non_idempotent_request_is_retried_when_never_sent(
    *,
    kind: type[MoveConnectionError | MoveTimeoutError],
    idempotent: bool,
    may_have_arrived: bool,
    expected: bool,
) -> None:
    error = kind("no response", may_have_arrived=may_have_arrived)
    assert is_retryable(error, idempotent=idempotent) is expected


def test_retry_after_is_added_to_the_backoff() -> None:
    assert TENTHS.wait(MoveServerError("m", retry_after=120), "getJob", 3, Clock()) == 120.3
    assert TENTHS.wait(MoveServerError("m", retry_after=120.5), "getJob", 3, Clock()) is None
    assert TENTHS.wait(MoveThrottledError("m", retry_after=1), "getJob", 3, Clock()) == 1.3
    assert TENTHS.wait(MoveThrottledError("m", retry_after=121), "getJob", 3, Clock()) is None
    assert requested_delay(MoveServerError("m", retry_after=7)) == 7
    assert requested_delay(MoveHTTPStatusError("m", status=408, retry_after=7)) == 7
    assert requested_delay(MoveServerError("m")) == 0
    assert requested_delay(MoveError("m")) == 0


@pytest.mark.parametrize("given", [math.nan, math.inf, -math.inf, -1, -0.1, 10**400, "1", None, [1], 1j])
def test_the_error_of_an_invalid_backoff_quotes_its_result(given: Any) -> None:
    with pytest.raises(MoveConfigurationError, match=f"getJob: backoff must return .*; got {re.escape(repr(given))}$"):
        RetryPolicy(backoff=lambda *_: given).wait(MoveConnectionError("m"), "getJob", 1, Clock())


@pytest.mark.parametrize("given", [0, 0.0, 7, 1e9])
def test_a_backoff_may_return_any_finite_delay(given: float) -> None:
    assert RetryPolicy(backoff=lambda *_: given).wait(MoveConnectionError("m"), "getJob", 1, Clock()) == given


@pytest.fixture
def _distant_time_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "XXX+5")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_distant_time_zone")
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", 0.0),
        ("-0", 0.0),
        ("0.5", 0.5),
        ("1", 1.0),
        ("-0.5", None),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 4_102_444_800.0),
        ("Fri, 01 Jan 2100 00:00:00 -0000", 4_102_444_800.0),
        ("Fri, 01 Jan 2100 00:00:00 +0200", 4_102_437_600.0),
    ],
)
def test_retry_after_is_parsed_alike_in_every_time_zone(value: str, expected: float | None) -> None:
    assert parse_retry_after(value, FakeClock(now=0)) == expected


def test_a_retry_budget_gets_one_token_back_at_a_time() -> None:
    budget = RetryBudget(3)
    assert [budget.take() for _ in range(4)] == [True, True, True, False]
    budget.put_back()
    assert [budget.take() for _ in range(2)] == [True, False]
    for _ in range(9):
        budget.put_back()
    assert [budget.take() for _ in range(4)] == [True, True, True, False]
