"""Proof: clips are submitted, cancelled and retried in any order, while requests fail and the process is killed."""

import itertools
import shutil
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.durable.channel import Message
from tests.durable.gate import Fault
from tests.durable.kills import OPERATIONS
from tests.durable.server import Server
from tests.durable.trial import Trial

CLIENT = {"server_timeout": 1.5, "settle": 0.5}
LATE, STALE = 0.5, 0.2
POOL = 6
"""Number of clips that a machine submits."""
FAULTS: tuple[Fault, ...] = ("lost", "late", "never", "refused")
TERMINAL = {"done", "failed", "quarantined", "cancelled", "duplicate"}
Terminal = tuple[Any, ...]


class Machine(RuleBasedStateMachine):
    """One host, and a server with faults. Subclasses set the class attributes.

    Attributes:
        trial: Records the results.
        server: Shared by all machines; each has clips of its own.
        numbers: Number the machines.
    """

    trial: Trial
    server: Server
    numbers: "itertools.count[int]"

    @initialize()
    def start_first(self) -> None:
        number = next(self.numbers)
        self.folder = self.trial.folder / f"machine-{number}"
        self.folder.mkdir()
        self.paths = self.trial.write_clips(POOL, f"machine-{number}")
        self.trial.clips -= POOL
        self.host = self.trial.host(
            self.server, self.trial.databases.sqlite(self.folder), f"machine-{number}/host", client=CLIENT, jobs=4
        )
        self.submitted = set[str]()
        self.ended: dict[str, Terminal] = {}
        self.seen = 0
        self.is_holding = False
        self.steps = list[str]()
        self.host.start()
        self.submit([0, 1])

    @rule(places=st.lists(st.integers(0, POOL - 1), min_size=1, max_size=3, unique=True))
    def submit(self, places: list[int]) -> None:
        paths = [self.paths[place] for place in places]
        self.note(f"submit {places}")
        self.host.call("submit", "submitted", clips=paths)
        self.submitted |= set(paths)
        self.host.results()

    @rule()
    def crash(self) -> None:
        self.note("crash")
        self.trial.kill(self.host)
        self.restart_after(lambda: None)

    @rule()
    def restart(self) -> None:
        self.note("restart")
        self.restart_after(self.host.close)

    @rule(operation=st.sampled_from(OPERATIONS), number=st.integers(1, 3), after_work=st.booleans())
    def hold(self, operation: str, number: int, *, after_work: bool) -> None:
        self.note(f"hold request {number} of {operation}, after work: {after_work}")
        self.server.hold(operation, number, after_work=after_work)
        self.is_holding = True

    @rule(
        operation=st.sampled_from(("createSingleCamJob", "createSingleCamTake")),
        fault=st.sampled_from(FAULTS),
        share=st.sampled_from((0.3, 1.0)),
        place=st.integers(0, POOL - 1),
    )
    def fail(self, operation: str, fault: Fault, share: float, place: int) -> None:
        self.note(f"{share} of {operation} are {fault}")
        self.server.change(late=LATE, stale=STALE, faults={operation: {fault: share}})
        self.submit([place])

    @rule()
    def heal(self) -> None:
        self.note("heal")
        self.server.change(faults={}, stale=0.0)

    @rule(number=st.integers(1, 2))
    def fail_jobs(self, number: int) -> None:
        self.note(f"{number} jobs fail")
        self.server.fail_jobs(number)

    @rule(place=st.integers(0, POOL - 1))
    def cancel(self, place: int) -> None:
        ids = [name for name, path in self.ids().items() if path == self.paths[place]]
        self.note(f"cancel {place}: {ids}")
        self.host.call("cancel", "cancelled", ids=ids)

    @rule()
    def retry(self) -> None:
        self.collect()
        self.note("retry")
        # A retried item is open again.
        self.ended = {name: each for name, each in self.ended.items() if each[0] != "failed"}
        self.seen = len(self.reports())
        self.host.call("retry", "retried")
        self.host.results()

    @invariant()
    def promises_hold(self) -> None:
        if hasattr(self, "host"):
            self.collect()
            assert not self.server.ledger_now().duplicated, "\n".join(self.steps)

    def teardown(self) -> None:
        if not hasattr(self, "host"):
            return
        try:
            self.settle()
        finally:
            self.host.kill()
            self.server.release()
            self.server.change(faults={}, stale=0.0)
            shutil.rmtree(self.folder)

    def settle(self) -> None:
        """End all faults: everything that was accepted ends, and a new process reports the same."""
        self.note("settle")
        self.server.release()
        self.server.change(faults={}, stale=0.0)
        self.host.finish()
        self.collect()
        self.restart_after(self.host.close)
        self.host.finish()
        self.promises_hold()
        paths = {each["path"] for each in self.reports() if each["state"] in TERMINAL}
        assert paths == self.submitted, "\n".join([*self.steps, f"without an outcome: {self.submitted - paths}"])
        self.trial.clips += len(paths)

    def restart_after(self, end: Callable[[], None]) -> None:
        """Let the held request continue, end the process, and start another one."""
        if self.is_holding:
            self.is_holding = False
            # It is executed while the next process starts, as far as it has arrived.
            self.server.release(after=LATE)
        end()
        self.host.start()
        self.host.results()

    def reports(self) -> list[Message]:
        """Return all outcomes that any process has reported."""
        return self.host.events("outcome")

    def ids(self) -> dict[str, str]:
        """Return the path of each item that has an outcome, by its id."""
        return {each["id"]: each["path"] for each in self.reports()}

    def collect(self) -> None:
        """Check that no outcome differs from an earlier one of its item."""
        reports = self.reports()
        for each in reports[self.seen :]:
            found = (each["state"], each["job_id"], each["error_type"], tuple(each["outputs"]))
            earlier = self.ended.setdefault(each["id"], found)
            assert earlier == found, "\n".join([*self.steps, f"{each['path']} was {earlier}, then {found}"])
        self.seen = len(reports)

    def note(self, step: str) -> None:
        self.steps.append(step)


def run(trial: Trial) -> None:
    """Run many machines against one server."""
    server = trial.server()
    examples, steps = trial.size(30, 2), trial.size(14, 6)
    attributes = {"trial": trial, "server": server, "numbers": itertools.count(1)}
    machine = type("SharedMachine", (Machine,), attributes)
    try:
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                derandomize=True,
                database=None,
                deadline=None,
                # Without the phase that shortens examples, which repeats minutes of processes.
                phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
            ),
        )
    except AssertionError as error:
        trial.broken.append(str(error).replace("\n", ", "))
    trial.check_billing(server.ledger())
    trial.figures.append(f"{next(attributes['numbers']) - 1} machines of up to {steps} steps")  # type: ignore[call-overload]
