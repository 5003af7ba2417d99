"""Processes of one user on one machine are kept apart where they are at one key."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import pytest

from move_ugc_async import AmbiguousCreateError, AsyncMoveUgc, Clock, MoveConnectionError, MoveThrottledError
from move_ugc_async.creation import CreateAttempt, Creation, Creator
from move_ugc_async.idempotency import take_out
from move_ugc_async.key_locks import KeyLocks
from move_ugc_async.sandbox import Sandbox
from move_ugc_async.transport.budget import RetryBudget
from move_ugc_async.transport.retry import RetryPolicy
from tests.creation.world import THROTTLED, one_page
from tests.e2e.journeys import single_take

pytestmark = pytest.mark.anyio

SETTLE = 7.0


@dataclass(frozen=True, slots=True)
class NotedClock(Clock):
    """A clock that stands still, and notes the waits that count."""

    waits: list[float] = field(default_factory=list[float])

    def time(self) -> float:
        return 1000.0

    async def sleep(self, seconds: float) -> None:
        if seconds >= 1:
            self.waits.append(seconds)
        await anyio.sleep(min(seconds, 0.01))


def locks(folder: Path, clock: Clock | None = None, **options: Any) -> KeyLocks:
    """What another process would have."""
    return KeyLocks("endpoint", clock or Clock(), folder=folder / "locks", **options)


async def test_one_name_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    inside = 0

    async def hold() -> None:
        nonlocal inside
        async with locks(tmp_path).held("name"):
            inside += 1
            assert inside == 1
            await anyio.sleep(0.005)
            inside -= 1

    async with anyio.create_task_group() as tasks:
        for _ in range(8):
            tasks.start_soon(hold)


async def test_other_names_and_other_endpoints_do_not_wait(tmp_path: Path) -> None:
    other = KeyLocks("other endpoint", Clock(), folder=tmp_path / "locks")
    with anyio.fail_after(1):
        async with locks(tmp_path).held("name"), locks(tmp_path).held("other"), other.held("name"):
            pass


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


async def test_who_is_cancelled_while_it_waits_leaves_nothing(tmp_path: Path) -> None:
    mine = locks(tmp_path)
    async with locks(tmp_path).held("name"):
        before = open_files()
        with anyio.move_on_after(0.1) as scope:
            async with mine.held("name"):
                pytest.fail("two have it")
        assert scope.cancelled_caught
        assert open_files() == before
    with anyio.fail_after(1):
        async with mine.held("name"):
            pass


def start(program: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)


async def test_what_a_killed_process_held_is_free(tmp_path: Path) -> None:
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
    with start(program) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with anyio.move_on_after(0.1) as scope:
            async with locks(tmp_path).held("name"):
                pass
        assert scope.cancelled_caught
        process.send_signal(signal.SIGKILL)
        with anyio.fail_after(5):
            async with locks(tmp_path).held("name") as mark:
                assert mark.read() == 5.0


async def test_a_mark_is_kept_for_whoever_comes_next(tmp_path: Path) -> None:
    async with locks(tmp_path).held("name") as mark:
        assert mark.read() is None
        mark.write(1234567890.123456)
    async with locks(tmp_path).held("name") as mark:
        assert mark.read() == 1234567890.123456
        mark.write(None)
    async with locks(tmp_path).held("name") as mark:
        assert mark.read() is None


async def test_what_nobody_has_needed_for_long_is_swept_away(tmp_path: Path) -> None:
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
                os.utime(path, (time.time() - 7200,) * 2)
        assert await names() == before, "it was swept again too soon"
        os.utime(tmp_path / "locks" / "swept", (time.time() - 7200,) * 2)
        after = await names()
    # That which is held stays, and so does that which was needed just now.
    assert len(before) == 4
    assert len(after) == 3
    async with locks(tmp_path).held("old") as mark:
        assert mark.read() is None
    async with locks(tmp_path).held("held") as mark:
        assert mark.read() == 1.0


@pytest.mark.parametrize("instead", ["a file", "a link"])
async def test_a_folder_that_is_none_of_ours_keeps_nobody_apart_and_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, instead: str
) -> None:
    (tmp_path / "elsewhere").mkdir()
    if instead == "a file":
        (tmp_path / "locks").write_text("")
    else:
        (tmp_path / "locks").symlink_to(tmp_path / "elsewhere")
    mine = locks(tmp_path)
    with anyio.fail_after(1):
        for _ in range(2):
            async with mine.held("name") as mark, locks(tmp_path).held("name") as other:
                mark.write(1.0)
                # Within the client it is known for all that.
                assert (mark.read(), other.read()) == (1.0, None)
    assert sum("not kept apart" in record.getMessage() for record in caplog.records) == 3
    assert not list((tmp_path / "elsewhere").iterdir())


async def test_a_link_in_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    async with locks(tmp_path).held("name"):
        pass
    (path,) = [path for path in (tmp_path / "locks").iterdir() if path.name != "swept"]
    path.unlink()
    victim = tmp_path / "victim"
    victim.write_text("precious")
    path.symlink_to(victim)
    async with locks(tmp_path).held("name") as mark:
        mark.write(1.0)
    assert victim.read_text() == "precious"


async def test_a_folder_that_takes_its_time_holds_nobody(tmp_path: Path) -> None:
    let_go = threading.Event()

    class SlowLocks(KeyLocks):
        def _make_folder(self) -> None:
            let_go.wait(5)

    started = time.monotonic()
    with anyio.move_on_after(0.1):
        async with SlowLocks("endpoint", Clock(), folder=tmp_path).held("name"):
            pass
    took = time.monotonic() - started
    let_go.set()
    assert took < 2


async def test_turned_off_it_touches_nothing(tmp_path: Path) -> None:
    with anyio.fail_after(1):
        async with locks(tmp_path, is_on=False).held("name"), locks(tmp_path, is_on=False).held("name"):
            pass
    assert not (tmp_path / "locks").exists()


class Server:
    """An API whose list shows what was created only after so many looks."""

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


async def test_what_another_process_has_just_made_is_looked_for_again_when_lists_show_it(tmp_path: Path) -> None:
    server, clock = Server(lag=1), NotedClock()
    first = await creator(tmp_path, clock).create(server.creation(), "k")
    again = await creator(tmp_path, clock).create(server.creation(), "k")
    assert again is first
    assert clock.waits == [SETTLE]


async def test_what_is_listed_at_once_is_not_waited_for(tmp_path: Path) -> None:
    server, clock = Server(lag=0), NotedClock()
    first = await creator(tmp_path, clock).create(server.creation(), "k")
    assert await creator(tmp_path, clock).create(server.creation(), "k") is first
    assert clock.waits == []


async def test_a_creation_that_certainly_failed_is_not_waited_for(tmp_path: Path) -> None:
    server, clock = Server(0, THROTTLED), NotedClock()
    with pytest.raises(MoveThrottledError):
        await creator(tmp_path, clock).create(server.creation(), "k")
    await creator(tmp_path, clock).create(server.creation(), "k")
    assert clock.waits == []
    assert len(server.created) == 1


async def test_a_creation_that_may_have_been_made_is_waited_for_in_another_process(tmp_path: Path) -> None:
    server, clock = Server(0, MoveConnectionError("broken")), NotedClock()
    with pytest.raises(AmbiguousCreateError):
        await creator(tmp_path, clock).create(server.creation(), "k")
    clock.waits.clear()
    await creator(tmp_path, clock).create(server.creation(), "k")
    assert clock.waits == [SETTLE]


async def test_a_client_waits_for_whoever_is_at_its_key_unless_told_not_to(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for lock_keys in (True, False):
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, lock_keys=lock_keys) as client:
            take = await single_take(client)
            async with KeyLocks(sandbox.endpoint_url, Clock()).held("k"):
                with anyio.move_on_after(0.3 if lock_keys else 5) as scope:
                    await client.jobs.create_singlecam(take.id, idempotency_key="k")
        assert scope.cancelled_caught is lock_keys
    assert len(sandbox.ledger) == 1
