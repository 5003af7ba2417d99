"""Run a batch on two workers, kill the busier one with SIGKILL, and check that each clip is done and was billed once.

Starts PostgreSQL in a temporary folder, or uses a database of its own on the server of DATABASE_URL; a sandbox of the
Move API; `worker.py` twice, each with a state folder of its own as on two hosts; and `submit.py`. Nothing is paid for.

Usage, in the root of the repository: python -m examples.distributed.demo [--clips 24] [--lease 5] [--folder FOLDER]
"""

import argparse
import asyncio
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from examples.distributed.display import Display
from examples.distributed.processes import Processes
from move_ugc_async import AsyncMoveUgc
from move_ugc_async.batch import Batch, BatchOutcome, BatchStatus, WorkerStatus
from move_ugc_async.sandbox import Sandbox, TimedClock
from tests.support.postgresql import temporary_database

CLIP = Path(__file__).parents[1] / "assets" / "dance.mp4"
GRACE = 35
"""`server_timeout + settle` of a client with default settings, in seconds."""
TIMEOUT = 600
"""Seconds after which the demo has failed."""
HELD = 0.001
"""Rate of a clock at which no job ends."""


class DemoError(Exception):
    """The demo did not end as it should."""


@dataclass(frozen=True)
class Demo:
    """Starts the processes, follows the batch, and checks how it ended.

    Attributes:
        database: URL of the database.
        folder: Holds the clips, the results and the folders of the processes.
        lease: Seconds of a lease.
        sandbox: The Move API.
        clock: Its clock.
        processes: The two workers and the submitter.
    """

    database: str
    folder: Path
    lease: float
    sandbox: Sandbox
    clock: TimedClock
    processes: Processes

    async def run(self, clips: int) -> str:
        """Run the batch and return a sentence about how it ended."""
        names = dict[int, str]()
        display = Display(names, self.lease)
        with closing(display):
            async with asyncio.timeout(TIMEOUT), self._batch() as batch:
                await self._follow(batch, display, names, clips)
                outcomes = [outcome async for outcome in batch.results()]
        check(outcomes, self.sandbox, clips)
        return f"{clips} clips are done, and {clips} jobs were billed: one for each"

    async def _follow(self, batch: Batch, display: Display, names: dict[int, str], clips: int) -> None:
        """Start the processes, and kill the busier worker half-way, until all clips have ended."""

        async def see(condition: Callable[[BatchStatus], object]) -> BatchStatus:
            return await self._see(batch, display, condition)

        display.event(f"PostgreSQL and the sandbox are running; logs and results are in {self.folder}")
        for name in ("worker-1", "worker-2"):
            names[self.processes.start(name, "worker.py")] = name
        await see(lambda status: {worker.pid for worker in status.workers} == set(names))
        self.processes.start("submit", "submit.py", self.folder / "clips", self.folder / "results")
        await see(lambda status: is_half_way(status, clips))
        # Jobs last until a worker is killed, however busy this machine is.
        self.clock.set_rate(HELD)
        busiest = busiest_worker(await see(has_job_for_certain))
        killed, other = names[busiest.pid], next(names[pid] for pid in names if pid != busiest.pid)
        self.processes.kill(killed)
        self.clock.set_rate(1)
        killed_at = display.seconds
        display.event(
            f"{killed} was killed when it worked on {busiest.clips} clips; {other} takes over "
            f"{self.lease + GRACE:g} s after its last heartbeat"
        )
        await see(lambda status: all(worker.pid != busiest.pid for worker in status.workers))
        display.event(f"{other} has taken over {display.seconds - killed_at:.0f} s after that")
        await see(lambda _: self.processes.ended("submit"))

    def _batch(self) -> Batch:
        """Return a batch that only reads: this process does not work on clips."""
        sandbox = self.sandbox
        new_client = partial(AsyncMoveUgc, sandbox.api_key, endpoint_url=sandbox.endpoint_url)
        return Batch(self.database, client_factory=new_client, worker=False)

    async def _see(self, batch: Batch, display: Display, condition: Callable[[BatchStatus], object]) -> BatchStatus:
        """Show the batch until a condition holds."""
        while True:
            status = await batch.status()
            display.show(status)
            if (failure := self.processes.failure()) is not None:
                raise DemoError(failure)
            if condition(status):
                return status
            if self.processes.ended("submit"):
                msg = "all clips ended before a worker was killed; use more --clips"
                raise DemoError(msg)
            await asyncio.sleep(0.5)


