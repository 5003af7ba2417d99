"""A web backend on a real socket: webhooks, and a browser that follows a job of the sandbox and leaves."""

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from types import SimpleNamespace
from typing import Any

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from move_ugc_async import AsyncMoveUgc, SourceIn, webhooks
from move_ugc_async.contrib.starlette import current_client, lifespan_client, progress_stream, webhook_route
from move_ugc_async.sandbox import Sandbox
from move_ugc_async.webhooks import _signature
from tests.integration.client.workflows import CLIP
from tests.support.signed_webhooks import SECRET, TIME, signed, ugc_body
from tests.support.wait_until import SAFETY_NET, wait_until, wait_until_sync
from tests.support.web_server import WebServer
from tests.unit.contrib.asgi import FakeClient

BODY = ugc_body()


@pytest.fixture(autouse=True)
def _time_of_the_webhooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_signature, "time", SimpleNamespace(time=lambda: TIME))


def test_webhooks_on_a_socket_run_once_and_are_retried_after_a_failure() -> None:
    called, finish = list[str](), threading.Event()

    def on_event(event: webhooks.Event) -> None:
        called.append(event.message_id)
        if called == ["msg_1"]:
            finish.wait(SAFETY_NET)
        if called.count("msg_2") == 1 and event.message_id == "msg_2":
            raise OSError

    client: Any = FakeClient()
    app = Starlette(routes=[webhook_route(client, SECRET, on_event=on_event, max_body_size=10_000)])

    async def main(url: str) -> None:
        async with httpx.AsyncClient(base_url=url, timeout=SAFETY_NET) as http:

            async def post(message_id: str, body: bytes = BODY, **changed: str) -> int:
                headers = {**signed(body, message_id), **changed}
                return (await http.post("/webhooks/move", content=body, headers=headers)).status_code

            async def post_first() -> None:
                statuses.append(await post("msg_1"))

            statuses: list[int] = []
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(post_first)
                await wait_until(lambda: called)
                assert [await post("msg_1"), await post("msg_1")] == [409, 409]
                finish.set()
            assert [*statuses, await post("msg_1")] == [204, 204]
            assert [await post("msg_2") for _ in range(3)] == [500, 204, 204]
            assert await post("msg_3", b"x" * 100_000) == 413
            assert await post("msg_3", **{"svix-signature": "v1,AAAA"}) == 400
            assert await post("msg_3") == 204

    with WebServer(app) as server:
        anyio.run(main, server.url)
    assert called == ["msg_1", "msg_2", "msg_2", "msg_3"]


class Recorder:
    """Middleware that counts the requests that run and that have ended."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.started = self.ended = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        self.started += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.ended += 1


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(clock="manual") as sandbox:
        yield sandbox


@pytest.fixture
def backend(sandbox: Sandbox) -> Recorder:
    async def progress(request: Request) -> Response:
        return progress_stream(current_client(request), request.path_params["job_id"], poll_interval=0.01)

    lifespan = lifespan_client(lambda: AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url))
    return Recorder(Starlette(routes=[Route("/jobs/{job_id}", progress)], lifespan=lifespan))


async def create_job(sandbox: Sandbox) -> str:
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
        file = await client.files.upload(CLIP)
        take = await client.takes.create_singlecam([SourceIn(device_label="a", file_id=file.id, format="MP4")])
        return (await client.jobs.create_singlecam(take.id)).id


class Browser:
    """The part of an `EventSource` that tests need, over a plain socket."""

    def __init__(self, server: WebServer, job_id: str, last_id: str | None) -> None:
        self._socket = socket.create_connection(server.address, timeout=SAFETY_NET)
        header = "" if last_id is None else f"Last-Event-ID: {last_id}\r\n"
        request = f"GET /jobs/{job_id} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header}\r\n"
        self._socket.sendall(request.encode())
        self.text = ""

    def read_until(self, pattern: str) -> None:
        while not re.search(pattern, self.text):
            piece = self._socket.recv(65536)
            assert piece, f"the stream ended: {self.text}"
            self.text += piece.decode()

    def read_all(self) -> None:
        while piece := self._socket.recv(65536):
            self.text += piece.decode()

    @property
    def states(self) -> list[tuple[str, str]]:
        found = re.findall(r"event: (\w+)\n(?:id: .*\n)?data: (.*)\n", self.text)
        return [(name, json.loads(data)["state"]) for name, data in found]

    @property
    def last_id(self) -> str:
        return re.findall(r"^id: (.*)$", self.text, re.MULTILINE)[-1]

    def close(self) -> None:
        self._socket.close()


@contextmanager
def browser(server: WebServer, job_id: str, last_id: str | None = None) -> Iterator[Browser]:
    with closing(Browser(server, job_id, last_id)) as opened:
        yield opened


def test_progress_stream_resumes_after_the_browser_left_and_ends_with_done(sandbox: Sandbox, backend: Recorder) -> None:
    job_id = anyio.run(create_job, sandbox)
    with WebServer(backend) as server:
        with browser(server, job_id) as first:
            first.read_until(r"event: progress\n.*\n.*NOT_STARTED")
        wait_until_sync(lambda: backend.ended == backend.started == 1)

        with browser(server, job_id, first.last_id) as second:
            second.read_until("retry: 3000")
            sandbox.clock.advance(3600)
            second.read_all()
        assert second.text.startswith("HTTP/1.1 200 OK\r\n")
        assert "content-length" not in second.text.lower()
        assert second.states == [("done", "FINISHED")]

        with browser(server, job_id, second.last_id) as third:
            third.read_all()
        assert third.text.startswith("HTTP/1.1 204 No Content\r\n")
        with browser(server, "job-unknown") as unknown:
            unknown.read_all()
        assert '"error": "not_found"' in unknown.text
    assert backend.ended == backend.started == 4
    assert not sandbox.leaks
