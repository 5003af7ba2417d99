"""Events of jobs: the hint that each webhook becomes, and the listeners that receive it."""

import threading
from functools import partial
from typing import Any

import anyio
import pytest

from move_ugc_async._concurrency.background import current_call_soon
from move_ugc_async._polling.job_events import MAX_REMEMBERED, JobEvents, JobHint
from tests.support.wait_until import SAFETY_NET
from tests.unit._polling.conftest import both_loops


def test_only_ends_are_remembered() -> None:
    events = JobEvents()
    events.add(JobHint("job-1", is_end=False))
    assert not events.are_reliable
    assert not events.has_ended("job-1")
    events.add(JobHint("job-1", is_end=True))
    assert events.are_reliable is True
    assert events.has_ended("job-1")
    assert not events.has_ended("job-2")


def test_the_latest_ends_are_remembered_up_to_a_limit() -> None:
    events = JobEvents()
    for number in range(MAX_REMEMBERED):
        events.add(JobHint(f"job-{number}", is_end=True))
    events.add(JobHint("job-0", is_end=True))
    assert events.has_ended("job-1")
    events.add(JobHint("job-new", is_end=True))
    # A repeated event makes its job the latest.
    assert [events.has_ended(f"job-{name}") for name in (0, 1, 2, "new")] == [True, False, True, True]


def test_listeners_get_each_event_until_they_unsubscribe() -> None:
    events = JobEvents()
    got: list[JobHint] = []
    scheduled: list[Any] = []
    events.unsubscribe(got.append)
    events.subscribe(listener := got.append, scheduled.append)
    event = JobHint("job-1", is_end=False)
    events.add(event)
    assert got == []
    scheduled.pop()()
    assert got == [event]
    events.unsubscribe(listener)
    events.add(event)
    assert scheduled == []


def test_a_closed_event_loop_does_not_affect_other_listeners() -> None:
    calls: list[object] = []

    def closed(callback: object) -> None:
        calls.append(callback)
        raise RuntimeError

    events = JobEvents()
    got: list[JobHint] = []
    events.subscribe(lambda _event: None, closed)
    events.subscribe(got.append, lambda callback: callback())
    for number in range(2):
        events.add(JobHint(f"job-{number}", is_end=True))
    assert len(got) == 2
    assert len(calls) == 1, "the closed loop is kept"


@both_loops
@pytest.mark.anyio
async def test_events_of_another_thread_arrive_on_the_event_loop() -> None:
    events = JobEvents()
    got: list[tuple[JobHint, int]] = []
    arrived = anyio.Event()

    def listen(event: JobHint) -> None:
        got.append((event, threading.get_ident()))
        arrived.set()

    events.subscribe(listen, current_call_soon())
    event = JobHint("job-1", is_end=True)
    await anyio.to_thread.run_sync(partial(events.add, event))
    with anyio.fail_after(SAFETY_NET):
        await arrived.wait()
    assert got == [(event, threading.get_ident())]
