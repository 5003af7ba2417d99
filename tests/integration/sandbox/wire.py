"""Requests on plain sockets, for tests that need the bytes of a response."""

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
    """Return the bytes of a request; underscores in header names become hyphens."""
    all_headers = {
        "host": "localhost",
        "content-length": str(len(body)),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in all_headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def change(sandbox: Sandbox, metadata: str = '"new"') -> bytes:
    """Return a request that changes the metadata of the client."""
    body = json.dumps({"query": SET, "variables": {"m": metadata}}).encode()
    return request("POST", "/ugc/graphql", body, authorization=sandbox.api_key)


def target(url: str) -> str:
    return httpx.URL(url).raw_path.decode()


def read_all(sock: socket.socket) -> list[bytes]:
    """Return the received pieces until the server closes the connection."""
    return list(iter(lambda: sock.recv(65536), b""))
