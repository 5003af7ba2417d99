"""A worker process, which may be killed, stopped and started again."""

import itertools
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.durable.channel import Channel, Message
from tests.durable.plan import Plan
from tests.durable.server import ROOT

_numbers = itertools.count()


class Host:
    """A host with one worker process at a time; each host has its own files.

    Args:
        plan: The settings; its address is replaced for each process.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        Path(plan.folder).mkdir(exist_ok=True)
        self.pid = 0
        self.messages: list[Message] = []
        """All messages of earlier processes."""
        self._channel: Channel | None = None
        self._wait: Callable[[], object] | None = None

    @property
    def channel(self) -> Channel:
        """The messages of the running process."""
        assert self._channel is not None, "the host is not running"
        return self._channel

    def start(self, *, package: Path | None = None, wait: bool = True) -> None:
        """Start a process, and wait until its batch is open.

        Args:
            package: A folder with another copy of the package; None for the one of this program.
            wait: Whether to wait.
        """
        address = Path(self.plan.folder).parent / f"host-{next(_numbers)}"
        self._channel = Channel(address, f"host {Path(self.plan.folder).name}")
        plan = replace(self.plan, address=str(address))
        if package is None:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["tests.durable.worker"])
            process = context.Process(target=_run, args=(plan,))
            process.start()
            self.pid, self._wait = process.pid or 0, process.join
        else:
            path = Path(plan.folder, "plan.json")
            plan.write(path)
            command = [sys.executable, "-m", "tests.durable.worker", str(path)]
            started = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(package)})
            self.pid, self._wait = started.pid, started.wait
        self._channel.watch(self._wait)
        if wait:
            self._channel.wait_for("started")

    def do(self, command: str, **arguments: Any) -> None:
        """Send a command; see the methods of `Worker`."""
        self.channel.send(command, **arguments)

    def call(self, command: str, event: str, **arguments: Any) -> Message:
        """Send a command, and return the event that reports its result."""
        call, place = next(_numbers), len(self.channel.all(event)) + 1
        self.do(command, call=call, **arguments)
        return self.channel.wait_for_result(call, event, place)

    def results(self) -> int:
        """Let it report all outcomes, and return the number by which `is_settled` knows this request."""
        number = next(_numbers)
        self.do("results", number=number)
        return number

    def is_settled(self, number: int) -> bool:
        """Return whether all items have an outcome, which is reported.

        Raises:
            ChildEndedError: The process has failed.
        """
        self.channel.check()
        return bool(self.channel.all("settled", number=number))

    def finish(self) -> None:
        """Wait until all items have an outcome, which is reported."""
        self.channel.wait_for("settled", number=self.results())

    def kill(self) -> None:
        """Kill the process (SIGKILL), and wait until it has ended."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self._end()

    def close(self) -> None:
        """Close the batch, and wait until the process has ended."""
        self.do("close")
        self.channel.wait_for("closed")
        self._end()

    def wait_until_stopped(self) -> None:
        """Wait until the process has received SIGSTOP."""
        while Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
            time.sleep(0.001)

    def wake(self) -> None:
        """Continue a stopped process (SIGCONT)."""
        os.kill(self.pid, signal.SIGCONT)

    def log(self) -> str:
        """Return everything that its processes wrote to their standard output and error."""
        path = Path(self.plan.folder, "log")
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def _end(self) -> None:
        if self._wait is not None:
            self._wait()
            self.channel.wait_for_end()
            self.messages += self.channel.everything()
            self._channel = self._wait = None

    def events(self, *names: str) -> list[Message]:
        """Return the messages about some events that any of its processes has sent."""
        running = self._channel.everything() if self._channel else []
        return [each for each in (*self.messages, *running) if each["event"] in names]

    def outcomes(self) -> Mapping[str, Message]:
        """Return the last outcome of each item that any of its processes reported."""
        return {each["id"]: each for each in self.events("outcome")}


def _run(plan: Plan) -> None:
    """Run a program in a fork of a process that has imported its module."""
    if plan.role == "spender":
        from tests.durable.spender import Spender

        Spender.main(plan)
    else:
        from tests.durable.worker import Worker

        Worker.main(plan)
