"""Processes of one user on one machine are kept apart where they use one key."""

import errno
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

from move_ugc_async import AmbiguousCreateError, AsyncMoveUgc, Clock, MoveConnectionError, MoveThrottledError
from move_ugc_async._idempotency.attempt import CreateAttempt, Creation
from move_ugc_async._idempotency.create import Creator
from move_ugc_async._idempotency.metadata import take_out
from move_ugc_async.key_locks import KeyLocks
from move_ugc_async.sandbox import Sandbox
from move_ugc_async.transport.budget import RetryBudget
from move_ugc_async.transport.retry import RetryPolicy
from tests.creation.world import THROTTLED, one_page
from tests.e2e.journeys import single_take
from tests.servers import InstantClock
from tests.support.proc import open_descriptors
from tests.support.processes import running
from tests.support.wait_until import run_ready, wait_until

pytestmark = pytest.mark.anyio

SETTLE = 7.0
ON_ASYNCIO = pytest.mark.parametrize("anyio_backend", ["asyncio"], indirect=True)


@dataclass(frozen=True, slots=True)
class StandingClock(Clock):
    """A clock that stands still, and records the waits of a second and more: shorter ones poll a lock."""

    waits: list[float] = field(default_factory=list[float])

    def time(self) -> float:
        return 1000.0

    async def sleep(self, seconds: float) -> None:
        if seconds >= 1:
            self.waits.append(seconds)
        await checkpoint()


def locks(folder: Path, clock: Clock | None = None, **options: Any) -> KeyLocks:
    """Make locks as another process would have them."""
    return KeyLocks("endpoint", clock or InstantClock(), folder=folder / "locks", **options)


async def test_one_name_is_held_by_one_caller_at_a_time(tmp_path: Path) -> None:
    inside = held = 0

    async def hold() -> None:
        nonlocal inside, held
        async with locks(tmp_path).held("name"):
            inside += 1
            await run_ready()
            assert inside == 1
            inside -= 1
            held += 1

    async with anyio.create_task_group() as tasks:
        for _ in range(8):
            tasks.start_soon(hold)
    assert held == 8


@ON_ASYNCIO
async def test_other_names_and_other_endpoints_do_not_wait_for_each_other(tmp_path: Path) -> None:
    clock = InstantClock()
    other = KeyLocks("other endpoint", clock, folder=tmp_path / "locks")
    async with locks(tmp_path, clock).held("name"), locks(tmp_path, clock).held("other"), other.held("name"):
        assert clock.waits == []


def open_files() -> int:
    return len(open_descriptors())


async def test_a_caller_that_is_cancelled_while_it_waits_leaves_nothing(tmp_path: Path) -> None:
    clock = InstantClock()
    mine = locks(tmp_path, clock)

    async def wait() -> None:
        async with mine.held("name"):
            pytest.fail("two callers hold the lock")

    async with locks(tmp_path).held("name"):
        before = open_files()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(wait)
            await wait_until(lambda: clock.waits)
            tasks.cancel_scope.cancel()
        assert open_files() == before
    async with mine.held("name"):
        pass


