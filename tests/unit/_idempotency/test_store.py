"""Locks and records that the processes of one user on one host share."""

import errno
import hashlib
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import filelock
import pytest

from move_ugc_async import AsyncMoveUgc, Clock, MoveError
from move_ugc_async._clock import boot_id
from move_ugc_async._idempotency import folder as folder_module
from move_ugc_async._idempotency.folder import KeyFolder
from move_ugc_async._idempotency.record import Record
from move_ugc_async._idempotency.store import KeyStore
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.workflows import single_take
from tests.support.clocks import FakeClock
from tests.support.proc import open_descriptors
from tests.support.processes import running
from tests.support.wait_until import run_ready, wait_until

pytestmark = pytest.mark.anyio

ON_ASYNCIO = pytest.mark.parametrize("anyio_backend", ["asyncio"], indirect=True)
RECORD = Record("createThing", "digest", "account", boot=boot_id(), written_at=1000.0, server_timeout=30.0)
CREATED = replace(RECORD, id="thing-1")


def store(folder: Path, clock: Clock | None = None, **options: Any) -> KeyStore:
    """Return a new store, as in another process."""
    return KeyStore("endpoint", clock or FakeClock(), parent=folder, **options)


async def read(keys: KeyStore, name: str = "name") -> Record | None:
    async with keys.hold(name) as held:
        return held.record


async def test_one_name_is_held_by_one_caller_at_a_time(tmp_path: Path) -> None:
    inside = held = 0

    async def hold() -> None:
        nonlocal inside, held
        async with store(tmp_path).hold("name"):
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
    clock = FakeClock()
    other = KeyStore("other endpoint", clock, parent=tmp_path)
    async with store(tmp_path, clock).hold("name"), store(tmp_path, clock).hold("other"), other.hold("name"):
        assert clock.waits == []


def open_files() -> int:
    return len(open_descriptors())


async def test_caller_cancelled_while_it_waits_leaves_no_lock_or_file(tmp_path: Path) -> None:
    clock = FakeClock()
    mine = store(tmp_path, clock)

    async def wait() -> None:
        async with mine.hold("name"):
            pytest.fail("two callers hold the lock")

    async with store(tmp_path).hold("name"):
        before = open_files()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(wait)
            await wait_until(lambda: clock.waits)
            tasks.cancel_scope.cancel()
        assert open_files() == before
    async with mine.hold("name"):
        pass


