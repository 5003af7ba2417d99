"""Storage whose answers drip, or never end: what they say is heard, and nobody waits for the rest."""

import gc
import socket
from dataclasses import replace
from itertools import repeat
from pathlib import Path

import anyio
import pytest

from move_ugc_async.errors import MoveHTTPStatusError, MoveTimeoutError
from move_ugc_async.transfers import storage as reading
from move_ugc_async.transfers.storage import Storage
from tests.servers import Announcing, HttpServer, Received, Reply
from tests.transfers.objects import CLIP, SECRET, download, names, signed, stored, upload_all

pytestmark = pytest.mark.anyio

CODE = b"<Error><Code>SignatureDoesNotMatch</Code>"
REST = b"x" * 30_000


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_LONGEST_READING", 0.5)


async def test_a_refusal_that_drips_does_not_hold_up_a_download(storage: Storage, tmp_path: Path) -> None:
    dripping = HttpServer(Reply(CODE + REST, 403, drip=0.001))
    with dripping as server, anyio.fail_after(5), pytest.raises(MoveHTTPStatusError) as caught:
        await download(storage, signed(server, expires=2**33), tmp_path / "new")

    assert (caught.value.status, caught.value.error_type) == (403, "SignatureDoesNotMatch")
    assert SECRET not in str(caught.value)
    assert names(tmp_path) == []
    gc.collect()


async def test_early_hints_without_end_do_not_hold_up_a_download(storage: Storage, tmp_path: Path) -> None:
    storage = replace(storage, read_timeout=0.2)
    with Announcing() as server, anyio.fail_after(5), pytest.raises(MoveTimeoutError) as caught:
        await download(storage, signed(server), tmp_path / "new")

    assert SECRET not in str(caught.value)
    assert names(tmp_path) == []


async def test_a_refusal_that_drips_does_not_hold_up_an_upload(storage: Storage, clip: Path) -> None:
    with HttpServer(Reply(CODE + REST, 403, drip=0.001)) as server:
        await refused_upload(storage, server, clip)


# httpx reads no answer before everything is sent.
@pytest.mark.parametrize("stack", ["asyncio-aiohttp"], indirect=True)
async def test_nor_does_one_that_comes_before_everything_is_sent(storage: Storage, clip: Path) -> None:
    with HttpServer(Reply(CODE + REST, 403, drip=0.001, reads_body=False)) as server:
        await refused_upload(storage, server, clip)


async def refused_upload(storage: Storage, server: HttpServer, clip: Path) -> None:
    with anyio.fail_after(5), pytest.raises(MoveHTTPStatusError) as caught:
        await upload_all(storage, repeat(signed(server, expires=2**33)), clip)

    assert (caught.value.status, caught.value.error_type) == (403, "SignatureDoesNotMatch")
    gc.collect()


async def test_a_confirmation_that_drips_confirms(storage: Storage, clip: Path) -> None:
    def confirm(received: Received) -> Reply:
        return Reply(b" " * 30_000, headers=stored(received).headers, drip=0.001)

    with HttpServer(confirm) as server, anyio.fail_after(5):
        await upload_all(storage, repeat(signed(server)), clip)

    assert [request.body for request in server.requests] == [CLIP]
    gc.collect()


class EndlessServer(HttpServer):
    """Refuse for ever."""

    def _send(self, sock: socket.socket, reply: Reply, method: str) -> bool:  # noqa: ARG002 - it always does the same
        sock.sendall(b"HTTP/1.1 403 Scripted\r\nContent-Length: 1000000000000\r\n\r\n" + CODE)
        while not self.stopping.is_set():
            sock.sendall(REST)
        return False


async def test_a_refusal_without_an_end_is_read_in_part(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_LONGEST_READING", 60.0)
    with EndlessServer() as server, anyio.fail_after(5), pytest.raises(MoveHTTPStatusError, match="was signed"):
        await download(storage, signed(server, expires=2**33), tmp_path / "new")
    gc.collect()
