"""The benchmark stub responds as the API does, and results are computed and formatted correctly."""

import asyncio
import json
import socket
from collections.abc import Iterator
from contextlib import nullcontext
from http.client import HTTPConnection
from pathlib import Path

import anyio
import pytest

from benchmarks import results, table
from benchmarks.contestants import API_KEY, CHECKED_FILE_ID, JOB_IDS
from benchmarks.rows import calls, reads
from benchmarks.rows.row import Figure
from benchmarks.server import responses, storage
from benchmarks.server.protocol import StubProtocol
from benchmarks.server.routes import Routes
from benchmarks.spawn import stub
from benchmarks.stats import Samples, Spread, ratios
from move_ugc_async import AsyncMoveUgc, MoveIntegrityError, ProgressEvent
from tests.support.clocks import FakeClock
from tests.support.wait_until import SAFETY_NET

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    """Run on one event loop, since these tests are about the server."""
    return "asyncio"


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with stub() as origin:
        yield origin


async def test_stub_serves_jobs_one_by_one_in_batches_and_in_pages(origin: str) -> None:
    async with AsyncMoveUgc(API_KEY, endpoint_url=f"{origin}/graphql") as client:
        one = await client.jobs.retrieve(JOB_IDS[7])
        outcomes = await client.jobs.retrieve_many(JOB_IDS[:60])
        listed = [job.id async for job in client.jobs.list(limit=responses.PAGE_SIZE, next_token={"page": 97})]
    assert one.id == JOB_IDS[7]
    assert one.metadata == {
        "scene": "12B",
        "shot": 3,
        "performer": "Ada",
        "tags": ["dance", "studio"],
        "approved": True,
    }
    assert [outcome.error for outcome in outcomes] == [None] * 60
    assert listed == JOB_IDS[9700:]


async def test_stub_jobs_run_until_the_test_finishes_them(origin: str) -> None:
    states: list[str | None] = []

    def cancel(event: ProgressEvent) -> None:
        states.append(event.state)
        scope.cancel()

    async with AsyncMoveUgc(API_KEY, endpoint_url=f"{origin}/graphql") as client:
        with anyio.CancelScope() as scope:
            await client.jobs.wait(JOB_IDS[7], on_progress=cancel)
        assert states == ["RUNNING"]
        exchange(origin, b"GET /finish HTTP/1.1\r\n\r\n")
        try:
            finished = await client.jobs.wait(JOB_IDS[7])
        finally:
            exchange(origin, b"GET /reset HTTP/1.1\r\n\r\n")
    assert finished.state == "FINISHED"


async def test_stub_accepts_an_upload(origin: str, tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"\0\0\0\x18ftypisom" + bytes(2**20))
    async with AsyncMoveUgc(API_KEY, endpoint_url=f"{origin}/graphql") as client:
        assert (await client.files.upload(clip)).id.startswith("file-")


@pytest.mark.parametrize("size", [1, 50, 1000])
def test_stub_accepts_split_and_pipelined_requests(origin: str, size: int) -> None:
    body = b'{"query":"{getJob(jobId:1){id}}"}'
    request = b"POST /graphql HTTP/1.1\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    pieces = [(request * 2)[start : start + size] for start in range(0, 2 * len(request), size)]
    expected = responses.one_job() * 2
    assert exchange(origin, *pieces, size=len(expected)) == expected


def test_stub_serves_the_same_bytes_in_overlapping_ranges(origin: str) -> None:
    def get_range(first: int, last: int) -> bytes:
        connection = HTTPConnection(origin.removeprefix("http://"), timeout=SAFETY_NET)
        connection.request("GET", "/storage/clip.mp4", headers={"Range": f"bytes={first}-{last}"})
        with connection.getresponse() as response:
            assert response.headers["Content-Range"] == f"bytes {first}-{last}/{2**30}"
            body = response.read()
        connection.close()
        return body

    assert get_range(0, 2**21)[2**20 - 1 :] == get_range(2**20 - 1, 2**21)


@pytest.mark.parametrize("forged", [None, "0" * 32])
def test_stub_sends_the_md5_of_a_file_which_the_sdk_checks(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, forged: str | None
) -> None:
    monkeypatch.setattr(storage, "OBJECT_SIZE", 2**21)
    monkeypatch.setattr(storage, "md5", (lambda: forged) if forged else storage.md5.__wrapped__)

    async def download() -> None:
        routes = Routes("")
        server = await asyncio.get_running_loop().create_server(lambda: StubProtocol(routes), "127.0.0.1", 0)
        routes.origin = "http://{}:{}".format(*server.sockets[0].getsockname())
        endpoint = f"{routes.origin}/graphql"
        async with server, AsyncMoveUgc(API_KEY, endpoint_url=endpoint, clock=FakeClock()) as client:
            await client.files.download(CHECKED_FILE_ID, tmp_path / "clip.mp4")

    with pytest.raises(MoveIntegrityError) if forged else nullcontext():
        asyncio.run(download())


def test_figure_has_a_verdict_when_the_row_has_a_target() -> None:
    measured = Spread(3, 2, 4)
    assert [Figure("", measured, target).verdict for target in (2, 3, 4, None)] == ["met", "met", "missed", ""]
    assert Figure("", measured, 2, at_most=True).verdict == "missed"


def test_floor_table_shows_the_ratio_to_the_floor() -> None:
    text = table.format_floors({reads.ROW: measured_reads(cpu=6)})
    assert "| `reads` | CPU, sdk: retrieve_many  | raw aiohttp: same batches | 3×" in text  # noqa: RUF001 - times


def test_results_omit_a_row_whose_contestants_have_changed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    stale: Samples = {"sdk: 1": [{"cpu_us": 1}]}
    (tmp_path / "results.json").write_text(json.dumps({calls.ROW.name: {"run": {}, "samples": stale}}))
    results.write({reads.ROW: measured_reads(cpu=6)}, {"command": "bench", "took": "1 s"})
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8")).keys() == {reads.ROW.name}
    assert "- rounds: 1\n- command: bench\n- took: 1 s\n" in (tmp_path / "results.md").read_text(encoding="utf-8")


def test_ratios_are_computed_round_by_round() -> None:
    assert ratios([2, 20, 6], [1, 10, 2]) == Spread(2, 2, 3)


def measured_reads(cpu: float) -> Samples:
    """Return samples in which the SDK takes this many microseconds, and the others two."""
    names = [entry.name for entry in reads.ROW.entries(True)]  # noqa: FBT003 - a row takes it by position
    return {name: [{"cpu_us": cpu if name.startswith("sdk") else 2, "wall_us": 2, "per_second": 1}] for name in names}


def exchange(origin: str, *pieces: bytes, size: int = 1) -> bytes:
    """Send pieces one by one, and return the response once it has at least this many bytes."""
    received = b""
    with socket.create_connection(("127.0.0.1", int(origin.rpartition(":")[2])), SAFETY_NET) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            connection.sendall(piece)
        while len(received) < size and (block := connection.recv(2**16)):
            received += block
    return received
