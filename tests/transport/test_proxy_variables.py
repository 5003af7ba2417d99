"""HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY."""

import httpx
import pytest

from move_ugc_async.transport.proxies import environment_proxy


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
        ({"HTTP_PROXY": "p:1"}, "http", "127.0.0.1", "http://p:1"),
        ({"http_proxy": "p:1"}, "http", "127.0.0.1", "http://p:1"),
        ({"ALL_PROXY": "p:1"}, "http", "127.0.0.1", "http://p:1"),
        ({"all_proxy": "p:1"}, "http", "127.0.0.1", "http://p:1"),
        ({"HTTP_PROXY": "p:1", "NO_PROXY": "127.0.0.1"}, "http", "127.0.0.1", None),
        ({"HTTP_PROXY": "p:1", "no_proxy": "127.0.0.1"}, "http", "127.0.0.1", None),
        ({"HTTP_PROXY": "p:1", "NO_PROXY": "*"}, "http", "127.0.0.1", None),
        ({"HTTP_PROXY": "p:1", "no_proxy": "*"}, "http", "127.0.0.1", None),
        ({"HTTP_PROXY": "p:1", "NO_PROXY": "example.com, 127.0.0.1"}, "http", "127.0.0.1", None),
        ({"HTTP_PROXY": "p:1", "no_proxy": "example.com, 127.0.0.1"}, "http", "127.0.0.1", None),
    ],
)
def test_proxy_variables_are_read_as_by_other_programs(
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


@pytest.mark.parametrize("no_proxy", NO_PROXY)
def test_no_proxy_exempts_the_same_hosts_as_in_httpx(monkeypatch: pytest.MonkeyPatch, no_proxy: str) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://p:1")
    monkeypatch.setenv("NO_PROXY", no_proxy)
    urls = [httpx.URL(url) for url in URLS]
    with httpx.Client(verify=False) as theirs:
        expected = {url for url in urls if theirs._transport_for_url(url) is theirs._transport}
    assert {url for url in urls if environment_proxy(url.scheme, url.host, url.port) is None} == expected
