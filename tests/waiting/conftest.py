"""A server in the test's own task, and a poller that asks it."""

import re
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from move_ugc_async._concurrency.background import BackgroundTasks
from move_ugc_async._polling.batch import WorkRef
from move_ugc_async._polling.outcomes import Unreachable
from move_ugc_async._polling.poller import Listener, Poller, Update
from move_ugc_async._transport.operation import GraphQLResponse, Operation
from move_ugc_async.errors import GraphQLErrorItem, MoveError
from tests.clocks import MovedClock

Behaviour = Callable[[str, float], "dict[str, Any] | GraphQLErrorItem | None"]
"""What an id is at a moment: its fields, or the error in their place."""


@dataclass
class FakeServer:
    """Answers status requests, and keeps what it was asked."""

    clock: MovedClock
    behaviour: Behaviour
    latency: float = 0.0
    refuse: Callable[[list[str]], MoveError | None] = lambda _ids: None
    requests: list[tuple[float, list[str]]] = field(default_factory=list)

    async def execute(self, operation: Operation, variables: dict[str, Any]) -> GraphQLResponse:
        assert operation.repeatable
        ids = {alias: str(value) for alias, value in variables.items() if re.fullmatch(r"a\d+", alias)}
        self.requests.append((self.clock.monotonic(), list(ids.values())))
        await self.clock.sleep(self.latency)
        refusal = self.refuse(list(ids.values()))
        if refusal is not None:
            raise refusal
        data: dict[str, Any] = {}
        errors: list[GraphQLErrorItem] = []
        for alias, asked in ids.items():
            found = self.behaviour(asked, self.clock.monotonic())
            if isinstance(found, GraphQLErrorItem):
                errors.append(GraphQLErrorItem(found.message, found.error_type, found.error_info, (alias,), found.data))
                data[alias] = None
            else:
                data[alias] = found
        return GraphQLResponse(operation.name, data, tuple(errors), 200)


@dataclass
class Bench:
    """A fake server, a poller that uses it, and the clock of both."""

    clock: MovedClock
    server: FakeServer
    poller: Poller

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let the time of the clock pass until a condition holds."""
        while not condition():
            await self.clock.sleep(1)


def after(seconds: float, duration: float = 60.0) -> dict[str, Any]:
    """Return the fields of a job so many seconds after its creation."""
    if seconds >= duration:
        return {"progress": {"state": "FINISHED", "percentageComplete": 100}}
    return {"progress": {"state": "RUNNING", "percentageComplete": int(100 * seconds / duration)}}


both_loops = pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
"""For one test of each feature: nothing else here depends on the event loop."""


@pytest.fixture
def anyio_backend() -> str:
    """Run on one event loop unless a test is marked with `both_loops`."""
    return "asyncio"


@pytest.fixture
async def bench() -> AsyncGenerator[Bench, None]:
    clock = MovedClock()
    server = FakeServer(clock, lambda _id, now: after(now))
    background = BackgroundTasks()
    yield Bench(clock, server, Poller(server, clock, background, batch_size=25))
    await background.aclose()


JOB = WorkRef("job", "job-1")
RUNNING = {"state": "RUNNING"}
FINISHED = {"state": "FINISHED"}


def running(_id: str, _now: float) -> dict[str, Any]:
    return RUNNING


def ignore(_update: Update) -> None:
    pass


def ignoring_outages(updates: list[Update]) -> Listener:
    """Return a listener that keeps statuses and errors that end the wait."""
    return lambda update: None if isinstance(update, Unreachable) else updates.append(update)


def job(number: int) -> WorkRef:
    return WorkRef("job", f"job-{number}")


@pytest.fixture
def moments(bench: Bench) -> Callable[[], list[float]]:
    """Return the moments of the requests so far."""
    return lambda: [pytest.approx(moment, abs=1e-6) for moment, _ in bench.server.requests]
