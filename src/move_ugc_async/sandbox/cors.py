"""The middleware that lets pages of this machine use the API from a browser."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from move_ugc_async.sandbox.loopback import is_loopback

_PRIVATE = ("/sandbox/", "/console/")
_METHODS = "GET, HEAD, POST, PUT, OPTIONS"
_EXPOSED_HEADERS = (
    "x-amzn-RequestId, x-amzn-ErrorType, x-amz-request-id, x-amz-id-2, Date, ETag, Accept-Ranges, Content-Range"
)
_MAX_AGE = "172800"
"""Seconds that browsers may keep the response to a preflight request, as with AppSync."""


class Cors:
    """Add CORS headers to the responses for pages from loopback origins, and respond to their preflight requests.

    Pages of other origins get no CORS headers, so that browsers withhold the responses from them; their preflight
    requests get status 403. The admin API and the console are for the pages of the sandbox itself.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin is None:
            await self._app(scope, receive, send)
            return
        is_permitted = _is_loopback_origin(origin) and not scope["path"].startswith(_PRIVATE)
        if scope["method"] == "OPTIONS":
            await _preflight_response(headers, is_permitted=is_permitted)(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                response = MutableHeaders(scope=message)
                response.add_vary_header("Origin")
                if is_permitted:
                    response["access-control-allow-origin"] = origin
                    response["access-control-expose-headers"] = _EXPOSED_HEADERS
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _is_loopback_origin(origin: str) -> bool:
    try:
        parts = urlsplit(origin)
        return parts.scheme in ("http", "https") and is_loopback(parts.hostname or "")
    except ValueError:
        return False


def _preflight_response(request: Headers, *, is_permitted: bool) -> Response:
    if not is_permitted:
        return PlainTextResponse("CORS is for loopback origins only", 403, headers={"vary": "Origin"})
    headers = {
        "access-control-allow-origin": request["origin"],
        "access-control-allow-methods": _METHODS,
        "access-control-max-age": _MAX_AGE,
        "vary": "Origin, Access-Control-Request-Headers",
    }
    if requested := request.get("access-control-request-headers"):
        headers["access-control-allow-headers"] = requested
    return Response(headers=headers)
