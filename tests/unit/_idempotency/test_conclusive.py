"""Only a search that begins after the server can no longer create the object proves absence."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any

import anyio
import pytest

from move_ugc_async._transport.retry import RetryBudget, RetryPolicy
from move_ugc_async.errors import (
    AmbiguousCreateError,
    GraphQLErrorItem,
    MoveInvalidRequestError,
    MoveMalformedResponseError,
    MoveNotFoundError,
)
from move_ugc_async.pagination import ListBase
from tests.support.clocks import FakeClock
from tests.unit._idempotency.fake_api import LOST_RESPONSE, REFUSED, SETTLE, FakeApi, Thing

pytestmark = pytest.mark.anyio

SERVER_TIMEOUT = 30.0
CONCLUSIVE = SERVER_TIMEOUT + SETTLE


def slow_api(**changes: Any) -> FakeApi:
    return FakeApi(
        **{
            "clock": FakeClock(now=1000, is_independent=True),
            "timeout": 300,
            "server_timeout": SERVER_TIMEOUT,
            **changes,
        }
    )


@pytest.mark.parametrize("late", [0, 4, 6, 12, 25, 30, CONCLUSIVE])
async def test_object_that_shows_up_late_is_found_and_not_created_again(late: float) -> None:
    api = slow_api(script=[LOST_RESPONSE], consistency_delay=late)
    assert (await api.create()).id == "thing-1"
    assert api.sent == 1
    # Found soon after it shows up, not only at the end.
    assert api.clock.time() <= 1000 + max(2 * late, SETTLE) + SETTLE


async def test_create_is_sent_again_only_after_absence_is_proven() -> None:
    api = slow_api(script=[LOST_RESPONSE], executes=False)
    assert (await api.create()).id == "thing-2"
    assert sum(api.clock.waits) == CONCLUSIVE
    assert api.sent == 2


async def test_create_is_ambiguous_when_its_deadline_comes_before_the_proof() -> None:
    api = slow_api(script=[LOST_RESPONSE], executes=False, timeout=CONCLUSIVE - 1)
    with pytest.raises(AmbiguousCreateError, match="it failed") as caught:
        await api.create()
    assert caught.value.conclusive_after == datetime.fromtimestamp(1000 + CONCLUSIVE, UTC)
    assert api.sent == 1
    assert api.clock.time() < 1000 + CONCLUSIVE


@pytest.mark.parametrize("settings", [{"retry": RetryPolicy(max_retries=0)}, {"on_ambiguous": "raise"}], ids=str)
async def test_create_without_retries_searches_once(settings: dict[str, Any]) -> None:
    retry = settings.get("retry", RetryPolicy(3))
    api = slow_api(script=[LOST_RESPONSE], executes=False, retry=retry)
    with pytest.raises(AmbiguousCreateError) as caught:
        await api.create(on_ambiguous=settings.get("on_ambiguous", "resend"))
    assert caught.value.conclusive_after == datetime.fromtimestamp(1000 + CONCLUSIVE, UTC)
    assert (api.sent, api.clock.waits) == (1, [SETTLE])


async def test_ambiguous_error_without_a_key_has_the_time_of_a_conclusive_search() -> None:
    api = slow_api(script=[LOST_RESPONSE])
    with pytest.raises(AmbiguousCreateError) as caught:
        await api.create(None)
    assert caught.value.conclusive_after == datetime.fromtimestamp(1000 + CONCLUSIVE, UTC)


@pytest.mark.parametrize("late", [0, 12, 25, CONCLUSIVE])
async def test_next_call_waits_for_the_object_of_an_earlier_call(late: float) -> None:
    api = slow_api(script=[LOST_RESPONSE], consistency_delay=late, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    api.timeout = 300
    assert (await api.create()).id == "thing-1"
    assert api.sent == 1


async def test_next_call_is_ambiguous_when_its_deadline_comes_before_the_proof() -> None:
    api = slow_api(script=[LOST_RESPONSE], executes=False, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    with pytest.raises(
        AmbiguousCreateError, match=": the server may still execute an earlier attempt with this key;"
    ) as caught:
        await api.create()
    assert caught.value.conclusive_after == datetime.fromtimestamp(1000 + CONCLUSIVE, UTC)
    assert api.sent == 1


async def test_slow_search_proves_nothing_when_begun_too_early() -> None:
    api = slow_api(script=[LOST_RESPONSE], consistency_delay=12, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await api.create()

    async def find_slowly() -> AsyncGenerator[Thing, None]:
        # Read when the search begins, delivered long afterwards.
        seen = [thing async for thing in api.find()]
        api.clock.advance(CONCLUSIVE)
        for thing in seen:
            yield thing

    api.timeout = 3000
    assert (await api.create(find=find_slowly)).id == "thing-1"
    assert api.sent == 1


async def test_record_of_a_client_with_a_longer_server_timeout_is_respected() -> None:
    api = slow_api(script=[LOST_RESPONSE], consistency_delay=25, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    api.server_timeout, api.timeout = 1.0, 300
    assert (await api.create()).id == "thing-1"
    assert api.sent == 1


async def test_next_call_creates_once_absence_is_proven() -> None:
    api = slow_api(script=[LOST_RESPONSE], executes=False, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    api.timeout = 300
    assert (await api.create()).id == "thing-2"
    assert api.clock.time() >= 1000 + CONCLUSIVE


async def test_next_call_does_not_wait_when_the_last_write_was_long_ago() -> None:
    api = slow_api(script=[LOST_RESPONSE], executes=False)

    async def send(metadata: Any, attempt: Any) -> Any:
        try:
            return await api.send(metadata, attempt)
        finally:
            api.clock.advance(CONCLUSIVE)

    assert (await api.create(send=send)).id == "thing-2"
    assert sum(api.clock.waits) == SETTLE


async def test_searches_have_growing_intervals_until_one_is_conclusive() -> None:
    api = slow_api(script=[LOST_RESPONSE], executes=False)
    await api.create()
    assert api.clock.waits == [5, 10, 20]
    api = slow_api(script=[LOST_RESPONSE], executes=False, server_timeout=10.5)
    await api.create()
    assert api.clock.waits == [5, 10, 0.5]


async def test_object_that_shows_after_a_recent_attempt_is_returned_without_a_pause() -> None:
    api = slow_api(script=[LOST_RESPONSE], timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    assert (await api.create()).id == "thing-1"
    assert api.clock.waits == []


async def test_refusal_after_a_proof_of_absence_is_raised_and_clears_the_record() -> None:
    api = slow_api(script=[LOST_RESPONSE, REFUSED], executes=False, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    api.timeout = 300
    with pytest.raises(MoveInvalidRequestError):
        await api.create()
    assert await api.pending_since() is None


async def test_conclusive_after_is_now_when_a_search_is_already_conclusive() -> None:
    api = slow_api(script=[LOST_RESPONSE], executes=False)

    async def send(metadata: Any, attempt: Any) -> Any:
        try:
            return await api.send(metadata, attempt)
        finally:
            api.clock.advance(100)

    with pytest.raises(AmbiguousCreateError) as caught:
        await api.create(None, send=send)
    assert caught.value.conclusive_after == datetime.fromtimestamp(1100, UTC)


@pytest.mark.parametrize("key", ["k", None])
async def test_refusal_at_the_mutation_is_raised_unchanged(key: str | None) -> None:
    item = GraphQLErrorItem("no such take", "MoveNotFoundError", path=("createThing",))
    refusal = MoveNotFoundError("no such take", status=200, errors=(item,))
    api = slow_api(script=[refusal], executes=False)
    with pytest.raises(MoveNotFoundError):
        await api.create(key)


@pytest.mark.parametrize(("budget", "searches"), [(0, 1), (1, 2), (10, 4)])
async def test_incomplete_search_is_retried_within_max_retries_and_the_budget(budget: int, searches: int) -> None:
    item = GraphQLErrorItem("a part is missing")
    seen: list[int] = []

    async def pages() -> AsyncGenerator[ListBase[Thing], None]:
        seen.append(1)
        yield ListBase([], errors=(item,))

    api = slow_api(retry=RetryPolicy(3, backoff=lambda attempt, _: attempt), budget=RetryBudget(budget))
    with pytest.raises(AmbiguousCreateError) as caught:
        await api.create(pages=pages)
    assert len(seen) == searches
    assert api.clock.waits == [1, 2, 3][: searches - 1]
    cause = caught.value.__cause__
    assert isinstance(cause, MoveMalformedResponseError)
    assert (cause.operation, cause.errors) == ("createThing", (item,))
    assert cause.message == "cannot search for the idempotency key: the list is incomplete: a part is missing"


async def test_proof_of_absence_clears_the_record_when_the_next_attempt_is_not_written() -> None:
    api = slow_api(script=[LOST_RESPONSE], executes=False, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await api.create()

    async def send(*_: Any) -> Any:
        scope.cancel()
        await anyio.sleep_forever()

    api.timeout = 300
    with anyio.CancelScope() as scope:
        await api.create(send=send)
    assert scope.cancelled_caught
    assert await api.pending_since() is None
