"""Proxies and certificates from the environment, with a proxy and a TLS server of our own."""

import base64
import socket
import time
from collections.abc import Callable
from pathlib import Path

import anyio
import httpx
import pytest

from move_ugc_async.client import AsyncMoveUgc
from move_ugc_async.errors import MoveConfigurationError, MoveConnectionError, MoveTimeoutError
from move_ugc_async.transport.http import Backend, Http
from move_ugc_async.transport.proxies import environment_proxy
from tests.servers import API_KEY, Authority, HttpServer, Proxy, Received, Reply, answer
from tests.transfers.objects import download, names, settings

Connect = Callable[..., AsyncMoveUgc]

CREDENTIALS = "Basic " + base64.b64encode("user:p@ss/wörd".encode()).decode()


@pytest.fixture
def trusted(authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.write(tmp_path / "ca.pem")))


@pytest.mark.anyio
@pytest.mark.usefixtures("trusted")
async def test_certificates_of_the_environment_are_trusted(connect: Connect, authority: Authority) -> None:
    with HttpServer(tls=authority.server_context()) as server:
        async with connect(server.url) as client:
            assert (await client.client.retrieve()).id == "client-1"


@pytest.mark.anyio
async def test_without_them_the_same_server_is_refused(connect: Connect, authority: Authority) -> None:
    with HttpServer(tls=authority.server_context()) as server:
        async with connect(server.url) as client:
            with pytest.raises(MoveConnectionError, match="SSL_CERT_FILE"):
                await client.client.retrieve()

    assert server.requests == []


