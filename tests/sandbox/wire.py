"""A client on a bare socket, which sees what really comes over the wire."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx

from move_ugc_async.sandbox import Sandbox

SET = "mutation Set($m: AWSJSON!) { updateClient(metadata: $m) { metadata } }"
READ = "query Read { client { metadata } }"


@contextmanager
def connected(sandbox: Sandbox) -> Iterator[socket.socket]:
    url = httpx.URL(sandbox.url)
    assert url.port is not None
    with socket.create_connection((url.host, url.port), timeout=10) as sock:
        yield sock


def request(method: str, target: str, body: bytes = b"", **headers: str) -> bytes:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    all_headers = {"host": "sandbox", "content-length": str(len(body)), **given}
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in all_headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def change(sandbox: Sandbox, metadata: str = '"new"') -> bytes:
    """A request whose work can be seen afterwards."""
    body = json.dumps({"query": SET, "variables": {"m": metadata}}).encode()
    return request("POST", "/ugc/graphql", body, authorization=sandbox.api_key)


def target(url: str) -> str:
    return httpx.URL(url).raw_path.decode()


def read_all(sock: socket.socket) -> list[bytes]:
    """What arrives until the server closes, piece by piece."""
    return list(iter(lambda: sock.recv(65536), b""))


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "it has not come to pass"
        time.sleep(0.002)
