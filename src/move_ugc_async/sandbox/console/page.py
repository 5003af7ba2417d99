"""The page of the console, and what it needs to start."""

from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.loopback import is_loopback
from move_ugc_async.sandbox.schema import find_schema

_PREFIX: Final = "/console"
_HEADERS: Final = {
    # Scripts, styles and data come from this server; textures inside of files from `blob:` and `data:`.
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; media-src 'self'; img-src 'self' blob: data:; "
        "connect-src 'self' blob: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    # The next version may have the same address.
    "cache-control": "no-store",
}
_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".graphql": "text/plain; charset=utf-8",
}
_STATIC: Final = ("console.js", "console.css", "explorer.js", "LICENSE-console.txt")


class ConsolePage:
    """Serve the page, its scripts, and the API key to browsers on this machine."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def routes(self) -> list[Route]:
        """Return the routes of the page."""
        return [
            Route("/", self._index, methods=["GET"]),
            Route(f"{_PREFIX}/key", self._key, methods=["POST"]),
            Route(f"{_PREFIX}/{{name}}", self._asset, methods=["GET"]),
        ]

    async def _index(self, _: Request) -> Response:
        return _response("index.html")

    async def _asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name in {*_STATIC, "viewer.js", "schema.graphql"}:
            return _response(name)
        return JSONResponse({"message": "not found"}, 404, _HEADERS)

    async def _key(self, request: Request) -> Response:
        """Return the API key to pages of this sandbox that are open on this machine."""
        if not _is_local(request):
            return JSONResponse({"message": "enter the API key of the sandbox"}, 403, _HEADERS)
        return JSONResponse({"api_key": self._backend.options.api_key}, headers=_HEADERS)


def is_same_origin(request: Request) -> bool:
    """Return whether a request comes from a page of this server, or from no page of a browser at all."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _is_local(request: Request) -> bool:
    """Return whether both the browser and the name in its address bar are of this machine.

    Browsers send the name as the origin of every POST. The host alone would be that of a reverse proxy or tunnel on
    this machine, which connects for browsers elsewhere.
    """
    client, origin = request.client, request.headers.get("origin")
    if client is None or origin is None or not is_same_origin(request):
        return False
    return is_loopback(client.host) and is_loopback(urlsplit(origin).hostname or "")


def _response(name: str) -> Response:
    return Response(_read(name), media_type=_TYPES[PurePosixPath(name).suffix], headers=_HEADERS)


@cache
def _read(name: str) -> bytes:
    if name == "schema.graphql":
        return find_schema().read_bytes()
    package = files("move_ugc_async")
    folder = package / "viewer" if name == "viewer.js" else package / "sandbox" / "console"
    return (folder / "static" / name).read_bytes()
