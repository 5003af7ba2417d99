"""Broken downloads resume where they were, in one piece or in ranges, and are never spliced."""

import gc
import hashlib
import os
import random
from collections.abc import Sequence
from pathlib import Path

import anyio
import pytest

from move_ugc_async._transfers.events import TransferEvent
from move_ugc_async._transfers.storage import CHUNK_SIZE
from move_ugc_async._transport.http import HttpPool
from move_ugc_async.errors import (
    MoveError,
    MoveHTTPStatusError,
    MoveIntegrityError,
)
from tests.support.clocks import FakeClock
from tests.support.loop_time import StoppedTime
from tests.support.servers import HttpServer, Received, Reply
from tests.support.wait_until import run_ready, wait_until
from tests.unit._transfers.objects import (
    BODY,
    IN_RANGES,
    PLAIN,
    UNIT,
    USERS,
    Break,
    Object,
    download,
    fetch,
    large_body,
    names,
    patient,
    serving,
    signed,
)
from tests.unit._transfers.stopped import pass_time

pytestmark = pytest.mark.anyio

CUTS: list[Break] = ["close", "reset", "close", "reset", "close", "reset", "close", "reset", "close", "reset"]
STALLED: list[Break] = ["close", "reset", "stall", "close", "reset", "close", "stall", "reset", "close", "reset"]


def cut_at_ten_offsets(body: bytes, cuts: Sequence[Break]) -> Object:
    rng = random.Random(25)
    offsets = sorted(rng.randrange(len(body)) for _ in cuts)
    # Passed in, since the server would compute it for each request.
    etag = f'"{hashlib.md5(body).hexdigest()}"'
    return Object(body, etag=etag, cuts=list(zip(offsets, cuts, strict=True)))


def check_cost(stored: Object, destination: Path) -> None:
    """Check that a file is complete, and that each cut made storage send no more than a chunk again."""
    assert not stored.cuts
    assert all(size <= CHUNK_SIZE for size in stored.resent_bytes()), stored.resent_bytes()
    assert sum(stored.resent_bytes()) == stored.sent_bytes - len(stored.body)
    with destination.open("rb") as file:
        assert hashlib.file_digest(file, "sha256").digest() == hashlib.sha256(stored.body).digest()
    assert names(destination.parent) == [destination.name]
    gc.collect()


@USERS
@pytest.mark.check(25)
@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_ten_cuts_cost_at_most_a_chunk_each(http: HttpPool, tmp_path: Path, changes: dict[str, int]) -> None:
    stored = cut_at_ten_offsets(BODY * 4, CUTS)
    await fetch(http, stored, tmp_path / "new", **changes)
    check_cost(stored, tmp_path / "new")


@USERS
@pytest.mark.check(25)
async def test_cuts_and_stalls_cost_at_most_a_chunk_each(
    http: HttpPool, tmp_path: Path, stopped_time: StoppedTime
) -> None:
    stored = cut_at_ten_offsets(BODY * 4, STALLED)
    clock = FakeClock()
    destination = tmp_path / "new"
    with serving(stored) as server:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(download, patient(http, clock=clock, **PLAIN), signed(server), destination)
            for number, _ in enumerate(STALLED, 1):
                await wait_until(lambda number=number: len(server.cuts) == number)
                if server.cuts[-1] == "stall":
                    # The client waits before each further attempt.
                    await pass_time(stopped_time, lambda number=number: len(clock.waits) == number)
    assert server.cuts == STALLED
    check_cost(stored, destination)


@pytest.mark.check(25)
async def test_stalled_range_is_resumed_while_others_complete(
    http: HttpPool, tmp_path: Path, stopped_time: StoppedTime
) -> None:
    stored = Object(BODY, cuts=[(UNIT + 100_000, "stall")])
    clock = FakeClock()
    done = 0

    def on_progress(event: TransferEvent) -> None:
        nonlocal done
        done = event.done_bytes

    async def fetch_ranges() -> None:
        storage = patient(http, clock=clock, **IN_RANGES)
        await download(storage, signed(server), tmp_path / "new", on_progress=on_progress)

    with serving(stored) as server:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(fetch_ranges)
            await wait_until(lambda: server.cuts and done == len(BODY) - UNIT)
            await pass_time(stopped_time, lambda: clock.waits)

    assert (tmp_path / "new").read_bytes() == BODY
    assert stored.resent_bytes() == []


async def test_bytes_that_arrived_before_a_cut_are_not_fetched_again(http: HttpPool, tmp_path: Path) -> None:
    body = BODY * 2

    async def wait_for_the_cut(_event: TransferEvent) -> None:
        if len(server.requests) == 1:
            # More bytes arrive than are read.
            await wait_until(lambda: server.cuts and not server.open_connections)
            await run_ready()

    stored = Object(body, cuts=[(CHUNK_SIZE + 600_000, "close")])
    with serving(stored) as server:
        await download(patient(http, **PLAIN), signed(server), tmp_path / "new", on_progress=wait_for_the_cut)

    assert (tmp_path / "new").read_bytes() == body
    assert not stored.cuts
    assert stored.resent_bytes() == []
    # The missing bytes are requested on condition that the object is the same (RFC 9110, 13.1.5).
    assert stored.conditions == [None, f'"{hashlib.md5(body).hexdigest()}"']


@USERS
@pytest.mark.check(25)
@pytest.mark.slow
@pytest.mark.parametrize("changes", [PLAIN, {"ranges": 4}], ids=["plain", "ranges"])
async def test_256_mib_cut_at_ten_offsets_cost_no_more_than_a_chunk_each(
    http: HttpPool, tmp_path: Path, changes: dict[str, int]
) -> None:
    stored = cut_at_ten_offsets(large_body(), STALLED)
    await fetch(http, stored, tmp_path / "new", read_timeout=2, **changes)
    check_cost(stored, tmp_path / "new")


