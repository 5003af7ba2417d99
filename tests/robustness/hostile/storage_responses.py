"""Hostile responses of storage, and a program that transfers files against them in a separate process."""

import gc
import gzip
import hashlib
import json
import resource
import sys
import tempfile
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TypeAlias, cast

import anyio

from move_ugc_async import MoveError
from move_ugc_async._transport.http import BackendName, HttpPool
from tests.robustness.hostile.bodies import memory, reset_peak
from tests.support.servers import MIB, Received, Reply
from tests.support.wait_until import SAFETY_NET
from tests.unit._transfers.objects import download, names, settings, upload

BODY = bytes(range(250)) * 4
ETAG = f'"{hashlib.md5(BODY).hexdigest()}"'
CLIP = b"\0\0\0\x20ftypisom" + BODY
FULL = 64 * 1024
"""Maximum bytes of an error response that are read."""

_MAX_MEMORY = 2048 * MIB
"""Maximum memory of the program in bytes, in case a limit of the library fails."""


def part(place: str, *more: tuple[str, str]) -> Reply:
    return Reply(BODY, 206, (("ETag", ETAG), ("Content-Range", place), *more))


def raw(head: bytes, body: bytes = BODY) -> Reply:
    return Reply(raw=b"HTTP/1.1 " + head + b"\r\n\r\n" + body)


def flood(head: bytes, unit: bytes, start: bytes = b"\r\n\r\n") -> Reply:
    return Reply(raw=b"HTTP/1.1 " + head + start, flood=unit)


def chunked(unit: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(unit), unit)


PLACES = {
    "a-petabyte": "bytes 0-999/999999999999999",
    "18-digits": f"bytes 0-999/{'9' * 18}",
    "a-terabyte-that-does-not-come": f"bytes 0-999/{2**40}",
    "19-digits": f"bytes 0-999/{'9' * 19}",
    "5000-digits": f"bytes 0-999/{'9' * 5000}",
    "5000-zeros": f"bytes {'0' * 5000}-999/1000",
    "negative": "bytes -1-999/1000",
    "negative-end": "bytes 0--1/1000",
    "negative-size": "bytes 0-999/-1000",
    "nothing-of-nothing": "bytes 0-0/0",
    "reversed": "bytes 999-0/1000",
    "behind-the-end": "bytes 1000-1999/1000",
    "lines": "lines 0-999/1000",
    "two-in-one": "bytes 0-9/1000, bytes 10-19/1000",
    "fractions": "bytes 0.0-999.0/1e3",
    "hexadecimal": "bytes 0x0-0x3e7/0x3e8",
    "other-digits": "bytes \u0660-\u0669\u0669\u0669/\u0661\u0660\u0660\u0660".encode().decode("latin-1"),
    "no-text": "\xff\xfe\x80",
    "spaces": "bytes" + " " * 4000 + "0-999/1000",
}
LENGTHS = {
    "2-to-the-63": str(2**63 - 1),
    "just-too-large": str(2**40 + 1),
    "20-digits": "9" * 20,
    "5000-digits": "9" * 5000,
    "negative": "-1",
    "words": "many",
    "two": "1000, 10",
}
ETAGS = {
    "10-kb-of-quotes": '"' * 10_000,
    "60-kb": f'"{"a" * 60_000}"',
    "7-kb": f'"{"a" * 7000}"',
    "no-text": '"\xff\xfe"',
}
STARTED = f"206 Partial\r\nContent-Range: bytes 0-999/{2**30}\r\nContent-Length: 1000\r\n".encode()
CHUNKED = b"200 OK\r\nTransfer-Encoding: chunked"
REFUSALS = {
    "errors": b"<Error>",
    "codes": b"<Code>",
    "errors-and-codes": b"<Error><Code>",
    "long-codes": b"<Code>" + b"a" * 64,
    "brackets": b"<",
}
RESPONSES: dict[str, Reply] = {
    **{f"place-{name}": part(place) for name, place in PLACES.items()},
    **{f"length-{name}": raw(f"200 OK\r\nContent-Length: {value}".encode()) for name, value in LENGTHS.items()},
    "length-twice": raw(b"200 OK\r\nContent-Length: 1000\r\nContent-Length: 10"),
    "length-too-short": raw(f"200 OK\r\nContent-Length: 10\r\nETag: {ETAG}".encode()),
    **{f"etag-{name}": Reply(BODY, headers=(("ETag", value),)) for name, value in ETAGS.items()},
    **{f"etag-of-a-part-{name}": raw(STARTED + f"ETag: {value}".encode("latin-1")) for name, value in ETAGS.items()},
    **{f"refusal-{name}": Reply((unit * FULL)[:FULL], 503) for name, unit in REFUSALS.items()},
    **{
        f"refusal-without-end-{name}": flood(b"503 No\r\nTransfer-Encoding: chunked", chunked(unit * 4000))
        for name, unit in REFUSALS.items()
    },
    "another-success-without-end": flood(b"299 Fine\r\nTransfer-Encoding: chunked", chunked(b"<Error>" * 4000)),
    "refusal-in-a-bomb": Reply(gzip.compress(bytes(64 * MIB)), 403, (("Content-Encoding", "gzip"),)),
    "refusal-in-html": Reply(b"<html>Welcome to the hotel</html>", 403, (("Content-Type", "text/html"),)),
    "wait-of-5000-digits": Reply(b"", 503, (("Retry-After", "9" * 5000),)),
    "part-in-a-bomb": part("bytes 0-999/2000", ("Content-Encoding", "gzip")),
    "parts": Reply(
        b"--x\r\nContent-Range: bytes 0-9/1000\r\n\r\n0123456789\r\n--x--",
        206,
        (("Content-Type", "multipart/byteranges; boundary=x"),),
    ),
    **{f"status-{status}": Reply(BODY, status) for status in (201, 299, 300, 305, 416, 418, 599, 999)},
    "status-000": raw(b"000 Nothing"),
    "status-negative": raw(b"-200 OK"),
    "status-of-5000-digits": raw(b"2" * 5000 + b" OK"),
    "status-in-words": raw(b"two-hundred OK"),
    "another-protocol": Reply(raw=b"SSH-2.0-OpenSSH_9.6\r\n"),
    "bytes": Reply(raw=bytes(range(256)) * 100),
    "zeros-without-end": Reply(raw=b"", flood=b"\0"),
    "switched": raw(b"101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade"),
    "redirect-to-nowhere": Reply(status=302, headers=(("Location", "http://["),)),
    "redirect-of-60-kb": Reply(status=307, headers=(("Location", f"/{'a' * 60_000}"),)),
    "head-of-60-kb": Reply(BODY, headers=(("ETag", ETAG), ("X-A", "a" * 60_000))),
    "ten-thousand-fields": Reply(BODY, headers=(("A", "b"),) * 10_000),
    "field-without-end": flood(b"200 OK\r\nA: ", b"a", b""),
    "fields-without-end": flood(b"200 OK", b"\r\nA: b", b""),
    "reason-without-end": flood(b"200 ", b"a", b""),
    "field-without-colon": raw(b"200 OK\r\nnonsense"),
    "null-in-a-field": raw(b"200 OK\r\nETag: \0\r\nContent-Length: 1000"),
    "chunk-of-16-digits": raw(CHUNKED, b"f" * 16 + b"\r\n" + BODY),
    "chunk-of-5000-digits": raw(CHUNKED, b"f" * 5000 + b"\r\n" + BODY),
    "chunk-of-a-negative-size": raw(CHUNKED, b"-5\r\nabcde\r\n0\r\n\r\n"),
    "chunk-extension-without-end": flood(CHUNKED, b"a", b"\r\n\r\n5;"),
    "trailers-without-end": flood(CHUNKED, b"A: b\r\n", b"\r\n\r\n0\r\n"),
    "length-and-chunks": raw(CHUNKED + b"\r\nContent-Length: 10", chunked(BODY)),
    "another-transfer-encoding": raw(b"200 OK\r\nTransfer-Encoding: nonsense"),
}


