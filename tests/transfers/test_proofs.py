"""What only whole processes show: kills, memory, and a disk that is full."""

import hashlib
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from move_ugc_async.transfers.storage import CHUNK_SIZE
from tests.servers import HttpServer, Received, Reply
from tests.transfers.objects import MIB, Object, large_body, serving

PROGRAM = """
import {loop}, sys
from pathlib import Path
from move_ugc_async.transfers.download import Location, download
from move_ugc_async.transfers.events import Reporter
from tests.transfers.objects import settings
from move_ugc_async.transport.http import Http

async def main():
    url, destination = sys.argv[1:]
    async def ask(): return url
    http = Http(backend="auto", max_connections=8)
    print("ready", flush=True)
    storage = settings(http, ranges={ranges}, range_threshold={threshold})
    reporter = Reporter(None, "download", "f", "n")
    await download(storage, Location(url, ask), Path(destination), reporter, overwrite=False)
    await http.aclose()

{loop}.run(main{call})
"""
LOOPS = [("asyncio", "()"), ("trio", "")]


def start(loop: tuple[str, str], ranges: int, threshold: int, url: str, destination: Path) -> "subprocess.Popen[bytes]":
    program = PROGRAM.format(loop=loop[0], call=loop[1], ranges=ranges, threshold=threshold)
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", program, url, str(destination)], stdout=subprocess.PIPE, cwd=root, env={**os.environ}
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def kill_again_and_again(folder: Path, number: int, loop: tuple[str, str], ranges: int) -> int:
    """Kill a download so often, let the last one end, and give how many were killed on their way."""
    chance = random.Random(33)
    body = chance.randbytes(8 * MIB)
    stored = Object(body)
    destination = folder / "new"
    kills = 0

    def slowly(received: Received) -> Reply:
        time.sleep(0.01)
        return stored.reply(received)

    with serving(stored) as server:
        server._script = (slowly,)
        for _ in range(number):
            if destination.exists():
                break
            process = start(loop, ranges, MIB, server.url, destination)
            time.sleep(chance.uniform(0, 0.05))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            assert not destination.exists() or destination.read_bytes() == body
            kills += not destination.exists()
        missing = len(body) - noted(folder)
        if not destination.exists():
            given = stored.given
            process = start(loop, ranges, MIB, server.url, destination)
            process.communicate()
            assert process.returncode == 0
            assert stored.given - given == max(missing, 1)
    assert hashlib.sha256(destination.read_bytes()).digest() == hashlib.sha256(body).digest()
    assert [path.name for path in folder.iterdir()] == ["new"]
    return kills


def noted(folder: Path) -> int:
    """The bytes that the note of a killed download counts."""
    notes = [path.read_bytes() for path in folder.glob(".*.part-note")]
    return sum(int(line, 16) for note in notes for line in re.findall(rb"^([0-9a-f]{16})$", note, re.MULTILINE))


@pytest.mark.parametrize("ranges", [1, 3])
def test_a_killed_download_goes_on_with_the_rest(tmp_path: Path, ranges: int) -> None:
    kill_again_and_again(tmp_path, 2, LOOPS[ranges % 2], ranges)


@pytest.mark.check(33)
@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("loop", LOOPS, ids=["asyncio", "trio"])
def test_fifty_kills_leave_no_partial_file_under_the_final_name(tmp_path: Path, loop: tuple[str, str]) -> None:
    kills = number = 0
    while kills < 50:
        number += 1
        folder = tmp_path / str(number)
        folder.mkdir()
        kills += kill_again_and_again(folder, 2, loop, 1 + number % 3)


@pytest.mark.check(25)
@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("loop", LOOPS, ids=["asyncio", "trio"])
@pytest.mark.parametrize("ranges", [1, 4], ids=["plain", "ranges"])
def test_256_mib_killed_at_ten_offsets_cost_no_more_than_a_chunk_each(
    tmp_path: Path, loop: tuple[str, str], ranges: int
) -> None:
    body, destination = large_body(), tmp_path / "new"
    chance = random.Random(25)
    offsets = sorted(chance.randrange(len(body)) for _ in range(10))
    etag = f'"{hashlib.md5(body).hexdigest()}"'
    stored = Object(body, etag=etag, cuts=[(offset, "stall") for offset in offsets])
    with serving(stored) as server:
        while stored.cuts:
            before, given, number = noted(tmp_path), stored.given, len(stored.spans)
            process = start(loop, ranges, 32 * MIB, server.url, destination)

            def is_stalled(before: int = before, given: int = given, number: int = number) -> bool:
                """Tell whether all is on the disk that was given in this run, but for the chunks that stalled."""
                stalled = [end for _, end in stored.spans[number:] if end in offsets]
                missing = stored.given - given - (noted(tmp_path) - before)
                return bool(stalled) and missing < len(stalled) * CHUNK_SIZE

            quiet, seen = 0, -1
            while quiet < 3:
                time.sleep(0.1)
                quiet = quiet + 1 if is_stalled() and stored.given == seen else 0
                seen = stored.given
            process.send_signal(signal.SIGKILL)
            process.communicate()
            assert not destination.exists()
        process = start(loop, ranges, 32 * MIB, server.url, destination)
        process.communicate()
        assert process.returncode == 0
    again = stored.given_again()
    assert max(again) <= CHUNK_SIZE, again
    assert sum(again) == stored.given - len(body)
    assert hashlib.sha256(destination.read_bytes()).digest() == hashlib.sha256(body).digest()
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


GROWTH = """
import {loop}, resource, sys
from pathlib import Path
from itertools import repeat
from tests.transfers.objects import download, settings, upload_all
from move_ugc_async.transport.http import Http

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

async def main():
    url, path, direction, small = sys.argv[1:]
    http = Http(backend="auto", max_connections=8)
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
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", received.header("range") or "")
        assert asked
        start, end = int(asked[1]), min(int(asked[2]) + 1, total)
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
            cwd=Path(__file__).parents[2],
        )
    assert (tmp_path / "large").stat().st_size == size["large"]
    assert int(done.stdout) <= 32 * 1024


@pytest.mark.check(34)
@pytest.mark.slow
def test_a_disk_of_its_own_that_is_full(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip("mounting needs more rights")
    try:
        with serving(Object(bytes(8 * MIB))) as server:
            process = start(LOOPS[0], 4, MIB, server.url, disk / "new")
            process.communicate()
            assert process.returncode == 1
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", disk], check=True)
