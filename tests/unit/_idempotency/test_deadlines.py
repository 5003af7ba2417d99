"""The deadline of a creation, and the outcome when it passes."""

from collections.abc import AsyncGenerator
from typing import Any

import anyio
import pytest

from move_ugc_async._transport.operation import CallOptions
from move_ugc_async._transport.retry import RetryPolicy
from move_ugc_async.errors import AmbiguousCreateError, MoveNotFoundError, MoveThrottledError, MoveTimeoutError
from tests.support.clocks import FakeClock
from tests.support.loop_time import StoppedTime
from tests.support.wait_until import run_ready
from tests.unit._idempotency.fake_api import LOST_RESPONSE, SETTLE, THROTTLED, FakeApi, Thing

pytestmark = pytest.mark.anyio


async def test_create_does_not_wait_when_the_delay_exceeds_the_deadline() -> None:
    api = FakeApi(
        script=[THROTTLED, LOST_RESPONSE],
        executes=False,
        clock=FakeClock(now=1000, is_independent=True),
        timeout=SETTLE,
    )
    with pytest.raises(MoveThrottledError):
        await api.create()
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    assert (api.sent, api.clock.waits) == (2, [])


@pytest.mark.parametrize(
    ("timeout", "share"), [(60, 60 * 0.75 - SETTLE), (4 * SETTLE, 2 * SETTLE), (4 * SETTLE - 1, 4 * SETTLE - 1), (1, 1)]
)
async def test_create_reserves_part_of_a_long_timeout_for_a_search(timeout: float, share: float) -> None:
    timeouts: list[float] = []

    async def send(metadata: Any, options: CallOptions) -> Thing:
        timeouts.append(options.timeout)
        return await api.send(metadata, options)

    api = FakeApi(clock=FakeClock(now=1000, is_independent=True), timeout=timeout)
    await api.create(send=send)
    assert timeouts == [share]


async def send_until_the_deadline(
    options: CallOptions, stopped_time: StoppedTime, stall: float, *, is_written: bool
) -> Thing:
    """Raise at the deadline, as the transport does, or `stall` seconds later, as on a blocked event loop."""
    if is_written:
        assert options.on_written
        options.on_written()
    with anyio.move_on_after(options.timeout):
        stopped_time.advance(options.timeout + stall)
        await anyio.sleep_forever()
    msg = "no response to this attempt"
    raise MoveTimeoutError(msg, may_have_arrived=is_written)


@pytest.mark.parametrize("stall", [0.0, 0.02, 5.0])
async def test_create_that_wrote_nothing_raises_a_timeout_even_if_the_loop_is_late(
    stopped_time: StoppedTime, stall: float
) -> None:
    async def send(_: Any, options: CallOptions) -> Thing:
        return await send_until_the_deadline(options, stopped_time, stall, is_written=False)

    api = FakeApi(retry=RetryPolicy(max_retries=0), timeout=60)
    with pytest.raises(MoveTimeoutError, match="no response to this attempt") as caught:
        await api.create(send=send)
    assert not caught.value.may_have_arrived
    assert await api.pending_since() is None


@pytest.mark.parametrize("stall", [0.0, 0.02, 5.0])
async def test_create_that_was_written_is_ambiguous_even_if_the_loop_is_late(
    stopped_time: StoppedTime, stall: float
) -> None:
    async def send(_: Any, options: CallOptions) -> Thing:
        return await send_until_the_deadline(options, stopped_time, stall, is_written=True)

    api = FakeApi(timeout=1)
    with pytest.raises(AmbiguousCreateError, match=r"no response to this attempt.*same idempotency_key") as caught:
        await api.create(send=send)
    assert (caught.value.key, caught.value.operation) == ("k", "createThing")
    assert await api.pending_since() == 1000


@pytest.mark.parametrize("is_written", [True, False])
async def test_create_cancelled_while_sending_is_recorded_only_when_written(*, is_written: bool) -> None:
    async def send(_: Any, options: CallOptions) -> Thing:
        if is_written:
            assert options.on_written
            options.on_written()
        scope.cancel()
        await anyio.sleep_forever()
        raise AssertionError

    api = FakeApi()
    with anyio.CancelScope() as scope:
        await api.create(send=send)
    assert scope.cancelled_caught
    assert await api.pending_since() == (1000 if is_written else None)


async def test_search_that_outlasts_the_deadline_is_ambiguous_with_the_lost_response_as_cause(
    stopped_time: StoppedTime,
) -> None:
    async def find() -> AsyncGenerator[Thing, None]:
        if api.sent:
            stopped_time.advance(60)
            await anyio.sleep_forever()
        for _, thing in api.things:
            yield thing

    api = FakeApi(script=[LOST_RESPONSE], timeout=60, settle=1)
    with pytest.raises(AmbiguousCreateError) as caught:
        await api.create(find=find)
    assert "no response within 60 s" in caught.value.message
    assert (caught.value.key, caught.value.operation) == ("k", "createThing")
    assert caught.value.__cause__ is LOST_RESPONSE


