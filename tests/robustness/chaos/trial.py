"""A trial: one scenario on one stack, with its counts."""

import gc
import os
import tempfile
import warnings
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import anyio

from move_ugc_async import AsyncMoveUgc, MoveError, SourceIn
from tests.robustness.cancellation.leftovers import descriptors, tasks
from tests.robustness.chaos.clocks import ScaledClock
from tests.robustness.chaos.row import Row
from tests.robustness.chaos.secrets import Secrets
from tests.robustness.chaos.server import API_KEY, SandboxProcess
from tests.support.wait_until import SAFETY_NET

T = TypeVar("T")

TIMEOUT = 60.0
"""Seconds that a call may take: the default of the client."""
TOLERANCE = 0.5
"""Seconds by which a call may miss its deadline, since client, server and this program share two cores."""
CLIP = Path(__file__).parents[3] / "examples" / "assets" / "dance.mp4"
_HANG = 10.0
"""Seconds after its deadline at which a hanging call is cancelled."""
_CLEANUP_TIMEOUT = SAFETY_NET
"""Seconds in which the server and threads must notice that a task has ended."""


@dataclass(frozen=True)
class Stack:
    """An event loop and an HTTP library.

    Attributes:
        loop: The event loop of this process.
        backend: The HTTP library.
        others: The event loops of other processes.
    """

    loop: str
    backend: Any = "auto"
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.others:
            return ", ".join(self.others)
        return self.loop if self.backend == "auto" else f"{self.loop}, {self.backend}"


ASYNCIO, TRIO, ASYNCIO_HTTPX = Stack("asyncio"), Stack("trio"), Stack("asyncio", "httpx")


