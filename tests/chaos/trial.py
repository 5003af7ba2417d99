"""A trial: one scenario on one event loop, and everything that is counted there."""

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
from tests.cancellation.leftovers import descriptors, tasks
from tests.chaos.clocks import HurriedClock
from tests.chaos.row import Row
from tests.chaos.secrets import Secrets
from tests.chaos.server import API_KEY, Server
from tests.support.wait_until import SAFETY_NET

T = TypeVar("T")

TIMEOUT = 60.0
"""Seconds that a call may take: the client's own default."""
TOLERANCE = 0.5
"""Seconds by which a call may miss its deadline: two cores are shared by a client, a server and this program."""
CLIP = Path(__file__).parents[2] / "examples" / "assets" / "dance.mp4"
_GIVEN_UP = 10.0
"""Seconds after its deadline at which a call is cancelled, since it would never end."""
_PATIENCE = SAFETY_NET
"""Seconds that the server and threads may take to notice that a task is gone."""


@dataclass(frozen=True)
class Way:
    """An event loop and an HTTP library.

    Attributes:
        loop: The event loop of this process.
        backend: The HTTP library.
        others: The event loops of further processes.
    """

    loop: str
    backend: Any = "auto"
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.others:
            return ", ".join(self.others)
        return self.loop if self.backend == "auto" else f"{self.loop}, {self.backend}"


ASYNCIO, TRIO, ASYNCIO_HTTPX = Way("asyncio"), Way("trio"), Way("asyncio", "httpx")


