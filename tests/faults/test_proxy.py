"""The proxy breaks what it is told to break, where it is told to, and nothing else."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.faults.proxy import Cut, Drip, Fault, Pass, Proxy, Share
from tests.servers import HttpServer, Reply

BODY = bytes(range(256)) * 40
REQUEST = b"POST /a HTTP/1.1\r\nContent-Length: 100\r\n\r\n" + b"x" * 100


@contextmanager
def behind(fault: Fault, *, one_exchange: bool = False) -> Iterator[tuple[HttpServer, Proxy, socket.socket]]:
    with (
        HttpServer(Reply(BODY)) as server,
        Proxy(server.port, lambda _number, _chance: fault, one_exchange=one_exchange) as proxy,
        socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2])), timeout=5) as client,
    ):
        yield server, proxy, client


def read_all(client: socket.socket) -> bytes:
    got = b""
    while data := client.recv(65536):
        got += data
    return got


def read_answer(client: socket.socket) -> bytes:
    got = b""
    while not got.endswith(BODY):
        got += client.recv(65536)
    return got


def test_what_passes_comes_through_whole() -> None:
    with behind(Pass()) as (server, proxy, client):
        for _ in range(2):
            client.sendall(REQUEST)
            head, _, body = read_answer(client).partition(b"\r\n\r\n")
            assert body == BODY
        client.shutdown(socket.SHUT_WR)
        assert read_all(client) == b""
    assert [request.body for request in server.requests] == [b"x" * 100] * 2
    (carried,) = proxy.carried
    assert carried.sent == {"up": 2 * len(REQUEST), "down": 2 * (len(head) + 4 + len(BODY))}
    assert carried.opening.startswith(b"POST /a")
    assert not proxy.broken


@pytest.mark.parametrize("at", [0, 1, 50, 5000])
@pytest.mark.parametrize("how", ["close", "reset"])
def test_an_answer_is_cut_after_so_many_bytes(at: int, how: str) -> None:
    with behind(Cut("down", at, how)) as (server, proxy, client):  # type: ignore[arg-type]
        client.sendall(REQUEST)
        if how == "close":
            assert len(read_all(client)) == at
        else:
            with pytest.raises(ConnectionResetError):
                read_all(client)
    assert len(server.requests) == len(proxy.broken) == 1
    assert proxy.broken[0].sent["down"] == at


@pytest.mark.parametrize("at", [0, 10, len(REQUEST) - 1])
def test_a_request_that_is_cut_never_arrives_whole(at: int) -> None:
    with behind(Cut("up", at)) as (server, proxy, client):
        client.sendall(REQUEST)
        assert read_all(client) == b""
        assert proxy.broken[0].sent["up"] == at
        server.wait_until(lambda: not server.open_connections)
    assert all(len(request.body) < 100 for request in server.requests)


@pytest.mark.parametrize("direction", ["up", "down"])
@pytest.mark.parametrize("share", [0.0, 0.5, 0.999])
def test_a_share_of_a_message_is_always_within_it(direction: str, share: float) -> None:
    with behind(Cut(direction, Share(share))) as (_, proxy, client):  # type: ignore[arg-type]
        client.sendall(REQUEST)
        got = read_all(client)
    (carried,) = proxy.broken
    whole = len(REQUEST) if direction == "up" else len(got.partition(b"\r\n\r\n")[0]) + 4 + len(BODY)
    assert share == 0 or carried.sent[direction] == int(share * whole)  # type: ignore[index]


@pytest.mark.parametrize("direction", ["up", "down"])
def test_something_else_can_be_said_in_place_of_what_is_cut(direction: str) -> None:
    with behind(Cut(direction, Share(0.0 if direction == "down" else 0.99), saying=b"Sorry")) as (server, _, client):  # type: ignore[arg-type]
        client.sendall(REQUEST)
        assert read_all(client) == b"Sorry"
        server.wait_until(lambda: not server.open_connections)
    assert sum(len(request.body) == 100 for request in server.requests) == (direction == "down")


def test_a_stall_leaves_the_connection_open() -> None:
    with behind(Cut("down", 100, "stall")) as (_, proxy, client):
        client.sendall(REQUEST)
        got = b""
        while len(got) < 100:
            got += client.recv(65536)
        client.settimeout(0.1)
        with pytest.raises(TimeoutError):
            client.recv(1)
    assert len(proxy.broken) == 1


def test_a_drip_takes_its_time() -> None:
    with behind(Drip("up", 0.01, size=20)) as (server, proxy, client):
        started = time.monotonic()
        client.sendall(REQUEST)
        read_answer(client)
        assert time.monotonic() - started >= 0.01 * (len(REQUEST) // 20)
    assert server.requests[0].body == b"x" * 100
    assert not proxy.broken


def test_a_connection_can_carry_one_exchange_only() -> None:
    with behind(Pass(), one_exchange=True) as (server, proxy, client):
        client.sendall(REQUEST)
        server.arrived.acquire(timeout=5)
    assert server.requests[0].header("connection") == "close"
    assert server.requests[0].body == b"x" * 100
    assert not proxy.broken


def test_a_server_that_is_gone_is_a_connection_that_ends() -> None:
    with HttpServer() as server:
        port = server.port
    with (
        Proxy(port, lambda _number, _chance: Pass()) as proxy,
        socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2])), timeout=5) as client,
    ):
        assert read_all(client) == b""


def test_the_seed_decides() -> None:
    def draws(seed: int) -> list[float]:
        drawn: list[float] = []

        def plan(_number: int, chance: object) -> Fault:
            drawn.append(chance.random())  # type: ignore[attr-defined]
            return Pass()

        with HttpServer() as server, Proxy(server.port, plan, seed=seed) as proxy:
            for _ in range(3):
                with socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2])), timeout=5) as client:
                    client.sendall(b"GET / HTTP/1.1\r\n\r\n")
                    client.recv(1)
        return drawn

    assert draws(1) == draws(1) != draws(2)
    assert len(set(draws(1))) == 3