@ON_ASYNCIO
async def test_a_killed_process_loses_its_lock_and_leaves_its_mark(tmp_path: Path) -> None:
    program = f"""
import anyio
from pathlib import Path
from move_ugc_async.clock import Clock
from move_ugc_async.key_locks import KeyLocks
async def main():
    async with KeyLocks("endpoint", Clock(), folder=Path({str(tmp_path / "locks")!r})).held("name") as mark:
        mark.write(5.0)
        print("held", flush=True)
        await anyio.sleep_forever()
anyio.run(main)
"""
    clock = InstantClock()
    read: list[float | None] = []

    async def wait() -> None:
        async with locks(tmp_path, clock).held("name") as mark:
            read.append(mark.read())

    with running([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(wait)
            await wait_until(lambda: len(clock.waits) > 10)
            assert read == []
            process.kill()
    assert read == [5.0]


@ON_ASYNCIO
async def test_a_mark_is_kept_for_the_next_holder(tmp_path: Path) -> None:
    async with locks(tmp_path).held("name") as mark:
        assert mark.read() is None
        mark.write(1234567890.123456)
    async with locks(tmp_path).held("name") as mark:
        assert mark.read() == 1234567890.123456
        mark.write(None)
    async with locks(tmp_path).held("name") as mark:
        assert mark.read() is None


def age(path: Path) -> None:
    """Make a file two hours older than it is."""
    modified = path.stat().st_mtime - 7200
    os.utime(path, (modified, modified))


@ON_ASYNCIO
async def test_files_that_are_old_and_not_held_are_removed(tmp_path: Path) -> None:
    async def names() -> set[str]:
        async with locks(tmp_path).held("other"):
            return {path.name for path in (tmp_path / "locks").iterdir()}

    for name in ("old", "held"):
        async with locks(tmp_path).held(name) as mark:
            mark.write(1.0)
    before = await names()
    async with locks(tmp_path).held("held"):
        for path in (tmp_path / "locks").iterdir():
            if path.name != "swept":
                age(path)
        assert await names() == before, "the folder was swept again too soon"
        age(tmp_path / "locks" / "swept")
        after = await names()
    # "other" is made anew for its next holder, and "swept" says when this was done.
    assert len(before) == 4
    assert len(after) == 3
    async with locks(tmp_path).held("old") as mark:
        assert mark.read() is None
    async with locks(tmp_path).held("held") as mark:
        assert mark.read() == 1.0


@ON_ASYNCIO
@pytest.mark.parametrize("instead", ["a file", "a link"])
async def test_a_folder_that_is_not_ours_locks_nothing_and_is_logged_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, instead: str
) -> None:
    (tmp_path / "elsewhere").mkdir()
    if instead == "a file":
        (tmp_path / "locks").write_text("")
    else:
        (tmp_path / "locks").symlink_to(tmp_path / "elsewhere")
    mine, other = locks(tmp_path), locks(tmp_path)
    for _ in range(2):
        async with mine.held("name") as mark, other.held("name") as others:
            mark.write(1.0)
            # The record is kept within the client all the same.
            assert (mark.read(), others.read()) == (1.0, None)
    assert sum("cannot lock idempotency keys" in record.getMessage() for record in caplog.records) == 2
    assert not list((tmp_path / "elsewhere").iterdir())


@ON_ASYNCIO
@pytest.mark.parametrize("harm", ["removed", "replaced by a file"])
async def test_locks_work_again_after_their_folder_was_lost(tmp_path: Path, harm: str) -> None:
    mine, other = locks(tmp_path), locks(tmp_path)
    folder = tmp_path / "locks"
    async with mine.held("name") as mark:
        mark.write(1.0)
    shutil.rmtree(folder)
    if harm == "replaced by a file":
        folder.write_text("")
        async with mine.held("name") as mark:
            mark.write(2.0)
        folder.unlink()
    async with mine.held("name") as mark:
        # What this client recorded meanwhile is not forgotten.
        assert mark.read() == (1.0 if harm == "removed" else 2.0)
        mark.write(3.0)
    async with other.held("name") as mark:
        assert mark.read() == 3.0


@ON_ASYNCIO
async def test_record_is_kept_in_the_process_when_the_file_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    mine = locks(tmp_path)
    async with mine.held("name") as mark:
        monkeypatch.setattr(os, "write", full)
        mark.write(1.0)
        monkeypatch.undo()
    async with mine.held("name") as mark:
        assert mark.read() == 1.0


@ON_ASYNCIO
@pytest.mark.parametrize("lock_keys", [True, False])
async def test_client_works_without_a_writable_folder_for_temporary_files(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, *, lock_keys: bool
) -> None:
    def nowhere() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", nowhere)
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, lock_keys=lock_keys) as client:
        file = await client.files.create("mp4", idempotency_key="k")
    assert file.id.startswith("file-")
    assert sum("cannot lock idempotency keys" in each.getMessage() for each in caplog.records) == int(lock_keys)


@ON_ASYNCIO
async def test_a_link_in_place_of_a_lock_file_is_not_followed(tmp_path: Path) -> None:
    async with locks(tmp_path).held("name"):
        pass
    (path,) = [path for path in (tmp_path / "locks").iterdir() if path.name != "swept"]
    path.unlink()
    victim = tmp_path / "victim"
    victim.write_text("precious")
    path.symlink_to(victim)
    async with locks(tmp_path).held("name") as mark:
        mark.write(1.0)
    assert victim.read_text(encoding="utf-8") == "precious"


async def test_a_caller_can_be_cancelled_while_the_disk_does_not_respond(tmp_path: Path) -> None:
    asked, responds = threading.Event(), threading.Event()

    class SlowFolder(type(Path())):  # type: ignore[misc]
        def mkdir(self, *args: Any, **options: Any) -> None:
            asked.set()
            responds.wait()
            super().mkdir(*args, **options)

    slow = KeyLocks("endpoint", InstantClock(), folder=SlowFolder(tmp_path / "locks"))

    async def hold() -> None:
        async with slow.held("name"):
            pytest.fail("a lock was taken without a folder")

    try:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(hold)
            await wait_until(asked.is_set)
            tasks.cancel_scope.cancel()
        assert not (tmp_path / "locks").exists()
    finally:
        responds.set()
    # The thread is left behind, and ends once the disk responds.
    await wait_until((tmp_path / "locks" / "swept").exists)


