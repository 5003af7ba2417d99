"""The proxy cuts the connections that its plan chooses, at the chosen byte, and no others."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.robustness.faults.proxy import Action, Cut, CutPlan, FaultProxy, NewConnection, Pass, Share
from tests.support.servers import HttpServer, Reply
from tests.support.wait_until import SAFETY_NET, wait_until_sync

BODY = bytes(range(256)) * 40
REQUEST = b"POST /a HTTP/1.1\r\nContent-Length: 100\r\n\r\n" + b"x" * 100


def connect(proxy: FaultProxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2])), timeout=SAFETY_NET)


@contextmanager
def behind(plan: CutPlan | Action, **options: bool) -> Iterator[tuple[HttpServer, FaultProxy, socket.socket]]:
    """Start a server, a proxy in front of it, and a connection to the proxy."""

    def planned(connection: NewConnection) -> Action:
        return plan(connection) if callable(plan) else plan

    with (
        HttpServer(Reply(BODY)) as server,
        FaultProxy(server.port, planned, **options) as proxy,
        connect(proxy) as client,
    ):
        yield server, proxy, client


def read_all(client: socket.socket) -> bytes:
    received = b""
    while data := client.recv(65536):
        received += data
    return received


def read_response(client: socket.socket) -> bytes:
    received = b""
    while not received.endswith(BODY):
        data = client.recv(65536)
        assert data, "the connection ended in the middle of a response"
        received += data
    return received


def test_connection_without_a_cut_is_forwarded_unchanged() -> None:
    with behind(Pass()) as (server, proxy, client):
        for _ in range(2):
            client.sendall(REQUEST)
            head, _, body = read_response(client).partition(b"\r\n\r\n")
            assert body == BODY
        client.shutdown(socket.SHUT_WR)
        assert read_all(client) == b""
    assert [request.body for request in server.requests] == [b"x" * 100] * 2
    (record,) = proxy.connections
    assert record.sent == {"up": 2 * len(REQUEST), "down": 2 * (len(head) + 4 + len(BODY))}
    assert record.requests == 2
    assert record.client_left
    assert not proxy.cut_connections


@pytest.mark.parametrize("at", [0, 1, 50, 5000])
@pytest.mark.parametrize("how", ["close", "reset"])
def test_response_is_cut_after_a_number_of_bytes(at: int, how: str) -> None:
    with behind(Cut("down", at, how)) as (server, proxy, client):  # type: ignore[arg-type]
        client.sendall(REQUEST)
        if how == "close":
            assert len(read_all(client)) == at
        else:
            with pytest.raises(ConnectionResetError):
                read_all(client)
    assert len(server.requests) == len(proxy.cut_connections) == 1
    assert proxy.cut_connections[0].sent["down"] == at


@pytest.mark.parametrize("at", [0, 10, len(REQUEST) - 1])
def test_cut_request_never_arrives_in_full(at: int) -> None:
    with behind(Cut("up", at)) as (server, proxy, client):
        client.sendall(REQUEST)
        assert read_all(client) == b""
        assert proxy.cut_connections[0].sent["up"] == at
        wait_until_sync(lambda: server.connections == 1 and not server.open_connections)
    assert all(len(request.body) < 100 for request in server.requests)


@pytest.mark.parametrize("direction", ["up", "down"])
@pytest.mark.parametrize("share", [0.0, 0.5, 0.999])
def test_share_counts_the_bytes_of_the_first_message(direction: str, share: float) -> None:
    with behind(Cut(direction, Share(share))) as (_, proxy, client):  # type: ignore[arg-type]
        client.sendall(REQUEST)
        received = read_all(client)
    (record,) = proxy.cut_connections
    whole = len(REQUEST) if direction == "up" else len(received.partition(b"\r\n\r\n")[0]) + 4 + len(BODY)
    assert share == 0 or record.sent[direction] == int(share * whole)  # type: ignore[index]


@pytest.mark.parametrize("direction", ["up", "down"])
def test_cut_sends_the_reply_before_closing(direction: str) -> None:
    fault = Cut(direction, Share(0.0 if direction == "down" else 0.99), reply=b"Sorry")  # type: ignore[arg-type]
    with behind(fault) as (server, _, client):
        client.sendall(REQUEST)
        assert read_all(client) == b"Sorry"
        wait_until_sync(lambda: server.connections == 1 and not server.open_connections)
    assert len(server.requests) == (direction == "down")


def test_stalled_connection_stays_open_and_forwards_nothing_more() -> None:
    def first_stalls(connection: NewConnection) -> Action:
        return Cut("down", 100, "stall") if connection.number == 1 else Pass()

    with behind(first_stalls) as (server, proxy, client):
        client.sendall(REQUEST)
        received = b""
        while len(received) < 100:
            received += client.recv(65536)
        # The proxy serves both connections in one thread, so the first would have ended before this exchange ends.
        with connect(proxy) as other:
            other.sendall(REQUEST)
            read_response(other)
        client.settimeout(0)
        with pytest.raises(BlockingIOError):
            client.recv(1)
        assert server.open_connections >= 1
    assert len(received) == 100
    assert len(proxy.cut_connections) == 1


def test_every_connection_carries_one_exchange_with_one_exchange() -> None:
    with behind(Pass(), one_exchange=True) as (server, proxy, client):
        client.sendall(REQUEST)
        read_response(client)
    assert server.requests[0].header("connection") == "close"
    assert server.requests[0].body == b"x" * 100
    assert not proxy.cut_connections


def test_connection_is_closed_when_the_server_is_unavailable(refusing_url: str) -> None:
    port = int(refusing_url.rpartition(":")[2])
    with FaultProxy(port, lambda _: Pass()) as proxy, connect(proxy) as client:
        client.sendall(REQUEST)
        assert read_all(client) == b""


def test_plan_receives_the_operation_and_number_of_a_connection() -> None:
    body = b'{"query": "mutation b", "operationName":"createFile"}'
    calls = [b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)] * 2
    connections: list[NewConnection] = []

    def plan(connection: NewConnection) -> Action:
        connections.append(connection)
        return Pass()

    with HttpServer() as server, FaultProxy(server.port, plan) as proxy:
        for request in (*calls, b"PUT / HTTP/1.1\r\n\r\n"):
            with connect(proxy) as client:
                client.sendall(request)
                client.recv(1)
    assert [(each.number, each.operation, each.nth) for each in connections] == [
        (1, "createFile", 1),
        (2, "createFile", 2),
        (3, "PUT", 1),
    ]


def test_proxy_raises_the_error_of_its_plan_on_exit_and_stops_its_thread() -> None:
    def broken(_: NewConnection) -> Action:
        msg = "the plan is broken"
        raise LookupError(msg)

    proxy = FaultProxy(1, broken).__enter__()
    with connect(proxy) as client:
        client.sendall(REQUEST)
        assert read_all(client) == b""
    with pytest.raises(LookupError):
        proxy.__exit__()
    assert not proxy._thread.is_alive()


def test_plans_with_the_same_seed_draw_the_same_random_numbers() -> None:
    def draws(seed: int) -> list[float]:
        numbers: list[float] = []

        def plan(connection: NewConnection) -> Action:
            numbers.append(connection.random.random())
            return Pass()

        with HttpServer() as server, FaultProxy(server.port, plan, seed=seed) as proxy:
            for _ in range(3):
                with connect(proxy) as client:
                    client.sendall(b"GET / HTTP/1.1\r\n\r\n")
                    client.recv(1)
        return numbers

    assert draws(1) == draws(1) != draws(2)
    assert len(set(draws(1))) == 3
