"""Requests for other hosts and requests that are too large are rejected before they are processed."""

import socket
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx
import pytest

from move_ugc_async.sandbox import Sandbox, Status
from move_ugc_async.sandbox.options import API_KEY
from move_ugc_async.sandbox.request_filter import MAX_BODY
from tests.integration.sandbox.api import CREATE_FILE, Api, FakeMedia

pytestmark = pytest.mark.anyio
HUGE_BODY = 600 * 1024 * 1024


@pytest.mark.check(61)
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "10.1.2.3",
        "[2001:db8::1]",
        "0.0.0.0",
        "",
        "[",
        "[::1",
        "a b",
    ],
)
async def test_request_for_another_host_is_rejected(api: Api, host: str) -> None:
    for path in ("/ugc/graphql", "/sandbox/clock", "/move-ugc-sandbox/files/x.mp4", "/nothing"):
        response = await api.http.get(
            f"{api.sandbox.url}{path}", headers={"host": host, "authorization": api.sandbox.api_key}
        )
        assert response.status_code == 403, path
    assert len(api.sandbox.journal) == 0


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:1", "127.9.9.9", "localhost", "LOCALHOST:8000", "api.localhost.", "[::1]:8000"]
)
async def test_request_for_a_loopback_name_is_served(api: Api, host: str) -> None:
    response = await api.post(b'{"query": "{ client { id } }"}', host=host)
    assert response.status_code == 200


@pytest.mark.parametrize("host", ["move.example", "move.example:443", "Move.Example."])
async def test_request_for_the_public_url_is_served(host: str) -> None:
    with Sandbox(public_url="https://move.example/api", media=FakeMedia()) as sandbox:
        address = f"http://127.0.0.1:{_port(sandbox)}/ugc/graphql"
        async with httpx.AsyncClient() as http:
            response = await http.post(address, json={"query": "{ client { id } }"}, headers={"host": host})
    assert response.status_code == 401


@pytest.mark.parametrize("host", ["Sandbox.Internal:8000", "10.1.2.3"])
async def test_request_for_an_allowed_host_is_served(http: httpx.AsyncClient, host: str) -> None:
    with Sandbox(allowed_hosts=["sandbox.internal", "10.1.2.3"], media=FakeMedia()) as sandbox:
        assert (await Api(sandbox, http).post(b'{"query": "{ client { id } }"}', host=host)).status_code == 200


def _port(sandbox: Sandbox) -> int:
    callbacks = sandbox._resources._exit_callbacks
    (listener,) = [each.__self__ for _, each in callbacks if isinstance(getattr(each, "__self__", None), socket.socket)]
    return int(listener.getsockname()[1])


KEYS = pytest.mark.parametrize("key", [API_KEY, "mv_key_wrong"], ids=["authorized", "wrong-key"])


def send_head(sandbox: Sandbox, request: str, key: str) -> str:
    """Send only the head of a request with a huge body, and return the first line of the response."""
    address = urlsplit(sandbox.url)
    head = [f"{request} HTTP/1.1", "Host: localhost", f"Authorization: {key}", f"Content-Length: {HUGE_BODY}", "", ""]
    with socket.create_connection((address.hostname, address.port)) as connection, connection.makefile("rb") as file:
        connection.sendall("\r\n".join(head).encode())
        return file.readline().decode()


@pytest.mark.check(61)
@KEYS
@pytest.mark.parametrize("path", ["/ugc/graphql", "/sandbox/faults", "/ugc/file/download", "/nothing"])
def test_body_with_a_large_content_length_is_rejected_before_sending(sandbox: Sandbox, key: str, path: str) -> None:
    assert send_head(sandbox, f"POST {path}", key).startswith("HTTP/1.1 413 ")


@pytest.mark.check(61)
@KEYS
@pytest.mark.parametrize("has_faults", [False, True])
async def test_body_of_unknown_size_is_read_up_to_the_limit(api: Api, key: str, *, has_faults: bool) -> None:
    if has_faults:
        api.sandbox.faults.add(Status(500), operation="never")
    sent = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < HUGE_BODY:
            sent += 65536
            yield bytes(65536)

    try:
        response = await api.http.post(api.sandbox.endpoint_url, content=chunks(), headers={"authorization": key})
    except httpx.TransportError:
        # The sandbox closed the connection while the client was sending.
        pass
    else:
        assert response.status_code == 413
    # At most the limit and the socket buffers of both ends.
    assert sent < 64 * MAX_BODY
    assert (await api.call("{ client { id } }"))["id"]


async def test_body_up_to_the_limit_is_read(api: Api) -> None:
    body = b'{"query": "{ client { id } }"}'.ljust(MAX_BODY)
    assert (await api.post(body)).status_code == 200
    assert (await api.post(body + b" ")).status_code == 413


async def test_upload_may_be_larger_than_a_request(api: Api) -> None:
    file = await api.call(CREATE_FILE, type="mp4")
    assert (await api.http.put(file["presignedUrl"], content=bytes(MAX_BODY + 1))).status_code == 200


def test_unsigned_upload_is_rejected_before_sending(sandbox: Sandbox) -> None:
    assert send_head(sandbox, "PUT /move-ugc-sandbox/files/x.mp4?Signature=x", "").startswith("HTTP/1.1 4")
