"""A trial: one proof with its processes, files and counts."""

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.durable import server as servers
from tests.durable.channel import PATIENCE, ChildEndedError, Message
from tests.durable.clips import write_clips
from tests.durable.gate import OUTPUT_SIZE
from tests.durable.host import Host
from tests.durable.plan import Plan, Role
from tests.durable.postgresql import Databases
from tests.durable.row import Row
from tests.durable.secrets import database_files, find_secrets, read
from tests.durable.server import Ledger, Server

CLIENT: Mapping[str, Any] = {"server_timeout": 5.0, "settle": 1.0}
"""Settings of clients: shorter delays than by default, so that a proof takes minutes instead of hours."""
LATE = 3.0
"""Seconds after which the server executes the latest requests; the rest of `server_timeout` is for a busy machine."""
POLL_INTERVAL = 0.2
"""Seconds between two reads of the queues: shorter than by default, so that few clips take less time."""
MAX_SHOWN = 3


@dataclass(kw_only=True)
class Trial:
    """One proof.

    Args:
        name: The name of the proof.
        seed: Seed of everything random.
        is_quick: Whether to make few calls.
        folder: A folder for files.
        databases: Creates databases.
        is_measured: Whether duplicates are measured, since nobody can prevent them.
    """

    name: str
    seed: int
    is_quick: bool
    folder: Path
    databases: Databases
    is_measured: bool = False
    resources: ExitStack = field(default_factory=ExitStack)
    clips: int = 0
    kills: int = 0
    lost: int = 0
    duplicated: int = 0
    leaked: int = 0
    figures: list[str] = field(default_factory=list[str])
    broken: list[str] = field(default_factory=list[str])
    hosts: list[Host] = field(default_factory=list[Host])

    def size(self, full: int, quick: int) -> int:
        """Return a number for the scale of this trial."""
        return quick if self.is_quick else full

    def chance(self, *names: object) -> Random:
        """Return a random generator that depends only on the seed, the trial and these names."""
        return Random(f"{self.seed}/{self.name}/{names}")

    def server(self) -> Server:
        """Start a server."""
        return self.resources.enter_context(servers.running(self.folder, self.seed))

    def write_clips(self, number: int, prefix: str = "clip") -> list[str]:
        """Write clips of different content, and return their paths."""
        self.clips += number
        return write_clips(self.folder / "clips", number, self.chance("clips", prefix), prefix)

    def host(
        self,
        server: Server,
        database: str,
        name: str = "host",
        *,
        role: Role = "worker",
        client: Mapping[str, Any] = CLIENT,
        budget: Mapping[str, Any] | None = None,
        **batch: Any,
    ) -> Host:
        """Return a host that is not started yet, with files of its own."""
        plan = Plan(
            role=role,
            address="",
            database=database,
            endpoint_url=server.endpoint_url,
            folder=str(self.folder / name),
            batch={"poll_interval": POLL_INTERVAL, **batch},
            client=dict(client),
            budget=dict(budget or {}),
        )
        host = Host(plan)
        self.hosts.append(host)
        self.resources.callback(host.kill)
        return host

    def wait_until_held(self, server: Server, is_over: Callable[[], bool]) -> bool:
        """Wait until the request to hold has arrived, and return whether it has, or everything is over without it."""
        end = time.monotonic() + PATIENCE
        while not server.is_held():
            if is_over():
                server.release()
                return False
            if time.monotonic() > end:
                msg = f"nothing has arrived at the server for {PATIENCE:g} s"
                raise ChildEndedError(msg)
            time.sleep(0.005)
        return True

    def kill(self, host: Host) -> None:
        """Kill the process of a host (SIGKILL)."""
        host.kill()
        self.kills += 1

    def check(self, ledger: Ledger, outcomes: Iterable[Message], clips: Iterable[str]) -> None:
        """Check that each clip is done, with exactly one job and its files.

        Args:
            ledger: The records of the server.
            outcomes: The last outcome of each item.
            clips: The paths of all clips.
        """
        done = {each["path"]: each for each in outcomes if each["state"] == "done"}
        billed = {job for _, job in ledger.billed}
        returned = {each["job_id"] for each in done.values()}
        wrong = {
            path: done.get(path)
            for path in clips
            if path not in done
            or done[path]["job_id"] not in billed
            or not done[path]["outputs"]
            or not all(Path(output).is_file() for output in done[path]["outputs"])
        }
        self.lost += len(wrong) + len(billed - returned)
        self.check_billing(ledger)
        others = [each for each in outcomes if each["state"] != "done"]
        if wrong:
            self.broken.append(f"{len(wrong)} clips are not done: {[*wrong.items(), *others][:MAX_SHOWN]}")

    def check_billing(self, ledger: Ledger) -> None:
        """Count jobs that are billed twice, and requests that sent the API key to storage."""
        self.duplicated += ledger.duplicated
        self.leaked += ledger.leaks
        if (twice := ledger.billed_twice()) and not self.is_measured:
            events = {Path(host.plan.folder).name: host.events("passed", "stopping", "error") for host in self.hosts}
            self.broken.append(f"billed more than once: {twice}; fences: {events}")
        sent = ledger.sent()
        numbers = _count(len(ledger.billed), "job"), _count(len(sent), "key"), _count(sent.total(), "creation")
        self.figures.append("{} for {}, {} sent".format(*numbers))

    def check_secrets(self, database: str) -> None:
        """Search the database and all logs for secrets, and the outputs for partial files."""
        texts = {
            str(path): read(path) for host in self.hosts for path in [Path(host.plan.folder, "log")] if path.exists()
        }
        if database.startswith("sqlite"):
            texts |= {str(path): read(path) for path in database_files(database)}
        else:
            texts["dump"] = self.databases.dump(database)
        found = {name: secrets[:MAX_SHOWN] for name, text in texts.items() if (secrets := find_secrets(text))}
        self.leaked += len(found)
        for host in self.hosts:
            files = [path for path in Path(host.plan.folder, "outputs").glob("*/*") if path.is_file()]
            temporary = [path for path in files if path.name.startswith(".") and path.suffix == ".part"]
            partial = [path for path in files if path.suffix == ".glb" and path.stat().st_size != OUTPUT_SIZE]
            self.leaked += len(partial)
            self.broken += [f"partial files: {partial[:MAX_SHOWN]}"] * bool(partial)
            self.figures += [f"hidden temporary files of killed processes: {len(temporary)}"] * bool(temporary)
        if found:
            self.broken.append(f"secrets in {found}")

    def promise(self, holds: bool, message: str) -> None:  # noqa: FBT001 - it reads like assert
        """Record a broken promise if a condition does not hold."""
        if not holds:
            self.broken.append(message)

    def run(self, proof: "Proof") -> Row:
        """Run a proof and return its row."""
        start = time.monotonic()
        with self.resources:
            try:
                proof.run(self)
            except ChildEndedError as error:
                logs = [host.log().strip().splitlines()[-3:] for host in self.hosts]
                self.broken.append(f"{error}; logs: {[each for each in logs if each]}")
        return Row(
            number=proof.number,
            proof=self.name,
            database=proof.database,
            clips=self.clips,
            kills=self.kills,
            lost=self.lost,
            duplicated=self.duplicated,
            leaked=self.leaked,
            seconds=time.monotonic() - start,
            figures=tuple(self.figures),
            broken=tuple(self.broken),
            is_measured=proof.is_measured,
        )


@dataclass(frozen=True, kw_only=True)
class Proof:
    """A proof.

    Args:
        run: Runs it.
        number: Its number in docs/reliability.md; empty for none.
        database: "SQLite" or "PostgreSQL".
        is_measured: Whether it measures what nobody can promise.
    """

    run: Callable[[Trial], None]
    number: str = ""
    database: str = "SQLite"
    is_measured: bool = False


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
