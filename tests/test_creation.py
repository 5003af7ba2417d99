"""Creating once, step by step: what is sent, looked for, waited for, noted and told."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from typing import Any

import anyio
import pytest

from move_ugc_async.clock import Clock
from move_ugc_async.creation import SEARCHED, Creation, Creator, is_ambiguous, newest, oldest_with_key
from move_ugc_async.errors import (
    AmbiguousCreateError,
    IdempotencyMismatchError,
    MoveConnectionError,
    MoveError,
    MoveHTTPStatusError,
    MoveInvalidRequestError,
    MoveMalformedResponseError,
    MoveServerError,
    MoveThrottledError,
    MoveTimeoutError,
)
from move_ugc_async.idempotency import NewKey, digest_of, take_out
from move_ugc_async.key_locks import KeyLocks
from move_ugc_async.pagination import ListBase, Paginator
from move_ugc_async.transport.budget import RetryBudget
from move_ugc_async.transport.retry import RetryPolicy

pytestmark = pytest.mark.anyio

SETTLE = 5.0
LOST = MoveServerError("it failed", status=500, request_id="r-1")
LOST_AGAIN = MoveServerError("it failed again", status=502, request_id="r-2")
REFUSED = MoveInvalidRequestError("no")
THROTTLED = MoveThrottledError("slow down", status=429, retry_after=30)
NO_ROUTE = MoveConnectionError("refused", may_have_arrived=False)


@dataclass(frozen=True, slots=True)
class LeapingClock(Clock):
    """A clock that is where it was waited for."""

    now: list[float] = field(default_factory=lambda: [1000.0])
    waits: list[float] = field(default_factory=list[float])

    def time(self) -> float:
        return self.now[0]

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now[0] += seconds


@dataclass
class Thing:
    id: str
    metadata: Any


@dataclass
class World:
    """An API that makes things, and loses answers in the order of a script."""

    clock: LeapingClock = field(default_factory=LeapingClock)
    retry: RetryPolicy = field(default_factory=lambda: RetryPolicy(1, backoff=lambda *_: 0.0))
    budget: RetryBudget = field(default_factory=lambda: RetryBudget(10))
    timeout: float = 60.0
    script: list[MoveError | None] = field(default_factory=list[MoveError | None])
    """What each answer is lost with; None for an answer that comes."""
    makes: bool = True
    """Whether a creation whose answer is lost is carried out."""
    lag: float = 0.0
    """Seconds until a thing shows in the list."""
    things: list[tuple[float, Thing]] = field(default_factory=list[tuple[float, Thing]])
    sent: int = 0
    looked: int = 0

    def __post_init__(self) -> None:
        self.locks = KeyLocks("scope", self.clock, is_on=False)

    async def send(self, metadata: Any, seconds: float) -> Thing:
        assert 0 < seconds <= self.timeout
        self.sent += 1
        failure = self.script.pop(0) if self.script else None
        thing = Thing(f"thing-{self.sent}", take_out(metadata))
        if failure is None or self.makes:
            self.things.insert(0, (self.clock.time() + self.lag, thing))
        if failure is not None:
            raise failure
        return thing

    async def find(self) -> AsyncGenerator[Thing, None]:
        self.looked += 1
        for shows_at, thing in self.things:
            if shows_at <= self.clock.time():
                yield thing

    async def create(self, key: str | None = "k", *, on_ambiguous: Any = "resend", **changes: Any) -> Thing:
        plain = Creation("createThing", {"a": 1}, {"b": 2}, self.send, self.find, self.timeout)
        creator = Creator(self.clock, SETTLE, on_ambiguous, self.locks, self.retry, self.budget)
        return await creator.create(replace(plain, **changes), key)

    async def noted(self, key: str = "k") -> float | None:
        async with self.locks.held(key) as mark:
            return mark.read()


async def test_what_was_lost_is_found_after_the_time_that_lists_need(caplog: pytest.LogCaptureFixture) -> None:
    world = World(script=[LOST], lag=SETTLE)
    found = await world.create()
    assert (found.id, found.metadata) == ("thing-1", {"b": 2})
    assert (world.sent, world.clock.waits) == (1, [SETTLE])
    assert caplog.messages == ["createThing: the answer was lost with MoveServerError"]


async def test_what_left_no_trace_is_sent_again() -> None:
    world = World(script=[LOST], makes=False)
    thing = await world.create()
    assert (thing.id, thing.metadata.key, world.sent) == ("thing-2", "k", 2)


async def test_what_has_no_list_is_sent_again_at_once() -> None:
    world = World(script=[LOST], makes=False)
    assert (await world.create(find=None)).id == "thing-2"
    assert not any(world.clock.waits)


async def test_what_is_lost_twice_is_told_with_the_second_error() -> None:
    world = World(script=[LOST, LOST_AGAIN], makes=False)
    with pytest.raises(AmbiguousCreateError) as caught:
        await world.create()
    error = caught.value
    assert error.__cause__ is LOST_AGAIN
    assert "(it failed again)" in error.message
    assert (error.key, error.operation, error.status, error.request_id) == ("k", "createThing", 502, "r-2")


async def test_a_refusal_of_what_is_sent_again_is_told_as_it_is() -> None:
    world = World(script=[LOST, REFUSED], makes=False)
    with pytest.raises(MoveInvalidRequestError, match="no"):
        await world.create()
    assert await world.noted() is None


async def test_what_is_lost_the_last_time_is_found_as_well() -> None:
    world = World(script=[LOST], retry=RetryPolicy(max_retries=0))
    assert (await world.create()).id == "thing-1"
    assert (world.sent, world.clock.waits) == (1, [SETTLE])


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
@pytest.mark.parametrize("makes", [True, False])
async def test_what_may_pass_is_looked_for_and_then_sent_again(
    error: MoveError, waits: list[float], *, makes: bool
) -> None:
    world = World(script=[error], makes=makes)
    thing = await world.create()
    assert [each.id for _, each in world.things] == [thing.id]
    assert (world.sent, world.looked) == (1 if makes else 2, 2)
    assert world.clock.waits == waits
    assert await world.noted() == 1000 + sum(waits)


async def test_a_creation_is_repeated_as_often_as_any_call() -> None:
    world = World(script=[THROTTLED] * 9, makes=False, retry=RetryPolicy(3, backoff=lambda tries, _: tries / 10))
    world.timeout = 1000.0
    with pytest.raises(MoveThrottledError) as caught:
        await world.create()
    assert caught.value is THROTTLED
    assert (world.sent, world.clock.waits) == (4, [30.1, 30.2, 30.3])
    assert await world.noted() is None


async def test_no_more_creations_are_repeated_than_the_budget_allows() -> None:
    world = World(script=[LOST] * 9, makes=False, retry=RetryPolicy(9, backoff=lambda *_: 0.0), budget=RetryBudget(2))
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    assert world.sent == 3


@pytest.mark.parametrize(("error", "looked"), [(LOST, 2), (THROTTLED, 1)])
async def test_without_retries_nothing_is_sent_again(error: MoveError, looked: int) -> None:
    world = World(script=[error], makes=False, retry=RetryPolicy(max_retries=0))
    with pytest.raises(AmbiguousCreateError if error is LOST else MoveThrottledError):
        await world.create()
    assert (world.sent, world.looked) == (1, looked)


@pytest.mark.parametrize("then", [THROTTLED, NO_ROUTE, MoveError("closed")])
async def test_what_was_lost_stays_unknown_whatever_comes_then(then: MoveError) -> None:
    world = World(script=[LOST, then], makes=False)
    with pytest.raises(AmbiguousCreateError, match="it failed") as caught:
        await world.create()
    assert caught.value.__cause__ is then
    assert world.sent == 2
    assert await world.noted() == 1000 + SETTLE


async def test_what_never_left_was_repeated_on_the_way_there() -> None:
    world = World(script=[NO_ROUTE], makes=False)
    with pytest.raises(MoveConnectionError):
        await world.create()
    assert (world.sent, world.looked) == (1, 1)
    assert await world.noted() is None


async def test_with_raise_what_was_not_carried_out_is_sent_again() -> None:
    world = World(script=[THROTTLED], makes=False)
    assert (await world.create(on_ambiguous="raise")).id == "thing-2"


async def test_a_wait_that_does_not_fit_is_not_begun() -> None:
    world = World(script=[THROTTLED, LOST], makes=False, timeout=SETTLE)
    with pytest.raises(MoveThrottledError):
        await world.create()
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    assert (world.sent, world.clock.waits) == (2, [])


@pytest.mark.parametrize(
    ("timeout", "share"), [(60, 60 * 0.75 - SETTLE), (4.1 * SETTLE, 4.1 * SETTLE * 0.75 - SETTLE), (19, 19), (1, 1)]
)
async def test_of_a_long_time_enough_is_kept_to_clear_up(timeout: float, share: float) -> None:
    given: list[float] = []

    async def send(metadata: Any, seconds: float) -> Thing:
        given.append(seconds)
        return await world.send(metadata, seconds)

    world = World(timeout=timeout)
    await world.create(send=send)
    assert given == [pytest.approx(share, rel=0.05)]


async def hang(*_: Any) -> Any:
    await anyio.sleep_forever()


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

    world = World(script=[LOST], clock=LeapingClock(), timeout=SETTLE + 0.2)
    started = anyio.current_time()
    with pytest.raises(AmbiguousCreateError) as caught:
        await world.create(find=find)
    assert caught.value.__cause__ is LOST
    assert anyio.current_time() - started < SETTLE + 0.3


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


async def test_with_raise_nothing_is_sent_again() -> None:
    world = World(script=[LOST], makes=False)
    with pytest.raises(AmbiguousCreateError) as caught:
        await world.create(on_ambiguous="raise")
    error = caught.value
    assert error.message == (
        "it is not known whether this was created, since the answer was lost (it failed): "
        "call again with the same idempotency_key= to find it"
    )
    assert (error.key, error.operation, error.status, error.request_id) == ("k", "createThing", 500, "r-1")
    assert error.__cause__ is LOST
    assert world.sent == 1


async def test_without_a_key_the_advice_is_to_look() -> None:
    world = World(script=[LOST])
    with pytest.raises(AmbiguousCreateError) as caught:
        await world.create(None)
    error = caught.value
    assert error.message == (
        "it is not known whether this was created, since the answer was lost (it failed): "
        "look for it before you create another; with idempotency_key= the library does that"
    )
    assert (error.key, error.operation, error.status, error.request_id) == (None, "createThing", 500, "r-1")
    assert error.__cause__ is LOST
    assert (world.sent, world.looked) == (1, 0)


async def test_without_a_key_a_refusal_is_told_as_it_is() -> None:
    world = World(script=[REFUSED])
    with pytest.raises(MoveInvalidRequestError, match="no"):
        await world.create(None)
    thing = await world.create(None)
    assert thing.metadata == {"b": 2}


async def test_an_outage_that_lasts_while_looking_is_told_with_what_was_lost() -> None:
    outage = MoveConnectionError("gone")

    async def find() -> AsyncGenerator[Thing, None]:
        if world.sent:
            raise outage
        for _, thing in world.things:
            yield thing

    world = World(script=[LOST])
    with pytest.raises(AmbiguousCreateError, match="it failed") as caught:
        await world.create(find=find)
    assert (caught.value.key, caught.value.operation) == ("k", "createThing")
    assert caught.value.__cause__ is outage
    assert world.sent == 1


@pytest.mark.parametrize("change", [{"parameters": {"a": 2}}, {"metadata": {"b": 3}}, {"metadata": None}])
async def test_a_key_of_another_thing_is_told(change: dict[str, Any]) -> None:
    world = World()
    await world.create()
    with pytest.raises(IdempotencyMismatchError) as caught:
        await world.create(**change)
    error = caught.value
    assert error.message == "the idempotency key was used before, for thing-1 and with other parameters"
    assert (error.operation, error.id, world.sent) == ("createThing", "thing-1", 1)


async def test_a_key_that_turns_out_to_be_of_another_thing_is_told_after_a_loss() -> None:
    world = World(script=[LOST])
    other = World(clock=world.clock)
    await other.create(parameters={"a": 2})
    world.things = [(world.clock.time() + 1, other.things[0][1])]
    world.makes = False
    with pytest.raises(IdempotencyMismatchError, match="thing-1"):
        await world.create()


async def test_of_several_the_oldest_is_given_and_the_others_are_told(caplog: pytest.LogCaptureFixture) -> None:
    world = World()
    first = await world.create()
    world.things += [(0, Thing("thing-0", first.metadata)), (0, Thing("thing-00", {"b": 2}))]
    assert (await world.create()).id == "thing-0"
    assert caplog.messages == ["createThing: thing-1 was created beside thing-0 with one key"]


async def test_a_key_that_nobody_had_is_not_looked_for() -> None:
    world = World()
    await world.create(NewKey("k"))
    assert (world.sent, world.looked) == (1, 0)
    # This time somebody had it.
    await world.create(NewKey("k"))
    assert (world.sent, world.looked) == (1, 1)


async def test_what_was_made_a_moment_ago_is_waited_for() -> None:
    world = World(lag=3)
    await world.create()
    world.clock.now[0] += 1
    assert (await world.create()).id == "thing-1"
    assert (world.sent, world.clock.waits) == (1, [SETTLE - 1])


async def test_what_was_made_long_ago_is_found_at_once() -> None:
    world = World()
    await world.create()
    world.clock.now[0] += 3600
    assert (await world.create()).id == "thing-1"
    assert (world.sent, world.looked, world.clock.waits) == (1, 2, [])


@pytest.mark.parametrize("left", [0.5, 2.0])
async def test_no_longer_is_waited_than_is_left(left: float) -> None:
    world = World(lag=1e9)
    await world.create()
    world.clock.now[0] += SETTLE - left
    await world.create()
    assert world.clock.waits == [left]


async def test_the_digest_is_of_parameters_and_metadata() -> None:
    # A later version has to know the keys of this one.
    thing = await World().create()
    assert thing.metadata.digest == digest_of({"a": 1, "metadata": {"b": 2}})


async def test_what_was_made_long_ago_is_not_waited_for() -> None:
    world = World(lag=1e9)
    await world.create()
    world.clock.now[0] += SETTLE
    assert (await world.create()).id == "thing-2"
    assert world.clock.waits == []


async def test_a_time_of_day_that_went_back_costs_no_more_than_lists_need() -> None:
    world = World(lag=1e9)
    await world.create()
    world.clock.now[0] -= 3600
    await world.create()
    assert world.clock.waits == [SETTLE]


async def test_what_has_no_list_is_not_waited_for() -> None:
    world = World()
    await world.create(find=None)
    assert (await world.create(find=None)).id == "thing-2"
    assert world.clock.waits == []


async def test_the_moment_of_a_creation_is_noted_before_and_after() -> None:
    world = World()
    noted: list[float | None] = []

    async def send(metadata: Any, seconds: float) -> Thing:
        noted.append(world.locks._moments.get(*world.locks._moments))
        world.clock.now[0] += 7
        return await world.send(metadata, seconds)

    await world.create(send=send)
    assert noted == [1000]
    assert await world.noted() == 1007


async def test_a_refusal_takes_the_note_back() -> None:
    world = World(script=[REFUSED], makes=False)
    with pytest.raises(MoveInvalidRequestError):
        await world.create()
    assert await world.noted() is None


async def test_a_creation_that_may_have_happened_is_noted_as_late_as_it_may_have() -> None:
    world = World(script=[LOST, LOST], makes=False)
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    assert await world.noted() == 1000 + 2 * SETTLE


async def test_a_creation_that_was_cancelled_is_noted() -> None:
    world = World()

    async def send(_metadata: Any, _seconds: float) -> Thing:
        world.clock.now[0] += 7
        scope.cancel()
        await anyio.sleep_forever()
        raise AssertionError

    with anyio.CancelScope() as scope:
        await world.create(send=send)
    assert scope.cancelled_caught
    assert await world.noted() == 1007


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (MoveConnectionError("m", may_have_arrived=True), True),
        (MoveConnectionError("m", may_have_arrived=False), False),
        (MoveTimeoutError("m", may_have_arrived=True), True),
        (MoveTimeoutError("m", may_have_arrived=False), False),
        (MoveServerError("m"), True),
        (MoveHTTPStatusError("m", status=408), True),
        (MoveHTTPStatusError("m", status=404), False),
        (MoveMalformedResponseError("m"), True),
        (MoveThrottledError("m"), False),
        (REFUSED, False),
    ],
)
def test_only_a_lost_answer_is_ambiguous(*, error: MoveError, expected: bool) -> None:
    assert is_ambiguous(error) is expected


def listed(things: list[Thing]) -> tuple[Paginator[Thing], list[int]]:
    """Give a list of pages of 50, and how many things of it were fetched."""
    fetched: list[int] = []

    async def fetch(token: str | None) -> ListBase[Thing]:
        start = int(token or 0)
        page = things[start : start + 50]
        fetched.append(len(page))
        end = start + 50
        return ListBase(page, next_token=str(end) if end < len(things) else None, _fetch=fetch)

    return Paginator(fetch, next_token=None, prefetch=None), fetched


async def test_the_newest_are_no_more_than_are_searched() -> None:
    objects, fetched = listed([Thing(f"thing-{number}", None) for number in range(2 * SEARCHED)])
    found = [thing.id async for thing in newest(objects)]
    assert found == [f"thing-{number}" for number in range(SEARCHED)]
    assert sum(fetched) == SEARCHED


async def test_the_oldest_with_a_key_is_the_last_of_the_list() -> None:
    keyed = [take_out({"moveUgcAsync": {"key": key, "digest": "d"}}) for key in ("k", "other", "k", "k")]
    objects, _ = listed([Thing(str(number), metadata) for number, metadata in enumerate([*keyed, {"b": 2}])])
    found = await oldest_with_key(objects, "k")
    assert found is not None
    assert found.id == "3"
    assert await oldest_with_key(objects, "nobody's") is None
    with pytest.raises(MoveInvalidRequestError):
        await oldest_with_key(objects, " ")
