"""Proofs that need processes of their own: kills, memory, and full disks."""

import hashlib
import itertools
import json
import os
import random
import re
import signal
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import anyio
import pytest

from move_ugc_async._transfers.storage import CHUNK_SIZE
from move_ugc_async._transport.http import HttpPool
from tests.support.processes import running
from tests.support.servers import HttpServer, Received, Reply
from tests.support.wait_until import wait_until_sync
from tests.unit._transfers.objects import BODY, MIB, UNIT, Cut, Object, download, large_body, serving, settings

PROGRAM = """
import {loop}, sys
from pathlib import Path
from move_ugc_async._clock import Clock
from move_ugc_async._transfers.download import DownloadSource, download
from move_ugc_async._transfers.events import Reporter
from move_ugc_async._transfers.storage import Storage
from move_ugc_async._transport.http import HttpPool
from move_ugc_async._transport.retry import RetryBudget, RetryPolicy

async def main():
    url, destination = sys.argv[1:]
    async def request_url(): return url
    http = HttpPool(backend="auto", max_connections=8)
    # A stalled connection outlasts all others.
    storage = Storage(http, Clock(), RetryPolicy(max_retries=0), RetryBudget(0), False, {threshold}, {ranges}, 3600)
    reporter = Reporter(None, "download", "f", "n")
    await download(storage, DownloadSource(url, request_url), Path(destination), reporter, overwrite=False)
    await http.aclose()

{loop}.run(main{call})
"""
LOOPS = [("asyncio", "()"), ("trio", "")]
ROOT = Path(__file__).parents[3]

KILL_AT_STEP = """
import os, signal, sys, threading
remaining = {steps}

def count(frame, event, argument):
    global remaining
    if frame.f_code.co_filename.endswith("_transfers/partial_file.py"):
        remaining -= 1
        if not remaining:
            os.kill(os.getpid(), signal.SIGKILL)

sys.setprofile(count)
threading.setprofile(count)
"""
"""Kills the process at the given step, a call or return, of the module that writes partial files."""


def downloading(
    loop: tuple[str, str], ranges: int, threshold: int, url: str, destination: Path, first: str = ""
) -> AbstractContextManager["subprocess.Popen[str]"]:
    """Start a process that downloads."""
    program = first + PROGRAM.format(loop=loop[0], call=loop[1], ranges=ranges, threshold=threshold)
    return running([sys.executable, "-c", program, url, str(destination)], cwd=ROOT)


def finish(loop: tuple[str, str], ranges: int, threshold: int, url: str, destination: Path) -> None:
    with downloading(loop, ranges, threshold, url, destination) as process:
        assert process.wait() == 0


class Stalling(Object):
    """An object that stalls at offsets. While it is frozen, responses stall before their body and are not counted."""

    is_frozen = False

    def _cut(self, start: int, end: int, reply: Reply) -> Reply:
        if self.is_frozen:
            # A closed connection would fail the download, which would remove its files before it is killed.
            return Cut(reply.body, reply.status, reply.headers, how="stall")
        return super()._cut(start, end, reply)

    @classmethod
    def at(cls, offsets: list[int], body: bytes) -> "Stalling":
        # Passed in, since the server would compute it for each request.
        etag = f'"{hashlib.md5(body).hexdigest()}"'
        return cls(body, etag=etag, cuts=[(offset, "stall") for offset in offsets])


def kill_when_stalled(loop: tuple[str, str], ranges: int, threshold: int, stored: Stalling, destination: Path) -> None:
    """Start a download, and kill it once it stalls and has written all but a chunk of each response."""
    cuts, number = len(stored.cuts), len(stored.spans)
    folder = destination.parent

    def is_stalled() -> bool:
        with stored.lock:
            written = positions(folder)
            stored.is_frozen = len(stored.cuts) < cuts and all(
                any(first <= start < last and at > end - CHUNK_SIZE for first, last, at in written)
                for start, end in stored.spans[number:]
            )
        return stored.is_frozen

    # A server of its own: leaving it joins its threads, so that no request of a killed process is served later.
    with serving(stored) as server, downloading(loop, ranges, threshold, server.url, destination):
        while not is_stalled():
            seen = stored.sent_bytes, positions(folder)
            wait_until_sync(lambda seen=seen: is_stalled() or (stored.sent_bytes, positions(folder)) != seen)
    assert not destination.exists()
    stored.is_frozen = False


def positions(folder: Path) -> list[tuple[int, int, int]]:
    """Return start, end and write position of each segment, as the sidecar of a partial file records them."""
    sidecar = next(folder.glob(".*.part-note"), None)
    lines = sidecar.read_text(encoding="utf-8").splitlines() if sidecar is not None else []
    if not lines:
        return []
    head, *counters = lines
    cuts = json.loads(head).get("cuts", [])
    return [(start, end, start + int(done, 16)) for (start, end), done in zip(cuts, counters, strict=False)]


async def download_rest(url: str, destination: Path, ranges: int, threshold: int) -> None:
    http = HttpPool(backend="auto", max_connections=8)
    await download(settings(http, ranges=ranges, range_threshold=threshold), url, destination)
    await http.aclose()