@ON_ASYNCIO
async def test_locks_that_are_turned_off_touch_nothing(tmp_path: Path) -> None:
    async with locks(tmp_path, is_on=False).held("name"), locks(tmp_path, is_on=False).held("name"):
        pass
    assert not (tmp_path / "locks").exists()


class Server:
    """An API whose list shows what was created only after so many requests."""

    def __init__(self, lag: int, *fails: Exception) -> None:
        self.lag = lag
        self.fails = list(fails)
        self.created: list[Any] = []

    def creation(self) -> Creation[Any]:
        return Creation(
            "createSingleCamJob",
            {"take_id": "take-1"},
            None,
            send=self.send,
            find=lambda: one_page(self.find()),
            timeout=60.0,
        )

    async def send(self, metadata: Any, attempt: CreateAttempt) -> Any:
        attempt.on_written()
        if self.fails:
            raise self.fails.pop(0)
        self.created.append(SimpleNamespace(id=f"job-{len(self.created)}", metadata=take_out(metadata)))
        return self.created[-1]

    async def find(self) -> AsyncGenerator[Any, None]:
        self.lag -= bool(self.created)
        for each in self.created if self.lag < 0 else ():
            yield each


def creator(folder: Path, clock: Clock) -> Creator:
    return Creator(clock, SETTLE, 0.0, "resend", locks(folder, clock), RetryPolicy(max_retries=0), RetryBudget(0))


@ON_ASYNCIO
async def test_a_creation_of_another_process_is_searched_again_after_the_consistency_delay(tmp_path: Path) -> None:
    server, clock = Server(lag=1), StandingClock()
    first = await creator(tmp_path, clock).create(server.creation(), "k")
    again = await creator(tmp_path, clock).create(server.creation(), "k")
    assert again is first
    assert clock.waits == [SETTLE]


@ON_ASYNCIO
async def test_a_creation_that_is_listed_at_once_is_not_waited_for(tmp_path: Path) -> None:
    server, clock = Server(lag=0), StandingClock()
    first = await creator(tmp_path, clock).create(server.creation(), "k")
    assert await creator(tmp_path, clock).create(server.creation(), "k") is first
    assert clock.waits == []


@ON_ASYNCIO
async def test_a_creation_that_certainly_failed_is_not_waited_for(tmp_path: Path) -> None:
    server, clock = Server(0, THROTTLED), StandingClock()
    with pytest.raises(MoveThrottledError):
        await creator(tmp_path, clock).create(server.creation(), "k")
    await creator(tmp_path, clock).create(server.creation(), "k")
    assert clock.waits == []
    assert len(server.created) == 1


@ON_ASYNCIO
async def test_a_creation_with_unknown_outcome_is_waited_for_in_another_process(tmp_path: Path) -> None:
    server, clock = Server(0, MoveConnectionError("broken")), StandingClock()
    with pytest.raises(AmbiguousCreateError):
        await creator(tmp_path, clock).create(server.creation(), "k")
    clock.waits.clear()
    await creator(tmp_path, clock).create(server.creation(), "k")
    assert clock.waits == [SETTLE]


async def test_a_client_waits_for_the_process_that_holds_its_key(sandbox: Sandbox) -> None:
    clock = InstantClock()

    async def create() -> None:
        await client.jobs.create_singlecam(take.id, idempotency_key="k")

    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=clock) as client:
        take = await single_take(client)
        waits = len(clock.waits)
        async with anyio.create_task_group() as tasks, KeyLocks(sandbox.endpoint_url, Clock()).held("k"):
            tasks.start_soon(create)
            await wait_until(lambda: len(clock.waits) > waits + 10)
            assert not sandbox.journal.count("createSingleCamJob")
    assert len(sandbox.ledger) == 1


@ON_ASYNCIO
async def test_a_client_without_key_locks_does_not_wait_for_another_process(sandbox: Sandbox) -> None:
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, lock_keys=False) as client:
        take = await single_take(client)
        async with KeyLocks(sandbox.endpoint_url, Clock()).held("k"):
            await client.jobs.create_singlecam(take.id, idempotency_key="k")
    assert len(sandbox.ledger) == 1
