"""A sandbox that is reached through a proxy only, and a clock that is in a hurry."""

import hashlib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio

from move_ugc_async import Clock
from move_ugc_async.sandbox import Sandbox
from tests.faults.proxy import Plan, Proxy


@dataclass(frozen=True, slots=True)
class HastyClock(Clock):
    """A clock whose pauses are a twentieth as long."""

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds / 20)


@contextmanager
def proxied(plan: Plan, **options: Any) -> Iterator[tuple[Sandbox, Proxy]]:
    """Give a sandbox all of whose URLs lead through a proxy."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    with Proxy(port, plan, **options) as proxy, Sandbox(port=port, public_url=proxy.url) as sandbox:
        yield sandbox, proxy
    assert not sandbox.leaks


def stored_sha256(sandbox: Sandbox, file_id: str) -> str:
    """Digest what storage has of a file."""
    backend: Any = sandbox._backend
    content = backend.state.files.get(file_id).content
    return sha256(backend.blobs.path(content.etag))


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