@dataclass(kw_only=True)
class Trial:
    """One scenario on one event loop.

    Args:
        name: The scenario's.
        way: The event loop.
        seed: Decides everything that is left to chance.
        scale: Which part of the calls is made; 1 is all.
        folder: For files.
    """

    name: str
    way: Way
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
    tries: int = 0
    errors: Counter[str] = field(default_factory=Counter[str])
    notes: list[str] = field(default_factory=list[str])
    broken: list[str] = field(default_factory=list[str])
    secrets: Secrets = field(default_factory=Secrets)

    def some(self, number: int) -> int:
        """Return the part of a number that is done at this scale."""
        return ceil(number * self.scale)

    def chance(self, *names: object) -> Random:
        """Return a random source that depends on the seed and these names alone."""
        return Random(f"{self.seed}/{self.name}/{self.way}/{names}")

    @contextmanager
    def server(self) -> Iterator[Server]:
        """Run a server of the trial's own."""
        with tempfile.TemporaryDirectory(dir=self.folder) as data, Server(Path(data), self.seed) as server:
            yield server

    def client(self, server: Server, clock: HurriedClock | None = None, **options: Any) -> AsyncMoveUgc:
        """Make a client whose settings are the usual ones, but for those named, and for its clock."""
        return AsyncMoveUgc(
            API_KEY,
            endpoint_url=server.endpoint_url,
            clock=clock or HurriedClock(self.chance("clock")),
            http_backend=self.way.backend,
            on_attempt=self._tried,
            **options,
        )

    async def call(self, function: Callable[[], Awaitable[T]], timeout: float = TIMEOUT) -> T | None:
        """Make one call and count its outcome. Return None if it fails with an error of the library."""
        self.calls += 1
        start = anyio.current_time()
        result: T | None = None
        try:
            with anyio.move_on_after(timeout + _GIVEN_UP):
                result = await function()
                self.succeeded += 1
            self.secrets.look(repr(result))
        except MoveError as error:
            self.errors[type(error).__name__] += 1
            self.secrets.keep(error)
        except Exception as error:  # noqa: BLE001 - that there is none is what is shown
            self.broken.append(f"{type(error).__name__} is no error of the library's")
        late = anyio.current_time() - start - timeout
        self.latest = max(self.latest, late)
        self.hung += late > TOLERANCE
        return result

    async def side_by_side(self, functions: Iterable[Callable[[], Awaitable[object]]], workers: int = 25) -> None:
        """Run functions, so many at once."""
        left = iter(functions)

        async def work() -> None:
            for function in left:
                await function()

        async with anyio.create_task_group() as group:
            for _ in range(workers):
                group.start_soon(work)

    async def all_is_well(self, client: AsyncMoveUgc, number: int = 100) -> None:
        """Check that the same client still serves: all of so many calls must succeed."""
        made, succeeded = self.calls, self.succeeded
        await self.side_by_side([lambda: self.call(client.client.retrieve)] * number, workers=20)
        good = self.succeeded - succeeded
        self.calls, self.succeeded = made, succeeded
        self.notes.append(f"then {good}/{number}")
        self.promise(good == number, f"afterwards no more than {good} of {number} calls succeed")

    async def takes(self, client: AsyncMoveUgc, number: int) -> tuple[str, list[str]]:
        """Upload a clip and create takes of it; return the id of the file and those of the takes."""
        clip = await client.files.upload(CLIP)
        sources = [SourceIn(device_label="phone", file_id=clip.id, format="MP4")]
        return clip.id, [(await client.takes.create_singlecam(sources)).id for _ in range(number)]

    async def check_ledger(self, server: Server, told: dict[str, str | None]) -> None:
        """Compare what was billed with what the callers know.

        Args:
            server: The server, which fails no more.
            told: The id that was told for each key; None where the last answer was an error.
        """
        async with self.client(server) as client:
            found = [(job.idempotency_key, job.id) async for job in client.jobs.list(limit=100)]
        keys = Counter(key for key, _ in found)
        billed, listed = set(server.billed()), {job for _, job in found}
        known = {job for key, job in found if key in told}
        wrong = sum(1 for key, job in told.items() if job is not None and (key, job) not in found)
        self.lost += len(billed - known) + len(listed - billed) + wrong
        self.duplicated += sum(number - 1 for number in keys.values())
        self.notes.append(f"{len(billed):,} jobs for {len(told):,} keys")

    def promise(self, holds: bool, otherwise: str) -> None:  # noqa: FBT001 - it reads like assert
        """Note what is wrong where a promise does not hold."""
        if not holds:
            self.broken.append(otherwise)

    def _tried(self, _attempt: object) -> None:
        self.tries += 1

    @asynccontextmanager
    async def nothing_left(self) -> AsyncIterator[None]:
        """Count the tasks, descriptors, files and warnings that the block leaves behind."""
        gc.collect()
        before, open_before = tasks(), descriptors()

        def left() -> int:
            opened = sum(1 for number, what in descriptors().items() if open_before.get(number) != what)
            return len(tasks() - before) + opened

        with warnings.catch_warnings(record=True) as complaints:
            warnings.simplefilter("always")
            yield
            with anyio.move_on_after(_PATIENCE):
                while left():
                    await anyio.sleep(0.01)
            gc.collect()
        self.leaked += left() + len(_temporary_files()) + len(complaints) + self.secrets.complaints
        self.notes += [f"{each.category.__name__}: {each.message}" for each in complaints[:1]]

    async def run(self, scenario: "Scenario") -> Row:
        """Run the scenario and return its row."""
        start = anyio.current_time()
        with self.secrets.listening():
            async with self.nothing_left():
                await scenario.run(self)
                self.secrets.show_kept()
        ended = self.calls - self.cancelled
        # One of a few proves nothing.
        most = max(1, (1 - scenario.least) * ended)
        self.promise(ended - self.succeeded <= most, f"less than {scenario.least:.1%} succeed")
        return Row(
            scenario=self.name,
            loop=str(self.way),
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
def folder_for_temporary_files() -> Iterator[Path]:
    """Yield a folder for a trial, and redirect temporary files of the library to an empty one."""
    with tempfile.TemporaryDirectory(prefix="move-chaos-") as name:
        before, state = tempfile.tempdir, os.environ.get("XDG_STATE_HOME")
        temporary = Path(name, "temporary")
        temporary.mkdir()
        tempfile.tempdir = str(temporary)
        # The records of keys, which processes that are started find there as well.
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
    """Return the names of all temporary files except the locks of keys, which stay for ten minutes, as documented."""
    return [path.name for path in Path(tempfile.gettempdir()).iterdir()]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Something that goes wrong.

    Args:
        run: Lets it happen.
        ways: The event loops that it happens on.
        least: The share of calls that succeed at least.
    """

    run: Callable[[Trial], Awaitable[None]]
    ways: tuple[Way, ...] = (ASYNCIO, TRIO)
    least: float = 0.0
