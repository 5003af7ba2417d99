"""A fake transport in the test's task, and a poller that uses it."""

import re
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from move_ugc_async._concurrency.background import BackgroundTasks
from move_ugc_async._polling.entry import Listener, Update
from move_ugc_async._polling.job_events import JobEvents
from move_ugc_async._polling.poller import Poller
from move_ugc_async._polling.status import Unreachable, WorkRef
from move_ugc_async._transport.operation import CallOptions, GraphQLResponse, Operation
from move_ugc_async.errors import GraphQLErrorItem, MoveError
from tests.support.clocks import AutojumpClock

Behaviour = Callable[[str, float], "dict[str, Any] | GraphQLErrorItem | None"]
"""Returns the fields of an id at a moment, or an error."""


@dataclass
class StatusTransport:
    """Responds to status requests, and records the time and ids of each."""

    clock: AutojumpClock
    behaviour: Behaviour
    latency: float = 0.0
    fail: Callable[[list[str]], MoveError | None] = lambda _ids: None
    requests: list[tuple[float, list[str]]] = field(default_factory=list)

    async def execute(
        self,
        operation: Operation,
        variables: dict[str, Any],
        options: CallOptions | None = None,  # noqa: ARG002
    ) -> GraphQLResponse:
        assert operation.idempotent
        ids = {alias: str(value) for alias, value in variables.items() if re.fullmatch(r"a\d+", alias)}
        self.requests.append((self.clock.monotonic(), list(ids.values())))
        await self.clock.sleep(self.latency)
        error = self.fail(list(ids.values()))
        if error is not None:
            raise error
        data: dict[str, Any] = {}
        errors: list[GraphQLErrorItem] = []
        for alias, work_id in ids.items():
            result = self.behaviour(work_id, self.clock.monotonic())
            if isinstance(result, GraphQLErrorItem):
                errors.append(replace(result, path=(alias,)))
                data[alias] = None
            else:
                data[alias] = result
        return GraphQLResponse(operation.name, data, tuple(errors), 200)


@dataclass
class Bench:
    """A poller, its fake transport and their clock."""

    clock: AutojumpClock
    server: StatusTransport
    poller: Poller
    events: JobEvents
    background: BackgroundTasks

    async def until(self, condition: Callable[[], bool]) -> None:
        """Advance the clock until a condition holds."""
        while not condition():
            await self.clock.sleep(1)


def after(seconds: float, duration: float = 60.0) -> dict[str, Any]:
    """Return the fields of a job that many seconds after its creation."""
    if seconds >= duration:
        return {"progress": {"state": "FINISHED", "percentageComplete": 100}}
    return {"progress": {"state": "RUNNING", "percentageComplete": int(100 * seconds / duration)}}


both_loops = pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
"""Mark one test of each feature; the others do not depend on the event loop."""


@pytest.fixture
def anyio_backend() -> str:
    """Use asyncio unless a test is marked with `both_loops`."""
    return "asyncio"


@pytest.fixture
async def bench() -> AsyncGenerator[Bench, None]:
    clock = AutojumpClock()
    server = StatusTransport(clock, lambda _id, now: after(now))
    background = BackgroundTasks()
    events = JobEvents()
    yield Bench(clock, server, Poller(server, clock, background, 25, events), events, background)
    await background.aclose()


JOB = WorkRef("job", "job-1")
RUNNING = {"state": "RUNNING"}
FINISHED = {"state": "FINISHED"}


def running(_id: str, _now: float) -> dict[str, Any]:
    return RUNNING


def ignore(_update: Update) -> None:
    pass


def ignoring_outages(updates: list[Update]) -> Listener:
    """Return a listener that records statuses and final errors."""
    return lambda update: None if isinstance(update, Unreachable) else updates.append(update)


def job(number: int) -> WorkRef:
    return WorkRef("job", f"job-{number}")


@pytest.fixture
def moments(bench: Bench) -> Callable[[], list[float]]:
    """Return a function that returns the times of all requests so far."""
    return lambda: [pytest.approx(moment, abs=1e-6) for moment, _ in bench.server.requests]
