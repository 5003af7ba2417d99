"""Scripted servers on real sockets, which run in threads."""

import contextlib
import fcntl
import json
import select
import socket
import ssl
import struct
import termios
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self, TypeAlias, cast

import trustme

from tests.support.wait_until import SAFETY_NET, wait_until, wait_until_sync

MIB = 1024 * 1024
_MAX_LENGTH_DIGITS = 15
API_KEY = "mv_key_canary-7f3b9c51d2"
ACCOUNT = {"client": {"id": "client-1", "name": "Studio", "created": "2026-01-31T12:00:00.000000Z"}}

Headers: TypeAlias = tuple[tuple[str, str], ...]
Gate: TypeAlias = threading.Event | threading.Semaphore
"""Blocks a server until the test opens it or the server stops."""


@dataclass(frozen=True)
class Received:
    """A request as it was received."""

    method: str
    target: str
    headers: Headers
    body: bytes
    connection: int

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def header(self, name: str) -> str | None:
        return next(iter(self.all(name)), None)

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """The reaction of a server to a request."""

    body: bytes = b""
    status: int = 200
    headers: Headers = ()
    announced: int | None = None
    """A false Content-Length. The connection is closed after the response."""
    raw: bytes | None = None
    """Raw bytes to send instead of a response. The connection is closed after them."""
    flood: bytes = b""
    """Repeated after the raw bytes."""
    flood_size: int = 80 * MIB
    """Approximate number of bytes in the flood; a client that stops reading receives fewer."""
    instead: Literal["close", "reset"] | None = None
    """What to do with the connection instead of responding."""
    after: threading.Event | None = None
    """Set before the response is sent."""
    drip: threading.Semaphore | None = None
    """Acquired before each byte of the body; bytes are sent one by one."""
    keep_alive: bool = True
    reads_body: bool = True
    discards_body: bool = False
    """Whether to discard the request body, if it is too large to keep."""


Script: TypeAlias = "Reply | Callable[[Received], Reply]"


def graphql_reply(data: Any = ACCOUNT, *, errors: Any = None, status: int = 200, headers: Headers = ()) -> Reply:
    envelope: dict[str, Any] = {"data": data}
    if errors is not None:
        envelope["errors"] = errors
    return Reply(json.dumps(envelope).encode(), status, headers)


def never() -> Reply:
    return Reply(after=threading.Event())


