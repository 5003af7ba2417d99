"""The middleware that rejects requests for other hosts and requests that are too large."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from move_ugc_async.sandbox.loopback import is_loopback
from move_ugc_async.sandbox.storage.links import BUCKET

MAX_BODY = 1024 * 1024
"""Maximum bytes of a body that is not an upload, as in AppSync; the status and type of the error are assumptions."""

_MAX_DISCARDED = 32 * MAX_BODY
"""Maximum bytes of a rejected body to receive and discard: many clients read no response before their body is sent."""


class RequestFilter:
    """Reject requests for other hosts, and bodies that are too large.

    The check of the host prevents DNS rebinding: otherwise a web page whose name resolves to this machine could use the
    sandbox. The host of such a page is never a loopback name.

    Args:
        app: Serves all other requests.
        hosts: Accepted host names and addresses, besides loopback names.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        headers = Headers(scope=scope)
        if not self._is_known_host(headers.get("host", "localhost")):
            await _host_error()(scope, receive, send)
        elif scope["path"].startswith(f"{BUCKET}/"):
            await self._app(scope, receive, send)
        elif (length := int(headers.get("content-length", "0"))) > MAX_BODY:
            await _body_error(close=length > _MAX_DISCARDED)(scope, receive, send)
        else:
            await self._serve_limited(scope, receive, send)

    def _is_known_host(self, authority: str) -> bool:
        try:
            host = (urlsplit(f"//{authority}").hostname or "").rstrip(".")
            return host in self._hosts or is_loopback(host)
        except ValueError:
            return False

    async def _serve_limited(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request of unknown size; a body that is too large looks to the application like a disconnect."""
        received = 0

        async def receive_limited() -> Message:
            nonlocal received
            message: Message = {"type": "http.disconnect"} if received > MAX_BODY else await receive()
            received += len(message.get("body", b""))
            return message if received <= MAX_BODY else {"type": "http.disconnect"}

        async def send_unless_rejected(message: Message) -> None:
            if received <= MAX_BODY:
                await send(message)

        await self._app(scope, receive_limited, send_unless_rejected)
        if received > MAX_BODY:
            await _body_error(close=True)(scope, receive, send)


def _host_error() -> Response:
    message = "cannot serve this host: it is not a loopback name; start the sandbox with --allow-host or --public-url"
    return _error_response(403, "ForbiddenHost", message)


def _body_error(*, close: bool) -> Response:
    response = _error_response(413, "RequestEntityTooLargeException", f"The request is larger than {MAX_BODY} bytes.")
    if close:
        response.headers["connection"] = "close"
    return response


def _error_response(status: int, error_type: str, message: str) -> Response:
    return JSONResponse({"errors": [{"errorType": error_type, "message": message}]}, status)
