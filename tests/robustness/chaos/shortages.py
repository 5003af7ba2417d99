"""Scenarios: file descriptors are exhausted, and the disk is full."""

import contextlib
import os
import resource
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random

from move_ugc_async import AsyncMoveUgc
from tests.robustness.cancellation.leftovers import descriptors
from tests.robustness.chaos.trial import Trial

CALLS = 500
DOWNLOADS = 20
_SPARE = 8
MIB = 1024 * 1024


async def run_descriptors(trial: Trial) -> None:
    """Run calls with few free descriptors, and then without any."""
    with trial.server() as server:
        async with trial.client(server) as client:
            _, takes = await trial.takes(client, 1)
            await trial.check_recovery(client, 1)
            with _few_descriptors(_SPARE):
                await trial.run_concurrently([lambda: trial.call(client.client.retrieve)] * trial.scaled(CALLS))
        async with trial.client(server) as client:
            returned: dict[str, str | None] = {f"key-{place}": None for place in range(10)}
            with _few_descriptors(0):
                creations = [partial(trial.call, partial(_create, client, takes[0], key)) for key in returned]
                await trial.run_concurrently(creations)
            trial.promise(set(trial.errors) <= {"MoveConnectionError"}, f"errors are {dict(trial.errors)}")
            trial.promise(trial.errors.total() >= len(returned), "descriptors were not exhausted")
            async with client._context.key_store.hold("another key") as held:
                trial.promise(held._locked is not None, "keys are no longer locked")
            for key in returned:
                returned[key] = await _create(client, takes[0], key)
            await trial.check_recovery(client)
        trial.notes.append(f"{trial.errors.total()} errors, all typed")
        await trial.check_ledger(server, returned)


async def _create(client: AsyncMoveUgc, take: str, key: str) -> str:
    return (await client.jobs.create_singlecam(take, idempotency_key=key)).id


@contextmanager
def _few_descriptors(spare: int) -> Iterator[None]:
    """Open files until this many descriptors are free."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    # The limit applies to the highest number, and there may be gaps below.
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(map(int, descriptors())) + 1 + spare, before[1]))
    held: list[int] = []
    with contextlib.suppress(OSError):
        while True:
            held.append(os.open(os.devnull, os.O_RDONLY))
    for _ in range(min(spare, len(held))):
        os.close(held.pop())
    try:
        yield
    finally:
        for descriptor in held:
            os.close(descriptor)
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


async def run_disk(trial: Trial) -> None:
    """Download files larger than the disk, and then one that fits."""
    content = CLIP_HEAD + Random(trial.seed).randbytes(8 * MIB)
    with trial.server() as server, _small_disk(trial.folder) as (disk, kind):
        async with trial.client(server) as client:
            large, small = await client.files.upload(content), await client.files.upload(content[:MIB])
            calls = [
                partial(trial.call, partial(client.files.download, large, disk / f"{number}.mp4"))
                for number in range(trial.scaled(DOWNLOADS))
            ]
            await trial.run_concurrently(calls, workers=4)
            trial.promise(trial.errors == {"MoveDiskFullError": len(calls)}, f"errors are {dict(trial.errors)}")
            left = [path.name for path in disk.iterdir()]
            trial.leaked += len(left)
            await trial.call(lambda: client.files.download(small, disk / "small.mp4"))
            trial.promise((disk / "small.mp4").read_bytes() == content[:MIB], "a file that fits was not downloaded")
            trial.notes.append(f"{kind} of 2 MiB; {trial.errors.total()} typed errors, then 1/1")


CLIP_HEAD = b"\0\0\0\x20ftypisom"


@contextmanager
def _small_disk(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield a folder on a disk of 2 MiB or, if mounting is not allowed, with a limit on the file size."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        disk = Path(name)
        mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", name]
        if subprocess.run(mount, check=False, capture_output=True).returncode == 0:
            try:
                yield disk, "a disk"
            finally:
                subprocess.run(["umount", name], check=True)
            return
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2 * MIB, before[1]))
        try:
            yield disk, "files"
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, handler)