@dataclass(kw_only=True)
class Trial:
    """One scenario on one stack.

    Args:
        name: The name of the scenario.
        stack: The event loop and HTTP library.
        seed: Seed of everything random.
        scale: The share of the calls to make; 1 is all.
        folder: A folder for files.
    """

    name: str
    stack: Stack
    seed: int
    scale: float
    folder: Path
    calls: int = 0
    succeeded: int = 0
    cancelled: int = 0
    lost: int = 0
    duplicated: int = 0
    leaked: int = 0
    hung: int = 0
    latest: float = 0.0
    attempts: int = 0
    errors: Counter[str] = field(default_factory=Counter[str])
    notes: list[str] = field(default_factory=list[str])
    broken: list[str] = field(default_factory=list[str])
    secrets: Secrets = field(default_factory=Secrets)

    def scaled(self, number: int) -> int:
        """Return a number at the scale of this trial."""
        return ceil(number * self.scale)

    def chance(self, *names: object) -> Random:
        """Return a random generator that depends only on the seed, the trial and these names."""
        return Random(f"{self.seed}/{self.name}/{self.stack}/{names}")

    @contextmanager
    def server(self) -> Iterator[SandboxProcess]:
        """Run a server for this trial."""
        with tempfile.TemporaryDirectory(dir=self.folder) as data, SandboxProcess(Path(data), self.seed) as server:
            yield server

    def client(self, server: SandboxProcess, clock: ScaledClock | None = None, **options: Any) -> AsyncMoveUgc:
        """Create a client with default settings, except for the clock and the given options."""
        return AsyncMoveUgc(
            API_KEY,
            endpoint_url=server.endpoint_url,
            clock=clock or ScaledClock(self.chance("clock")),
            http_backend=self.stack.backend,
            on_attempt=self._count_attempt,
            **options,
        )

    async def call(self, function: Callable[[], Awaitable[T]], timeout: float = TIMEOUT) -> T | None:
        """Execute a call and count its outcome; return None if it raises an error of the library."""
        self.calls += 1
        start = anyio.current_time()
        result: T | None = None
        try:
            with anyio.move_on_after(timeout + _HANG):
                result = await function()
                self.succeeded += 1
            self.secrets.search(repr(result))
        except MoveError as error:
            self.errors[type(error).__name__] += 1
            self.secrets.keep(error)
        except Exception as error:  # noqa: BLE001 - no other exception may be raised
            self.broken.append(f"{type(error).__name__} is not an error of the library")
        late = anyio.current_time() - start - timeout
        self.latest = max(self.latest, late)
        self.hung += late > TOLERANCE
        return result

    async def run_concurrently(self, functions: Iterable[Callable[[], Awaitable[object]]], workers: int = 25) -> None:
        """Run functions with this many workers."""
        remaining = iter(functions)

        async def work() -> None:
            for function in remaining:
                await function()

        async with anyio.create_task_group() as group:
            for _ in range(workers):
                group.start_soon(work)

    async def check_recovery(self, client: AsyncMoveUgc, number: int = 100) -> None:
        """Check that the client has recovered: all of this many calls must succeed."""
        calls, succeeded = self.calls, self.succeeded
        await self.run_concurrently([lambda: self.call(client.client.retrieve)] * number, workers=20)
        good = self.succeeded - succeeded
        self.calls, self.succeeded = calls, succeeded
        self.notes.append(f"then {good}/{number}")
        self.promise(good == number, f"only {good} of {number} calls succeed afterwards")

    async def takes(self, client: AsyncMoveUgc, number: int) -> tuple[str, list[str]]:
        """Upload a clip and create takes of it; return the id of the file and the ids of the takes."""
        clip = await client.files.upload(CLIP)
        sources = [SourceIn(device_label="phone", file_id=clip.id, format="MP4")]
        return clip.id, [(await client.takes.create_singlecam(sources)).id for _ in range(number)]

    async def check_ledger(self, server: SandboxProcess, returned: dict[str, str | None]) -> None:
        """Compare the billed jobs with the jobs that were returned to callers.

        Args:
            server: The server, without faults.
            returned: The returned id by key; None if the last call raised.
        """
        async with self.client(server) as client:
            found = [(job.idempotency_key, job.id) async for job in client.jobs.list(limit=100)]
        keys = Counter(key for key, _ in found)
        billed, listed = set(server.billed()), {job for _, job in found}
        known = {job for key, job in found if key in returned}
        wrong = sum(1 for key, job in returned.items() if job is not None and (key, job) not in found)
        self.lost += len(billed - known) + len(listed - billed) + wrong
        self.duplicated += sum(number - 1 for number in keys.values())
        self.notes.append(f"{len(billed):,} jobs for {len(returned):,} keys")

    def promise(self, holds: bool, message: str) -> None:  # noqa: FBT001 - it reads like assert
        """Record a broken promise if a condition does not hold."""
        if not holds:
            self.broken.append(message)

    def _count_attempt(self, _attempt: object) -> None:
        self.attempts += 1

    @asynccontextmanager
    async def count_leaks(self) -> AsyncIterator[None]:
        """Count tasks, descriptors, files and warnings that remain after the context manager."""
        gc.collect()
        before, open_before = tasks(), descriptors()

        def remaining() -> int:
            opened = sum(1 for number, target in descriptors().items() if open_before.get(number) != target)
            return len(tasks() - before) + opened

        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield
            with anyio.move_on_after(_CLEANUP_TIMEOUT):
                while remaining():
                    await anyio.sleep(0.01)
            gc.collect()
        self.leaked += remaining() + len(_temporary_files()) + len(caught) + self.secrets.asyncio_errors
        self.notes += [f"{each.category.__name__}: {each.message}" for each in caught[:1]]

    async def run(self, scenario: "Scenario") -> Row:
        """Run a scenario and return its row."""
        start = anyio.current_time()
        with self.secrets.listening():
            async with self.count_leaks():
                await scenario.run(self)
                self.secrets.search_kept()
        ended = self.calls - self.cancelled
        # One failure is tolerated, since one of a few calls proves nothing.
        max_failures = max(1, (1 - scenario.min_success) * ended)
        self.promise(ended - self.succeeded <= max_failures, f"less than {scenario.min_success:.1%} succeed")
        return Row(
            scenario=self.name,
            loop=str(self.stack),
            calls=self.calls,
            succeeded=self.succeeded,
            cancelled=self.cancelled,
            lost=self.lost,
            duplicated=self.duplicated,
            leaked=self.leaked,
            hung=self.hung,
            secrets=self.secrets.found,
            latest=self.latest,
            seconds=anyio.current_time() - start,
            notes=tuple(self.notes),
            broken=tuple(dict.fromkeys(self.broken)),
        )


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a folder for a trial, and redirect the library's temporary files and key records into it."""
    with tempfile.TemporaryDirectory(prefix="move-chaos-") as name:
        before, state = tempfile.tempdir, os.environ.get("XDG_STATE_HOME")
        temporary = Path(name, "temporary")
        temporary.mkdir()
        tempfile.tempdir = str(temporary)
        # Child processes inherit the folder of key records.
        os.environ["XDG_STATE_HOME"] = str(Path(name, "state"))
        try:
            yield Path(name)
        finally:
            tempfile.tempdir = before
            if state is None:
                del os.environ["XDG_STATE_HOME"]
            else:
                os.environ["XDG_STATE_HOME"] = state


def _temporary_files() -> list[str]:
    """Return the names of all temporary files."""
    return [path.name for path in Path(tempfile.gettempdir()).iterdir()]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A failure scenario.

    Args:
        run: Runs the scenario.
        stacks: The stacks to run it on.
        min_success: The minimum share of calls that must succeed.
    """

    run: Callable[[Trial], Awaitable[None]]
    stacks: tuple[Stack, ...] = (ASYNCIO, TRIO)
    min_success: float = 0.0
