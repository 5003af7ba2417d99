"""The middleware that puts faults between the server and the application."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.documents import Documents
from move_ugc_async.sandbox.faults.call import Call, graphql_call, kind_of, read_messages, replay
from move_ugc_async.sandbox.faults.exchange import Exchange


class FaultMiddleware:
    """Ask the rules about each request of the API, and let the fault that they choose act.

    Without rules it does nothing. What is not part of the API, the admin API above all, has no faults.
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
        call = Call(kind=kind, method=scope["method"], path=scope["path"])
        if kind == "graphql":
            # What is asked for stands in the body, and has to be known before anything is done.
            messages = await read_messages(receive)
            receive = replay(messages, receive)
            call = graphql_call(scope, _body(messages), self._documents, self._backend.redactor)
        fault = self._faults.choose(call)
        if fault is None:
            await self._app(scope, receive, send)
            return
        exchange = Exchange(
            backend=self._backend, app=self._app, call=call, fault=fault, scope=scope, receive=receive, send=send
        )
        await fault.act(exchange)


def _body(messages: list[Message]) -> bytes:
    return b"".join(message.get("body", b"") for message in messages)
