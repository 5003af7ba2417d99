"""A layer in front of the sandbox that loses, delays and holds requests, and lets lists lag behind."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal, NamedTuple, TypeAlias, cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from move_ugc_async.sandbox.faults.exchange import CONNECTION_KEY
from move_ugc_async.sandbox.storage.links import GRAPHQL_PATH

Fault: TypeAlias = Literal["lost", "late", "never", "refused", "denied"]
"""Work done and response lost; connection closed and work done later; connection closed and work never done; an error
that proves a refusal and is transient, or permanent. Storage has only the last one."""

OUTPUT_SIZE = 2_000
"""Bytes of each output."""
CREATIONS = ("createSingleCamTake", "createSingleCamJob")
LISTS = ("listJobs", "listTakes")
ERROR_TYPES: Mapping[Fault, str] = {"refused": "ThrottlingException", "denied": "Unauthorized"}
"""Not `UnauthorizedException`: clips wait while the API key is refused."""


class Attempt(NamedTuple):
    """A creation request: operation, key, fault, its arrival on the system's clock, and the port of its client."""

    operation: str
    key: str
    fault: str
    moment: float
    port: int


@dataclass(kw_only=True)
class Rules:
    """What the gate does.

    Attributes:
        seed: Seed of the faults.
        stale: Seconds until lists show a new object.
        late: Seconds until late work is done, at most; drawn from a tenth of it on.
        faults: Share of the requests of each operation that have a fault.
    """

    seed: int = 1
    stale: float = 0.0
    late: float = 1.0
    faults: Mapping[str, Mapping[Fault, float]] = field(default_factory=dict[str, Mapping[Fault, float]])


@dataclass(slots=True)
class _Hold:
    """A request to hold: the one with this number, counted from now on, of an operation or of all."""

    operation: str
    number: int
    after_work: bool
    released: asyncio.Event = field(default_factory=asyncio.Event)
    seen: int = 0