@pytest.mark.anyio
@pytest.mark.usefixtures("trusted")
async def test_https_goes_through_a_tunnel_that_never_shows_the_key(
    connect: Connect, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HttpServer(tls=authority.server_context()) as server, Proxy() as proxy:
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
async def test_the_server_behind_a_proxy_must_be_trusted_as_well(
    connect: Connect, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with HttpServer(tls=authority.server_context()) as server, Proxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        async with connect(server.url) as client:
            with pytest.raises(MoveConnectionError) as caught:
                await client.client.retrieve()

    assert "CERTIFICATE_VERIFY_FAILED" in caught.value.message
    assert caught.value.may_have_arrived is False
    assert server.requests == []


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
async def test_plain_http_goes_through_the_proxy(connect: Connect, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    with HttpServer() as server, Proxy() as proxy:
        monkeypatch.setenv(name, proxy.url.removeprefix("http://"))
        async with connect(server.url) as client:
            await client.client.retrieve()

    assert [(request.method, request.target) for request in proxy.requests] == [("POST", f"{server.url}/graphql")]
    assert server.requests[0].target == "/graphql"


@pytest.mark.anyio
@pytest.mark.parametrize("tls", [False, True], ids=["forward", "tunnel"])
@pytest.mark.usefixtures("trusted")
async def test_credentials_of_the_proxy_are_sent_to_it_alone(
    connect: Connect,
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    tls: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    with HttpServer(tls=authority.server_context() if tls else None) as server, Proxy(CREDENTIALS) as proxy:
        url = proxy.url.replace("//", "//user:p%40ss%2Fw%C3%B6rd@")
        monkeypatch.setenv("HTTPS_PROXY" if tls else "HTTP_PROXY", url)
        async with connect(server.url) as client:
            assert (await client.client.retrieve()).id == "client-1"

    assert proxy.requests[0].all("proxy-authorization") == [CREDENTIALS]
    assert proxy.requests[0].all("authorization") == ([] if tls else [API_KEY])
    if tls:
        assert server.requests[0].header("proxy-authorization") is None


@pytest.mark.anyio
async def test_a_proxy_that_refuses_does_not_show_its_password(
    connect: Connect, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HttpServer(tls=authority.server_context()) as server, Proxy("Basic other") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", "//user:hunter2@"))
        async with connect(server.url) as client:
            with pytest.raises(MoveConnectionError, match="407") as caught:
                await client.client.retrieve()

    assert caught.value.may_have_arrived is False
    assert "hunter2" not in str(caught.value)
    assert server.connections == 0


@pytest.mark.anyio
async def test_a_proxy_that_is_not_there_has_not_arrived(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://user:hunter2@127.0.0.1:1")
    async with connect("https://api.move.invalid") as client:
        with pytest.raises(MoveConnectionError) as caught:
            await client.client.retrieve()

    assert caught.value.may_have_arrived is False
    assert "hunter2" not in str(caught.value)


class _Silent(Proxy):
    """Take a request, and never answer."""

    def serve(self, sock: socket.socket, number: int) -> None:  # noqa: ARG002 - as the others do
        while data := sock.recv(65536):
            self.seen += data


@pytest.mark.anyio
async def test_a_proxy_that_opens_no_tunnel_has_as_long_as_a_connection(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _Silent() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        async with connect("https://api.move.invalid", connect_timeout=0.1, timeout=30, max_connections=1) as client:
            # In a row over one connection at most: none may be lost.
            for _ in range(3):
                with anyio.fail_after(10), pytest.raises(MoveTimeoutError) as caught:
                    await client.jobs.create_singlecam("take-1")
                assert caught.value.may_have_arrived is False

        assert proxy.connections == 3
    assert proxy.seen.count(b"CONNECT api.move.invalid:443 ") == 3
    assert API_KEY.encode() not in proxy.seen


@pytest.mark.anyio
@pytest.mark.usefixtures("trusted")
async def test_how_long_an_answer_may_take_is_not_how_long_a_tunnel_may(
    connect: Connect, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(_: Received) -> Reply:
        time.sleep(0.4)
        return answer()

    with HttpServer(late, tls=authority.server_context()) as server, Proxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        async with connect(server.url, connect_timeout=0.3) as client:
            for _ in range(2):
                assert (await client.client.retrieve()).id == "client-1"


@pytest.mark.anyio
async def test_a_download_does_not_wait_for_a_tunnel_for_ever(
    http_backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _Silent() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        http = Http(backend=http_backend, max_connections=1)
        with anyio.fail_after(10), pytest.raises(MoveTimeoutError) as caught:
            await download(settings(http, read_timeout=0.5), "https://storage.invalid/x", tmp_path / "new")
        await http.aclose()

    assert caught.value.may_have_arrived is False
    assert names(tmp_path) == []


@pytest.mark.anyio
async def test_exceptions_that_cannot_be_read_are_a_configuration_error(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "http://[::1")
    async with connect("https://api.move.invalid") as client:
        with pytest.raises(MoveConfigurationError, match="NO_PROXY"):
            await client.client.retrieve()


@pytest.mark.anyio
@pytest.mark.parametrize("proxy", ["ftp://user:hunter2@127.0.0.1:1", "http://user:hunter2@127.0.0.1:port"])
async def test_a_proxy_that_is_none_is_a_configuration_error(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    async with connect("https://api.move.invalid") as client:
        with pytest.raises(MoveConfigurationError, match="HTTPS_PROXY") as caught:
            await client.client.retrieve()

    assert "hunter2" not in str(caught.value)


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
@pytest.mark.parametrize("exception", ["127.0.0.1", "*", "example.com, 127.0.0.1", "127.0.0.1:{port}"])
async def test_hosts_of_no_proxy_are_reached_directly(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, name: str, exception: str
) -> None:
    with HttpServer() as server, Proxy() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv(name, exception.format(port=server.port))
        async with connect(server.url) as client:
            await client.client.retrieve()

    assert proxy.connections == 0
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("variables", "scheme", "host", "expected"),
    [
        ({}, "https", "api.move.ai", None),
        ({"HTTPS_PROXY": "http://p:1"}, "https", "api.move.ai", "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1"}, "http", "api.move.ai", None),
        ({"HTTPS_PROXY": "p:1"}, "https", "api.move.ai", "http://p:1"),
        ({"HTTPS_PROXY": "http://p:1", "ALL_PROXY": "http://q:2"}, "https", "api.move.ai", "http://p:1"),
        ({"https_proxy": "http://p:1", "HTTPS_PROXY": "http://q:2"}, "https", "api.move.ai", "http://p:1"),
        ({"HTTP_PROXY": "http://p:1", "REQUEST_METHOD": "GET"}, "http", "api.move.ai", None),
    ],
)
def test_the_variables_mean_what_they_mean_elsewhere(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], scheme: str, host: str, expected: str | None
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert environment_proxy(scheme, host, None) == expected


NO_PROXY = (
    "*",
    "example.com",
    ".example.com",
    "ample.com",
    "https://example.com",
    "http://example.com",
    "all://example.com",
    "all://*.example.com",
    "example.com:8443",
    "EXAMPLE.com",
    "localhost",
    "127.0.0.1",
    "::1",
    "10.0.0.0/8",
    "a.org, example.com",
    "",
)
URLS = (
    "https://example.com/",
    "http://example.com/",
    "https://www.example.com/",
    "https://example.com:8443/",
    "https://notexample.com/",
    "http://localhost/",
    "http://a.localhost/",
    "http://127.0.0.1:81/",
    "http://[::1]:80/",
    "http://10.1.2.3/",
)


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("no_proxy", NO_PROXY)
def test_no_proxy_means_what_it_means_to_httpx(monkeypatch: pytest.MonkeyPatch, no_proxy: str, url: str) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://p:1")
    monkeypatch.setenv("NO_PROXY", no_proxy)
    parsed = httpx.URL(url)
    with httpx.Client(verify=False) as theirs:
        straight = theirs._transport_for_url(parsed) is theirs._transport
    assert (environment_proxy(parsed.scheme, parsed.host, parsed.port) is None) == straight


@pytest.mark.anyio
async def test_the_variables_are_read_when_a_client_first_reaches_a_host(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HttpServer() as server, Proxy() as proxy:
        async with connect(server.url) as client:
            await client.client.retrieve()
            monkeypatch.setenv("HTTP_PROXY", proxy.url)
            await client.client.retrieve()
        async with connect(server.url) as client:
            await client.client.retrieve()

    assert len(proxy.requests) == 1
    assert len(server.requests) == 3
