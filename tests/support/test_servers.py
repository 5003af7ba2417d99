"""The test server stops at any time, and an invalid request closes only its own connection."""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator

import pytest

from tests.support.servers import Authority, ForwardProxy, HttpServer, Received, Reply, graphql_reply, never
from tests.support.wait_until import SAFETY_NET, wait_until_sync

POST = b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n"
TOO_LARGE = b"x" * 50_000_000
"""Larger than the buffers of a connection."""


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


@contextlib.contextmanager
def connected(server: HttpServer | ForwardProxy) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=SAFETY_NET) as sock:
        yield sock


def responds(server: HttpServer) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=SAFETY_NET)
    with contextlib.closing(connection):
        connection.request("GET", "/")
        return connection.getresponse().status == 200


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"POST / HT", id="half a line"),
        pytest.param(POST[:-2] % 10, id="half a head"),
        pytest.param(POST % 10 + b"abc", id="half a body"),
        pytest.param(b"POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n", id="no length"),
        pytest.param(b"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", id="too long"),
        pytest.param(b"\x16\x03\x01\x02\x00", id="a TLS handshake"),
        pytest.param(b"\x00\xff\r\n\r\n", id="not HTTP"),
    ],
)
def test_server_closes_only_the_connection_of_an_invalid_request(sent: bytes) -> None:
    with HttpServer(graphql_reply()) as server:
        with connected(server) as sock:
            sock.sendall(sent)
            sock.shutdown(socket.SHUT_WR)
            assert sock.recv(1) == b""
        assert responds(server)
        assert len(server.requests) == 1


@pytest.mark.parametrize("sent", [b"", b"POST / HT", POST[:-2] % 10, POST % 10 + b"abc"])
def test_server_stops_while_a_request_is_incomplete(sent: bytes) -> None:
    with HttpServer() as server, connected(server) as sock:
        sock.sendall(sent)
        wait_until_sync(lambda: server.open_connections)
        server.__exit__()
        assert sock.recv(1) == b""


def send_too_much(_: Received) -> Reply:
    return Reply(raw=TOO_LARGE)


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(never(), id="holds the response back"),
        pytest.param(Reply(b"abc", drip=threading.Semaphore(1)), id="sends byte by byte"),
        pytest.param(Reply(TOO_LARGE), id="client does not read"),
        pytest.param(Reply(reads_body=False), id="waits for the client to leave"),
        pytest.param(send_too_much, id="client does not read the bytes of a script"),
    ],
)
def test_server_stops_during_a_response(script: Reply | Callable[[Received], Reply]) -> None:
    with HttpServer(script) as server, connected(server) as sock:
        sock.sendall(POST % 0)
        wait_until_sync(lambda: server.requests)
        server.__exit__()
        assert server.open_connections == 0


def test_server_stops_while_a_tls_handshake_is_incomplete() -> None:
    with HttpServer(tls=Authority().server_context()) as server, connected(server) as sock:
        sock.sendall(b"\x16\x03\x01")
        wait_until_sync(lambda: server.open_connections)
        server.__exit__()
        assert sock.recv(1) == b""


def test_server_stops_while_a_tls_connection_is_idle() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        HttpServer(tls=Authority().server_context()) as server,
        connected(server) as sock,
        context.wrap_socket(sock) as wrapped,
    ):
        server.__exit__()
        with contextlib.suppress(OSError):
            assert wrapped.recv(1) == b""


def test_proxy_stops_while_a_tunnel_is_idle() -> None:
    with HttpServer() as server, ForwardProxy() as proxy, connected(proxy) as sock:
        sock.sendall(f"CONNECT 127.0.0.1:{server.port} HTTP/1.1\r\n\r\n".encode())
        assert sock.recv(12) == b"HTTP/1.1 200"
        proxy.__exit__()


def test_server_raises_the_exception_of_a_script_on_exit() -> None:
    def broken(_: Received) -> Reply:
        msg = "the script is wrong"
        raise AssertionError(msg)

    server = HttpServer(broken)
    with server, connected(server) as sock:
        sock.sendall(POST % 0)
        assert sock.recv(1) == b""
        with pytest.raises(AssertionError, match="the script is wrong"):
            server.__exit__()
        server._errors.clear()