class _Server:
    """A server with one thread that accepts connections, and one thread per connection.

    Leaving the context manager stops all threads. An invalid request or a broken connection closes only that
    connection. An exception of a test's script is raised again when the context manager is left.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = int(self._listener.getsockname()[1])
        self._threads: list[threading.Thread] = []
        self._sockets: set[socket.socket] = set()
        self._held: set[Gate] = set()
        self._errors: list[Exception] = []
        self._lock = threading.Lock()
        self.stopping = threading.Event()
        self.connections = 0

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, _: object = None, error: BaseException | None = None, __: object = None) -> None:
        self.stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.hang_up()
        with self._lock:
            for gate in self._held:
                # Each waiting thread notices that the server is stopping, and does not wait again.
                gate.set() if isinstance(gate, threading.Event) else gate.release(len(self._threads))
        for thread in self._threads:
            thread.join(SAFETY_NET)
        alive = [thread.name for thread in self._threads if thread.is_alive()]
        assert not alive, f"threads that outlive their server: {alive}"
        if self._errors and error is None:
            raise self._errors[0]
        for each in self._errors:
            # The test has already failed, perhaps because of this.
            cast("BaseException", error).add_note(f"the script of {type(self).__name__} raised {each!r}")

    @property
    def open_connections(self) -> int:
        return len(self._sockets)

    def hang_up(self) -> None:
        """Close every connection."""
        with self._lock:
            for sock in self._sockets:
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)

    def hold(self, gate: Gate) -> bool:
        """Wait for a gate; return whether it was opened before the server stopped."""
        with self._lock:
            self._held.add(gate)
        if not self.stopping.is_set():
            gate.wait() if isinstance(gate, threading.Event) else gate.acquire()
        return not self.stopping.is_set()

    def serve(self, sock: socket.socket, number: int) -> None:
        raise NotImplementedError

    def _start(self, function: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=function, args=args, name=f"{type(self).__name__}-{len(self._threads)}")
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self.stopping.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                # Either descriptors are exhausted for a moment, or the server is stopping.
                continue
            self.connections += 1
            self._start(self._serve, sock, self.connections)

    def _serve(self, sock: socket.socket, number: int) -> None:
        try:
            with self._registered(sock):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if self._tls is None:
                    self.serve(sock, number)
                else:
                    with self._tls.wrap_socket(sock, server_side=True) as wrapped:
                        self.serve(wrapped, number)
        except (OSError, BrokenRequestError):
            pass
        except Exception as error:  # noqa: BLE001 - raised again by the thread of the test
            self._errors.append(error)

    @contextlib.contextmanager
    def _registered(self, sock: socket.socket) -> Iterator[socket.socket]:
        # A second descriptor of the connection, since wrapping a socket in TLS detaches the first.
        with sock, sock.dup() as handle:
            with self._lock:
                self._sockets.add(handle)
            if self.stopping.is_set():
                self.hang_up()
            try:
                yield sock
            finally:
                with self._lock:
                    self._sockets.discard(handle)


EARLY_HINT = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
"""An informational response (RFC 8297), which another response follows."""


class BrokenRequestError(Exception):
    """An invalid or incomplete HTTP request."""


class HttpServer(_Server):
    """A server that responds by a script: one step per request, and the last step for all further requests."""

    def __init__(self, *script: Script, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(tls)
        self._script = script or (graphql_reply(),)
        self._busy = 0
        self.requests: list[Received] = []
        self.max_busy = 0
        self.flooded = 0
        """Approximate number of bytes that floods have sent."""
        self.arrived = threading.Semaphore(0)
        """Released once per received request."""

    def serve(self, sock: socket.socket, number: int) -> None:
        with sock.makefile("rb") as stream:
            while not self.stopping.is_set() and self._exchange(sock, stream, number):
                pass

    async def received(self, count: int) -> None:
        """Wait until this many requests have been received."""
        await wait_until(lambda: len(self.requests) >= count)

    def _exchange(self, sock: socket.socket, stream: Any, number: int) -> bool:
        head = _read_head(stream)
        if head is None:
            return False
        method, target, headers = head
        with self._lock:
            self._busy += 1
            self.max_busy = max(self.max_busy, self._busy)
        try:
            unread = Received(method, target, headers, b"", number)
            reply = self._script[min(len(self.requests), len(self._script) - 1)]
            length = _length_of(unread)
            if isinstance(reply, Reply) and not reply.reads_body:
                received = unread
            elif isinstance(reply, Reply) and reply.discards_body:
                received = unread
                while length:
                    length -= len(_read_exactly(stream, min(length, 65536)))
            else:
                received = Received(method, target, headers, _read_exactly(stream, length), number)
            self.requests.append(received)
            self.arrived.release()
            return self._send(sock, reply if isinstance(reply, Reply) else reply(received), method)
        finally:
            with self._lock:
                self._busy -= 1

    def _send(self, sock: socket.socket, reply: Reply, method: str) -> bool:
        if reply.after is not None and not self.hold(reply.after):
            return False
        if reply.instead is not None:
            if reply.instead == "reset":
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        if reply.raw is not None:
            sock.sendall(reply.raw)
            self._flood(sock, reply)
            return False
        return self._respond(sock, reply, method)

    def _flood(self, sock: socket.socket, reply: Reply) -> None:
        if not reply.flood:
            return
        some = reply.flood * max(MIB // len(reply.flood), 1)
        for _ in range(reply.flood_size // MIB):
            sock.sendall(some)
            with self._lock:
                self.flooded += MIB

    def _respond(self, sock: socket.socket, reply: Reply, method: str) -> bool:
        length = len(reply.body) if reply.announced is None else reply.announced
        fields = (*reply.headers, ("Content-Length", str(length)))
        if not reply.keep_alive:
            fields = (*fields, ("Connection", "close"))
        head = "".join(f"{name}: {value}\r\n" for name, value in fields)
        body = b"" if method == "HEAD" else reply.body
        sock.sendall(f"HTTP/1.1 {reply.status} Scripted\r\n{head}\r\n".encode("latin-1"))
        if reply.drip is None:
            sock.sendall(body)
        else:
            for byte in body:
                if not self.hold(reply.drip):
                    return False
                sock.sendall(bytes([byte]))
        if not reply.reads_body:
            # Closing at once would reset the connection and lose the response.
            while sock.recv(65536):
                pass
        return reply.keep_alive and reply.announced is None and reply.reads_body


class SilentServer(_Server):
    """A server or proxy that reads and never writes, so that neither a TLS handshake nor a tunnel completes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = bytearray()
        """Every byte that clients sent."""

    def serve(self, sock: socket.socket, number: int) -> None:  # noqa: ARG002 - connections are alike
        while data := sock.recv(65536):
            self.seen += data


