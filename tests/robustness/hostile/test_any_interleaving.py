"""Waiters start, leave and are cancelled in any order, while jobs end and the server fails: each ends exactly once."""

import heapq
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from typing import Any, ClassVar

import anyio.lowlevel
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import settings as budget
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, rule, run_state_machine_as_test

from move_ugc_async._concurrency.background import BackgroundTasks
from move_ugc_async._polling.entry import Update
from move_ugc_async._polling.job_events import JobEvents, JobHint
from move_ugc_async._polling.outcomes import Outcome, Success
from move_ugc_async._polling.poller import Poller
from move_ugc_async._polling.status import Status, WorkRef
from move_ugc_async._polling.wait import Deadline, Wait
from move_ugc_async._schema.phase import Phase
from move_ugc_async.errors import (
    GraphQLErrorItem,
    JobFailedError,
    MoveConnectionError,
    MoveError,
    MoveInvalidRequestError,
    MoveMalformedResponseError,
    MoveNotFoundError,
    MoveServerError,
    MoveThrottledError,
    WaitTimeoutError,
)
from tests.support.clocks import AutojumpClock
from tests.unit._polling.conftest import StatusTransport
from tests.unit._polling.load import tasks

LONG = 2000.0
"""Seconds after which every wait for an ended job is over, whatever failed before."""

RUNNING = {"progress": {"state": "RUNNING", "percentageComplete": 50}}
ENDS: dict[str, "dict[str, Any] | GraphQLErrorItem"] = {
    "finished": {"progress": {"state": "FINISHED"}},
    "failed": {"state": "failed"},
    "lost": GraphQLErrorItem("Not found.", "MoveNotFoundError"),
}
FAULTS: list[Callable[[], MoveError]] = [
    lambda: MoveServerError("500", status=500),
    lambda: MoveThrottledError("429", status=429, retry_after=7.0),
    lambda: MoveConnectionError("reset"),
    lambda: MoveMalformedResponseError("html"),
    lambda: MoveInvalidRequestError("too complex"),
]
IDS = st.sampled_from([f"job-{number}" for number in range(6)])


class _Work:
    outputs = None
    errors = ()


class _Listener:
    def __init__(self, id: str) -> None:
        self.key = WorkRef("job", id)
        self.updates: list[Update] = []
        self.left_at: int | None = None

    def __call__(self, update: Update) -> None:
        self.updates.append(update)

    def ends(self) -> list[Update]:
        """Return the updates that end a wait: an error, or a status that is not under way."""
        return [
            each
            for each in self.updates
            if isinstance(each, MoveError) or (isinstance(each, Status) and each.phase is not Phase.UNDER_WAY)
        ]


