"""Another host takes over the call of one that was killed or has paused: the key is billed once.

The hosts share no records. The fence of the first one fails from the takeover on, and the second one calls with the
scope "concurrent".
"""

import itertools
from collections.abc import Iterator
from typing import Any, Literal, get_args

import anyio
import pytest
from typing_extensions import override

from move_ugc_async.errors import MoveError
from tests.robustness.model.calls import judge, judge_last
from tests.robustness.model.faults import RESPONSES
from tests.robustness.model.process import Process
from tests.robustness.model.scenario import Outcome, Run, Worlds
from tests.robustness.model.scopes import LISTS, Scenario
from tests.robustness.model.world import World
from tests.robustness.model.world import worlds as new_worlds

pytestmark = pytest.mark.check(54)
_REQUESTS = 4
"""A takeover happens at the arrival of each of the first requests of a call: search, attempt, search, attempt."""
_PAUSE = 60.0
"""Seconds after which the second host has created what no list shows."""
How = Literal["is killed", "continues", "pauses"]
"""What the first host does at the takeover."""


class LeaseLostError(MoveError):
    pass


class Takeover(Run):
    """A run in which a second host takes over at the arrival of a request of the first one.

    Args:
        world: The world.
        scenario: The faults.
        at: Number of the request, from 1.
        how: What the first host does then.
        has_fence: Whether the first host has a fence.
        scope: The scope of the second host.
    """

    def __init__(
        self, world: World, scenario: Scenario, at: int, *, how: How, has_fence: bool = True, scope: str = "concurrent"
    ) -> None:
        super().__init__(world, scenario, {})
        self._at = at
        self._how: How = how
        self._has_fence = has_fence
        self._scope = scope
        self._has_lease = True
        self._hosts: list[Process] = []

    @override
    def run(self) -> Outcome:
        world = self.world
        first = self._host(fence=self._check_lease if self._has_fence else None)
        arrived, requests = first.network.arrived, itertools.count(1)

        async def arrive(query: str) -> None:
            is_due = next(requests) == self._at
            if is_due:
                self._take_over(first)
            await arrived(query)
            if is_due and self._how == "pauses":
                await anyio.sleep(_PAUSE)

        first.network.arrived = arrive
        first.start(self._call(first))
        self._run_all()
        if len(self._hosts) == 1:
            self._take_over(first)
            self._run_all()
        world.server.heal()
        world.advance(120)
        last = self._host()
        last.start(self._call(last))
        self._run_all()
        return Outcome(self.judge(), world.steps)

    @override
    def judge(self) -> list[str]:
        first, *others = self.calls
        # An error of the first host says nothing about the object that the second one creates.
        calls = others if first.error is not None else self.calls
        server = self.world.server
        return [*self.world.errors, *judge(server, calls), *judge_last(server, calls[-1])]

    def _host(self, **settings: Any) -> Process:
        folder = self.world.folder / f"host {len(self._hosts)}"
        host = self.world.new_process(state_dir=folder, **settings)
        self._hosts.append(host)
        return host

    def _check_lease(self) -> None:
        if not self._has_lease:
            msg = "another host has taken over"
            raise LeaseLostError(msg)

    def _take_over(self, first: Process) -> None:
        self._has_lease = False
        self.world.report("the takeover")
        if self._how == "is killed":
            first.kill()
        second = self._host(idempotency_scope=self._scope)
        second.start(self._call(second))

    def _run_all(self) -> None:
        self.world.run_until(lambda: all(task.done() for host in self._alive() for task in host.tasks))


@pytest.fixture
def worlds() -> Iterator[Worlds]:
    with new_worlds() as create:
        yield create


def violations(worlds: Worlds, responses: tuple[str, ...], every: int = 1, **settings: Any) -> Iterator[str]:
    """Yield the promises that takeovers break, in every n-th scenario."""
    scenarios = itertools.product(responses, LISTS, range(1, _REQUESTS + 1))
    for response, lists, at in itertools.islice(scenarios, 0, None, every):
        with worlds() as world:
            outcome = Takeover(world, Scenario((response,), lists), at, **settings).run()
        if outcome.violations:
            yield f"{response}, lists {lists}, at request {at}\n{outcome}"


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("how", get_args(How))
def test_key_is_billed_once_when_another_host_takes_over(worlds: Worlds, how: How, every: int) -> None:
    broken = list(violations(worlds, RESPONSES, every, how=how))
    assert not broken, "\n\n".join(broken[:3])


def test_key_is_billed_twice_when_the_scope_does_not_say_that_others_use_it(worlds: Worlds) -> None:
    broken = violations(worlds, ("late",), how="is killed", scope="account")
    assert "billed 2 times" in next(broken, "")


def test_key_is_billed_twice_when_a_paused_host_has_no_fence(worlds: Worlds) -> None:
    broken = violations(worlds, ("ok",), how="pauses", has_fence=False)
    assert "billed 2 times" in next(broken, "")
