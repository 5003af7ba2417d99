"""An exchange: one request in the hands of a fault."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.connection import Connection
from move_ugc_async.sandbox.faults.call import Call
from move_ugc_async.sandbox.faults.fault import Fault
from move_ugc_async.sandbox.journal import FAULT_KEY, JournalEntry
from move_ugc_async.sandbox.storage.leaks import notice_leak


@dataclass(slots=True, kw_only=True)
class Exchange:
    """One request, and what a fault can do with it.

    Args:
        app: What does the work, and answers.
        fault: The one that acts.
        send: Sends to the client.
    """

    backend: Backend
    app: ASGIApp
    call: Call
    fault: Fault
    scope: Scope
    receive: Receive
    send: Send
    _request_id: str = ""
    _received: int = 0

    @property
    def connection(self) -> Connection:
        """The connection to the client."""
        return Connection.of(self.scope)

    async def work(self, send: Send) -> None:
        """Do the work, and hand the answer to `send`; its entry in the journal names the fault."""
        await self.app({**self.scope, FAULT_KEY: self.fault}, self.receive, send)

    async def settle(self, *, after_work: bool, receives: bool = True) -> None:
        """Do the work and throw its answer away, or enter into the journal that it was not done.

        Args:
            after_work: Whether the work is done.
            receives: Whether the whole request is received if it is not.
        """
        if after_work:
            await self.work(self._throw_away)
            return
        if receives:
            await self._receive_all()
        self._record()

    async def answer(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Answer in place of the right answer."""
        id_header = "x-amz-request-id" if self.call.kind == "storage" else "x-amzn-requestid"
        all_headers = {
            id_header: self._request_id,
            "content-type": "text/plain; charset=utf-8",
            "content-length": str(len(body)),
            **{name.lower(): value for name, value in headers.items()},
        }
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in all_headers.items()]
        await self.send({"type": "http.response.start", "status": status, "headers": raw})
        await self.send({"type": "http.response.body", "body": body})

    async def _throw_away(self, message: Message) -> None:
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
        call = self.call
        self._request_id = next(self.backend.request_ids)
        if call.kind == "storage":
            notice_leak(self.backend, self.scope)
        self.backend.journal.record(
            JournalEntry(
                kind=call.kind,
                method=call.method,
                path=call.path,
                status=self.fault.seen(200),
                request_id=self._request_id,
                operation=call.operation,
                fields=call.fields,
                variables=call.variables,
                received=self._received if call.kind == "storage" else 0,
                fault=self.fault,
            )
        )
