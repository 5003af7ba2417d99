"""Pages of this machine may use the API from a browser, and no others."""

import httpx
import pytest

from move_ugc_async.sandbox import Status
from tests.integration.sandbox.api import CREATE_FILE, GET_FILE, Api

pytestmark = pytest.mark.anyio

LOOPBACK = ["http://localhost:5173", "https://127.0.0.1", "http://[::1]:3000", "http://app.localhost"]
FOREIGN = [
    "https://app.example",
    "http://localhost.evil.example",
    "http://10.1.2.3",
    "null",
    "file://localhost",
    "http://[",
]


def preflight(origin: str, method: str) -> dict[str, str]:
    return {
        "origin": origin,
        "access-control-request-method": method,
        "access-control-request-headers": "authorization,content-type",
    }


async def requests(api: Api) -> list[tuple[str, str]]:
    """Return a request of each kind that browsers make."""
    file = await api.call(CREATE_FILE, type="mp4")
    await api.http.put(file["presignedUrl"], content=b"clip")
    download = (await api.call(GET_FILE, id=file["id"]))["presignedUrl"]
    share = f"{api.sandbox.url}/ugc/file/download?code=00000000"
    return [("POST", api.sandbox.endpoint_url), ("PUT", file["presignedUrl"]), ("GET", download), ("GET", share)]


async def test_page_from_a_loopback_origin_may_use_the_api_and_storage(api: Api) -> None:
    for method, url in await requests(api):
        for origin in LOOPBACK:
            response = await api.http.options(url, headers=preflight(origin, method))
            assert response.status_code == 200
            assert response.headers["access-control-allow-origin"] == origin
            assert method in response.headers["access-control-allow-methods"]
            assert response.headers["access-control-allow-headers"] == "authorization,content-type"
            assert "Origin" in response.headers["vary"]
        response = await api.http.request(
            method, url, content=b"" if method != "GET" else None, headers={"origin": origin}
        )
        assert response.headers["access-control-allow-origin"] == origin
        assert "ETag" in response.headers["access-control-expose-headers"]
        assert "Origin" in response.headers["vary"]


async def test_page_from_another_origin_gets_no_permission(api: Api) -> None:
    for method, url in await requests(api):
        for origin in FOREIGN:
            response = await api.http.options(url, headers=preflight(origin, method))
            assert response.status_code == 403
            assert not [name for name in response.headers if name.startswith("access-control-")]
        headers = {"origin": origin, "authorization": api.sandbox.api_key} if method == "POST" else {"origin": origin}
        response = await api.http.request(method, url, content=b"" if method != "GET" else None, headers=headers)
        assert not [name for name in response.headers if name.startswith("access-control-")]


async def test_admin_api_refuses_pages_of_other_origins(api: Api) -> None:
    url = f"{api.sandbox.url}/sandbox/clock"
    assert (await api.http.options(url, headers=preflight(LOOPBACK[0], "GET"))).status_code == 403
    headers = {"origin": LOOPBACK[0], "authorization": api.sandbox.api_key}
    assert "access-control-allow-origin" not in (await api.http.get(url, headers=headers)).headers


async def test_response_of_a_fault_has_cors_headers(api: Api) -> None:
    api.sandbox.faults.add(Status(503), operation="*")
    body = b'{"query": "{ client { id } }"}'
    response: httpx.Response = await api.post(body, origin=LOOPBACK[0])
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (503, LOOPBACK[0])


async def test_preflight_request_is_not_recorded(api: Api) -> None:
    await api.http.options(api.sandbox.endpoint_url, headers=preflight(LOOPBACK[0], "POST"))
    assert len(api.sandbox.journal) == 0
