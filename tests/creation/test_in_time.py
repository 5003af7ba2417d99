"""Creating once: all of it ends in time, whatever it is waiting for."""

from collections.abc import AsyncGenerator
from typing import Any

import anyio
import pytest

from move_ugc_async.errors import (
    AmbiguousCreateError,
    MoveThrottledError,
    MoveTimeoutError,
)
from move_ugc_async.transport.retry import RetryPolicy
from tests.creation.world import LOST, SETTLE, THROTTLED, LeapingClock, Thing, World

pytestmark = pytest.mark.anyio


class StandingClock(LeapingClock):
    """A clock on which nothing but waiting takes time."""

    def monotonic(self) -> float:
        return self.now[0]


async def test_a_wait_that_does_not_fit_is_not_begun() -> None:
    world = World(script=[THROTTLED, LOST], makes=False, clock=StandingClock(), timeout=SETTLE)
    with pytest.raises(MoveThrottledError):
        await world.create()
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    assert (world.sent, world.clock.waits) == (2, [])


@pytest.mark.parametrize(
    ("timeout", "share"), [(60, 60 * 0.75 - SETTLE), (4 * SETTLE, 2 * SETTLE), (4 * SETTLE - 1, 4 * SETTLE - 1), (1, 1)]
)
async def test_of_a_long_time_enough_is_kept_to_clear_up(timeout: float, share: float) -> None:
    given: list[float] = []

    async def send(metadata: Any, seconds: float) -> Thing:
        given.append(seconds)
        return await world.send(metadata, seconds)

    world = World(clock=StandingClock(), timeout=timeout)
    await world.create(send=send)
    assert given == [share]


async def hang(*_: Any) -> Any:
    await anyio.sleep_forever()


async def test_a_try_can_tell_at_the_deadline_that_nothing_was_sent() -> None:
    async def send(_: Any, seconds: float) -> Thing:
        await anyio.sleep(seconds)
        raise unsent

    unsent = MoveTimeoutError("no connection", may_have_arrived=False)
    world = World(retry=RetryPolicy(max_retries=0), timeout=0.1)
    with pytest.raises(MoveTimeoutError) as caught:
        await world.create(send=send)
    assert caught.value is unsent


async def test_what_is_under_way_when_time_runs_out_is_unknown() -> None:
    world = World(timeout=0.1)
    with pytest.raises(AmbiguousCreateError, match=r"no answer within 0\.1 s.*same idempotency_key") as caught:
        await world.create(send=hang)
    assert (caught.value.key, caught.value.operation) == ("k", "createThing")
    assert await world.noted() == 1000


async def test_what_was_lost_before_time_runs_out_is_the_cause() -> None:
    async def find() -> AsyncGenerator[Thing, None]:
        if world.sent:
            await anyio.sleep_forever()
        for _, thing in world.things:
            yield thing

    world = World(script=[LOST], timeout=0.3, settle=0.1)
    started = anyio.current_time()
    with pytest.raises(AmbiguousCreateError) as caught:
        await world.create(find=find)
    assert caught.value.__cause__ is LOST
    assert anyio.current_time() - started < 0.4


async def test_time_that_runs_out_before_anything_was_sent_leaves_the_note_alone() -> None:
    async def find() -> AsyncGenerator[Thing, None]:
        await anyio.sleep_forever()
        for _, thing in world.things:
            yield thing

    world = World(timeout=0.1, lag=1e9)
    await world.create()
    world.clock.now[0] += 1
    with pytest.raises(MoveTimeoutError) as caught:
        await world.create(find=find)
    assert (caught.value.may_have_arrived, caught.value.operation) == (False, "createThing")
    assert (world.sent, await world.noted()) == (1, 1000)


async def test_a_look_that_had_no_answer_is_not_taken_for_a_creation() -> None:
    silence = MoveTimeoutError("no answer within 60 s", operation="listThings")

    async def find() -> AsyncGenerator[Thing, None]:
        for _, thing in world.things:
            yield thing
        raise silence

    world = World()
    with pytest.raises(MoveTimeoutError, match="no answer within 60 s") as caught:
        await world.create(find=find)
    assert (caught.value.may_have_arrived, caught.value.operation) == (False, "createThing")
    assert caught.value.__cause__ is silence


async def test_whoever_waits_for_the_key_waits_no_longer_than_told() -> None:
    async def hold() -> None:
        async with world.locks.held("k"):
            held.set()
            await anyio.sleep_forever()

    world, held = World(timeout=0.1), anyio.Event()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(hold)
        await held.wait()
        with pytest.raises(MoveTimeoutError) as caught:
            await world.create()
        tasks.cancel_scope.cancel()
    assert not caught.value.may_have_arrived
    assert (world.sent, world.looked) == (0, 0)


async def test_a_pause_that_is_cancelled_leaves_no_note_of_what_was_not_carried_out() -> None:
    class CancellingClock(LeapingClock):
        async def sleep(self, seconds: float) -> None:  # noqa: ARG002
            scope.cancel()
            await anyio.sleep_forever()

    world = World(clock=CancellingClock(), script=[THROTTLED], makes=False)
    with anyio.CancelScope() as scope:
        await world.create()
    assert scope.cancelled_caught
    assert await world.noted() is None
