"""The same promises on trio, with two clients in one process instead of two processes."""

import itertools
from dataclasses import dataclass, field
from typing import Any

import pytest
import trio
from trio.testing import MockClock

from move_ugc_async import AsyncMoveUgc
from tests.robustness.model.calls import Call, judge, judge_last, perform
from tests.robustness.model.faults import PARTIAL, RESPONSES
from tests.robustness.model.network import Network
from tests.robustness.model.process import sender, settings_of
from tests.robustness.model.scenario import KEY
from tests.robustness.model.scopes import LISTS, LONG, STALE
from tests.robustness.model.world import World, worlds

pytestmark = pytest.mark.check(54)


class TrioTime:
    """Seconds since trio started."""

    def __init__(self) -> None:
        self._start = trio.current_time()

    @property
    def now(self) -> float:
        return trio.current_time() - self._start


@dataclass
class Host:
    """A client, which stands for a process."""

    world: World
    name: str
    network: Network
    client: Any = None
    files: dict[int, Any] = field(default_factory=dict[int, Any])


@pytest.mark.parametrize("attempts", [1, pytest.param(2, marks=pytest.mark.slow)])
@pytest.mark.parametrize("lists", LISTS)
def test_key_is_billed_once_on_trio(lists: str, attempts: int) -> None:
    with worlds() as create:
        for responses in itertools.product(RESPONSES, repeat=attempts):
            with create() as world:
                server = world.server
                server.add_take()
                server.faults.extend(responses)
                server.consistency_delay = 0.0 if lists == "complete" else STALE
                if lists == "partial":
                    server.partial = itertools.cycle(each for style in PARTIAL for each in (style, ""))
                calls = trio.run(run, world, clock=MockClock(autojump_threshold=0))
                broken = [*judge(server, calls), *judge_last(server, calls[-1])]
                assert not broken, "\n".join([*world.steps, *broken])


async def run(world: World) -> list[Call]:
    """Call from two clients concurrently, twice each, and once more when lists are consistent."""
    world.time = TrioTime()
    calls: list[Call] = []

    async def call_twice(host: Host) -> None:
        for _ in range(2):
            await call(host)

    async def call(host: Host) -> None:
        calls.append(Call("job", KEY))
        await perform(calls[-1], host, LONG)

    async with trio.open_nursery() as clients:
        hosts = [new_host(world) for _ in range(2)]
        for host in hosts:
            clients.start_soon(call_twice, host)
    world.server.heal()
    await trio.sleep(120)
    await call(hosts[0])
    for host in hosts:
        await host.client.aclose()
    return calls


def new_host(world: World) -> Host:
    async def arrived(query: str) -> None:
        if query.startswith("mutation create"):
            sender.get().sent += 1

    host = world.current = Host(world, "a client", Network(world.server, arrived))
    host.client = AsyncMoveUgc(**settings_of(world, world.server))
    return host