@ON_ASYNCIO
async def test_killed_process_loses_its_lock_and_leaves_its_record(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "move_ugc_async")
    program = f"""
import anyio
from pathlib import Path
from move_ugc_async._clock import Clock
from move_ugc_async._idempotency.record import Record
from move_ugc_async._idempotency.store import KeyStore
async def main():
    async with KeyStore("endpoint", Clock(), parent=Path({str(tmp_path)!r})).hold("name") as held:
        held.write({RECORD!r})
        print("held", flush=True)
        await anyio.sleep_forever()
anyio.run(main)
"""
    clock = FakeClock()
    found: list[Record | None] = []

    async def wait() -> None:
        found.append(await read(store(tmp_path, clock)))

    with running([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(wait)
            await wait_until(lambda: len(clock.waits) > 10)
            assert found == []
            assert all(0.01 <= wait <= 0.05 for wait in clock.waits)
            assert caplog.messages == ["waiting for another process that uses the same key or state file"]
            process.kill()
    assert found == [RECORD]


FORK = """
import os, sys
import filelock
lock = filelock.FileLock(sys.argv[1], thread_local=False, preserve_lock_file=True)
lock.acquire()
if os.fork() == 0:
    print("forked", flush=True)
    sys.stdin.readline()
    os._exit(0)
if sys.argv[2] == "ends":
    os._exit(0)
sys.stdin.readline()
"""


@ON_ASYNCIO
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.parametrize("parent", ["ends", "lives"])
async def test_child_that_was_forked_while_a_lock_was_held_does_not_keep_it(tmp_path: Path, parent: str) -> None:
    path = tmp_path / "name.lock"
    command = [sys.executable, "-W", "ignore", "-c", FORK, str(path), parent]
    with running(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "forked\n"
        if parent == "lives":
            assert not is_free(path)
            process.kill()
        process.wait()
        assert is_free(path), "the child is alive, and keeps the lock of its parent"


def is_free(path: Path) -> bool:
    """Return whether a program without the library can lock a file."""
    lock = filelock.FileLock(path, thread_local=False, preserve_lock_file=True)
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout:
        return False
    lock.release()
    return True


@ON_ASYNCIO
async def test_lock_file_that_is_removed_while_held_stops_the_attempt_before_it_is_written(tmp_path: Path) -> None:
    mine, other = store(tmp_path), store(tmp_path)
    async with mine.hold("name") as held:
        for path in (tmp_path / "keys").glob("*.lock"):
            path.unlink()
        async with other.hold("name") as others:
            others.write(RECORD)
        with pytest.raises(MoveError) as caught:
            held.write(CREATED)
    assert caught.value.message == ("the lock file of the idempotency key was removed while it was held; call again")
    # The record of the other process is not overwritten.
    assert await read(other) == RECORD


@ON_ASYNCIO
async def test_record_is_written_before_the_lock_is_checked_for_the_last_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = store(tmp_path), store(tmp_path)
    write = KeyFolder.write

    def write_and_unlink(self: KeyFolder, name: str, record: Record | None) -> None:
        write(self, name, record)
        (self.path / f"{name}.lock").unlink()

    async with mine.hold("name") as held:
        monkeypatch.setattr(KeyFolder, "write", write_and_unlink)
        with pytest.raises(MoveError, match="was removed while it was held"):
            held.write(RECORD)
        monkeypatch.undo()
        # A process that locks the name afterwards reads the record.
        assert await read(other) == RECORD


@ON_ASYNCIO
async def test_record_is_kept_for_the_next_holder_until_it_is_removed(tmp_path: Path) -> None:
    async with store(tmp_path).hold("name") as held:
        assert (held.record, held.unrecorded_at) == (None, None)
        held.write(RECORD)
    assert await read(store(tmp_path)) == RECORD
    async with store(tmp_path).hold("name") as held:
        held.write(None)
    assert await read(store(tmp_path)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        '{"operation": 1}',
        RECORD.to_json()[:-5],
        *(RECORD.to_json().replace("30.0", value) for value in ('"x"', "NaN", "Infinity", "-1.0", "true")),
        *(RECORD.to_json().replace("1000.0", value) for value in ("NaN", "-1.0", "null")),
        CREATED.to_json().replace('"thing-1"', '""'),
        RECORD.to_json().replace("false", "7"),
        RECORD.to_json().replace("digest", "\udcff"),
    ],
    ids=lambda text: ascii(text[:20]),
)
async def test_partly_written_record_counts_as_a_recent_attempt(tmp_path: Path, text: str) -> None:
    async with store(tmp_path).hold("name") as held:
        held.write(RECORD)
    (path,) = (tmp_path / "keys").glob("*.json")
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    async with store(tmp_path).hold("name") as held:
        assert held.record is None
        assert held.unrecorded_at is not None


class Shared(KeyFolder):
    """A folder that another thread checks as well, just after a read of its stamp."""

    reads_before_other = 0

    def __getattribute__(self, name: str) -> Any:
        value = super().__getattribute__(name)
        if name == "_stamp" and value is None:
            if self.reads_before_other == 0:
                self._stamp = self._read_stamp()
            self.reads_before_other -= 1
        return value


@pytest.mark.parametrize("reads", range(5))
def test_new_folder_is_not_lost_when_two_threads_check_it_at_once(tmp_path: Path, reads: int) -> None:
    folder = Shared(tmp_path, 86400.0, FakeClock())
    folder.reads_before_other = reads
    folder.prepare()
    locked = folder.lock("name")
    assert locked is not None
    locked.release()
    assert folder.lost_at is None


def test_new_folder_is_ready_once_it_has_a_stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = KeyFolder(tmp_path, 86400.0, FakeClock())
    link = os.link

    def link_after_another_thread_has_locked(source: Path, target: Path) -> None:
        monkeypatch.setattr(os, "link", link)
        if not folder.is_ready:
            folder.prepare()
        locked = folder.lock("name")
        assert locked is not None
        locked.release()
        link(source, target)

    monkeypatch.setattr(os, "link", link_after_another_thread_has_locked)
    folder.prepare()
    assert folder.is_ready
    assert folder.lost_at is None


def test_new_folders_are_not_lost_when_threads_prepare_them_at_once(tmp_path: Path) -> None:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for number in range(50):
            folder = KeyFolder(tmp_path / str(number), 86400.0, Clock())
            threads = [threading.Thread(target=folder.prepare) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert folder.lost_at is None
    finally:
        sys.setswitchinterval(interval)


def age(path: Path) -> None:
    """Set the times of a file back by a month."""
    modified = path.stat().st_mtime - 30 * 86400
    os.utime(path, (modified, modified))


@ON_ASYNCIO
async def test_old_files_that_are_neither_held_nor_pending_are_removed(tmp_path: Path) -> None:
    clock = FakeClock(now=1000, is_independent=True)
    for name, record in {"old": CREATED, "held": CREATED, "pending": RECORD, "refused": None}.items():
        async with store(tmp_path, clock).hold(name) as held:
            held.write(record)
    async with store(tmp_path, clock).hold("held"):
        for path in (tmp_path / "keys").iterdir():
            age(path)
        (tmp_path / "keys" / "swept").touch()
        await read(store(tmp_path, clock), "other")
        assert len(list((tmp_path / "keys").glob("*.json"))) == 3, "the folder was swept again too soon"
        age(tmp_path / "keys" / "swept")
        await read(store(tmp_path, clock), "other")
    # "other" has a lock but no record.
    assert len(list((tmp_path / "keys").glob("*.lock"))) == 3
    assert [await read(store(tmp_path, clock), name) for name in ("old", "held", "pending")] == [None, CREATED, RECORD]
    clock.advance(3600)
    for path in (tmp_path / "keys").iterdir():
        age(path)
    assert await read(store(tmp_path, clock), "pending") is None


@ON_ASYNCIO
async def test_old_files_are_removed_although_others_are_held_or_invalid(tmp_path: Path) -> None:
    # Enough files that not all of one kind precede all of the other, in whatever order the folder lists them.
    old, others = [f"old-{number}" for number in range(8)], [f"other-{number}" for number in range(8)]
    for name in [*old, *others]:
        async with store(tmp_path).hold(name) as held:
            held.write(CREATED)
    async with AsyncExitStack() as stack:
        for name in others[:4]:
            await stack.enter_async_context(store(tmp_path).hold(name))
        for name in others[4:6]:
            record_of(tmp_path, name).write_text("{", encoding="utf-8")
        for name in others[6:]:
            # A record that cannot be read.
            record_of(tmp_path, name).unlink()
            record_of(tmp_path, name).mkdir()
        for path in (tmp_path / "keys").iterdir():
            age(path)
        await read(store(tmp_path))
    assert [record_of(tmp_path, name).exists() for name in old] == [False] * 8
    assert [record_of(tmp_path, name).exists() for name in others] == [True] * 8


def record_of(folder: Path, name: str) -> Path:
    """Return the path of the record of a name."""
    digest = hashlib.sha256(f"endpoint\0{name}".encode()).hexdigest()
    return folder / "keys" / f"{digest}.json"


@ON_ASYNCIO
@pytest.mark.parametrize(("seconds", "is_kept"), [(629, True), (630, False)])
async def test_record_of_an_unknown_outcome_is_kept_until_ten_minutes_after_a_conclusive_search(
    tmp_path: Path, seconds: float, *, is_kept: bool
) -> None:
    clock = FakeClock(now=1000, is_independent=True)
    async with store(tmp_path, clock).hold("name") as held:
        held.write(RECORD)
    for path in (tmp_path / "keys").iterdir():
        age(path)
    clock.advance(seconds)
    await read(store(tmp_path, clock), "other")
    assert record_of(tmp_path, "name").exists() is is_kept


@ON_ASYNCIO
async def test_files_are_accessible_only_to_their_user(tmp_path: Path) -> None:
    async with store(tmp_path).hold("name") as held:
        held.write(RECORD)
    modes = {path.suffix or path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys").iterdir()}
    assert modes == dict.fromkeys([".lock", ".json", "birth", "swept"], 0o600)
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


@ON_ASYNCIO
async def test_removal_of_a_record_that_does_not_exist_is_no_failure(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock = FakeClock(now=1000, is_independent=True)
    async with store(tmp_path, clock).hold("name") as held:
        held.write(None)
    async with store(tmp_path, clock).hold("other") as held:
        assert held.unrecorded_at is None
    assert caplog.messages == []


@pytest.mark.parametrize("same_store", [False, True], ids=["other process", "other thread"])
def test_folder_that_is_created_twice_at_once_has_lost_no_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, same_store: bool
) -> None:
    first = KeyFolder(tmp_path, 86400.0, FakeClock())
    second = first if same_store else KeyFolder(tmp_path, 86400.0, FakeClock())
    write = os.write

    def write_after_the_other(descriptor: int, text: bytes) -> int:
        monkeypatch.setattr(os, "write", write)
        second.prepare()
        return write(descriptor, text)

    monkeypatch.setattr(os, "write", write_after_the_other)
    first.prepare()
    for folder in (first, second):
        locked = folder.lock("name")
        assert locked is not None
        locked.release()
        assert folder.lost_at is None
    assert not list(first.path.glob("birth-*"))


def test_lock_can_be_released_in_another_thread(tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path, 86400.0, FakeClock())
    folder.prepare()
    locked = folder.lock("name")
    assert locked is not None
    assert not is_free(tmp_path / "keys" / "name.lock")
    thread = threading.Thread(target=locked.release)
    thread.start()
    thread.join()
    assert is_free(tmp_path / "keys" / "name.lock")


@ON_ASYNCIO
async def test_lock_is_taken_when_its_folder_is_removed_at_the_same_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def acquire(*_: Any, **__: Any) -> Any:
        monkeypatch.undo()
        shutil.rmtree(tmp_path / "keys")
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

    mine = store(tmp_path)
    await read(mine)
    monkeypatch.setattr(folder_module.FileLock, "acquire", acquire)
    async with mine.hold("name"):
        (lock,) = (tmp_path / "keys").glob("*.lock")
        assert lock.stem == record_of(tmp_path, "name").stem
        assert not is_free(lock)
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert caplog.messages == []


@contextmanager
def spoiled(folder: Path, how: str) -> Iterator[None]:
    (folder / "elsewhere").mkdir()
    keys = folder / "keys"
    if how == "a file":
        keys.write_text("", encoding="utf-8")
    elif how == "a link":
        keys.symlink_to(folder / "elsewhere")
    yield
    assert not list((folder / "elsewhere").iterdir())
    keys.unlink()


@ON_ASYNCIO
@pytest.mark.parametrize("instead", ["a file", "a link"])
async def test_unusable_folder_counts_as_an_unrecorded_attempt_and_is_logged_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, instead: str
) -> None:
    mine = store(tmp_path)
    with spoiled(tmp_path, instead):
        for known in (None, RECORD):
            async with mine.hold("name") as held:
                # The client keeps the record in memory.
                assert held.record == known
                assert held.unrecorded_at is not None
                held.write(RECORD)
        reason = {
            "a file": f"[Errno 17] File exists: '{tmp_path / 'keys'}'",
            "a link": f"{tmp_path / 'keys'} belongs to another user",
        }[instead]
        assert caplog.messages == [
            f"cannot record creations ({reason}): keys that this client has not used wait until a search is "
            "conclusive, and other processes are not waited for; set state_dir= to a writable folder (lock_keys=False "
            "disables the wait and the protection)"
        ]
    # It works again once the folder is usable.
    async with mine.hold("name") as held:
        held.write(CREATED)
    assert await read(store(tmp_path)) == CREATED


@ON_ASYNCIO
async def test_locks_and_records_work_again_after_their_folder_was_removed(tmp_path: Path) -> None:
    mine = store(tmp_path)
    async with mine.hold("name") as held:
        held.write(RECORD)
    shutil.rmtree(tmp_path / "keys")
    async with mine.hold("name") as held:
        # The client keeps its own record in memory.
        assert held.record == RECORD
        held.write(CREATED)
    assert await read(store(tmp_path)) == CREATED


@ON_ASYNCIO
async def test_store_assumes_an_unrecorded_attempt_after_another_process_recreated_its_folder(tmp_path: Path) -> None:
    clock = FakeClock(now=1000, is_independent=True)
    mine = store(tmp_path, clock)
    await read(mine)
    shutil.rmtree(tmp_path / "keys")
    await read(store(tmp_path, clock))
    async with mine.hold("name") as held:
        assert held.unrecorded_at == 1000


@ON_ASYNCIO
async def test_store_assumes_an_unrecorded_attempt_when_its_folder_is_recreated_before_the_first_lock(
    tmp_path: Path,
) -> None:
    clock = FakeClock(now=1000, is_independent=True)
    mine = store(tmp_path, clock)
    await mine.has_every_attempt(100)
    shutil.rmtree(tmp_path / "keys")
    await read(store(tmp_path, clock))
    async with mine.hold("name") as held:
        assert held.unrecorded_at == 1000


@ON_ASYNCIO
async def test_later_processes_assume_an_unrecorded_attempt_when_the_stamp_of_the_folder_was_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock(now=1000, is_independent=True)
    mine = store(tmp_path, clock)
    await read(mine)
    (tmp_path / "keys" / "birth").unlink()
    # The folder is checked at the next call.
    monkeypatch.setattr(folder_module, "PREPARE_INTERVAL", 0.0)
    await read(mine)
    async with store(tmp_path, clock).hold("name") as held:
        assert held.unrecorded_at == 1000


@ON_ASYNCIO
@pytest.mark.parametrize("is_recreated", [False, True])
async def test_caller_that_waits_while_the_folder_is_removed_assumes_an_unrecorded_attempt(
    tmp_path: Path, *, is_recreated: bool
) -> None:
    mine, clock = store(tmp_path), FakeClock()
    waiting = store(tmp_path, clock)
    found: list[tuple[Record | None, float | None]] = []

    async def wait() -> None:
        async with waiting.hold("name") as held:
            found.append((held.record, held.unrecorded_at))

    async with anyio.create_task_group() as tasks, mine.hold("name") as held:
        held.write(RECORD)
        tasks.start_soon(wait)
        await wait_until(lambda: len(clock.waits) > 3)
        shutil.rmtree(tmp_path / "keys")
        if is_recreated:
            await read(store(tmp_path), "another name")
        await wait_until(lambda: found)
    ((record, unrecorded_at),) = found
    assert record is None
    assert unrecorded_at is not None
    # This applies to all names in this store.
    async with waiting.hold("other") as held:
        assert held.unrecorded_at is not None
        assert held.unrecorded_at >= unrecorded_at


@ON_ASYNCIO
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EMFILE, errno.EIO, errno.EROFS])
async def test_failed_lock_is_not_final(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(error, os.strerror(error))

    mine = store(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(folder_module.FileLock, "acquire", fail)
        async with mine.hold("name") as held:
            assert held.unrecorded_at is not None
    async with mine.hold("name") as held:
        assert held.unrecorded_at is None
        held.write(RECORD)
    assert await read(store(tmp_path)) == RECORD


@ON_ASYNCIO
@pytest.mark.parametrize("error", [errno.EMFILE, errno.EIO, errno.EINTR])
async def test_stamp_that_cannot_be_read_for_a_moment_is_not_a_lost_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(error, os.strerror(error))

    mine = store(tmp_path)
    async with mine.hold("name"):
        pass
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", fail)
        async with mine.hold("name") as held:
            assert held.unrecorded_at is not None
        assert not await mine.has_every_attempt(100)
    async with mine.hold("name") as held:
        assert held.unrecorded_at is None


@ON_ASYNCIO
async def test_stamp_that_cannot_be_read_is_logged_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    mine = store(tmp_path)
    await read(mine)
    monkeypatch.setattr(Path, "read_bytes", fail)
    assert not await mine.has_every_attempt(100)
    (message,) = caplog.messages
    assert message.startswith(f"cannot record creations ([Errno 5] {os.strerror(errno.EIO)}): ")


@ON_ASYNCIO
async def test_record_that_does_not_fit_on_the_disk_counts_as_an_attempt_in_other_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: Any) -> int:
        # The stamp, which is smaller, still fits.
        monkeypatch.undo()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    clock = FakeClock(now=1000, is_independent=True)
    mine, other = store(tmp_path, clock), store(tmp_path, clock)
    await read(other)
    async with mine.hold("name") as held:
        clock.advance(1e6)
        assert await mine.has_every_attempt(100)
        monkeypatch.setattr(os, "write", full)
        held.write(RECORD)
    async with store(tmp_path).hold("name") as held:
        assert held.unrecorded_at is not None
    async with other.hold("another name") as held:
        assert held.unrecorded_at == clock.time(), "others do not know that an attempt went unrecorded"
    async with store(tmp_path, clock).hold("another name") as held:
        assert held.unrecorded_at == clock.time(), "later processes do not know that an attempt went unrecorded"
    assert await read(mine) == RECORD
    assert not await mine.has_every_attempt(100)
    (message,) = caplog.messages
    assert message.startswith(f"cannot record creations ([Errno 28] {os.strerror(errno.ENOSPC)}): ")


@ON_ASYNCIO
async def test_record_is_kept_in_memory_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    mine = store(tmp_path)
    async with mine.hold("name") as held:
        monkeypatch.setattr(os, "write", full)
        held.write(RECORD)
    monkeypatch.undo()
    assert await read(mine) == RECORD


@pytest.mark.parametrize("writable", [True, False])
async def test_client_that_cannot_write_records_creates_after_a_conclusive_search(
    sandbox: Sandbox, tmp_path: Path, caplog: pytest.LogCaptureFixture, *, writable: bool
) -> None:
    clock = FakeClock()
    place = tmp_path / "place"
    if not writable:
        place.write_text("", encoding="utf-8")
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=clock, state_dir=place) as client:
        take = await single_take(client)
        await client.jobs.create_singlecam(take.id, idempotency_key="k")
    assert len(sandbox.ledger) == 1
    # Another process may have sent an attempt recently.
    assert sum(clock.waits) == pytest.approx(0 if writable else 35, abs=1)
    assert sum("cannot record creations" in message for message in caplog.messages) == int(not writable)


@ON_ASYNCIO
async def test_process_that_starts_after_a_full_disk_assumes_an_unrecorded_attempt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    clock = FakeClock(now=1000, is_independent=True)
    with monkeypatch.context() as patch:
        # Files can be created but not written to.
        patch.setattr(os, "write", full)
        async with store(tmp_path, clock).hold("name") as held:
            held.write(RECORD)
    clock.advance(10)
    for _ in range(2):
        async with store(tmp_path, clock).hold("name") as held:
            assert held.unrecorded_at == 1010
        clock.advance(10)


@ON_ASYNCIO
async def test_lock_is_released_when_the_folder_cannot_be_stamped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # An error tracker may keep the exception, and with it the frames.
    error = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def full(*_: Any, **__: Any) -> Any:
        raise error

    mine = store(tmp_path)
    await read(mine)
    (tmp_path / "keys" / "birth").write_text("", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(KeyFolder, "write_stamp", full)
        async with mine.hold("name") as held:
            assert held.unrecorded_at is not None
            # No process holds the file: this client continues without a lock.
            (lock,) = (tmp_path / "keys").glob("*.lock")
            assert is_free(lock)


@ON_ASYNCIO
async def test_symbolic_link_in_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    async with store(tmp_path).hold("name") as held:
        held.write(RECORD)
    victim = tmp_path / "victim"
    victim.write_text("precious", encoding="utf-8")
    for path in [*(tmp_path / "keys").glob("*.lock"), *(tmp_path / "keys").glob("*.json")]:
        path.unlink()
        path.symlink_to(victim)
    async with store(tmp_path).hold("name") as held:
        assert held.unrecorded_at is not None
        held.write(RECORD)
    assert victim.read_text(encoding="utf-8") == "precious"


async def test_caller_can_be_cancelled_while_the_disk_does_not_respond(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, responds = threading.Event(), threading.Event()
    prepare = KeyFolder.prepare

    def prepare_slowly(self: KeyFolder) -> None:
        asked.set()
        responds.wait()
        prepare(self)

    monkeypatch.setattr(KeyFolder, "prepare", prepare_slowly)

    async def hold() -> None:
        async with store(tmp_path).hold("name"):
            pytest.fail("a lock was taken without a folder")

    try:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(hold)
            await wait_until(asked.is_set)
            tasks.cancel_scope.cancel()
        assert not (tmp_path / "keys").exists()
    finally:
        responds.set()
    # The abandoned thread ends once the disk responds.
    await wait_until((tmp_path / "keys" / "swept").exists)


@ON_ASYNCIO
async def test_store_that_is_not_shared_writes_no_files(tmp_path: Path) -> None:
    mine, other = store(tmp_path, is_shared=False), store(tmp_path, is_shared=False)
    async with mine.hold("name") as held, other.hold("name") as others:
        assert held.unrecorded_at is None
        assert others.unrecorded_at is None
        held.write(RECORD)
    assert (await read(mine), await read(other)) == (RECORD, None)
    assert not await mine.has_every_attempt(0)
    assert not (tmp_path / "keys").exists()


@ON_ASYNCIO
@pytest.mark.parametrize(("seconds", "kept"), [(100, RECORD), (101, None)])
async def test_store_removes_records_that_are_older_than_the_window(seconds: float, kept: Record | None) -> None:
    clock = FakeClock(now=1000, is_independent=True)
    mine = KeyStore("endpoint", clock, is_shared=False, keep=100.0)
    async with mine.hold("old") as held:
        held.write(RECORD)
    clock.advance(seconds)
    async with mine.hold("new") as held:
        held.write(RECORD)
    assert (await read(mine, "old"), await read(mine, "new")) == (kept, RECORD)


@ON_ASYNCIO
async def test_folder_proves_that_every_attempt_is_recorded_once_it_is_older_than_the_window(tmp_path: Path) -> None:
    clock = FakeClock(now=1000, is_independent=True)
    assert not await store(tmp_path, clock).has_every_attempt(100)
    clock.advance(100)
    assert not await store(tmp_path, clock).has_every_attempt(100)
    clock.advance(1)
    assert await store(tmp_path, clock).has_every_attempt(100)
    shutil.rmtree(tmp_path / "keys")
    assert not await store(tmp_path, clock).has_every_attempt(100)


@ON_ASYNCIO
@pytest.mark.parametrize("doubt", ["boot", "empty", "removed", "time"])
async def test_folder_does_not_prove_that_every_attempt_is_recorded_when_in_doubt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, doubt: str
) -> None:
    clock = FakeClock(now=1000, is_independent=True)
    await read(store(tmp_path, clock))
    clock.advance(1e6)
    assert await store(tmp_path, clock).has_every_attempt(100)
    birth = tmp_path / "keys" / "birth"
    if doubt == "boot":
        monkeypatch.setattr(folder_module, "boot_id", lambda: "another")
    elif doubt == "empty":
        birth.write_text("", encoding="utf-8")
    elif doubt == "removed":
        birth.unlink()
    else:
        clock.advance(-1e7)
    assert not await store(tmp_path, clock).has_every_attempt(100)


async def test_client_waits_for_the_process_that_holds_its_key(sandbox: Sandbox) -> None:
    clock = FakeClock()

    async def create() -> None:
        await client.jobs.create_singlecam(take.id, idempotency_key="k")

    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=clock) as client:
        take = await single_take(client)
        waits = len(clock.waits)
        async with anyio.create_task_group() as tasks, KeyStore(sandbox.endpoint_url, Clock()).hold("k"):
            tasks.start_soon(create)
            await wait_until(lambda: len(clock.waits) > waits + 10)
            assert not sandbox.journal.count("createSingleCamJob")
    assert len(sandbox.ledger) == 1


@ON_ASYNCIO
async def test_client_without_key_locks_does_not_wait_for_another_process(sandbox: Sandbox) -> None:
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, lock_keys=False) as client:
        take = await single_take(client)
        async with KeyStore(sandbox.endpoint_url, Clock()).hold("k"):
            await client.jobs.create_singlecam(take.id, idempotency_key="k")
    assert len(sandbox.ledger) == 1
