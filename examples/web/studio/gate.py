"""What every request passes: checks of its origin, size and rate, headers, its line in the log, and its errors."""

import json
import logging
import time
from contextvars import ContextVar
from pathlib import Path
from uuid import uuid4

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.templating import Jinja2Templates
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from move_ugc_async import MoveError, MoveInvalidRequestError, OutputLookupError

logger = logging.getLogger("studio.requests")
request_id = ContextVar("request_id", default="")
templates = Jinja2Templates(Path(__file__).parent / "templates")
limiter = FixedWindowRateLimiter(MemoryStorage())
STATIC = ("/static/", "/viewer/")  # of all users; the rest belongs to one
MAX_FORM_SIZE = 16 * 1024
REQUESTS = RateLimitItemPerMinute(1200, namespace="requests")
STATUSES: dict[type[Exception], int] = {RequestValidationError: 422, ClientDisconnect: 499, OutputLookupError: 404}
STATUSES |= {MoveInvalidRequestError: 415, MoveError: 502}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; media-src 'self'; "
    "img-src 'self' blob: data:; connect-src 'self' blob: data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class JsonFormatter(logging.Formatter):
    """One JSON object for each line. Nothing logs URLs, headers or bodies, and the SDK redacts its secrets."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"), "level": record.levelname}
        line |= {"logger": record.name, "message": record.getMessage(), "request_id": request_id.get()}
        line |= {"exception": self.formatException(record.exc_info)} if record.exc_info else {}
        return json.dumps(line | getattr(record, "fields", {}))


def guard(app: ASGIApp, max_upload_size: int) -> ASGIApp:
    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        start, status, request = time.monotonic(), 500, Request(scope)
        request_id.set(uuid4().hex)

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                cache = {"Cache-Control": "no-cache" if request.url.path.startswith(STATIC) else "no-store"}
                MutableHeaders(scope=message).update({**HEADERS, **cache, "X-Request-ID": request_id.get()})
            await send(message)

        try:
            check_request(request, max_upload_size)
            await app(scope, receive, send_with_headers)
        except HTTPException as error:
            await (await show_error(request, error))(scope, receive, send_with_headers)
        finally:
            fields = {"method": request.method, "route": getattr(scope.get("route"), "path", None), "status": status}
            fields |= {"seconds": round(time.monotonic() - start, 3), "user": scope.get("session", {}).get("user")}
            logger.info("request", extra={"fields": fields})

    return guarded


def check_request(request: Request, max_upload_size: int) -> None:
    """Refuse requests of other sites' pages, bodies that are too large, and clients that send too many requests."""
    path, headers = request.url.path, request.headers
    # Health checks come often; the route of webhooks has limits of its own, and no cookies.
    if path.startswith(("/health/", "/webhooks/")):
        return
    check_rate(REQUESTS, request.client.host if request.client else "")
    # Browsers say which pages sent a request. SameSite cookies protect those that do not.
    if request.method not in ("GET", "HEAD") and headers.get("sec-fetch-site") not in (None, "same-origin", "none"):
        raise HTTPException(403)
    limit = max_upload_size if path.startswith("/uploads/") else MAX_FORM_SIZE
    if "transfer-encoding" in headers or int(headers.get("content-length", "0")) > limit:
        raise HTTPException(413)


def check_rate(limit: RateLimitItem, key: str) -> None:
    if not limiter.hit(limit, key):
        raise HTTPException(429, headers={"Retry-After": str(limit.get_expiry())})


async def show_error(request: Request, error: Exception) -> Response:
    """Respond with a page or, to scripts, with JSON. The template error.html says what to do next."""
    status, headers = next((status for kind, status in STATUSES.items() if isinstance(error, kind)), 500), None
    if isinstance(error, HTTPException):
        status, headers = error.status_code, error.headers
    elif isinstance(error, MoveError):
        logger.warning("%s: %s", type(error).__name__, error)
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"status": status, "message": f"the server responded with {status}"}, status, headers)
    if status == 401:  # noqa: PLR2004
        return RedirectResponse("/sign-in", 303)
    return templates.TemplateResponse(request, "error.html", {"status": status}, status, headers)
