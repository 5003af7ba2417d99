"""The server of a proof, in a process of its own."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.durable.channel import Channel
from tests.durable.gate import Attempt

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The records of the server.

    Attributes:
        billed: Key and id of each billed job.
        attempts: The creation requests.
        requests: Number of requests of each operation.
        leaks: Number of requests that sent the API key to storage.
        pending: Number of requests that are yet to be executed.
    """

    billed: list[tuple[str, str]]
    attempts: list[Attempt]
    requests: dict[str, int]
    leaks: int
    pending: int

    @property
    def duplicated(self) -> int:
        """Number of billed jobs beyond the first with each key."""
        return sum(number - 1 for number in Counter(key for key, _ in self.billed).values())

    def sent(self, operation: str = "createSingleCamJob") -> Counter[str]:
        """Return the number of creation requests for each key."""
        return Counter(each.key for each in self.attempts if each.operation == operation)

    def billed_twice(self) -> dict[str, list[Attempt]]:
        """Return the requests for each key that is billed more than once."""
        numbers = Counter(key for key, _ in self.billed)
        return {
            key: [each for each in self.attempts if each.key == key] for key, number in numbers.items() if number > 1
        }


class Server:
    """A running server.

    Attributes:
        endpoint_url: Its GraphQL endpoint.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._number = Counter[str]()
        self.endpoint_url: str = channel.wait_for("ready")["endpoint_url"]

    def change(self, **rules: Any) -> None:
        """Change the rules of the gate; see `Rules`."""
        self._do("rules", **rules)

    def fail_jobs(self, number: int) -> None:
        """Let the next jobs fail."""
        self._do("fail_jobs", number=number)

    def hold(self, operation: str, number: int = 1, *, after_work: bool = False) -> None:
        """Hold a request, counted from now on, before or after it is executed; see `wait_until_held`."""
        self._do("hold", operation=operation, number=number, after_work=after_work)
        self._number["held"] += 1

    def wait_until_held(self) -> str:
        """Wait until the request has arrived, and return the key of the creation, if it is one."""
        return str(self._channel.wait_for("held", self._number["held"])["key"])

    def is_held(self) -> bool:
        """Return whether the request has arrived."""
        return len(self._channel.all("held")) >= self._number["held"]

    def release(self, after: float = 0.0) -> None:
        """Let the held request continue after some seconds, or hold none if it has not arrived."""
        self._do("release", after=after)
        self._number["held"] = len(self._channel.all("held"))

    def ledger(self) -> Ledger:
        """Return the records once all requests are executed."""
        while (ledger := self.ledger_now()).pending:
            time.sleep(0.05)
        return ledger

    def ledger_now(self) -> Ledger:
        """Return the records, while requests may be held or late."""
        self._number["ledger"] += 1
        self._channel.send("ledger")
        report = self._channel.wait_for("ledger", self._number["ledger"])
        return Ledger(**{name: value for name, value in report.items() if name != "event"})

    def _do(self, command: str, **arguments: Any) -> None:
        self._number["changed"] += 1
        self._channel.send(command, **arguments)
        self._channel.wait_for("changed", self._number["changed"])


@contextmanager
def running(folder: Path, seed: int) -> Iterator[Server]:
    """Run a server with its socket and log in a folder."""
    address = folder / "server"
    channel = Channel(address, "the server")
    with (folder / "server.log").open("wb") as log:
        command = [sys.executable, "-m", "tests.durable.backend", str(address), str(seed)]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        channel.watch(process.wait)
        try:
            yield Server(channel)
        finally:
            process.kill()
            process.wait()
            channel.wait_for_end()
            address.unlink(missing_ok=True)
