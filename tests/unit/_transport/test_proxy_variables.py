"""HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY."""

import httpx
import pytest

from move_ugc_async._transport.http.proxies import environment_proxy


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


# Entries that httpx 0.28 reads as curl does: all but networks and leading dots.
NO_PROXY = (
    "*",
    "example.com",
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


@pytest.mark.parametrize(
    ("no_proxy", "url", "is_exempt"),
    [
        (".example.com", "https://example.com/", True),
        (".example.com", "https://a.b.example.com/", True),
        (".example.com", "https://notexample.com/", False),
        ("..example.com", "https://www.example.com/", True),
        ("example.com.", "https://example.com/", True),
        ("example.com", "https://example.com./", True),
        ("*.example.com", "https://example.com/", False),
        ("*.example.com", "https://www.example.com/", True),
        (".", "https://example.com/", False),
        ("a.org example.com", "https://example.com/", True),
        ("example.com:443", "https://example.com/", True),
        ("example.com:443", "http://example.com/", False),
        ("example.com:80", "http://www.example.com/", True),
        ("https://example.com:443", "https://example.com/", True),
        ("10.0.0.0/8", "http://10.1.2.3/", True),
        ("10.1.2.3/8", "http://10.9.9.9/", True),
        ("10.0.0.0/8", "http://11.1.2.3/", False),
        ("10.0.0.0/8", "http://[fd00::1]/", False),
        ("10.0.0.0/8", "https://10.example.com/", False),
        ("10.1.2.3:81", "http://10.1.2.3:81/", True),
        ("10.1.2.3:81", "http://10.1.2.3/", False),
        ("fd00::/8", "http://[fd12::7]/", True),
        ("[fd00::]/8", "http://[fd12::7]/", True),
        ("fd00::/8", "http://[fe80::7]/", False),
        ("0:0:0:0:0:0:0:1", "http://[::1]/", True),
        ("[::1]:80", "http://[::1]/", True),
        ("[::1]:81", "http://[::1]/", False),
        ("xn--bcher-kva.example", "https://bücher.example/", True),
        ("XN--BCHER-KVA.example:443", "https://www.bücher.example/", True),
        ("bücher.example", "https://xn--bcher-kva.example/", True),
        ("BÜCHER。example", "https://xn--bcher-kva.example/", True),
        (".bücher.example", "https://www.xn--bcher-kva.example/", True),
        ("*.xn--bcher-kva.example", "https://www.bücher.example/", True),
        ("*.bücher.example", "https://bücher.example/", False),
        ("xn--bcher-kva.example", "https://buecher.example/", False),
    ],
)
def test_no_proxy_exempts_domains_networks_and_ports_as_in_curl(
    monkeypatch: pytest.MonkeyPatch,
    no_proxy: str,
    url: str,
    is_exempt: bool,  # noqa: FBT001 - passed by pytest by name
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://p:1")
    monkeypatch.setenv("NO_PROXY", no_proxy)
    target = httpx.URL(url)
    assert (environment_proxy(target.scheme, target.host, target.port) is None) is is_exempt


@pytest.mark.parametrize(
    "invalid",
    [
        "[::1",
        "http://[::1",
        "example.com:port",
        "a:99999",
        "10.0.0.0/99",
        "fd00::/999",
        "[10.0.0.1]",
        "[]",
        ":",
        "://",
        "/8",
        "☃.example",
        "\udcff",
        "ü..example",
        "ü" * 70,
    ],
)
def test_no_proxy_skips_invalid_entries(monkeypatch: pytest.MonkeyPatch, invalid: str) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://p:1")
    monkeypatch.setenv("NO_PROXY", f"{invalid},example.com")
    assert environment_proxy("https", "example.com", None) is None
    assert environment_proxy("https", "example.org", None) == "http://p:1"
    assert environment_proxy("http", "10.0.0.0", None) == "http://p:1"
