"""One scenario: what happens to the attempts of one key, and what must hold afterwards whatever happens."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Literal

import anyio

from move_ugc_async import AsyncMoveUgc, SourceIn
from move_ugc_async.errors import AmbiguousCreateError, IdempotencyMismatchError, MoveError
from tests.model.server import PARTIAL, RESPONSES, SPELLINGS, Kind, Thing
from tests.model.world import Process, World, sender

SETTLE = 5.0
STALE = SETTLE - 0.1
LONG = 300.0
"""Seconds that suffice for three attempts with a proof of absence after each."""
KEY = "order-7"

Worlds = Callable[[], AbstractContextManager[World]]
Lists = Literal["complete", "stale", "partial"]
LISTS: tuple[Lists, ...] = ("complete", "stale", "partial")


@dataclass(frozen=True, slots=True)
class Event:
    """What happens to the first process.

    Attributes:
        kind: `kill`: it ends at once, and a new process calls again; `restart`: its call is cancelled, its client is
            closed, and a new process calls again; `cancel`: its call is cancelled, and the same client calls again.
        at: `attempt`: when the server has the request of that attempt; `search`: when it has the first request for a
            list after it; `response`: when the call has returned or raised after it.
        attempt: Which attempt of all, from 1.
    """

    kind: Literal["kill", "cancel", "restart"]
    at: Literal["attempt", "search", "response"]
    attempt: int

    def __str__(self) -> str:
        return f"{self.kind} at {self.at} {self.attempt}"


@dataclass(frozen=True, slots=True)
class Scenario:
    """What happens.

    Attributes:
        responses: What happens to the first attempts, by the names of `server.FAULTS`; further ones succeed.
        lists: `complete`: they show everything at once; `stale`: as late as promised, and reads by id do so, too;
            `partial`: lists are stale, and every other page misses a part, each time another kind.
        event: What happens to the first process.
        processes: How many call at the same moment.
        kind: What is created.
        timeout: Seconds that each call may take.
    """

    responses: tuple[str, ...]
    lists: Lists = "complete"
    event: Event | None = None
    processes: int = 1
    kind: Kind = "job"
    timeout: float = LONG

    def __str__(self) -> str:
        processes = "1 process" if self.processes == 1 else f"{self.processes} processes"
        event = self.event or "no event"
        responses = ", ".join(self.responses)
        timeout = f"timeout {self.timeout:g} s"
        return "; ".join((self.kind, responses, f"lists {self.lists}", str(event), processes, timeout))


@dataclass(slots=True)
class Call:
    """One call with a key, and how it ended.

    Attributes:
        sent: How many requests to create something it sent.
        ended_at: When; None while it runs, and where its process was killed.
    """

    kind: Kind
    key: str
    sent: int = 0
    ended_at: float | None = None
    result: str | None = None
    error: BaseException | None = None


@dataclass(slots=True)
class Outcome:
    """What came of a scenario.

    Attributes:
        violations: Which promises were broken.
        steps: What happened, for a reader.
    """

    violations: list[str] = field(default_factory=list[str])
    steps: list[str] = field(default_factory=list[str])

    def __str__(self) -> str:
        return "\n".join([*self.steps, *(f"=> {violation}" for violation in self.violations)])


def small_scope(kinds: tuple[Kind, ...] = ("job",), attempts: int = 3, timeout: float = LONG) -> Iterator[Scenario]:
    """Yield every scenario of the small scope."""
    for kind, number in itertools.product(kinds, range(1, attempts + 1)):
        for responses in itertools.product(RESPONSES, repeat=number):
            for lists, event, processes in itertools.product(LISTS, _events(number), (1, 2)):
                yield Scenario(responses, lists, event, processes, kind, timeout)


def spellings(kinds: tuple[Kind, ...] = ("job",), attempts: int = 2, timeout: float = LONG) -> Iterator[Scenario]:
    """Yield scenarios with every spelling of every fault."""
    for kind, number in itertools.product(kinds, range(1, attempts + 1)):
        for responses in itertools.product(SPELLINGS, repeat=number):
            for lists, event in itertools.product(LISTS, (None, Event("kill", "attempt", 1))):
                yield Scenario(responses, lists, event, 1, kind, timeout)


def _events(attempts: int) -> Iterator[Event | None]:
    yield None
    for attempt in range(1, attempts + 1):
        for kind in ("kill", "cancel", "restart"):
            yield Event(kind, "attempt", attempt)
            yield Event(kind, "search", attempt)
        yield Event("kill", "response", attempt)


async def create(client: AsyncMoveUgc, kind: Kind, key: str, timeout: float) -> Any:
    """Create an object with a key, as a user does."""
    if kind == "job":
        return await client.jobs.create_singlecam("take-0", key, {"n": 1}, idempotency_key=key, timeout=timeout)
    sources = [SourceIn(device_label=label, file_id=f"file-{label}", format="MP4") for label in ("a", "b")]
    if kind == "take":
        return await client.takes.create_singlecam(sources[:1], key, idempotency_key=key, timeout=timeout)
    return await client.volumes.create_human_volume(
        sources, human_height=1.8, area_type="NORMAL", name=key, idempotency_key=key, timeout=timeout
    )


async def make(call: Call, process: Process, timeout: float) -> None:
    """Make a call, and note how it ends."""
    world = process.world
    sender.set(call)
    world.tell(f"create the {call.kind} {call.key}")
    try:
        created = await create(process.client, call.kind, call.key, timeout)
    except BaseException as error:
        call.error, call.ended_at = error, world.time.now
        world.tell(f"{type(error).__name__}: {error}".splitlines()[0])
        if not isinstance(error, Exception):
            raise
    else:
        call.result, call.ended_at = created.id, world.time.now
        world.tell(f"the call returns {created.id}")


class Run:
    """The run of one scenario in one world."""

    def __init__(self, world: World, scenario: Scenario, settings: dict[str, Any]) -> None:
        self.world = world
        self.scenario = scenario
        self.settings = settings
        self.calls: list[Call] = []
        self._event = scenario.event
        server = world.server
        server.add_take()
        server.faults.extend(scenario.responses)
        if scenario.lists != "complete":
            server.lag = STALE
        server.reads_lag = scenario.lists == "stale"
        if scenario.lists == "partial":
            server.partial = itertools.cycle(each for style in PARTIAL for each in (style, ""))

    def run(self) -> Outcome:
        """Let it happen, wait until everything shows, call once more, and judge."""
        world = self.world
        first, *_ = [self._start() for _ in range(self.scenario.processes)]
        first.on_request = self._watch(first)
        world.run_until(lambda: all(task.done() for process in self._alive() for task in process.tasks))
        world.server.heal()
        world.advance(120)
        world.tell("everything has settled")
        final = self._start(calls=1)
        world.run_until(lambda: all(task.done() for task in final.tasks))
        return Outcome(self.judge(), world.steps)

    def _alive(self) -> Iterator[Process]:
        return (process for process in self.world.processes if process.is_alive)

    def _start(self, calls: int | None = None) -> Process:
        process = self.world.new_process(**self.settings)
        # Beyond the first success or refusal nothing is asked for; then once more, at once.
        process.start(self._program(process, calls or len(self.scenario.responses) + 1))
        return process

    async def _program(self, process: Process, calls: int) -> None:
        for number in range(calls):
            call = await self._call(process)
            event = self._event
            is_due = event and event.at == "response" and self.world.server.creations >= event.attempt
            if is_due and process is self.world.processes[0]:
                self._happen(process)
                await anyio.sleep_forever()
            if isinstance(call.error, AmbiguousCreateError):
                continue
            if number < calls - 1:
                await self._call(process)
            return

    async def _call(self, process: Process) -> Call:
        call = Call(self.scenario.kind, KEY)
        self.calls.append(call)
        await make(call, process, self.scenario.timeout)
        return call

    def _watch(self, process: Process) -> Callable[[str], None]:
        def on_request(query: str) -> None:
            event = self._event
            if event is None or self.world.server.creations < event.attempt:
                return
            if (event.at == "attempt" and query.startswith("mutation")) or (
                event.at == "search" and query.startswith("query")
            ):
                self._happen(process)

        return on_request

    def _happen(self, process: Process) -> None:
        event, self._event = self._event, None
        assert event is not None
        self.world.tell(event.kind)
        if event.kind == "kill":
            process.kill()
            self._start()
        elif event.kind == "cancel":
            process.cancel()
            process.start(self._program(process, len(self.scenario.responses) + 1))
        else:
            process.cancel()
            process.start(self._restart(process))

    async def _restart(self, process: Process) -> None:
        await process.client.aclose()
        self.world.tell("closed; a new process starts")
        self._start()

    def judge(self) -> list[str]:
        """Return the promises that were broken."""
        return [*self.world.errors, *judge(self.world, self.calls), *judge_last(self.world, self.calls[-1])]


def judge(world: World, calls: list[Call]) -> Iterator[str]:
    """Yield the promises that were broken for one key, by these calls."""
    key = calls[0].key
    billed = world.server.billed().get(key, [])
    if len(billed) > 1:
        yield f"billed {len(billed)} times: {', '.join(thing.id for thing in billed)}"
    for call in calls:
        yield from _judge_call(call, billed)


def judge_last(world: World, call: Call) -> Iterator[str]:
    """Yield the promises that were broken by a call after which nothing goes wrong any more."""
    billed = world.server.billed().get(call.key, [])
    if call.result is None:
        yield f"the last call ended with {type(call.error).__name__}: {call.error}"
    elif len(billed) == 1 and call.result != billed[0].id:
        yield f"the last call returned {call.result}, and {billed[0].id} was billed"


def _judge_call(call: Call, billed: list[Thing]) -> Iterator[str]:
    error = call.error
    if call.result is not None and call.result not in {thing.id for thing in billed}:
        yield f"a call returned {call.result}, which was not created with its key"
    if not isinstance(error, Exception) or isinstance(error, AmbiguousCreateError):
        return
    name = type(error).__name__
    before = [thing.id for thing in billed if call.ended_at is not None and thing.requested_at <= call.ended_at]
    if not isinstance(error, MoveError):
        yield f"a call raised {name}: {error}"
    elif isinstance(error, IdempotencyMismatchError):
        yield f"a call with the same parameters raised {name}: {error}"
    elif getattr(error, "may_have_arrived", False):
        yield f"a call with a key raised {name}, which leaves open whether it created something: {error}"
    elif call.sent and before:
        yield f'a call raised {name}, which means "not created", and {before[0]} was billed'


@dataclass(slots=True)
class Sweep:
    """What came of many scenarios.

    Attributes:
        scenarios: How many there were.
        steps: How many steps they had together.
        failed: Those that broke a promise.
    """

    scenarios: int = 0
    steps: int = 0
    failed: list[tuple[Scenario, Outcome]] = field(default_factory=list[tuple[Scenario, Outcome]])

    def __str__(self) -> str:
        lines = [f"{self.scenarios:,} scenarios, {self.steps:,} steps, {len(self.failed):,} broke a promise"]
        for scenario, outcome in self.failed[:3]:
            lines += ["", str(scenario), str(outcome)]
        return "\n".join(lines)


def sweep(worlds: Worlds, scenarios: Iterable[Scenario]) -> Sweep:
    """Run many scenarios, each in a world of its own."""
    total = Sweep()
    for scenario in scenarios:
        outcome = run(worlds, scenario)
        total.scenarios += 1
        total.steps += len(outcome.steps)
        if outcome.violations:
            total.failed.append((scenario, outcome))
    return total


def run(worlds: Worlds, scenario: Scenario, **settings: Any) -> Outcome:
    """Run one scenario in a world of its own, with these settings of all clients."""
    with worlds() as world:
        return Run(world, scenario, settings).run()
