"""Random calls, kills, cancellations and delays: each key is billed once and ends in an object."""

import itertools
import sys
from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.robustness.model.calls import Call, judge, judge_last, perform
from tests.robustness.model.faults import PARTIAL, RESPONSES, VARIANTS
from tests.robustness.model.process import Process
from tests.robustness.model.scopes import SETTLE, STALE
from tests.robustness.model.things import Kind
from tests.robustness.model.world import worlds

KEYS: dict[str, Kind] = {"order-1": "job", "order-2": "volume", "order-3": "take"}
TIMEOUTS = (8.0, 20.0, 60.0, 300.0)
SLOTS = st.integers(0, 1)
PAUSES = st.sampled_from((0.04, 0.3, 1.0, SETTLE, 12.0, 31.0))
SETTLED = 700.0
"""Seconds after which all calls of a machine have ended and lists are consistent."""


pytestmark = pytest.mark.check(50)


class Machine(RuleBasedStateMachine):
    """Two processes that call with a few keys, and a server with faults."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.world = self.stack.enter_context(self.stack.enter_context(worlds())())
        self.world.server.add_take()
        self.slots = [self.world.new_process(), self.world.new_process()]
        self.calls: dict[str, list[Call]] = {key: [] for key in KEYS}
        self.latest: str | None = None

    def teardown(self) -> None:
        try:
            self.settle()
        except AssertionError:
            sys.stdout.write("\n".join([*self.world.steps, ""]))
            raise
        finally:
            self.stack.close()

    @rule(
        key=st.sampled_from(sorted(KEYS)),
        slot=SLOTS,
        timeout=st.sampled_from(TIMEOUTS),
        fault=st.sampled_from(RESPONSES) | st.sampled_from(VARIANTS),
        seconds=PAUSES,
    )
    def submit(self, key: str, slot: int, timeout: float, fault: str, seconds: float) -> None:
        self.world.server.faults.append(fault)
        self.call(key, self.slots[slot], timeout)
        self.world.advance(seconds)

    @rule(slot=SLOTS, seconds=PAUSES)
    def submit_the_latest_again(self, slot: int, seconds: float) -> None:
        if self.latest is not None:
            self.call(self.latest, self.slots[slot], 300)
            self.world.advance(seconds)

    @rule(seconds=PAUSES)
    def advance(self, seconds: float) -> None:
        self.world.advance(seconds)

    @rule(slot=SLOTS)
    def crash(self, slot: int) -> None:
        self.world.report(f"{self.slots[slot].name} is killed")
        self.slots[slot].kill()
        self.slots[slot] = self.world.new_process()

    @rule(slot=SLOTS)
    def restart(self, slot: int) -> None:
        self.cancel(slot)
        process = self.slots[slot]
        process.start(process.client.aclose())
        self.slots[slot] = self.world.new_process()

    @rule(slot=SLOTS)
    def cancel(self, slot: int) -> None:
        self.world.report(f"the calls of {self.slots[slot].name} are cancelled")
        self.slots[slot].cancel()

    @rule(faults=st.lists(st.sampled_from(VARIANTS), min_size=1, max_size=3))
    def fail(self, faults: list[str]) -> None:
        self.world.server.faults.extend(faults)

    @rule(delay=st.sampled_from((0.0, 2.0, STALE)), reads_are_late=st.booleans())
    def delay_lists(self, delay: float, *, reads_are_late: bool) -> None:
        self.world.server.consistency_delay, self.world.server.reads_are_late = delay, reads_are_late

    @rule(missing=st.lists(st.sampled_from(("", *PARTIAL)), min_size=1, max_size=8))
    def miss_parts(self, missing: list[str]) -> None:
        self.world.server.partial = itertools.chain(missing, itertools.repeat(""))

    @invariant()
    def promises_hold(self) -> None:
        broken = [
            *self.world.errors,
            *(each for calls in self.calls.values() if calls for each in judge(self.world.server, calls)),
        ]
        assert not broken, "\n".join([*self.world.steps, *broken])

    def settle(self) -> None:
        """End all faults, and call once more with each key that was used."""
        self.world.server.heal()
        self.world.advance(SETTLED)
        self.promises_hold()
        for key, calls in self.calls.items():
            if calls:
                self.call(key, self.slots[0], 300)
                self.world.advance(SETTLED)
                broken = [*judge_last(self.world.server, calls[-1])]
                assert not broken, broken
        self.promises_hold()

    def call(self, key: str, process: Process, timeout: float) -> None:
        call = Call(KEYS[key], key)
        self.calls[key].append(call)
        self.latest = key
        process.start(perform(call, process, timeout))


def check(examples: int, steps: int, *phases: Phase) -> None:
    """Run the same machines every time."""
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            derandomize=True,
            database=None,
            deadline=None,
            phases=(Phase.generate, *phases),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_each_key_is_billed_once_in_a_sample_of_machines() -> None:
    check(15, 20)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_each_key_is_billed_once_in_many_machines() -> None:
    check(2000, 40, Phase.shrink)
