"""One request that a fault acts on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.faults.exchange import CONNECTION_KEY, Connection
from move_ugc_async.sandbox.faults.fault import RequestFault
from move_ugc_async.sandbox.faults.request_info import RequestInfo, RequestKind
from move_ugc_async.sandbox.journal import FAULT_KEY, JournalEntry


@dataclass(slots=True, kw_only=True)
class FaultExchange:
    """One request and its response; implements `faults.exchange.Exchange` on ASGI.

    Args:
        app: The application that processes the request.
        fault: The fault that acts on it.
        sender: Sends to the client.
    """

    backend: Backend
    app: ASGIApp
    info: RequestInfo
    fault: RequestFault
    scope: Scope
    receive: Receive
    sender: Send
    _request_id: str = field(default="", init=False)
    _received: int = field(default=0, init=False)

    @property
    def connection(self) -> Connection:
        """The connection to the client."""
        connection: Connection = self.scope["state"][CONNECTION_KEY]
        return connection

    async def send(self, message: Message, /) -> None:
        """Send an ASGI message to the client."""
        await self.sender(message)

    async def process(self, send: Send) -> None:
        """Process the request, and send the response to `send`; its journal entry names the fault."""
        await self.app({**self.scope, FAULT_KEY: self.fault}, self.receive, send)

    async def process_or_skip(self, *, after_work: bool, receive_body: bool = True) -> None:
        """Process the request and discard its response, or record that it was not processed."""
        if after_work:
            await self.process(self._discard)
            return
        if receive_body:
            await self._receive_all()
        self._record()

    async def respond(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Send another response than the right one."""
        id_header = "x-amz-request-id" if self.info.kind == "storage" else "x-amzn-requestid"
        all_headers = {
            id_header: self._request_id,
            "content-type": "text/plain; charset=utf-8",
            "content-length": str(len(body)),
            **{name.lower(): value for name, value in headers.items()},
        }
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in all_headers.items()]
        await self.send({"type": "http.response.start", "status": status, "headers": raw})
        await self.send({"type": "http.response.body", "body": body})

    async def _discard(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = cast("dict[bytes, bytes]", dict(message["headers"]))
            self._request_id = (headers.get(b"x-amzn-requestid") or headers[b"x-amz-request-id"]).decode()

    async def _receive_all(self) -> None:
        while True:
            message = await self.receive()
            self._received += len(message.get("body", b""))
            if not message.get("more_body", False):
                return

    def _record(self) -> None:
        info = self.info
        self._request_id = next(self.backend.request_ids)
        if info.kind == "storage":
            self.backend.leaks.record(info.method, info.path, Headers(scope=self.scope).get("authorization"))
        self.backend.journal.record(
            JournalEntry(
                kind=cast("RequestKind", info.kind),
                method=info.method,
                path=info.path,
                status=self.fault.seen(200),
                request_id=self._request_id,
                operation=info.operation,
                fields=info.fields,
                variables=info.variables,
                received=self._received if info.kind == "storage" else 0,
                fault=self.fault,
            )
        )
