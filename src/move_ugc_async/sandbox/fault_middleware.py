"""The middleware that applies faults between the server and the application."""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from graphql import GraphQLError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.documents import Documents
from move_ugc_async.sandbox.fault_exchange import FaultExchange
from move_ugc_async.sandbox.faults.fault import RequestFault
from move_ugc_async.sandbox.faults.request_info import RequestInfo, RequestKind
from move_ugc_async.sandbox.graphql_request import MalformedRequest, read_request
from move_ugc_async.sandbox.request_log import log_document
from move_ugc_async.sandbox.storage.links import BUCKET, GRAPHQL_PATH, SHARE_PATH


class FaultMiddleware:
    """Apply the fault that the rules choose for a request of the API.

    Without rules it does nothing. The admin API and other paths outside the API have no faults.
    """

    def __init__(self, app: ASGIApp, backend: Backend, documents: Documents) -> None:
        self._app = app
        self._backend = backend
        self._faults = backend.faults
        self._documents = documents

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if not self._faults.rules or (kind := kind_of(scope["path"])) is None:
            await self._app(scope, receive, send)
            return
        info = RequestInfo(kind=kind, method=scope["method"], path=scope["path"])
        if kind == "graphql":
            # The operation is in the body, which must be known before the request is processed.
            messages = await _read_messages(receive)
            receive = _replay(messages, receive)
            body = b"".join(message.get("body", b"") for message in messages)
            info = self._with_operation(info, scope, body)
        fault = self._faults.choose(info)
        if not isinstance(fault, RequestFault):
            await self._app(scope, receive, send)
            return
        exchange = FaultExchange(
            backend=self._backend, app=self._app, info=info, fault=fault, scope=scope, receive=receive, sender=send
        )
        await fault.act(exchange)

    def _with_operation(self, info: RequestInfo, scope: Scope, body: bytes) -> RequestInfo:
        """Add the operation of a request, if it is valid."""
        try:
            request = read_request(scope, body)
            document = self._documents.get(request.query)
        except (MalformedRequest, GraphQLError):
            return info
        log_document(request.query)
        operation = document.operation(request.operation_name)
        if operation is None:
            return info
        variables = self._backend.redactor.variables(request.variables, document.secret_variables)
        return replace(info, operation=operation.name, fields=operation.fields, variables=variables)


def kind_of(path: str) -> RequestKind | None:
    """Return the endpoint that a path belongs to, None if it is not part of the API."""
    if path == GRAPHQL_PATH:
        return "graphql"
    if path == SHARE_PATH:
        return "share"
    return "storage" if path.startswith(f"{BUCKET}/") else None


async def _read_messages(receive: Receive) -> list[Message]:
    """Receive a whole request, or its messages until the client disconnects."""
    messages: list[Message] = []
    while True:
        message = await receive()
        messages.append(message)
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return messages


def _replay(messages: Sequence[Message], receive: Receive) -> Receive:
    """Return a `receive` that returns these messages first."""
    remaining = deque(messages)

    async def receive_again() -> Message:
        return remaining.popleft() if remaining else await receive()

    return receive_again
