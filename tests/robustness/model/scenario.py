"""Runs of scenarios."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import anyio

from move_ugc_async.errors import AmbiguousCreateError
from tests.robustness.model.calls import Call, judge, judge_last, perform
from tests.robustness.model.faults import PARTIAL
from tests.robustness.model.process import Process
from tests.robustness.model.scopes import STALE, Scenario
from tests.robustness.model.world import World

KEY = "order-7"

Worlds = Callable[[], AbstractContextManager[World]]


@dataclass(slots=True)
class Outcome:
    """The outcome of a scenario.

    Attributes:
        violations: The broken promises.
        steps: A log of the steps.
    """

    violations: list[str] = field(default_factory=list[str])
    steps: list[str] = field(default_factory=list[str])

    def __str__(self) -> str:
        return "\n".join([*self.steps, *(f"=> {violation}" for violation in self.violations)])


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
            server.consistency_delay = STALE
        server.reads_are_late = scenario.lists == "stale"
        if scenario.lists == "partial":
            # Two pages, so that reads miss different parts, and some reads miss none.
            server.page_size = 2
            server.add_older(scenario.kind, "another")
            server.add_older(scenario.kind, "and another")
            server.partial = itertools.cycle(each for style in PARTIAL for each in (style, "", ""))

    def run(self) -> Outcome:
        """Run the scenario, wait until lists are consistent, call once more, and judge."""
        world = self.world
        first, *_ = [self._start() for _ in range(self.scenario.processes)]
        first.on_request = self._watch(first)
        world.run_until(lambda: all(task.done() for process in self._alive() for task in process.tasks))
        world.server.heal()
        world.advance(120)
        world.report("lists are consistent")
        final = self._start(calls=1)
        world.run_until(lambda: all(task.done() for task in final.tasks))
        return Outcome(self.judge(), world.steps)

    def _alive(self) -> Iterator[Process]:
        return (process for process in self.world.processes if process.is_alive)

    def _start(self, calls: int | None = None) -> Process:
        process = self.world.new_process(**self.settings)
        # After the first success or refusal, one more call follows immediately.
        process.start(self._program(process, calls or len(self.scenario.responses) + 1))
        return process

    async def _program(self, process: Process, calls: int) -> None:
        for number in range(calls):
            call = await self._call(process)
            event = self._event
            is_due = event and event.at == "response" and self.world.server.creations >= event.attempt
            if is_due and process is self.world.processes[0]:
                self._trigger(process)
                await anyio.sleep_forever()
            if isinstance(call.error, AmbiguousCreateError):
                continue
            if number < calls - 1:
                await self._call(process)
            return

    async def _call(self, process: Process) -> Call:
        call = Call(self.scenario.kind, KEY)
        self.calls.append(call)
        await perform(call, process, self.scenario.timeout)
        return call

    def _watch(self, process: Process) -> Callable[[str], None]:
        def on_request(query: str) -> None:
            event = self._event
            if event is None or self.world.server.creations < event.attempt:
                return
            if (event.at == "attempt" and query.startswith("mutation")) or (
                event.at == "search" and query.startswith("query")
            ):
                self._trigger(process)

        return on_request

    def _trigger(self, process: Process) -> None:
        event, self._event = self._event, None
        assert event is not None
        self.world.report(event.kind)
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
        self.world.report("closed; a new process starts")
        self._start()

    def judge(self) -> list[str]:
        """Return the broken promises."""
        return [
            *self.world.errors,
            *judge(self.world.server, self.calls),
            *judge_last(self.world.server, self.calls[-1]),
        ]


@dataclass(slots=True)
class Sweep:
    """The outcomes of many scenarios.

    Attributes:
        scenarios: Number of scenarios.
        steps: Total number of steps.
        failed: Scenarios that broke a promise.
    """

    scenarios: int = 0
    steps: int = 0
    failed: list[tuple[Scenario, Outcome]] = field(default_factory=list[tuple[Scenario, Outcome]])

    def __str__(self) -> str:
        lines = [f"{self.scenarios:,} scenarios, {self.steps:,} steps, {len(self.failed):,} broke a promise"]
        for scenario, outcome in self.failed[:3]:
            lines += ["", str(scenario), str(outcome)]
        return "\n".join(lines)


def sweep(worlds: Worlds, scenarios: Iterable[Scenario], **settings: Any) -> Sweep:
    """Run scenarios, each in its own world, with these settings of all clients."""
    total = Sweep()
    for scenario in scenarios:
        outcome = run(worlds, scenario, **settings)
        total.scenarios += 1
        total.steps += len(outcome.steps)
        if outcome.violations:
            total.failed.append((scenario, outcome))
    return total


def run(worlds: Worlds, scenario: Scenario, **settings: Any) -> Outcome:
    """Run a scenario in its own world, with these settings of all clients."""
    with worlds() as world:
        return Run(world, scenario, settings).run()
