"""The gate: what is refused before anything reads it."""

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from move_ugc_async.sandbox.storage.links import BUCKET

MAX_BODY = 1024 * 1024
"""Bytes of a request that is no upload, as at AppSync; the status and type of its refusal are assumptions."""

_DISCARDED = 32 * MAX_BODY
"""Bytes of a refused body that are received and thrown away: many clients read no response before these are sent."""


class Gate:
    """Refuse requests for other hosts, and bodies that are too large.

    A web page whose name resolves to this machine could use the sandbox otherwise (DNS rebinding). No such page can
    have an address or `localhost` as its host.

    Args:
        app: Answers all other requests.
        hosts: Names that the sandbox is reached by, besides addresses and `localhost`.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts | {"localhost"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        headers = Headers(scope=scope)
        if not self._is_own(headers.get("host", "localhost")):
            await _refuse_host()(scope, receive, send)
        elif scope["path"].startswith(f"{BUCKET}/"):
            await self._app(scope, receive, send)
        elif (length := int(headers.get("content-length", "0"))) > MAX_BODY:
            await _refuse_body(closes=length > _DISCARDED)(scope, receive, send)
        else:
            await self._serve_limited(scope, receive, send)

    def _is_own(self, authority: str) -> bool:
        try:
            host = (urlsplit(f"//{authority}").hostname or "").rstrip(".")
            return host in self._hosts or host.endswith(".localhost") or bool(ipaddress.ip_address(host))
        except ValueError:
            return False

    async def _serve_limited(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request whose body may turn out to be too large: the application sees that the client goes away."""
        received = 0

        async def receive_limited() -> Message:
            nonlocal received
            message: Message = {"type": "http.disconnect"} if received > MAX_BODY else await receive()
            received += len(message.get("body", b""))
            return message if received <= MAX_BODY else {"type": "http.disconnect"}

        async def send_unless_refused(message: Message) -> None:
            if received <= MAX_BODY:
                await send(message)

        await self._app(scope, receive_limited, send_unless_refused)
        if received > MAX_BODY:
            await _refuse_body(closes=True)(scope, receive, send)


def _refuse_host() -> Response:
    message = "This sandbox has another name: start it with --public-url to reach it by this one."
    return _refusal(421, "MisdirectedRequest", message)


def _refuse_body(*, closes: bool) -> Response:
    response = _refusal(413, "RequestEntityTooLargeException", f"The request is larger than {MAX_BODY} bytes.")
    if closes:
        response.headers["connection"] = "close"
    return response


def _refusal(status: int, error_type: str, message: str) -> Response:
    return JSONResponse({"errors": [{"errorType": error_type, "message": message}]}, status)
