"""A server that stores one object as S3 does, and breaks connections where a test says so."""

import functools
import hashlib
import itertools
import random
import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pytest

from move_ugc_async._generated.fragments import FileType
from move_ugc_async._transfers.download import DownloadSource
from move_ugc_async._transfers.download import download as get
from move_ugc_async._transfers.events import OnTransfer, Reporter
from move_ugc_async._transfers.sources import UploadSource, open_source
from move_ugc_async._transfers.storage import Storage
from move_ugc_async._transfers.upload import put
from move_ugc_async._transfers.upload import upload as send
from move_ugc_async._transport.http import HttpPool
from move_ugc_async._transport.retry import RetryBudget, RetryPolicy
from tests.support.clocks import FakeClock
from tests.support.proc import open_descriptors
from tests.support.servers import HttpServer, Received, Reply, Script, is_delivered
from tests.support.wait_until import wait_until_sync

SECRET = "Signature-canary-83b1"
MIB = 1024 * 1024
CLIP = b"\0\0\0\x20ftypisom" + bytes(range(256)) * 4099
EXPIRED = b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"

UNIT = 256 * 1024
BODY = random.Random(1).randbytes(4 * UNIT + 12345)
PLAIN = {"ranges": 1}
IN_RANGES = {"ranges": 4, "range_threshold": UNIT}

USERS = pytest.mark.parametrize("stack", ["asyncio-aiohttp", "trio-httpx"], indirect=True)
"""Both event loops, each with the HTTP library that it has by default: for one test of each feature."""

ALL_STACKS = pytest.mark.parametrize("stack", ["asyncio-aiohttp", "asyncio-httpx", "trio-httpx"], indirect=True)
"""For behaviour that depends on the event loop or the HTTP library."""

READS_EARLY_RESPONSES = pytest.mark.parametrize("stack", ["asyncio-aiohttp"], indirect=True)
"""For responses before the request is sent completely: httpx reads none until then."""

Break: TypeAlias = Literal["close", "reset", "stall"]


@dataclass(frozen=True)
class Cut(Reply):
    """A response that breaks early."""

    sent: int = 0
    """Bytes of the body after which it breaks."""
    how: Break = "close"