@pytest.mark.parametrize("ranges", [1, 3])
def test_killed_download_resumes_with_the_missing_bytes(tmp_path: Path, ranges: int) -> None:
    body, destination, loop = BODY * 3, tmp_path / "new", LOOPS[ranges % 2]
    stored = Stalling.at([2 * MIB + 300_000], body)
    kill_when_stalled(loop, ranges, MIB, stored, destination)
    missing, sent_before = sum(end - at for _, end, at in positions(tmp_path)), stored.sent_bytes
    assert 0 < missing < len(body)
    with serving(stored) as server:
        anyio.run(download_rest, server.url, destination, ranges, MIB, backend=loop[0])
        assert stored.sent_bytes - sent_before == missing
    assert destination.read_bytes() == body
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


@pytest.mark.check(33)
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("loop", LOOPS, ids=["asyncio", "trio"])
def test_fifty_kills_leave_no_partial_file_under_the_final_name(tmp_path: Path, loop: tuple[str, str]) -> None:
    body = BODY * 2
    kills = 0
    for ranges in (1, 3):
        for step in itertools.count(1, 7):
            folder = tmp_path / f"{ranges}-{step}"
            folder.mkdir()
            with serving(Object(body)) as server:
                first = KILL_AT_STEP.format(steps=step)
                with downloading(loop, ranges, UNIT, server.url, folder / "new", first) as process:
                    code = process.wait()
                if code == 0:
                    break
                assert code == -signal.SIGKILL
                kills += 1
                if not (folder / "new").exists():
                    anyio.run(download_rest, server.url, folder / "new", ranges, UNIT, backend=loop[0])
            assert (folder / "new").read_bytes() == body
    assert kills >= 50


@pytest.mark.check(25)
@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("loop", LOOPS, ids=["asyncio", "trio"])
@pytest.mark.parametrize("ranges", [1, 4], ids=["plain", "ranges"])
def test_256_mib_killed_at_ten_offsets_cost_no_more_than_a_chunk_each(
    tmp_path: Path, loop: tuple[str, str], ranges: int
) -> None:
    body, destination = large_body(), tmp_path / "new"
    rng = random.Random(25)
    stored = Stalling.at(sorted(rng.randrange(len(body)) for _ in range(10)), body)
    while stored.cuts:
        kill_when_stalled(loop, ranges, 32 * MIB, stored, destination)
    with serving(stored) as server:
        finish(loop, ranges, 32 * MIB, server.url, destination)
    again = stored.resent_bytes()
    assert max(again) <= CHUNK_SIZE, again
    assert sum(again) == stored.sent_bytes - len(body)
    assert hashlib.sha256(destination.read_bytes()).digest() == hashlib.sha256(body).digest()
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


GROWTH = """
import {loop}, resource, sys
from pathlib import Path
from itertools import repeat
from tests.unit._transfers.objects import download, settings, upload_all
from move_ugc_async._transport.http import HttpPool

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

async def main():
    url, path, direction, small = sys.argv[1:]
    http = HttpPool(backend="auto", max_connections=8)
    storage = settings(http)
    async def go(url, path):
        if direction == "up":
            await upload_all(storage, repeat(url), path)
        else:
            await download(storage, url, path)
    await go(url + "/small", Path(small))
    before = peak()
    await go(url + "/large", Path(path))
    print(peak() - before)
    await http.aclose()

{loop}.run(main{call})
"""


@pytest.mark.check(32)
@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("direction", ["up", "down"])
@pytest.mark.parametrize("loop", LOOPS, ids=["asyncio", "trio"])
def test_two_gib_grow_memory_by_no_more_than_32_mib(tmp_path: Path, loop: tuple[str, str], direction: str) -> None:
    size = {"small": 64 * MIB, "large": 2048 * MIB}
    if direction == "up":
        for name, length in size.items():
            (tmp_path / name).touch()
            os.truncate(tmp_path / name, length)
    zeros = bytes(32 * MIB)

    def serve(received: Received) -> Reply:
        total = size[received.target.strip("/")]
        requested = re.fullmatch(r"bytes=(\d+)-(\d+)", received.header("range") or "")
        assert requested
        start, end = int(requested[1]), min(int(requested[2]) + 1, total)
        fields = (("ETag", '"zeros-2"'), ("Content-Range", f"bytes {start}-{end - 1}/{total}"))
        return Reply(zeros[: end - start], 206, fields)

    script = Reply(headers=(("ETag", '"zeros-2"'),), discards_body=True) if direction == "up" else serve
    with HttpServer(script) as server:
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                GROWTH.format(loop=loop[0], call=loop[1]),
                server.url,
                tmp_path / "large",
                direction,
                tmp_path / "small",
            ],
            capture_output=True,
            check=True,
            cwd=ROOT,
        )
    assert (tmp_path / "large").stat().st_size == size["large"]
    assert int(done.stdout) <= 32 * 1024


OWN_DISK = """
mount -t tmpfs -o size=2m tmpfs "$1" || exit 77
"$2" -c "$3" "$4" "$1/new"
echo "$? $(ls -A "$1")"
"""
"""Downloads to a small disk that no other process sees, and prints the exit status and the remaining files."""


@pytest.mark.check(34)
@pytest.mark.slow
def test_full_disk_of_two_mib_leaves_no_file(tmp_path: Path) -> None:
    program = PROGRAM.format(loop="asyncio", call="()", ranges=4, threshold=MIB)
    shell = ["unshare", "--mount", "sh", "-c", OWN_DISK, "sh", tmp_path, sys.executable, program]
    with serving(Object(bytes(8 * MIB))) as server:
        done = subprocess.run([*shell, server.url], check=False, capture_output=True, text=True, cwd=ROOT)
    if done.returncode and not done.stdout:
        pytest.skip("mounting needs more rights")
    assert done.stdout == "1 \n"
    assert "MoveDiskFullError" in done.stderr