class _Crowd(RuleBasedStateMachine):
    backend: ClassVar[str]
    listeners = Bundle("listeners")
    waiters = Bundle("waiters")

    def __init__(self) -> None:
        super().__init__()
        self._entered = start_blocking_portal(self.backend)
        self.portal: BlockingPortal = self._entered.__enter__()
        self.fates: dict[str, str] = {}
        self.pending: list[Callable[[], MoveError]] = []
        self.was_faulted = False
        self.all: list[_Listener] = []
        self.futures: list[tuple[str, float | None, Future[object]]] = []
        self.cancelled: set[int] = set()
        self.portal.call(self._set_up)
        self.tasks_before = self.portal.call(tasks)

    async def _set_up(self) -> None:
        self.clock = AutojumpClock()
        self.background = BackgroundTasks()
        self.job_events = JobEvents()
        self.server = StatusTransport(self.clock, self._behave, latency=0.3, fail=self._fail)
        self.poller = Poller(self.server, self.clock, self.background, 4, self.job_events)
        await anyio.lowlevel.checkpoint()

    def _behave(self, id: str, _now: float) -> "dict[str, Any] | GraphQLErrorItem":
        return ENDS[self.fates[id]] if id in self.fates else RUNNING

    def _fail(self, _ids: list[str]) -> MoveError | None:
        return self.pending.pop()() if self.pending else None

    async def _advance(self, seconds: float) -> None:
        end = self.clock.now + seconds
        await self._settle()
        while self.clock.sleepers and self.clock.sleepers[0][0] <= end:
            self.clock.now, _, patience = heapq.heappop(self.clock.sleepers)
            patience.cancel()
            await self._settle()
        self.clock.now = end

    async def _settle(self) -> None:
        for _ in range(30):
            await anyio.lowlevel.checkpoint()

    @rule(target=listeners, id=IDS, interval=st.sampled_from([None, 1.0, 5.0]))
    def listen(self, id: str, interval: float | None) -> _Listener:
        listener = _Listener(id)
        self.all.append(listener)
        self.portal.call(lambda: self.poller.listen(listener.key, listener, interval=interval))
        return listener

    @rule(listener=consumes(listeners))
    def leave(self, listener: _Listener) -> None:
        self.portal.call(self.poller.leave, listener.key, listener)
        listener.left_at = len(listener.updates)

    @rule(target=waiters, id=IDS, timeout=st.sampled_from([None, 3.0, 60.0]))
    def wait(self, id: str, timeout: float | None) -> int:
        async def read(ids: Sequence[str]) -> list[Outcome[_Work]]:
            return [Success(each, _Work()) for each in ids]

        async def wait() -> object:
            deadline = Deadline.after(timeout, self.clock)
            ref = WorkRef("job", id)
            return await Wait([ref], lambda: self.poller, deadline, None, read, with_outputs=True).run_one(None)

        self.futures.append((id, timeout, self.portal.start_task_soon(wait)))
        self.portal.call(self._settle)
        return len(self.futures) - 1

    @rule(waiter=consumes(waiters))
    def cancel(self, waiter: int) -> None:
        if self.futures[waiter][2].cancel():
            self.cancelled.add(waiter)

    @rule(id=IDS, fate=st.sampled_from(sorted(ENDS)))
    def end(self, id: str, fate: str) -> None:
        self.fates.setdefault(id, fate)

    @rule(id=IDS, is_end=st.booleans())
    def event(self, id: str, *, is_end: bool) -> None:
        # The event may be wrong: it is only a hint.
        self.job_events.add(JobHint(id, is_end))

    @rule(faults=st.lists(st.sampled_from(FAULTS), min_size=1, max_size=3))
    def fail(self, faults: list[Callable[[], MoveError]]) -> None:
        self.pending += faults
        self.was_faulted = True

    @rule(seconds=st.sampled_from([0.01, 0.1, 0.5, 3.0, 40.0, 400.0]))
    def advance(self, seconds: float) -> None:
        self.portal.call(self._advance, seconds)

    def teardown(self) -> None:
        try:
            # Every program has a waiter that leaves, even if no such step was drawn.
            self.leave(self.listen("job-0", None))
            self.pending.clear()
            for number in range(6):
                self.fates.setdefault(f"job-{number}", "finished")
            self.portal.call(self._advance, LONG)
            self._check_listeners()
            self._check_waiters()
            assert self.poller._entries == {}
            assert self.poller._task is None
            assert self.portal.call(tasks) == self.tasks_before
            self.portal.call(self.background.aclose)
        finally:
            self._entered.__exit__(None, None, None)

    def _check_listeners(self) -> None:
        for listener in self.all:
            if listener.left_at is None:
                assert len(listener.ends()) == 1, listener.updates
                assert listener.ends() == listener.updates[-1:]
                self._check_end(listener.key.id, listener.ends()[0])
            else:
                assert len(listener.updates) == listener.left_at

    def _check_waiters(self) -> None:
        for number, (job_id, timeout, future) in enumerate(self.futures):
            assert future.done(), (number, job_id)
            if number in self.cancelled:
                continue
            try:
                error = future.exception()
            except CancelledError:
                pytest.fail(f"waiter {number} was cancelled without a request")
            if isinstance(error, WaitTimeoutError):
                assert timeout is not None
            elif isinstance(error, JobFailedError):
                assert self.fates[job_id] == "failed"
            else:
                self._check_end(job_id, Status("FINISHED") if error is None else error)

    def _check_end(self, id: str, end: object) -> None:
        fate = self.fates[id]
        if isinstance(end, Status):
            assert end.phase is {"finished": Phase.FINISHED, "failed": Phase.FAILED}.get(fate), (id, end)
        elif isinstance(end, MoveNotFoundError):
            assert fate == "lost"
        else:
            # The server returned this once, to a read of one object.
            assert isinstance(end, MoveError)
            assert self.was_faulted, end


@pytest.mark.parametrize("number", [10, pytest.param(200, marks=[pytest.mark.slow, pytest.mark.timeout(600)])])
@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
def test_each_waiter_ends_once_and_no_task_is_left_in_any_interleaving(anyio_backend: str, number: int) -> None:
    machine = type("Crowd", (_Crowd,), {"backend": anyio_backend})
    run_state_machine_as_test(machine, settings=budget(max_examples=number, stateful_step_count=25))
