"""A client on a plain socket, which sees the bytes on the wire."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from move_ugc_async.sandbox import Sandbox
from tests.support.wait_until import SAFETY_NET

SET = "mutation Set($m: AWSJSON!) { updateClient(metadata: $m) { metadata } }"
READ = "query Read { client { metadata } }"


@contextmanager
def connected(sandbox: Sandbox) -> Iterator[socket.socket]:
    url = httpx.URL(sandbox.url)
    assert url.port is not None
    with socket.create_connection((url.host, url.port), timeout=SAFETY_NET) as sock:
        yield sock


def request(method: str, target: str, body: bytes = b"", **headers: str) -> bytes:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    all_headers = {"host": "localhost", "content-length": str(len(body)), **given}
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in all_headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def change(sandbox: Sandbox, metadata: str = '"new"') -> bytes:
    """Return a request with a side effect that can be read afterwards."""
    body = json.dumps({"query": SET, "variables": {"m": metadata}}).encode()
    return request("POST", "/ugc/graphql", body, authorization=sandbox.api_key)


def target(url: str) -> str:
    return httpx.URL(url).raw_path.decode()


def read_all(sock: socket.socket) -> list[bytes]:
    """Return the pieces that arrive until the server closes the connection."""
    return list(iter(lambda: sock.recv(65536), b""))
