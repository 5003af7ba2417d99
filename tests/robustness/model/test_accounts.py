"""Two accounts that use the same key on one host: each is billed once."""

import itertools
from collections.abc import Sequence

import pytest

from tests.robustness.model.calls import Call, judge, judge_last, perform
from tests.robustness.model.faults import RESPONSES
from tests.robustness.model.scenario import KEY
from tests.robustness.model.scopes import LONG
from tests.robustness.model.server import ModelServer
from tests.robustness.model.world import worlds

pytestmark = pytest.mark.check(54)
SHORT = 4.0
"""Seconds in which no proof is possible."""


@pytest.mark.parametrize("response", RESPONSES)
def test_key_is_billed_once_in_each_of_two_accounts(response: str) -> None:
    with worlds() as create:
        for order in itertools.product("AB", repeat=3):
            with create() as world:
                servers = {"A": world.server, "B": world.new_account("B")}
                calls: dict[str, list[Call]] = {"A": [], "B": []}
                processes = {name: world.new_process(server) for name, server in servers.items()}
                for server in servers.values():
                    server.add_take()
                    server.consistency_delay = SHORT
                servers["A"].faults.append(response)
                for name, timeout in [*((name, SHORT) for name in order), ("A", LONG), ("B", LONG)]:
                    if timeout == LONG:
                        servers["A"].heal()
                    calls[name].append(Call("job", KEY))
                    task = processes[name].start(perform(calls[name][-1], processes[name], timeout))
                    world.run_until(task.done)
                broken = [*judged(servers["A"], calls["A"]), *judged(servers["B"], calls["B"])]
                assert not broken, "\n".join([*world.steps, *broken])


def judged(server: ModelServer, calls: Sequence[Call]) -> list[str]:
    return [*judge(server, list(calls)), *judge_last(server, calls[-1])]
