"""Requests of the page."""

import hmac
import json
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from move_ugc_async.errors import MoveError
from move_ugc_async.viewer.content import Content
from move_ugc_async.viewer.ranges import RangeNotSatisfiableError, parse_range

_CHUNK = 256 * 1024

_HEADERS = {
    # Scripts, styles and data come from this server; textures inside of files from `blob:` and `data:`.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; media-src 'self'; img-src 'self' blob: data:; "
        "connect-src 'self' blob: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    # The next server may show other files at the same address.
    "Cache-Control": "no-store",
}


class Server(ThreadingHTTPServer):
    """A server whose connections neither keep the process alive nor fill the terminal."""

    daemon_threads = True
    block_on_close = False
    # Connections that wait to be accepted. With the default of 5, a browser that opens more waits for a second.
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler: "type[Handler]") -> None:
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread of its own."""
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        """End connections that are still open: browsers keep them for their next request."""
        with self._lock:
            for connection in self._connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """Report an error of a connection, unless the browser has closed it."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(BaseHTTPRequestHandler):
    """Serves the paths below a secret one to browsers that know it, under names of this machine only.

    Subclasses set the attributes.

    Attributes:
        token: The secret first part of the path.
        hosts: Values of the header `Host` that are accepted. A page of another site whose name was made to resolve to
            this machine (DNS rebinding) sends another one.
        open_content: Returns the content of a path; None if there is no such path.
    """

    token: str
    hosts: frozenset[str]
    open_content: Callable[[str], Content | None]

    protocol_version = "HTTP/1.1"
    server_version = "move-ugc"
    sys_version = ""
    # Seconds after which an idle connection is closed.
    timeout = 60

    def do_GET(self) -> None:
        """Send the content of a path."""
        if self.headers.get("Host", "").lower() not in self.hosts:
            self._send_error(HTTPStatus.FORBIDDEN, "the host name is not allowed; use the address that was printed")
            return
        token, _, path = urlsplit(self.path).path.removeprefix("/").partition("/")
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            self._send_error(HTTPStatus.NOT_FOUND, "not found; use the whole address that was printed")
            return
        try:
            content = self.open_content(unquote(path))
        except (MoveError, OSError, ImportError) as error:
            # With a status below 500, since browsers would request the file again.
            self._send_error(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
            return
        if content is None:
            self._send_error(HTTPStatus.NOT_FOUND, "not found")
            return
        with content.file:
            self._send(content)

    do_HEAD = do_GET  # noqa: N815 - named by http.server

    def _send(self, content: Content) -> None:
        try:
            # Only GET has ranges, and `If-Range` can name no validator, since none was sent (RFC 9110 §14.2, §13.1.5).
            has_range = self.command == "GET" and "If-Range" not in self.headers
            part = parse_range(self.headers.get("Range") if has_range else None, content.size)
        except RangeNotSatisfiableError:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self._end_headers({"Content-Range": f"bytes */{content.size}", "Content-Length": "0"})
            return
        headers = {"Content-Type": content.type, "Accept-Ranges": "bytes"}
        if part is None:
            self.send_response(HTTPStatus.OK)
            self._end_headers({**headers, "Content-Length": str(content.size)})
            self._send_body(content.file, content.size)
            return
        self.send_response(HTTPStatus.PARTIAL_CONTENT)
        length = part.end - part.start
        headers["Content-Range"] = f"bytes {part.start}-{part.end - 1}/{content.size}"
        self._end_headers({**headers, "Content-Length": str(length)})
        content.file.seek(part.start)
        self._send_body(content.file, length)

    def _send_body(self, file: BinaryIO, length: int) -> None:
        if self.command == "HEAD":
            return
        try:
            while length and (chunk := file.read(min(_CHUNK, length))):
                self.wfile.write(chunk)
                length -= len(chunk)
        except (ConnectionError, TimeoutError):
            # Browsers stop reading when a video is sought or paused.
            length = -1
        if length:
            # The response is shorter than announced.
            self.close_connection = True

    def _send_error(self, status: HTTPStatus, message: str) -> None:
        body = json.dumps({"message": message}).encode()
        self.send_response(status)
        self._end_headers({"Content-Type": "application/json", "Content-Length": str(len(body))})
        if self.command != "HEAD":
            self.wfile.write(body)

    def _end_headers(self, headers: dict[str, str]) -> None:
        for name, value in {**_HEADERS, **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing: requests contain the secret path."""
