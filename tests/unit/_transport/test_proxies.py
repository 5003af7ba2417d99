"""Proxies and certificates from the environment, with a local proxy and a local TLS server."""

import base64
import threading
from collections.abc import Callable
from pathlib import Path

import anyio
import pytest

from move_ugc_async._transport.http import BackendName, HttpPool
from move_ugc_async.client import AsyncMoveUgc
from move_ugc_async.errors import MoveConfigurationError, MoveConnectionError, MoveTimeoutError
from tests.support.loop_time import StoppedTime
from tests.support.servers import (
    API_KEY,
    Authority,
    ForwardProxy,
    HttpServer,
    Received,
    Reply,
    SilentServer,
    graphql_reply,
)
from tests.support.wait_until import run_ready, wait_until
from tests.unit._transfers.objects import download, names, settings
from tests.unit._transport.calls import ONE_STACK, Running

Connect = Callable[..., AsyncMoveUgc]

CONNECT = b"CONNECT api.move.invalid:443 "
CREDENTIALS = "Basic " + base64.b64encode("user:p@ss/wörd".encode()).decode()


@pytest.fixture
def trusted(authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.write(tmp_path / "ca.pem")))


@pytest.mark.anyio
@pytest.mark.usefixtures("trusted")
async def test_certificates_of_ssl_cert_file_are_trusted(connect: Connect, authority: Authority) -> None:
    with HttpServer(tls=authority.server_context()) as server:
        async with connect(server.url) as client:
            assert (await client.client.retrieve()).id == "client-1"


@pytest.mark.anyio
async def test_a_server_is_refused_without_its_certificate_in_ssl_cert_file(
    connect: Connect, authority: Authority
) -> None:
    with HttpServer(tls=authority.server_context()) as server:
        async with connect(server.url) as client:
            with pytest.raises(MoveConnectionError, match="SSL_CERT_FILE"):
                await client.client.retrieve()

    assert server.requests == []


