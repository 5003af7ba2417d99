"""The middleware that logs when requests of the API start and end."""

from starlette.types import ASGIApp, Receive, Scope, Send

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.fault_middleware import kind_of


class RequestLogMiddleware:
    """Log the requests of the API, as clients see them: with the delays and the ends that faults cause."""

    def __init__(self, app: ASGIApp, backend: Backend) -> None:
        self._app = app
        self._backend = backend

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if kind_of(scope["path"]) is None:
            await self._app(scope, receive, send)
            return
        backend = self._backend
        request = backend.journal.log.start(scope["method"], scope["path"], backend.clock.peek())
        try:
            await self._app(scope, receive, send)
        finally:
            request.end()