def is_half_way(status: BatchStatus, clips: int) -> bool:
    """Return whether a quarter of the clips is done and jobs are running, or all clips have jobs."""
    done, running = status.counts["done"], status.counts["running"]
    return running > 0 and (done >= clips // 4 or done + running == clips)


def busiest_worker(status: BatchStatus) -> WorkerStatus:
    """Return the worker that works on most clips."""
    return max(status.workers, key=lambda worker: worker.clips)


def has_job_for_certain(status: BatchStatus) -> bool:
    """Return whether the busiest worker has a clip with a job, even if all uploads are its own."""
    return busiest_worker(status).clips > status.counts["uploading"]


def write_clips(folder: Path, number: int) -> None:
    """Write valid clips of different content: equal ones would be duplicates, and share one job."""
    folder.mkdir(parents=True)
    for place in range(number):
        # A box of ISO 14496-12 that players skip.
        box = (12).to_bytes(4, "big") + b"free" + place.to_bytes(4, "big")
        (folder / f"clip-{place:03}.mp4").write_bytes(CLIP.read_bytes() + box)


def check(outcomes: Sequence[BatchOutcome], sandbox: Sandbox, clips: int) -> None:
    """Raise `DemoError` unless each clip is done, has its files, and was billed once."""
    problems = [f"{each.path.name} is {each.state}: {each.message}" for each in outcomes if each.state != "done"]
    problems += [f"{path} is missing" for each in outcomes for path in each.outputs if not path.is_file()]
    if len(outcomes) != clips:
        problems.append(f"{clips} clips have {len(outcomes)} outcomes")
    billed = Counter(charge.id for charge in sandbox.ledger)
    jobs = Counter(each.job_id or "no job" for each in outcomes)
    problems += [f"{job} was billed, and is not the job of a clip" for job in (billed - jobs).elements()]
    problems += [f"{job} is the job of a clip, and was not billed for it" for job in (jobs - billed).elements()]
    if problems:
        raise DemoError("\n".join(problems))


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m examples.distributed.demo", description=(__doc__ or "").split(".")[0]
    )
    parser.add_argument("--clips", type=int, default=24, metavar="N", help="number of clips, 8 or more (24)")
    parser.add_argument("--lease", type=float, default=5.0, metavar="SECONDS", help="lease of the workers (5)")
    parser.add_argument(
        "--folder", type=Path, default=Path("build", "distributed"), help="is emptied (build/distributed)"
    )
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo and return its exit code."""
    options = parse(arguments)
    folder = options.folder.resolve()
    shutil.rmtree(folder, ignore_errors=True)
    write_clips(folder / "clips", options.clips)
    # Like Ctrl+C: the processes are stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    clock = TimedClock(speed=2)
    with ExitStack() as resources:
        try:
            database = resources.enter_context(temporary_database())
            sandbox = resources.enter_context(Sandbox(clock=clock))
            environment = {
                "DATABASE_URL": database,
                "MOVE_API_KEY": sandbox.api_key,
                "MOVE_UGC_ENDPOINT_URL": sandbox.endpoint_url,
                "BATCH_LEASE": str(options.lease),
            }
            processes = resources.enter_context(Processes(folder, environment))
            demo = Demo(database, folder, options.lease, sandbox, clock, processes)
            print(asyncio.run(demo.run(options.clips)), flush=True)
        except (DemoError, FileNotFoundError, TimeoutError) as error:
            print(f"demo: {error or f'not done after {TIMEOUT} s'}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("demo: interrupted", file=sys.stderr)
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