@pytest.mark.anyio
@pytest.mark.usefixtures("trusted")
async def test_https_uses_a_tunnel_that_never_carries_the_api_key_in_plain_text(
    connect: Connect, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HttpServer(tls=authority.server_context()) as server, ForwardProxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        async with connect(server.url) as client:
            for _ in range(3):
                await client.client.retrieve()

    assert [(request.method, request.target) for request in proxy.requests] == [("CONNECT", f"127.0.0.1:{server.port}")]
    assert proxy.requests[0].header("authorization") is None
    assert len(proxy.seen) > 500
    assert API_KEY.encode() not in proxy.seen
    assert [request.header("authorization") for request in server.requests] == [API_KEY] * 3


@pytest.mark.anyio
@pytest.mark.usefixtures("trusted")
async def test_an_untrusted_server_behind_a_proxy_is_refused(
    connect: Connect, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with HttpServer(tls=authority.server_context()) as server, ForwardProxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        async with connect(server.url) as client:
            with pytest.raises(MoveConnectionError) as caught:
                await client.client.retrieve()

    assert "certificate verify failed" in caught.value.message
    assert caught.value.may_have_arrived is False
    assert server.requests == []


@pytest.mark.anyio
async def test_plain_http_uses_the_proxy(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    with HttpServer() as server, ForwardProxy() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url.removeprefix("http://"))
        async with connect(server.url) as client:
            await client.client.retrieve()

    assert [(request.method, request.target) for request in proxy.requests] == [("POST", f"{server.url}/graphql")]
    assert server.requests[0].target == "/graphql"


@pytest.mark.anyio
@pytest.mark.parametrize("tls", [False, True], ids=["forward", "tunnel"])
@pytest.mark.usefixtures("trusted")
async def test_proxy_credentials_are_sent_to_the_proxy_only(
    connect: Connect,
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    tls: bool,  # noqa: FBT001 - passed by pytest by name
) -> None:
    with HttpServer(tls=authority.server_context() if tls else None) as server, ForwardProxy(CREDENTIALS) as proxy:
        url = proxy.url.replace("//", "//user:p%40ss%2Fw%C3%B6rd@")
        monkeypatch.setenv("HTTPS_PROXY" if tls else "HTTP_PROXY", url)
        async with connect(server.url) as client:
            assert (await client.client.retrieve()).id == "client-1"

    assert proxy.requests[0].all("proxy-authorization") == [CREDENTIALS]
    assert proxy.requests[0].all("authorization") == ([] if tls else [API_KEY])
    if tls:
        assert server.requests[0].header("proxy-authorization") is None


@pytest.mark.anyio
async def test_an_error_of_a_refusing_proxy_does_not_contain_its_password(
    connect: Connect, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HttpServer(tls=authority.server_context()) as server, ForwardProxy("Basic other") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", "//user:hunter2@"))
        async with connect(server.url) as client:
            with pytest.raises(MoveConnectionError, match=r"through the proxy from the environment: .*407") as caught:
                await client.client.retrieve()

    assert caught.value.may_have_arrived is False
    assert "hunter2" not in str(caught.value)
    assert server.connections == 0


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("variable", "scheme"),
    [("HTTPS_PROXY", "https"), ("HTTP_PROXY", "http"), ("ALL_PROXY", "https"), ("https_proxy", "https")],
)
async def test_a_request_to_an_unreachable_proxy_has_not_arrived_and_names_the_proxy(
    connect: Connect, refusing_url: str, monkeypatch: pytest.MonkeyPatch, variable: str, scheme: str
) -> None:
    monkeypatch.setenv(variable, refusing_url.replace("//", "//user:hunter2@"))
    async with connect(f"{scheme}://api.move.invalid") as client:
        with pytest.raises(MoveConnectionError) as caught:
            await client.client.retrieve()

    assert caught.value.may_have_arrived is False
    message = "cannot connect to api.move.invalid through the proxy from the environment: Connection refused"
    assert message in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.anyio
async def test_a_proxy_has_connect_timeout_to_open_a_tunnel(
    connect: Connect, stopped_time: StoppedTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SilentServer() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        async with connect("https://api.move.invalid", connect_timeout=5, max_connections=1) as client:
            # Sequentially, with one connection at most: none may be lost.
            for count in range(1, 4):
                async with anyio.create_task_group() as tasks:
                    call = Running(lambda: client.jobs.create_singlecam("take-1"))
                    tasks.start_soon(call.run)
                    await wait_until(lambda count=count: proxy.seen.count(CONNECT) == count)
                    await run_ready()
                    stopped_time.advance(4.9)
                    await run_ready()
                    assert not call.has_ended
                    stopped_time.advance(0.1)
                    error = await call.failure()
                assert type(error) is MoveTimeoutError
                assert error.may_have_arrived is False

        assert proxy.connections == 3
    assert API_KEY.encode() not in proxy.seen


@pytest.mark.anyio
@pytest.mark.usefixtures("trusted")
async def test_connect_timeout_does_not_limit_the_response_through_a_tunnel(
    connect: Connect, authority: Authority, stopped_time: StoppedTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Semaphore(0)

    def late(_: Received) -> Reply:
        server.hold(gate)
        return graphql_reply()

    with HttpServer(late, tls=authority.server_context()) as server, ForwardProxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        async with connect(server.url, connect_timeout=5) as client:
            # The second request reuses the tunnel of the first.
            for count in (1, 2):
                async with anyio.create_task_group() as tasks:
                    call = Running(client.client.retrieve)
                    tasks.start_soon(call.run)
                    await server.received(count)
                    await run_ready()
                    stopped_time.advance(50)
                    await run_ready()
                    assert not call.has_ended
                    gate.release()
                assert call.result is not None

    assert proxy.connections == 1


@pytest.mark.anyio
async def test_a_proxy_has_read_timeout_to_open_a_tunnel_for_a_download(
    http_backend: BackendName, tmp_path: Path, stopped_time: StoppedTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SilentServer() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        http = HttpPool(backend=http_backend, max_connections=1)
        storage = settings(http, read_timeout=5)
        async with anyio.create_task_group() as tasks:
            call = Running(lambda: download(storage, "https://storage.invalid/x", tmp_path / "new"))
            tasks.start_soon(call.run)
            await wait_until(lambda: b"CONNECT storage.invalid:443 " in proxy.seen)
            await run_ready()
            stopped_time.advance(4.9)
            await run_ready()
            assert not call.has_ended
            stopped_time.advance(0.1)
            error = await call.failure()
        await http.aclose()

    assert type(error) is MoveTimeoutError
    assert error.may_have_arrived is False
    assert names(tmp_path) == []


@ONE_STACK
@pytest.mark.anyio
async def test_call_is_sent_directly_when_another_entry_of_no_proxy_is_invalid(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "http://[::1,127.0.0.0/8")
    with HttpServer() as server:
        async with connect(server.url) as client:
            await client.client.retrieve()

    assert len(server.requests) == 1


@pytest.mark.anyio
@pytest.mark.parametrize("proxy", ["ftp://user:hunter2@127.0.0.1:1", "http://user:hunter2@127.0.0.1:port"])
async def test_an_invalid_proxy_url_is_a_configuration_error(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    async with connect("https://api.move.invalid") as client:
        with pytest.raises(MoveConfigurationError, match="HTTPS_PROXY") as caught:
            await client.client.retrieve()

    assert "hunter2" not in str(caught.value)


@pytest.mark.anyio
async def test_hosts_of_no_proxy_are_reached_directly(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    with HttpServer() as server, ForwardProxy() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", f"127.0.0.1:{server.port}")
        async with connect(server.url) as client:
            await client.client.retrieve()

    assert proxy.connections == 0
    assert len(server.requests) == 1


@ONE_STACK
@pytest.mark.anyio
async def test_proxy_variables_are_read_once_for_each_host_of_a_client(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HttpServer() as server, ForwardProxy() as proxy:
        async with connect(server.url) as client:
            await client.client.retrieve()
            monkeypatch.setenv("HTTP_PROXY", proxy.url)
            await client.client.retrieve()
        async with connect(server.url) as client:
            await client.client.retrieve()

    assert len(proxy.requests) == 1
    assert len(server.requests) == 3