def hostile_response(received: Received) -> Reply:
    """Return the response that the path names."""
    return RESPONSES[received.target.split("/")[1]]


MAY_BE_WHOLE = {
    *(f"etag-{name}" for name in ETAGS),
    "head-of-60-kb",
    "ten-thousand-fields",
    "another-transfer-encoding",
}
"""Unusual responses that one HTTP library rejects and the other accepts."""

WAYS = ("up", "down", "in ranges")

Outcomes: TypeAlias = dict[str, tuple[str, float, list[str]]]
"""For each transfer: its outcome, the growth of memory in MiB, and the remaining files."""


async def main(backend: str, url: str, ways: Sequence[str]) -> Outcomes:
    """Transfer in several ways against each response."""
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))
    outcomes: Outcomes = {}
    for name in RESPONSES:
        gc.collect()
        # Excludes existing objects from later collections.
        gc.freeze()
        for way in ways:
            with tempfile.TemporaryDirectory() as folder:
                async with aclosing(HttpPool(backend=cast("BackendName", backend), max_connections=8)) as http:
                    before = reset_peak()
                    outcome = await transfer(http, way, f"{url}/{name}/x?Signature=y", Path(folder, "new"))
                outcomes[f"{name} {way}"] = (outcome, memory("VmHWM") - before, names(Path(folder)))
    return outcomes


async def transfer(http: HttpPool, way: str, url: str, destination: Path) -> str:
    """Upload or download once and return the outcome."""
    ranges = {"ranges": 4, "range_threshold": len(BODY)} if way == "in ranges" else {"ranges": 1}
    storage = settings(http, read_timeout=SAFETY_NET, **ranges)
    try:
        with anyio.fail_after(SAFETY_NET):
            if way == "up":
                await upload(storage, url, CLIP)
            else:
                await download(storage, url, destination)
    except MoveError as error:
        return type(error).__name__
    except Exception as error:  # noqa: BLE001 - reported by the test
        return f"bare {error!r}"
    return "a result" if way == "up" or _is_whole(destination) else "another file"


def _is_whole(path: Path) -> bool:
    return path.read_bytes() == BODY


if __name__ == "__main__":
    _url, *_runs = sys.argv[1:]
    sys.stdout.write(
        json.dumps(
            {
                run: anyio.run(main, http, _url, ways.split("+"), backend=loop)
                for run in _runs
                for loop, http, ways in [run.split("-")]
            }
        )
    )