@USERS
@pytest.mark.parametrize("size", [0, 1, UNIT - 1, UNIT, UNIT + 1, 3 * UNIT, 4 * UNIT + 12345])
async def test_download_in_ranges_writes_the_same_bytes(http: HttpPool, tmp_path: Path, size: int) -> None:
    stored = Object(BODY[:size])
    await fetch(http, stored, tmp_path / "new", **IN_RANGES)

    assert (tmp_path / "new").read_bytes() == BODY[:size]
    assert stored.sent_bytes == size
    assert len(stored.ranges) == (2 if size == 0 else -(-size // UNIT))


@pytest.mark.check(26)
@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_changed_object_is_downloaded_again_and_never_spliced(
    http: HttpPool, tmp_path: Path, changes: dict[str, int]
) -> None:
    stored = Object(bytes(3 * UNIT), cuts=[(UNIT + 100_000, "close")])

    def change(received: Received) -> Reply:
        if not stored.cuts:
            stored.body = BODY
        return stored.reply(received)

    with serving(stored) as server:
        server._script = (change,)
        await download(patient(http, **changes), signed(server), tmp_path / "new")

    assert (tmp_path / "new").read_bytes() == BODY


@pytest.mark.check(26)
async def test_object_that_keeps_changing_raises_an_integrity_error(http: HttpPool, tmp_path: Path) -> None:
    stored = Object(bytes(3 * UNIT), cuts=[(250_000, "close")] * 50)

    def change(received: Received) -> Reply:
        stored.body = os.urandom(3 * UNIT)
        return stored.reply(received)

    with serving(stored) as server:
        server._script = (change,)
        with pytest.raises(MoveIntegrityError, match="changed while it was being read"):
            await download(patient(http, **PLAIN), signed(server), tmp_path / "new")

    assert names(tmp_path) == []


@pytest.mark.check(27)
@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_download_is_correct_when_storage_ignores_ranges(
    http: HttpPool, tmp_path: Path, changes: dict[str, int]
) -> None:
    stored = Object(BODY, supports_ranges=False, cuts=[(250_000, "close"), (500_000, "close")])
    await fetch(http, stored, tmp_path / "new", **changes)

    assert (tmp_path / "new").read_bytes() == BODY


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
async def test_broken_download_without_a_strong_etag_starts_over(http: HttpPool, tmp_path: Path, etag: str) -> None:
    stored = Object(BODY, etag=etag, cuts=[(250_000, "close")])
    await fetch(http, stored, tmp_path / "new", **PLAIN)

    assert (tmp_path / "new").read_bytes() == BODY
    assert stored.ranges == [None, None]


@pytest.mark.parametrize("etag", ['"\xff\xfe"', '"gr\xfc\xdfe"'])
async def test_etag_that_cannot_be_sent_in_a_header_turns_ranges_off(http: HttpPool, tmp_path: Path, etag: str) -> None:
    stored = Object(BODY, etag=etag)
    await fetch(http, stored, tmp_path / "new", **IN_RANGES)

    assert (tmp_path / "new").read_bytes() == BODY
    assert stored.ranges == [f"bytes=0-{UNIT - 1}", None]


@pytest.mark.check(27)
@pytest.mark.parametrize(
    "place",
    [
        None,
        "bytes 1-100/200",
        "bytes 0-999999999/5",
        "bytes 5-1/100",
        "items 0-1/2",
        "bytes 0-1/*",
        "bytes */5",
        "x" * 99,
    ],
)
async def test_invalid_content_range_never_corrupts_a_file(http: HttpPool, tmp_path: Path, place: str | None) -> None:
    def reply(received: Received) -> Reply:
        if received.header("range") is None:
            return Reply(BODY)
        return Reply(BODY[:500], 206, () if place is None else (("Content-Range", place),))

    with HttpServer(reply) as server:
        await download(patient(http, **IN_RANGES), signed(server), tmp_path / "new")
    assert (tmp_path / "new").read_bytes() == BODY

    with HttpServer(Reply(BODY, 206, (("Content-Range", "bytes 0-1/2"),))) as server, pytest.raises(MoveError):
        await download(patient(http, **PLAIN), signed(server), tmp_path / "other")
    assert names(tmp_path) == ["new"]


@pytest.mark.check(27)
@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_download_recovers_from_one_unsatisfiable_range(
    http: HttpPool, tmp_path: Path, changes: dict[str, int]
) -> None:
    stored = Object(BODY, cuts=[(UNIT + 100_000, "close")])
    refused: list[str | None] = []

    def refuse_once(received: Received) -> Reply:
        if not stored.cuts and not refused:
            refused.append(received.header("range"))
            return Reply(b"", 416, (("Content-Range", f"bytes */{len(BODY)}"),))
        return stored.reply(received)

    with serving(stored) as server:
        server._script = (refuse_once,)
        await download(patient(http, **changes), signed(server), tmp_path / "new")

    assert refused
    assert (tmp_path / "new").read_bytes() == BODY


@pytest.mark.check(27)
async def test_ranges_that_stay_unsatisfiable_raise(http: HttpPool, tmp_path: Path) -> None:
    with HttpServer(Reply(b"", 416)) as server, pytest.raises(MoveHTTPStatusError):
        await download(patient(http, **IN_RANGES), signed(server), tmp_path / "new")

    assert names(tmp_path) == []