@pytest.mark.parametrize("is_recent", [True, False])
async def test_search_that_outlasts_the_deadline_before_sending_is_ambiguous_only_after_a_recent_attempt(
    stopped_time: StoppedTime, *, is_recent: bool
) -> None:
    async def find() -> AsyncGenerator[Thing, None]:
        stopped_time.advance(60)
        await anyio.sleep_forever()
        for _, thing in api.things:
            yield thing

    api = FakeApi(script=[LOST_RESPONSE], timeout=SETTLE - 1, consistency_delay=1e9)
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    api.timeout = 60
    api.clock.advance(1 if is_recent else SETTLE)
    with pytest.raises(AmbiguousCreateError if is_recent else MoveTimeoutError) as caught:
        await api.create(find=find)
    assert caught.value.operation == "createThing"
    assert getattr(caught.value, "may_have_arrived", False) is False
    assert (api.sent, await api.pending_since()) == (1, 1000)


async def test_search_that_outlasts_the_deadline_after_a_recorded_object_is_gone_is_not_ambiguous(
    stopped_time: StoppedTime,
) -> None:
    gone = MoveNotFoundError("gone")

    async def read(_: str) -> Thing:
        raise gone

    async def find() -> AsyncGenerator[Thing, None]:
        stopped_time.advance(60)
        await anyio.sleep_forever()
        yield api.things[0][1]

    api = FakeApi(timeout=60)
    await api.create()
    api.clock.advance(SETTLE)
    with pytest.raises(MoveTimeoutError, match="no response within 60 s") as caught:
        await api.create(find=find, read=read)
    assert (caught.value.may_have_arrived, api.sent) == (False, 1)


@pytest.mark.parametrize("is_other_host", [False, True])
async def test_read_that_outlasts_the_deadline_is_ambiguous(stopped_time: StoppedTime, *, is_other_host: bool) -> None:
    async def read(_: str) -> Thing:
        stopped_time.advance(60)
        await anyio.sleep_forever()
        raise AssertionError

    api = FakeApi(timeout=60)
    await api.create()
    if is_other_host:
        api.switch_host()
    with pytest.raises(AmbiguousCreateError, match="no response within 60 s"):
        await api.create(read=read)
    assert api.sent == 1


async def test_create_sends_nothing_when_the_deadline_passed_during_the_search(stopped_time: StoppedTime) -> None:
    async def find() -> AsyncGenerator[Thing, None]:
        # The deadline passes without an await that could raise.
        stopped_time.advance(60)
        for _, thing in api.things:
            yield thing

    api = FakeApi(timeout=60)
    with pytest.raises(MoveTimeoutError, match="no response within 60 s") as caught:
        await api.create(find=find)
    assert (caught.value.may_have_arrived, api.sent) == (False, 0)


async def test_search_without_a_response_is_not_reported_as_a_creation() -> None:
    silence = MoveTimeoutError("no response to the list", operation="listThings")

    async def find() -> AsyncGenerator[Thing, None]:
        for _, thing in api.things:
            yield thing
        raise silence

    api = FakeApi()
    with pytest.raises(MoveTimeoutError, match="no response to the list") as caught:
        await api.create(find=find)
    assert (caught.value.may_have_arrived, caught.value.operation) == (False, "createThing")
    assert caught.value.__cause__ is silence


async def test_create_waits_for_its_key_at_most_until_its_timeout(stopped_time: StoppedTime) -> None:
    async def hold() -> None:
        async with api.store.hold("k"):
            held.set()
            await anyio.sleep_forever()

    async def let_time_pass() -> None:
        await run_ready()
        stopped_time.advance(60)

    api, held = FakeApi(timeout=60), anyio.Event()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(hold)
        await held.wait()
        tasks.start_soon(let_time_pass)
        with pytest.raises(MoveTimeoutError) as caught:
            await api.create()
        tasks.cancel_scope.cancel()
    assert not caught.value.may_have_arrived
    assert (api.sent, api.searches) == (0, 0)


async def test_cancellation_during_the_delay_after_a_refusal_leaves_no_record() -> None:
    async def cancel(_: float) -> None:
        scope.cancel()
        await anyio.sleep_forever()

    api = FakeApi(clock=FakeClock(now=1000, on_sleep=cancel), script=[THROTTLED], executes=False)
    with anyio.CancelScope() as scope:
        await api.create()
    assert scope.cancelled_caught
    assert await api.pending_since() is None
