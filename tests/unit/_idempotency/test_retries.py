"""Retries of failed creations."""

from collections.abc import AsyncGenerator

import pytest

from move_ugc_async._transport.retry import RetryBudget, RetryPolicy
from move_ugc_async.errors import (
    AmbiguousCreateError,
    GraphQLErrorItem,
    MoveConfigurationError,
    MoveConnectionError,
    MoveError,
    MoveHTTPStatusError,
    MoveMalformedResponseError,
    MoveServerError,
    MoveThrottledError,
    MoveTimeoutError,
)
from move_ugc_async.pagination import ListBase
from tests.unit._idempotency.fake_api import (
    LOST_AGAIN,
    LOST_RESPONSE,
    NO_ROUTE,
    REFUSED,
    SETTLE,
    THROTTLED,
    FakeApi,
    Thing,
)

pytestmark = pytest.mark.anyio


async def test_lost_creation_is_found_after_the_consistency_delay(caplog: pytest.LogCaptureFixture) -> None:
    api = FakeApi(script=[LOST_RESPONSE], consistency_delay=SETTLE)
    found = await api.create()
    assert (found.id, found.metadata) == ("thing-1", {"b": 2})
    assert (api.sent, api.clock.waits) == (1, [SETTLE])
    assert caplog.messages == [
        "createThing: outcome unknown after MoveServerError; searching for the object before another attempt"
    ]


async def test_create_is_sent_again_when_the_search_finds_nothing() -> None:
    api = FakeApi(script=[LOST_RESPONSE], executes=False)
    thing = await api.create()
    assert (thing.id, thing.metadata.key, api.sent) == ("thing-2", "k", 2)


async def test_create_is_sent_again_at_once_when_the_api_has_no_list() -> None:
    api = FakeApi(script=[LOST_RESPONSE], executes=False)
    assert (await api.create(find=None)).id == "thing-2"
    assert not any(api.clock.waits)


async def test_ambiguous_error_describes_the_latest_lost_response() -> None:
    api = FakeApi(script=[LOST_RESPONSE, LOST_AGAIN], executes=False)
    with pytest.raises(AmbiguousCreateError) as caught:
        await api.create()
    error = caught.value
    assert error.__cause__ is LOST_AGAIN
    assert "it failed again" in error.message
    assert (error.key, error.operation, error.status, error.request_id) == ("k", "createThing", 502, "r-2")


async def test_refusal_after_a_lost_response_stays_ambiguous_with_the_refusal_as_cause() -> None:
    api = FakeApi(script=[LOST_RESPONSE, REFUSED], executes=False)
    with pytest.raises(AmbiguousCreateError, match="it failed") as caught:
        await api.create()
    assert caught.value.__cause__ is REFUSED
    assert await api.pending_since() is not None


async def test_lost_creation_is_found_when_no_retries_are_left() -> None:
    api = FakeApi(script=[LOST_RESPONSE], retry=RetryPolicy(max_retries=0))
    assert (await api.create()).id == "thing-1"
    assert (api.sent, api.clock.waits) == (1, [SETTLE])


@pytest.mark.parametrize(
    ("error", "waits"),
    [
        (THROTTLED, [30]),
        (MoveServerError("m", status=503), [SETTLE]),
        (MoveServerError("m", status=503, retry_after=30), [30]),
        (MoveHTTPStatusError("m", status=408), [SETTLE]),
        (MoveConnectionError("m"), [SETTLE]),
        (MoveTimeoutError("m"), [SETTLE]),
        (MoveTimeoutError("m", may_have_arrived=False), [0]),
        (MoveMalformedResponseError("m"), [SETTLE]),
    ],
    ids=repr,
)
@pytest.mark.parametrize("executes", [True, False])
async def test_create_searches_before_retrying_a_transient_error(
    error: MoveError, waits: list[float], *, executes: bool
) -> None:
    api = FakeApi(script=[error], executes=executes)
    thing = await api.create()
    assert [each.id for _, each in api.things] == [thing.id]
    assert (api.sent, api.searches) == (1 if executes else 2, 2)
    assert api.clock.waits == waits
    record = await api.record()
    assert record is not None
    assert (record.id, record.written_at) == (thing.id, 1000 + sum(waits))


async def test_create_is_retried_as_often_as_any_call() -> None:
    api = FakeApi(script=[THROTTLED] * 9, executes=False, retry=RetryPolicy(3, backoff=lambda attempt, _: attempt / 10))
    api.timeout = 1000.0
    with pytest.raises(MoveThrottledError) as caught:
        await api.create()
    assert caught.value is THROTTLED
    assert (api.sent, api.clock.waits) == (4, [30.1, 30.2, 30.3])
    assert await api.pending_since() is None


async def test_invalid_back_off_is_reported_with_the_operation() -> None:
    api = FakeApi(script=[THROTTLED], executes=False, retry=RetryPolicy(3, backoff=lambda *_: -1.0))
    with pytest.raises(MoveConfigurationError, match="createThing: backoff must return"):
        await api.create()


async def test_invalid_back_off_is_reported_with_the_operation_after_an_incomplete_search() -> None:
    async def pages() -> AsyncGenerator[ListBase[Thing], None]:
        yield ListBase([], errors=(GraphQLErrorItem("a part is missing"),))

    api = FakeApi(retry=RetryPolicy(3, backoff=lambda *_: -1.0))
    with pytest.raises(MoveConfigurationError, match="createThing: backoff must return"):
        await api.create(pages=pages)


async def test_create_retries_at_most_as_often_as_the_budget_allows() -> None:
    api = FakeApi(
        script=[LOST_RESPONSE] * 9, executes=False, retry=RetryPolicy(9, backoff=lambda *_: 0.0), budget=RetryBudget(2)
    )
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    assert api.sent == 3


@pytest.mark.parametrize(("error", "searches"), [(LOST_RESPONSE, 2), (THROTTLED, 1)])
async def test_create_is_sent_once_without_retries(error: MoveError, searches: int) -> None:
    api = FakeApi(script=[error], executes=False, retry=RetryPolicy(max_retries=0))
    with pytest.raises(AmbiguousCreateError if error is LOST_RESPONSE else MoveThrottledError):
        await api.create()
    assert (api.sent, api.searches) == (1, searches)


@pytest.mark.parametrize("then", [THROTTLED, NO_ROUTE, REFUSED])
async def test_lost_response_stays_ambiguous_after_any_later_error(then: MoveError) -> None:
    api = FakeApi(script=[LOST_RESPONSE, then], executes=False)
    with pytest.raises(AmbiguousCreateError, match="it failed") as caught:
        await api.create()
    assert caught.value.__cause__ is then
    assert api.sent == 2
    assert await api.pending_since() == 1000 + (0 if then is NO_ROUTE else SETTLE)


async def test_create_does_not_retry_connection_errors_that_the_transport_has_retried() -> None:
    api = FakeApi(script=[NO_ROUTE], executes=False)
    with pytest.raises(MoveConnectionError):
        await api.create()
    assert (api.sent, api.searches) == (1, 1)
    assert await api.pending_since() is None


async def test_refused_create_is_retried_with_on_ambiguous_raise() -> None:
    api = FakeApi(script=[THROTTLED], executes=False)
    assert (await api.create(on_ambiguous="raise")).id == "thing-2"