@dataclass
class Object:
    """A stored object."""

    body: bytes
    etag: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    supports_ranges: bool = True
    sent_bytes: int = 0
    """Bytes sent so far."""
    ranges: list[str | None] = field(default_factory=list[str | None])
    """The Range of each request."""
    conditions: list[str | None] = field(default_factory=list[str | None])
    """The If-Range of each request."""
    cuts: list[tuple[int, Break]] = field(default_factory=list[tuple[int, Break]])
    """Offsets in the object, in order, at which the connection breaks."""
    spans: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    """The range of bytes sent for each request."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def resent_bytes(self) -> list[int]:
        """Return how many bytes were sent again for each request."""
        spans = sorted(self.spans)
        return [end - start for (_, end), (start, _) in itertools.pairwise(spans) if end > start]

    def reply(self, received: Received) -> Reply:
        requested = re.fullmatch(r"bytes=(\d+)-(\d*)", received.header("range") or "")
        etag = f'"{hashlib.md5(self.body).hexdigest()}"' if self.etag is None else self.etag
        is_same = received.header("if-range") in (None, etag)
        fields = (("ETag", etag), *self.headers) if etag else self.headers
        with self.lock:
            self.ranges.append(received.header("range"))
            self.conditions.append(received.header("if-range"))
            if not requested or not is_same or not self.supports_ranges:
                return self._cut(0, len(self.body), Reply(self.body, headers=fields))
            start, end = int(requested[1]), min(int(requested[2] or len(self.body)) + 1, len(self.body))
            if start >= len(self.body):
                return Reply(b"", 416, (("Content-Range", f"bytes */{len(self.body)}"),))
            content_range = ("Content-Range", f"bytes {start}-{end - 1}/{len(self.body)}")
            return self._cut(start, end, Reply(self.body[start:end], 206, (*fields, content_range)))

    def _cut(self, start: int, end: int, reply: Reply) -> Reply:
        for number, (offset, how) in enumerate(self.cuts):
            if start <= offset < end:
                del self.cuts[number]
                self.sent_bytes += offset - start
                self.spans.append((start, offset))
                return Cut(reply.body, reply.status, reply.headers, sent=offset - start, how=how)
        self.sent_bytes += end - start
        self.spans.append((start, end))
        return reply


class ObjectServer(HttpServer):
    """A scripted server that can break a response in the middle."""

    def __init__(self, *script: Script) -> None:
        super().__init__(*script)
        self.cuts: list[Break] = []
        """How each cut response ended, once all bytes before the cut were sent."""

    def _send(self, sock: socket.socket, reply: Reply, method: str) -> bool:
        if not isinstance(reply, Cut):
            return super()._send(sock, reply, method)
        head = "".join(
            f"{name}: {value}\r\n" for name, value in (*reply.headers, ("Content-Length", str(len(reply.body))))
        )
        sock.sendall(f"HTTP/1.1 {reply.status} Scripted\r\n{head}\r\n".encode("latin-1"))
        sock.sendall(memoryview(reply.body)[: reply.sent])
        self.cuts.append(reply.how)
        if reply.how == "reset":
            # A reset would overtake bytes in transit.
            wait_until_sync(lambda: self.stopping.is_set() or is_delivered(sock))
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif reply.how == "stall":
            while sock.recv(65536):
                pass
        return False


@functools.cache
def large_body() -> bytes:
    """Return 256 MiB of random bytes."""
    rng = random.Random(25)
    return b"".join(rng.randbytes(MIB) for _ in range(256))


def signed(server: HttpServer, expires: int = 1) -> str:
    return f"{server.url}/bucket/clip%20one.mp4?AWSAccessKeyId=AK%2F&Signature={SECRET}%3D&Expires={expires}"


def stored(received: Received) -> Reply:
    return Reply(headers=(("ETag", f'"{hashlib.md5(received.body).hexdigest()}"'),))


def settings(http: HttpPool, **changes: Any) -> Storage:
    plain = Storage(
        http=http,
        clock=FakeClock(),
        retry=RetryPolicy(max_retries=0),
        budget=RetryBudget(100),
        secure=False,
        range_threshold=32 * MIB,
        ranges=4,
    )
    return replace(plain, **changes)


patient = functools.partial(settings, retry=RetryPolicy(max_retries=3))


async def upload(storage: Storage, url: str, source: UploadSource) -> None:
    """Upload with one attempt."""
    async with open_source(source) as opened:
        await put(storage, url, opened, Reporter(None, "upload", "file-1", "clip"))


async def upload_all(
    storage: Storage, urls: Iterator[str], source: UploadSource, on_progress: OnTransfer | None = None
) -> FileType:
    """Create a file and upload to it; each new file gets the next URL."""

    async def create() -> FileType:
        return FileType(id="file-1", type=".mp4", presigned_url=next(urls))

    async with open_source(source) as opened:
        return await send(storage, opened, create, on_progress)


async def download(
    storage: Storage,
    url: str,
    destination: Path,
    *,
    overwrite: bool = False,
    new_url: Callable[[], str] | None = None,
    on_progress: OnTransfer | None = None,
) -> Path:
    """Download; without `new_url`, the first URL is the only one."""

    async def request_url() -> str:
        return new_url() if new_url else url

    reporter = Reporter(on_progress, "download", "file-1", destination.name)
    await get(storage, DownloadSource(url, request_url), destination, reporter, overwrite=overwrite)
    return destination


@contextmanager
def serving(stored: Object) -> Iterator[ObjectServer]:
    with ObjectServer(stored.reply) as server:
        yield server


async def fetch(http: HttpPool, stored: Object, destination: Path, **changes: object) -> Path:
    with serving(stored) as server:
        return await download(patient(http, **changes), signed(server), destination)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def open_files(folder: Path) -> list[Path]:
    return [link for link in map(Path.resolve, open_descriptors()) if link.is_relative_to(folder)]
