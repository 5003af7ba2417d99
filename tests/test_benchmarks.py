"""The stub server of the benchmarks: a client gets from it what it gets from the API."""

import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import anyio
import pytest

from benchmarks.contestants import API_KEY, JOB_IDS
from benchmarks.server import answers
from benchmarks.spawn import stub
from benchmarks.stats import Spread, ratios
from move_ugc_async import AsyncMoveUgc

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with stub() as origin:
        yield origin


async def test_jobs_are_read_one_by_one_in_batches_and_in_pages(origin: str) -> None:
    async with AsyncMoveUgc(API_KEY, endpoint_url=f"{origin}/graphql") as client:
        one = await client.jobs.retrieve(JOB_IDS[7])
        outcomes = await client.jobs.retrieve_many(JOB_IDS[:60])
        listed = [job.id async for job in client.jobs.list(limit=answers.PAGE_SIZE, next_token={"page": 97})]
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


async def test_jobs_finish_when_they_are_told_to(origin: str) -> None:
    async with AsyncMoveUgc(API_KEY, endpoint_url=f"{origin}/graphql") as client:
        with anyio.move_on_after(0.2) as patience:
            await client.jobs.wait(JOB_IDS[7])
        assert patience.cancelled_caught
        exchange(origin, b"GET /finish HTTP/1.1\r\n\r\n")
        finished = await client.jobs.wait(JOB_IDS[7])
    exchange(origin, b"GET /reset HTTP/1.1\r\n\r\n")
    assert finished.state == "FINISHED"


async def test_a_clip_goes_up(origin: str, tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"\0\0\0\x18ftypisom" + bytes(2**20))
    async with AsyncMoveUgc(API_KEY, endpoint_url=f"{origin}/graphql") as client:
        assert (await client.files.upload(clip)).id.startswith("file-")


@pytest.mark.parametrize("size", [1, 50, 1000])
def test_a_request_may_come_in_pieces_or_with_the_next_one(origin: str, size: int) -> None:
    body = b'{"query":"{getJob(jobId:1){id}}"}'
    request = b"POST /graphql HTTP/1.1\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    pieces = [(request * 2)[start : start + size] for start in range(0, 2 * len(request), size)]
    answer = answers.one_job() * 2
    assert exchange(origin, *pieces, enough=len(answer)) == answer


def test_a_range_of_an_object_is_what_the_whole_has_there(origin: str) -> None:
    def ask(first: int, last: int) -> bytes:
        connection = HTTPConnection(origin.removeprefix("http://"))
        connection.request("GET", "/storage/clip.mp4", headers={"Range": f"bytes={first}-{last}"})
        with connection.getresponse() as response:
            assert response.headers["Content-Range"] == f"bytes {first}-{last}/{2**30}"
            body = response.read()
        connection.close()
        return body

    assert ask(0, 2**21)[2**20 - 1 :] == ask(2**20 - 1, 2**21)


def test_ratios_are_taken_round_by_round() -> None:
    assert ratios([2, 20, 6], [1, 10, 2]) == Spread(2, 2, 3)


def exchange(origin: str, *pieces: bytes, enough: int = 1) -> bytes:
    """Send pieces one by one, and give what has come back once there are so many bytes."""
    received = b""
    with socket.create_connection(("127.0.0.1", int(origin.rpartition(":")[2]))) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            connection.sendall(piece)
        while len(received) < enough:
            received += connection.recv(2**16)
    return received
