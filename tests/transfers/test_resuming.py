"""Downloads that break: on from where they were, in one piece or in several, and never spliced."""

import errno
import functools
import gc
import hashlib
import os
import random
import resource
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc, FileType
from move_ugc_async.errors import (
    MoveDiskFullError,
    MoveError,
    MoveHTTPStatusError,
    MoveIntegrityError,
    MoveURLExpiredError,
)
from move_ugc_async.transfers.events import TransferEvent
from move_ugc_async.transfers.partial import Partial
from move_ugc_async.transfers.ranges import Segment, Stored
from move_ugc_async.transfers.storage import CHUNK_SIZE
from move_ugc_async.transport.http import Backend, Http
from move_ugc_async.transport.retry import RetryPolicy
from tests.servers import API_KEY, HttpServer, Received, Reply, answer
from tests.transfers.objects import (
    EXPIRED,
    Break,
    Object,
    download,
    large_body,
    names,
    open_files,
    serving,
    settings,
    signed,
)

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["asyncio-aiohttp", "trio-httpx"])
def stack(request: pytest.FixtureRequest) -> str:
    """What users get."""
    return str(request.param)


patient = functools.partial(settings, retry=RetryPolicy(max_retries=3))
PLAIN = {"ranges": 1}
IN_RANGES = {"ranges": 4, "range_threshold": 256 * 1024}
UNIT = 256 * 1024
BODY = random.Random(1).randbytes(4 * UNIT + 12345)


async def fetch(http: Http, stored: Object, destination: Path, **changes: object) -> Path:
    with serving(stored) as server, anyio.fail_after(50):
        return await download(patient(http, **changes), signed(server), destination)


CUTS: list[Break] = ["close", "reset", "stall", "close", "reset", "close", "stall", "reset", "close", "reset"]


async def _cut_ten_times(http: Http, destination: Path, body: bytes, read_timeout: float, **changes: object) -> None:
    chance = random.Random(25)
    offsets = sorted(chance.randrange(len(body)) for _ in CUTS)
    # Given, since it would be counted anew for every request.
    etag = f'"{hashlib.md5(body).hexdigest()}"'
    stored = Object(body, etag=etag, cuts=list(zip(offsets, CUTS, strict=True)))
    await fetch(http, stored, destination, read_timeout=read_timeout, **changes)

    assert not stored.cuts
    assert all(again <= CHUNK_SIZE for again in stored.given_again()), stored.given_again()
    assert sum(stored.given_again()) == stored.given - len(body)
    with destination.open("rb") as file:
        assert hashlib.file_digest(file, "sha256").digest() == hashlib.sha256(body).digest()
    assert names(destination.parent) == [destination.name]
    gc.collect()


@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_ten_cuts_cost_no_more_than_a_chunk_each(http: Http, tmp_path: Path, changes: dict[str, int]) -> None:
    await _cut_ten_times(http, tmp_path / "new", BODY, 0.4, **changes)


async def test_what_has_come_before_a_cut_is_not_fetched_again(http: Http, tmp_path: Path) -> None:
    async def slowly(_event: TransferEvent) -> None:
        # So that the cut comes while more has arrived than was taken.
        await anyio.sleep(0.1)

    stored = Object(BODY, cuts=[(3 * UNIT + 100_000, "close")])
    with serving(stored) as server:
        await download(patient(http, **PLAIN), signed(server), tmp_path / "new", on_progress=slowly)

    assert not stored.cuts
    assert stored.given_again() == []
    # RFC 9110, 13.1.5: what goes on is asked for on the condition that the object is the same.
    assert stored.conditions == [None, f'"{hashlib.md5(BODY).hexdigest()}"']


@pytest.mark.slow
@pytest.mark.parametrize("changes", [PLAIN, {"ranges": 4}], ids=["plain", "ranges"])
async def test_256_mib_cut_at_ten_offsets_cost_no_more_than_a_chunk_each(
    http: Http, tmp_path: Path, changes: dict[str, int]
) -> None:
    await _cut_ten_times(http, tmp_path / "new", large_body(), 2, **changes)