class EndlessServer(HttpServer):
    """A server whose responses never end.

    Args:
        piece: Sent again and again.
        head: Sent before the first piece.
        interval: Seconds between two pieces. By default, each call of `step` sends one piece.
    """

    def __init__(self, piece: bytes, head: bytes = b"", *, interval: float | None = None) -> None:
        super().__init__()
        self._piece, self._head, self._interval = piece, head, interval
        self._steps = threading.Semaphore(0)
        self.delivered = 0
        """The number of pieces that clients have received."""

    def step(self) -> None:
        """Send one piece."""
        self._steps.release()

    def _send(self, sock: socket.socket, reply: Reply, method: str) -> bool:  # noqa: ARG002 - responses are alike
        sock.sendall(self._head)
        if self._interval is None:
            while self.hold(self._steps):
                sock.sendall(self._piece)
                wait_until_sync(lambda: self.stopping.is_set() or is_delivered(sock))
                self.delivered += 1
        else:
            while not self.stopping.wait(self._interval):
                sock.sendall(self._piece)
        return False


class ForwardProxy(_Server):
    """A proxy for plain requests and CONNECT tunnels, which records the bytes of clients."""

    def __init__(self, credentials: str | None = None) -> None:
        super().__init__()
        self._credentials = credentials
        self.requests: list[Received] = []
        self.seen = bytearray()
        """Every byte that clients sent."""

    def serve(self, sock: socket.socket, number: int) -> None:
        # Unbuffered, so that bytes after the head stay in the socket.
        with sock.makefile("rb", buffering=0) as stream:
            head = _read_head(stream)
            if head is None:
                return
            method, target, headers = head
            received = Received(method, target, headers, b"", number)
            self.requests.append(received)
            self.seen += repr(received).encode()
            if self._credentials is not None and received.header("proxy-authorization") != self._credentials:
                sock.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
                return
            host, _, path = target.removeprefix("http://").partition("/")
            address = (host.rpartition(":")[0], int(host.rpartition(":")[2]))
            with self._registered(socket.create_connection(address)) as upstream:
                if method == "CONNECT":
                    sock.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                else:
                    lines = [f"{method} /{path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
                    upstream.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
                self._relay(sock, upstream)

    def _relay(self, client: socket.socket, upstream: socket.socket) -> None:
        while not self.stopping.is_set():
            readable, _, _ = select.select([client, upstream], [], [])
            for source in readable:
                data = source.recv(65536)
                if not data:
                    return
                if source is client:
                    self.seen += data
                (upstream if source is client else client).sendall(data)


def is_delivered(sock: socket.socket) -> bool:
    """Return whether the peer has received all sent bytes."""
    (waiting,) = struct.unpack("i", fcntl.ioctl(sock, termios.TIOCOUTQ, bytes(4)))
    return bool(waiting == 0)


def _read_exactly(stream: Any, length: int) -> bytes:
    body: bytes = stream.read(length)
    if len(body) < length:
        raise BrokenRequestError
    return body


def _length_of(request: Received) -> int:
    length = request.header("content-length") or "0"
    if not (length.isascii() and length.isdecimal() and len(length) <= _MAX_LENGTH_DIGITS):
        raise BrokenRequestError
    return int(length)


def _read_head(stream: Any) -> tuple[str, str, Headers] | None:
    """Read a request line and header fields; return None if the client has closed the connection."""
    first = stream.read(1)
    if not first:
        return None
    if first == b"\x16":
        raise BrokenRequestError  # a TLS handshake, which has no lines
    method, target, version = [*_line(first, stream).split(), "", "", ""][:3]
    if not version.startswith("HTTP/"):
        raise BrokenRequestError
    headers: list[tuple[str, str]] = []
    while line := _line(b"", stream):
        name, _, value = line.partition(":")
        headers.append((name, value.strip()))
    return method, target, tuple(headers)


def _line(start: bytes, stream: Any) -> str:
    line = start + stream.readline()
    if not line.endswith(b"\n"):
        raise BrokenRequestError
    return str(line.decode("latin-1").strip())


class Authority:
    """A certificate authority that is not trusted by default."""

    def __init__(self) -> None:
        self._ca = trustme.CA()

    def server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert("127.0.0.1", "localhost").configure_cert(context)
        return context

    def write(self, path: Path) -> Path:
        self._ca.cert_pem.write_to_path(str(path))
        return path
