import gc
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from move_ugc_async.sandbox import Sandbox
from move_ugc_async.sandbox.server import Server, _Uvicorn, listen
from tests.integration.sandbox.api import Api
from tests.integration.sandbox.wire import connected
from tests.support.wait_until import SAFETY_NET


@pytest.fixture
def threads() -> Callable[[], list[threading.Thread]]:
    """Return a function that lists the running threads of sandboxes that the test started."""
    before = set(threading.enumerate())
    return lambda: [each for each in threading.enumerate() if each.name == "move-sandbox" and each not in before]


@pytest.fixture
def listeners(monkeypatch: pytest.MonkeyPatch) -> list[socket.socket]:
    """Return the sockets on which the sandboxes of the test listen."""
    recorded: list[socket.socket] = []

    def record(host: str, port: int) -> socket.socket:
        recorded.append(listen(host, port))
        return recorded[-1]

    monkeypatch.setattr("move_ugc_async.sandbox.server.listen", record)
    return recorded


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
@pytest.mark.usefixtures("anyio_backend")
async def test_sandbox_serves_under_either_event_loop_and_ends_its_thread_and_listener(
    threads: Callable[[], list[threading.Thread]], listeners: list[socket.socket]
) -> None:
    async with Sandbox() as sandbox:
        async with httpx.AsyncClient(verify=False, timeout=SAFETY_NET) as http:
            client = await Api(sandbox, http).call("{ client { name } }")
        assert threads()
    assert client == {"name": "Sandbox"}
    assert not threads()
    assert listeners[0].fileno() == -1


def test_sandbox_serves_without_an_event_loop(threads: Callable[[], list[threading.Thread]]) -> None:
    with Sandbox() as sandbox:
        response = httpx.post(sandbox.endpoint_url, verify=False, timeout=SAFETY_NET)
    assert response.status_code == 401
    assert not threads()


def test_sandbox_closes_while_a_client_is_still_connected(threads: Callable[[], list[threading.Thread]]) -> None:
    with httpx.Client(verify=False, timeout=SAFETY_NET) as http, ExitStack() as resources:
        with Sandbox() as sandbox:
            http.post(sandbox.endpoint_url)
            connection = resources.enter_context(connected(sandbox))
            connection.sendall(b"PUT /move-ugc-sandbox/x HTTP/1.1\r\ncontent-length: 9\r\n\r\n")
        assert not threads()


def test_server_closes_a_connection_that_it_is_accepting(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks, stops = threading.Event(), threading.Event()
    stop = _Uvicorn.stop

    async def block_event_loop(_scope: Scope, _receive: Receive, _send: Send) -> None:
        blocks.set()
        stops.wait(SAFETY_NET)

    def stop_and_continue(server: _Uvicorn) -> None:
        stop(server)
        stops.set()

    monkeypatch.setattr(_Uvicorn, "stop", stop_and_continue)
    listener = listen("127.0.0.1", 0)
    server = Server(block_event_loop, listener)
    server.start()
    address = listener.getsockname()
    with socket.create_connection(address, SAFETY_NET) as first:
        first.sendall(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")
        assert blocks.wait(SAFETY_NET)
        with socket.create_connection(address, SAFETY_NET) as second:
            server.close()
            gc.collect()  # pytest fails the test if this finds an open connection
            assert second.recv(1) == b""


def test_sandbox_can_be_started_again_with_a_new_state() -> None:
    sandbox = Sandbox()
    with sandbox:
        assert sandbox.ledger == ()
    with sandbox:
        assert httpx.post(sandbox.endpoint_url, verify=False, timeout=SAFETY_NET).status_code == 401


def test_sandbox_removes_its_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Sandbox():
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())


def test_second_start_raises_runtime_error() -> None:
    with Sandbox() as sandbox, pytest.raises(RuntimeError, match="already running"):
        sandbox.start()


def test_sandbox_has_no_url_before_start() -> None:
    with pytest.raises(RuntimeError, match="not running"):
        _ = Sandbox().endpoint_url


def test_address_in_use_raises_os_error_and_leaves_no_thread(
    threads: Callable[[], list[threading.Thread]],
) -> None:
    with Sandbox() as sandbox:
        port = httpx.URL(sandbox.url).port
        assert port is not None
        with pytest.raises(OSError, match="in use"):
            Sandbox(port=port).start()
        assert len(threads()) == 1


def test_unknown_clock_raises_value_error() -> None:
    with pytest.raises(ValueError, match="clock must be one of instant, timed, manual; got 'sundial'"):
        Sandbox(clock="sundial")  # type: ignore[arg-type]


def test_wildcard_address_is_replaced_by_loopback_in_urls() -> None:
    with Sandbox(host="0.0.0.0") as sandbox:
        assert sandbox.url.startswith("http://127.0.0.1:")


def has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_ipv6_address_is_put_in_brackets() -> None:
    with Sandbox(host="::1") as sandbox:
        assert sandbox.url.startswith("http://[::1]:")
        assert httpx.post(sandbox.endpoint_url, verify=False, timeout=SAFETY_NET).status_code == 401


def test_responses_do_not_wait_for_acknowledgements() -> None:
    with listen("127.0.0.1", 0) as listener:
        # asyncio disables Nagle's algorithm only for this protocol.
        assert listener.proto == socket.IPPROTO_TCP


def test_urls_start_with_the_public_url() -> None:
    with Sandbox(public_url="https://move.example/api/") as sandbox:
        assert sandbox.endpoint_url == "https://move.example/api/ugc/graphql"


def test_importing_the_package_loads_no_server() -> None:
    program = (
        "import sys, move_ugc_async.sandbox as sandbox; sandbox.Sandbox();"
        "print(sorted({'ariadne', 'graphql', 'starlette', 'uvicorn'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_server_that_cannot_start_raises_the_error_and_ends_its_thread(
    monkeypatch: pytest.MonkeyPatch, threads: Callable[[], list[threading.Thread]]
) -> None:
    async def startup(*_: object, **__: object) -> None:
        msg = "no more descriptors"
        raise OSError(msg)

    monkeypatch.setattr("uvicorn.Server.startup", startup)
    with pytest.raises(OSError, match="no more descriptors"):
        Sandbox().start()
    assert not threads()