@pytest.mark.parametrize("size", [0, 1, UNIT - 1, UNIT, UNIT + 1, 3 * UNIT, 4 * UNIT + 12345])
async def test_ranges_give_what_one_piece_gives(http: Http, tmp_path: Path, size: int) -> None:
    stored = Object(BODY[:size])
    await fetch(http, stored, tmp_path / "new", **IN_RANGES)

    assert (tmp_path / "new").read_bytes() == BODY[:size]
    assert stored.given == size
    assert len(stored.ranges) == (2 if size == 0 else -(-size // UNIT))


@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_an_object_that_changes_is_fetched_anew_and_never_spliced(
    http: Http, tmp_path: Path, changes: dict[str, int]
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


async def test_an_object_that_changes_without_end_is_a_typed_error(http: Http, tmp_path: Path) -> None:
    stored = Object(bytes(3 * UNIT), cuts=[(250_000, "close")] * 50)

    def change(received: Received) -> Reply:
        stored.body = os.urandom(3 * UNIT)
        return stored.reply(received)

    with serving(stored) as server:
        server._script = (change,)
        with pytest.raises(MoveIntegrityError, match="changes while it is being read"):
            await download(patient(http, **PLAIN), signed(server), tmp_path / "new")

    assert names(tmp_path) == []


@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_storage_that_ignores_ranges_gives_the_right_file(
    http: Http, tmp_path: Path, changes: dict[str, int]
) -> None:
    stored = Object(BODY, knows_ranges=False, cuts=[(250_000, "close"), (500_000, "close")])
    await fetch(http, stored, tmp_path / "new", **changes)

    assert (tmp_path / "new").read_bytes() == BODY


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
async def test_without_a_strong_etag_a_broken_download_starts_over(http: Http, tmp_path: Path, etag: str) -> None:
    stored = Object(BODY, etag=etag, cuts=[(250_000, "close")])
    await fetch(http, stored, tmp_path / "new", **PLAIN)

    assert (tmp_path / "new").read_bytes() == BODY
    assert stored.ranges == [None, None]


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
async def test_a_wrong_content_range_gives_the_right_file_or_a_typed_error(
    http: Http, tmp_path: Path, place: str | None
) -> None:
    def lying(received: Received) -> Reply:
        if received.header("range") is None:
            return Reply(BODY)
        return Reply(BODY[:500], 206, () if place is None else (("Content-Range", place),))

    with HttpServer(lying) as server:
        await download(patient(http, **IN_RANGES), signed(server), tmp_path / "new")
    assert (tmp_path / "new").read_bytes() == BODY

    with HttpServer(Reply(BODY, 206, (("Content-Range", "bytes 0-1/2"),))) as server, pytest.raises(MoveError):
        await download(patient(http, **PLAIN), signed(server), tmp_path / "other")
    assert names(tmp_path) == ["new"]


@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_a_range_that_cannot_be_satisfied_once_gives_the_right_file(
    http: Http, tmp_path: Path, changes: dict[str, int]
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


async def test_a_range_that_cannot_be_satisfied_without_end_is_a_typed_error(http: Http, tmp_path: Path) -> None:
    with HttpServer(Reply(b"", 416)) as server, pytest.raises(MoveHTTPStatusError):
        await download(patient(http, **IN_RANGES), signed(server), tmp_path / "new")

    assert names(tmp_path) == []


@pytest.mark.parametrize("persistent", [False, True])
@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_a_flipped_byte_is_found(
    http: Http,
    tmp_path: Path,
    changes: dict[str, int],
    persistent: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    etag = f'"{hashlib.md5(BODY).hexdigest()}"'
    flipped = bytearray(BODY)
    flipped[2 * UNIT] ^= 1
    stored = Object(bytes(flipped), etag=etag)

    def mend(received: Received) -> Reply:
        if not persistent and stored.given >= len(BODY):
            stored.body = BODY
        return stored.reply(received)

    with serving(stored) as server:
        server._script = (mend,)
        if persistent:
            with pytest.raises(MoveIntegrityError, match="not the MD5"):
                await download(patient(http, **changes), signed(server), tmp_path / "new")
            assert names(tmp_path) == []
        else:
            await download(patient(http, **changes), signed(server), tmp_path / "new")
            assert (tmp_path / "new").read_bytes() == BODY
    assert stored.given == 2 * len(BODY)


async def test_an_etag_of_an_encrypted_object_is_no_digest(http: Http, tmp_path: Path) -> None:
    encrypted = (("x-amz-server-side-encryption", "aws:kms"),)
    await fetch(http, Object(BODY, etag=f'"{"0" * 32}"', headers=encrypted), tmp_path / "new")

    assert (tmp_path / "new").read_bytes() == BODY


@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_a_url_that_expires_half_way_is_asked_for_once(
    http: Http, tmp_path: Path, changes: dict[str, int]
) -> None:
    stored = Object(BODY, cuts=[(400_000, "close")])
    asked = 0

    def expiring(received: Received) -> Reply:
        if "Expires=1" in received.target and not stored.cuts:
            return Reply(EXPIRED, 403)
        return stored.reply(received)

    with serving(stored) as server:
        server._script = (expiring,)

        def again() -> str:
            nonlocal asked
            asked += 1
            return signed(server, 2)

        await download(patient(http, **changes), signed(server), tmp_path / "new", again=again)

    assert (tmp_path / "new").read_bytes() == BODY
    assert asked == 1
    assert stored.given - len(BODY) <= CHUNK_SIZE


@pytest.mark.parametrize("ranges", [1, 4], ids=["plain", "ranges"])
async def test_a_url_that_expires_half_way_costs_one_call_of_the_api(stack: str, tmp_path: Path, ranges: int) -> None:
    stored = Object(BODY, cuts=[(700_000, "close")])

    def expiring(received: Received) -> Reply:
        return Reply(EXPIRED, 403) if "Expires=1" in received.target and not stored.cuts else stored.reply(received)

    file = FileType(id="file-1", type=".mp4")
    with serving(stored) as server:
        server._script = (expiring,)
        file.presigned_url = signed(server, 1)
        renewed = {"id": file.id, "type": file.type, "presignedUrl": signed(server, 2)}
        with HttpServer(answer({"getFile": renewed})) as api:
            options: dict[str, Any] = {"download_ranges": ranges, "download_range_threshold": UNIT}
            backend = cast("Backend", stack.partition("-")[2])
            async with AsyncMoveUgc(API_KEY, endpoint_url=api.url, http_backend=backend, **options) as client:
                await client.files.download(file, tmp_path / "new")

    assert (tmp_path / "new").read_bytes() == BODY
    assert [received.json()["operationName"] for received in api.requests] == ["getFile"]
    assert all(again <= CHUNK_SIZE for again in stored.given_again())


async def test_a_url_that_stays_expired_is_a_typed_error(http: Http, tmp_path: Path) -> None:
    with HttpServer(Reply(EXPIRED, 403)) as server, pytest.raises(MoveURLExpiredError):
        await download(patient(http), signed(server), tmp_path / "new")

    assert len(server.requests) == 2


async def test_server_errors_pass_and_refusals_stay(http: Http, tmp_path: Path) -> None:
    stored = Object(BODY)
    with HttpServer(Reply(b"", 503), Reply(b"", 500), stored.reply) as server:
        await download(patient(http), signed(server), tmp_path / "new")
    assert (tmp_path / "new").read_bytes() == BODY

    with HttpServer(Reply(b"", 404)) as server, pytest.raises(MoveHTTPStatusError):
        await download(patient(http), signed(server), tmp_path / "other")
    assert len(server.requests) == 1


# Progress


@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_progress_is_told_step_by_step(http: Http, tmp_path: Path, changes: dict[str, int]) -> None:
    events: list[TransferEvent] = []

    async def on_progress(event: TransferEvent) -> None:
        await anyio.lowlevel.checkpoint()
        events.append(event)

    with serving(Object(BODY)) as server:
        await download(patient(http, **changes), signed(server), tmp_path / "new", on_progress=on_progress)

    done = [event.done_bytes for event in events]
    assert done == sorted(done)
    assert events[-1] == TransferEvent("download", "file-1", "new", len(BODY), len(BODY))


@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_what_on_progress_raises_ends_the_download(http: Http, tmp_path: Path, changes: dict[str, int]) -> None:
    def on_progress(event: TransferEvent) -> None:
        if event.done_bytes > UNIT:
            raise ZeroDivisionError

    with serving(Object(BODY)) as server, pytest.raises(ZeroDivisionError):
        await download(patient(http, **changes), signed(server), tmp_path / "new", on_progress=on_progress)

    assert names(tmp_path) == []
    gc.collect()


# Disk, cancellation, and who else is there


@pytest.fixture
def small_files() -> "object":
    """Let no file grow beyond 2 MiB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * UNIT, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.usefixtures("small_files")
@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_a_disk_that_is_full_is_a_typed_error_and_leaves_nothing(
    http: Http, tmp_path: Path, changes: dict[str, int]
) -> None:
    with serving(Object(BODY)) as server, pytest.raises(MoveDiskFullError) as caught:
        await download(patient(http, **changes), signed(server), tmp_path / "new")

    assert isinstance(caught.value.__cause__, OSError)
    assert caught.value.__cause__.errno == errno.EFBIG
    assert names(tmp_path) == []
    gc.collect()


@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_cancelled_at_random_moments_nothing_is_left(http: Http, tmp_path: Path, changes: dict[str, int]) -> None:
    chance = random.Random(36)
    body = BODY[: 2 * UNIT]
    with serving(Object(body)) as server:
        for _ in range(15):
            with anyio.move_on_after(chance.uniform(0, 0.03)):
                await download(patient(http, **changes), signed(server), tmp_path / "new", overwrite=True)
            assert names(tmp_path) in ([], ["new"])
            assert open_files(tmp_path) == []
        await download(patient(http, **changes), signed(server), tmp_path / "new", overwrite=True)
    assert (tmp_path / "new").read_bytes() == body
    gc.collect()


async def test_two_at_once_do_not_disturb_each_other(http: Http, tmp_path: Path) -> None:
    with serving(Object(BODY)) as server:
        storage = patient(http, **IN_RANGES)
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(functools.partial(download, storage, signed(server), tmp_path / "new", overwrite=True))

    assert (tmp_path / "new").read_bytes() == BODY
    assert names(tmp_path) == ["new"]


def left_behind(destination: Path, stored: Stored, done: int) -> Partial:
    """Leave what a killed download leaves."""
    partial = Partial(destination)
    segment = Segment(0, 0, stored.size)
    partial.begin(stored, [segment])
    partial.write(segment, BODY[:done])
    partial.close()
    return partial


def _left(folder: Path) -> tuple[Path, Path]:
    (note,), (part,) = folder.glob(".*.part-note"), folder.glob(".*.part")
    return note, part


def known(body: bytes = BODY) -> Stored:
    md5 = hashlib.md5(body).hexdigest()
    return Stored(f'"{md5}"', len(body), md5)


@pytest.mark.parametrize("done", [1, UNIT, len(BODY) - 1, len(BODY)])
async def test_what_was_left_behind_is_taken_up(http: Http, tmp_path: Path, done: int) -> None:
    left_behind(tmp_path / "new", known(), done)
    assert len(names(tmp_path)) == 2
    stored = Object(BODY)
    await fetch(http, stored, tmp_path / "new")

    assert stored.given == max(len(BODY) - done, 1)
    assert (tmp_path / "new").read_bytes() == BODY
    assert names(tmp_path) == ["new"]


async def test_what_was_left_behind_of_another_object_is_not_used(http: Http, tmp_path: Path) -> None:
    left_behind(tmp_path / "new", known(b"other" * UNIT), UNIT)
    storage = settings(http)
    with serving(Object(BODY)) as server:
        await download(storage, signed(server), tmp_path / "new")

    assert (tmp_path / "new").read_bytes() == BODY


async def test_what_was_left_behind_and_damaged_is_found(http: Http, tmp_path: Path) -> None:
    left_behind(tmp_path / "new", known(), UNIT)
    _, part = _left(tmp_path)
    await anyio.Path(part).write_bytes(bytes(UNIT))
    await fetch(http, Object(BODY), tmp_path / "new")

    assert (tmp_path / "new").read_bytes() == BODY


def _garble(note: Path, _part: Path) -> None:
    note.write_bytes(b'{"etag": 1}\nzz')


def _shorten(_note: Path, part: Path) -> None:
    part.write_bytes(b"short")


def _link_away(note: Path, part: Path) -> None:
    elsewhere = part.parent.parent / "precious"
    elsewhere.write_bytes(b"precious")
    for path in (note, part):
        path.unlink()
        path.symlink_to(elsewhere)


def _link_part(_note: Path, part: Path) -> None:
    elsewhere = part.parent.parent / "precious"
    elsewhere.write_bytes(b"precious")
    part.unlink()
    part.hardlink_to(elsewhere)


def _make_folders(note: Path, part: Path) -> None:
    for path in (note, part):
        path.unlink()
        path.mkdir()


def _make_pipes(note: Path, part: Path) -> None:
    for path in (note, part):
        path.unlink()
        os.mkfifo(path)


@pytest.mark.parametrize("harm", [_garble, _shorten, _link_away, _link_part, _make_folders, _make_pipes])
async def test_whatever_has_the_name_of_a_partial_file_does_no_harm(
    http: Http, tmp_path: Path, harm: Callable[[Path, Path], None]
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    left_behind(folder / "new", known(), UNIT)
    harm(*_left(folder))
    await fetch(http, Object(BODY), folder / "new")

    assert (folder / "new").read_bytes() == BODY
    assert not (tmp_path / "precious").exists() or (tmp_path / "precious").read_bytes() == b"precious"
    assert open_files(tmp_path) == []


async def test_a_link_under_the_final_name_is_replaced_and_not_followed(http: Http, tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    (tmp_path / "new").symlink_to(tmp_path / "precious")
    with serving(Object(BODY)) as server:
        with pytest.raises(FileExistsError):
            await download(patient(http), signed(server), tmp_path / "new")
        await download(patient(http), signed(server), tmp_path / "new", overwrite=True)

    assert (tmp_path / "precious").read_bytes() == b"precious"
    assert not (tmp_path / "new").is_symlink()
