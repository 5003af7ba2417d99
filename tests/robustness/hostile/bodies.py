"""Hostile bodies of GraphQL responses, and a program that requests them in a separate process."""

import gc
import gzip
import json
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import anyio

from move_ugc_async import AsyncMoveUgc, MoveError
from tests.support.servers import ACCOUNT, API_KEY, MIB, Received, Reply, graphql_reply

CHUNKED_HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNK = b"1\r\n \r\n"
LARGEST = 8 * MIB - 4096
"""Maximum bytes of a response."""


def _filled(start: bytes, unit: bytes, end: bytes) -> bytes:
    return start + (unit * (LARGEST // len(unit)))[: LARGEST // len(unit) * len(unit) - 1] + end


def _packed(content: bytes, encoding: str = "gzip") -> Reply:
    return Reply(content, headers=(("Content-Encoding", encoding),))


def _bomb() -> bytes:
    """Return a gigabyte of zeros in a megabyte of gzip."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    start = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + again * 1023


def _account(metadata: str) -> bytes:
    account = {"id": "client-1", "name": "Studio", "created": "2026-01-31T12:00:00Z", "metadata": metadata}
    return json.dumps({"data": {"client": account}}, ensure_ascii=False).encode()


BODIES: dict[str, Callable[[], Reply]] = {
    "well": graphql_reply,
    "gigabyte": lambda: Reply(raw=CHUNKED_HEAD, flood=b"100000\r\n" + b" " * MIB + b"\r\n", flood_size=1024 * MIB),
    "bomb": lambda: _packed(_bomb()),
    "bomb-in-a-bomb": lambda: _packed(gzip.compress(_bomb()), "gzip, gzip"),
    "packed-a-thousand-times": lambda: _packed(gzip.compress(bytes(LARGEST), 0), ", ".join(["gzip"] * 1000)),
    "deep-list": lambda: Reply(b"[" * 100_000 + b"]" * 100_000),
    "deep-object": lambda: Reply(b'{"data":' * 100_000),
    "deep-document": lambda: Reply(_account("[" * 100_000 + "]" * 100_000)),
    "nan": lambda: Reply(b'{"data": {"client": {"id": NaN}}}'),
    "twice-the-same-key": lambda: Reply(b'{"data": {"client": 7}, "data": ' + json.dumps(ACCOUNT).encode() + b"}"),
    "not-utf-8": lambda: Reply(b'{"data": {"client": {"id": "\xff\xfe"}}}'),
    "html": lambda: Reply(b"<html><body>Welcome to the hotel</body></html>", headers=(("Content-Type", "text/html"),)),
    "html-that-is-an-answer": lambda: graphql_reply(headers=(("Content-Type", "text/html; charset=utf-8"),)),
    "redirect-that-is-an-answer": lambda: graphql_reply(status=302, headers=(("Location", "http://127.0.0.1:1/"),)),
    "empty": Reply,
    "null": lambda: Reply(b"null"),
    "number-without-end": lambda: Reply(b'{"data": {"client": ' + b"1" * LARGEST + b"}}"),
    "ten-megabytes-of-errors": lambda: Reply(b'{"errors": [' + b'{"message": "no"},' * 600_000 + b"{}]}"),
    "errors": lambda: Reply(_filled(b'{"errors":[', b'{"message":"no"},', b"]}")),
    "empty-errors": lambda: Reply(_filled(b'{"errors":[', b"{},", b"]}")),
    "as-many-errors-as-fit": lambda: Reply(b'{"errors":[' + b'{"message":[1]},' * 65_000 + b"{}]}"),
    "long-message": lambda: Reply('{"errors": [{"message": "\U0001f600'.encode() + b"a" * LARGEST + b'"}]}'),
    "message-of-urls": lambda: Reply(_filled(b'{"errors":[{"message":"', b"?a ", b'"}]}')),
    "urls": lambda: Reply(b'{"errors":[{"data":[' + b'"http://a?b",' * 500_000 + b"0]}]}"),
    "lists": lambda: Reply(_filled(b'{"data":{"client":[', b"[],", b"]}}")),
    "objects": lambda: Reply(_filled(b'{"data":{"client":[', b'{"":0},', b"]}}")),
    "numbers": lambda: Reply(_filled(b'{"data":{"client":[', b"1.5,", b"]}}")),
    "document-of-lists": lambda: Reply(_account("[" + "[]," * (LARGEST // 3 - 100) + "[]]")),
    "wrong-items": lambda: Reply(b'{"data":{"client":{"items":[' + b'{"id":0},' * 130_000 + b"{}]}}}"),
}
FINE = {"well", "twice-the-same-key"}


def hostile_body(received: Received) -> Reply:
    """Return the body that the path names."""
    return BODIES[received.target.split("/")[1]]()


async def main(backend: str, url: str) -> dict[str, tuple[str, float]]:
    """Return the outcome of a call with each body, and the growth of memory in MiB."""
    outcomes: dict[str, tuple[str, float]] = {}
    gc.freeze()
    for name in BODIES:
        async with AsyncMoveUgc(API_KEY, endpoint_url=f"{url}/{name}", http_backend=backend, max_retries=0) as client:  # type: ignore[arg-type]
            gc.collect()
            before = reset_peak()
            outcome = await outcome_of(client)
        outcomes[name] = (outcome, memory("VmHWM") - before)
    return outcomes


async def outcome_of(client: AsyncMoveUgc) -> str:
    """Make a call and return its outcome."""
    try:
        await client.client.retrieve()
    except MoveError as error:
        return type(error).__name__
    return "a result"


def reset_peak() -> float:
    """Reset the memory peak of this process, and return its current memory in MiB."""
    Path("/proc/self/clear_refs").write_text("5")
    return memory("VmRSS")


def memory(field: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(field))


if __name__ == "__main__":
    _url, *_stacks = sys.argv[1:]
    _loops = [(stack, *stack.split("-")) for stack in _stacks]
    sys.stdout.write(json.dumps({stack: anyio.run(main, http, _url, backend=loop) for stack, loop, http in _loops}))
