"""Calls of ASGI applications in the event loop of the test, without a server."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import anyio
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from move_ugc_async import WebhookEvent


@dataclass
class Call:
    """One request and the messages of its response.

    Attributes:
        pieces: Parts of the body that are received before the rest; None waits for `arrives`.
        left: Set when the sender closes the connection.
    """

    app: Any
    method: str = "POST"
    path: str = "/webhooks/move"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    pieces: tuple[bytes, ...] = ()
    is_cut: bool = False
    sent: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    left: anyio.Event = field(default_factory=anyio.Event)
    state: Mapping[str, Any] = field(default_factory=dict[str, Any])
    fails_after: int | None = None
    """Number of messages after which `send` raises, as servers do that follow ASGI 2.4."""

    async def run(self) -> int | None:
        """Run the application to its end, and return the status."""
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": self.method,
            "path": self.path,
            "raw_path": self.path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [(name.lower().encode(), value.encode()) for name, value in self.headers.items()],
            "state": dict(self.state),
        }
        messages = [{"type": "http.request", "body": each, "more_body": True} for each in self.pieces]
        messages.append({"type": "http.request", "body": self.body, "more_body": self.is_cut})

        async def receive() -> dict[str, Any]:
            if messages:
                return messages.pop(0)
            await self.left.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            if self.fails_after is not None and len(self.sent) >= self.fails_after:
                raise OSError
            self.sent.append(message)

        await self.app(scope, receive, send)
        return self.status

    @property
    def status(self) -> int | None:
        return self.sent[0]["status"] if self.sent else None

    @property
    def response_headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.sent[0]["headers"]}

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent).decode()


@asynccontextmanager
async def started(app: Any) -> AsyncGenerator[dict[str, Any]]:
    """Run the lifespan of an application as servers do, and yield its state."""
    state: dict[str, Any] = {}
    starting, stopping, ended = anyio.Event(), anyio.Event(), anyio.Event()
    failures: list[BaseException] = []
    received: list[str] = []

    async def receive() -> dict[str, Any]:
        if received:
            await stopping.wait()
        received.append("lifespan.shutdown" if received else "lifespan.startup")
        return {"type": received[-1]}

    async def send(_: Any) -> None:
        starting.set()

    async def run() -> None:
        try:
            await app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": state}, receive, send)
        except Exception as error:  # noqa: BLE001 - raised below
            failures.append(error)
        ended.set()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(run)
        await starting.wait()
        if not failures:
            yield state
        stopping.set()
        await ended.wait()
    if failures:
        raise failures[0]


class FakeClient:
    """A client, as far as routes use it: `client.events.feed`."""

    def __init__(self) -> None:
        self.fed: list[WebhookEvent] = []

    @property
    def events(self) -> "FakeClient":
        return self

    def feed(self, event: WebhookEvent) -> None:
        self.fed.append(event)


def application(*routes: BaseRoute) -> Starlette:
    return Starlette(routes=routes)