class Gate:
    """The rules, and a record of the creations.

    Args:
        report: Sends a message to the program that runs the proof.
    """

    def __init__(self, report: Callable[..., None]) -> None:
        self.rules = Rules()
        self.attempts: list[Attempt] = []
        """In order of arrival."""
        self.requests: Counter[str] = Counter()
        self._report = report
        self._hold: _Hold | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._counts: Counter[str] = Counter()
        self._created: dict[str, float] = {}
        self._pending: set[asyncio.Task[None]] = set()
        self._held = 0

    @property
    def pending(self) -> int:
        """Number of requests that are yet to be executed."""
        return len(self._pending) + self._held

    def hold(self, operation: str, number: int, *, after_work: bool) -> None:
        """Report the next request with this number, and hold it until it is released."""
        self._hold = _Hold(operation, number, after_work)

    def release(self, after: float) -> None:
        """Let the held request continue after some seconds."""
        hold, self._hold = self._hold, None
        if hold is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self._loop.call_later, after, hold.released.set)

    def wrap(self, app: ASGIApp) -> ASGIApp:
        """Return the application behind this gate."""

        async def serve(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["path"] != GRAPHQL_PATH:
                await self._serve_storage(app, scope, receive, send)
                return
            body = await _read(receive)
            document = json.loads(body)
            operation = str(document.get("operationName"))
            self.requests[operation] += 1
            fault = self._choose(operation)
            key = ""
            if operation in CREATIONS:
                key = _key(document["variables"])
                self.attempts.append(Attempt(operation, key, fault or "", time.monotonic(), scope["client"][1]))
            await self._wait(operation, key, after_work=False)
            await self._serve(app, scope, body, send, operation, key, fault)

        return serve

    async def _serve_storage(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        operation = str(scope["method"])
        self.requests[operation] += 1
        await self._wait(operation, after_work=False)
        if self._choose(operation) == "denied":
            # As proxies do, with the whole presigned URL.
            await _respond(send, 400, b"cannot serve " + scope["path"].encode() + b"?" + scope["query_string"])
            return
        await app(scope, receive, send)
        await self._wait(operation, after_work=True)

    async def _serve(
        self, app: ASGIApp, scope: Scope, body: bytes, send: Send, operation: str, key: str, fault: Fault | None
    ) -> None:
        connection = scope["state"][CONNECTION_KEY]
        if fault in ("late", "never"):
            if fault == "late":
                seconds = self._chance(operation, "late").uniform(0.1, 1.0) * self.rules.late
                task = asyncio.create_task(self._work_later(app, scope, body, operation, seconds))
                self._pending.add(task)
                task.add_done_callback(self._pending.discard)
            await connection.close()
            return
        if fault in ERROR_TYPES:
            item = {"path": None, "errorType": ERROR_TYPES[fault], "message": "refused"}
            await _respond(send, 200, json.dumps({"errors": [item]}).encode())
            return
        status, response = await self._work(app, scope, body, operation)
        await self._wait(operation, key, after_work=True)
        if fault == "lost":
            await connection.close()
            return
        await _respond(send, status, self._hide_new(operation, response))

    async def _work(self, app: ASGIApp, scope: Scope, body: bytes, operation: str) -> tuple[int, bytes]:
        """Let the sandbox execute a request."""
        status, parts = 0, list[bytes]()

        async def collect(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            parts.append(message.get("body", b""))

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        await app(scope, receive, collect)
        response = b"".join(parts)
        if operation in CREATIONS:
            created = (json.loads(response).get("data") or {}).get(operation)
            if created:
                self._created[created["id"]] = time.monotonic()
        return status, response

    async def _work_later(self, app: ASGIApp, scope: Scope, body: bytes, operation: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._work(app, scope, body, operation)

    def _hide_new(self, operation: str, response: bytes) -> bytes:
        """Remove objects that lists do not show yet."""
        if operation not in LISTS or not self.rules.stale:
            return response
        document = json.loads(response)
        page = (document.get("data") or {}).get(operation)
        if page is None:
            return response
        oldest = time.monotonic() - self.rules.stale
        page["items"] = [each for each in page["items"] if self._created.get(each["id"], 0.0) <= oldest]
        return json.dumps(document).encode()

    def _choose(self, operation: str) -> Fault | None:
        shares = self.rules.faults.get(operation) or self.rules.faults.get("*") or {}
        place = self._chance(operation, "fault").random()
        self._counts[operation] += 1
        for fault, share in shares.items():
            if place < share:
                return fault
            place -= share
        return None

    def _chance(self, operation: str, purpose: str) -> Random:
        """Return a generator that depends on the seed, and on the number of the request with its operation."""
        return Random(f"{self.rules.seed}/{operation}/{purpose}/{self._counts[operation]}")

    async def _wait(self, operation: str, key: str = "", *, after_work: bool) -> None:
        """Hold a request, if it is the one to hold."""
        hold = self._hold
        if hold is None or hold.operation not in ("*", operation) or hold.after_work is not after_work:
            return
        hold.seen += 1
        if hold.seen == hold.number:
            self._held += 1
            self._loop = asyncio.get_running_loop()
            self._report("held", operation=operation, key=key)
            await hold.released.wait()
            self._held -= 1


def _key(variables: Mapping[str, Any]) -> str:
    """Return the idempotency key of a creation."""
    metadata = cast("dict[str, Any]", json.loads(variables.get("metadata") or "{}"))
    return str(metadata.get("moveUgcAsync", {}).get("key"))


async def _read(receive: Receive) -> bytes:
    parts = list[bytes]()
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


async def _respond(send: Send, status: int, body: bytes) -> None:
    headers = [
        (b"content-type", b"application/json;charset=UTF-8"),
        (b"content-length", str(len(body)).encode()),
        (b"x-amzn-requestid", b"gate"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
