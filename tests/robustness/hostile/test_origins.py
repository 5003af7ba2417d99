"""The hosts that receive the API key, and the certificates that are trusted."""

import datetime
import ssl
from pathlib import Path

import httpx
import hypothesis
import pytest
import trustme
import yarl
from hypothesis import strategies as st

from move_ugc_async import AsyncMoveUgc, MoveConfigurationError, MoveConnectionError, MoveError
from move_ugc_async._transfers.urls import storage_url
from move_ugc_async.errors import MoveMalformedResponseError, MoveUnsafeURLError
from tests.integration.client.workflows import CLIP
from tests.support.clocks import FakeClock
from tests.support.servers import API_KEY, Authority, HttpServer, Reply, graphql_reply
from tests.support.stacks import Connect
from tests.unit._transfers.objects import names

pytestmark = pytest.mark.anyio
REDIRECTS = [301, 302, 303, 307, 308]


@pytest.fixture
def trusted(authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.write(tmp_path / "ca.pem")))
    return authority


@pytest.mark.check(43)
@pytest.mark.parametrize(
    ("status", "from_tls"),
    [*((status, False) for status in REDIRECTS), pytest.param(308, True, id="308-https to http")],
)
async def test_a_redirect_of_the_api_is_not_followed(
    connect: Connect,
    trusted: Authority,
    status: int,
    from_tls: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    with HttpServer() as elsewhere:
        away = Reply(status=status, headers=(("Location", f"{elsewhere.url}/graphql"),))
        with HttpServer(away, tls=trusted.server_context() if from_tls else None) as server:
            async with connect(server.url, max_retries=3, clock=FakeClock()) as client:
                with pytest.raises(MoveError, match="redirects"):
                    await client.client.retrieve()

        assert [request.header("authorization") for request in server.requests] == [API_KEY]
        assert elsewhere.connections == 0


@pytest.mark.check(43)
@pytest.mark.parametrize("status", REDIRECTS)
async def test_a_redirect_of_storage_is_not_followed_and_storage_gets_no_key(
    connect: Connect, status: int, tmp_path: Path
) -> None:
    with HttpServer() as elsewhere, HttpServer(Reply(status=status, headers=(("Location", elsewhere.url),))) as storage:
        file = {"id": "file-1", "type": ".mp4", "presignedUrl": f"{storage.url}/clip.mp4?Signature=x"}
        with HttpServer(lambda received: graphql_reply({received.json()["operationName"]: file})) as server:
            async with connect(server.url) as client:
                for call in (client.files.download("file-1", tmp_path / "clip.mp4"), client.files.upload(CLIP)):
                    with pytest.raises(MoveError):
                        await call

        assert elsewhere.connections == 0
    assert [request.method for request in storage.requests] == ["GET", "PUT"]
    assert [request for request in storage.requests if API_KEY in repr(request)] == []


@pytest.mark.check(44)
@pytest.mark.parametrize(
    "place",
    [
        *("http://169.254.169.254/latest", "http://[fd00:ec2::254]/latest", "http://[64:ff9b::a9fe:a9fe]/"),
        *("http://[2002:a9fe:a9fe::1]/", "http://[::ffff:169.254.1.1]/", "http://[fe80::1%25eth0]/"),
        *("http://0xa9.254.169.254/", "http://0251.0376.0251.0376/", "http://169.254.169.254./"),
        *("file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/", "unix:///run/x", "data:text/plain,x"),
        *("http://xn--a/", "http://127.0.0.1\\x/", "http://[::1][v1.a]/", "http://[::1%25lo]}::" + "a" * 260 + "]/"),
        *("http://user@127.0.0.1/", "http://user:word@127.0.0.1/", "http://:word@127.0.0.1/"),
    ],
)
@pytest.mark.parametrize("stack", ["asyncio-aiohttp"], indirect=True)
async def test_an_unsafe_storage_url_is_refused_before_anything_is_sent(
    connect: Connect, place: str, tmp_path: Path
) -> None:
    file = {"id": "file-1", "type": ".mp4", "presignedUrl": place}
    with HttpServer(lambda received: graphql_reply({received.json()["operationName"]: file})) as server:
        async with connect(server.url, max_retries=3, clock=FakeClock()) as client:
            for call in (client.files.download("file-1", tmp_path / "clip.mp4"), client.files.upload(CLIP)):
                with pytest.raises(MoveError, match=r"the server returned (an invalid|a) storage URL") as caught:
                    await call
                assert place not in str(caught.value)

    assert len(server.requests) == 2
    assert names(tmp_path) == []


@pytest.mark.check(44)
async def test_storage_without_tls_is_refused_when_the_api_has_tls(
    connect: Connect, trusted: Authority, tmp_path: Path
) -> None:
    with HttpServer() as storage:
        file = {"id": "file-1", "type": ".mp4", "presignedUrl": f"{storage.url}/clip.mp4"}
        with HttpServer(graphql_reply({"getFile": file}), tls=trusted.server_context()) as server:
            async with connect(server.url) as client:
                with pytest.raises(MoveUnsafeURLError, match="without TLS"):
                    await client.files.download("file-1", tmp_path / "clip.mp4")

    assert storage.connections == 0


_PARTS = st.sampled_from(
    [
        *(
            "good.example",
            "127.0.0.1",
            "169.254.169.254",
            "0x7f.1",
            "[::1]",
            "[::1%25lo]",
            "[v1.a]",
            "::",
            "xn--",
            "xn--a",
        ),
        *("xn--fiqs8s", "%", "%zz", "%00", "%2f", "%40", "#", "?", "/", "//", "..", ".", "\\", "@", ":", ":0", ":80"),
        *(
            ":-1",
            ":8_0",
            ":+1",
            ":65536",
            "[",
            "]",
            "{",
            "}",
            "<",
            "|",
            '"',
            "^",
            "`",
            " ",
            "+",
            "&",
            "=",
            ";",
            "-",
            "_",
        ),
        *("\t", "\x7f", "é", "。", "ⓐ", "１", "\ud7ff", "😀", "a" * 64, "a" * 300),  # noqa: RUF001 - as meant
    ]
)


@pytest.mark.check(44)
@hypothesis.given(
    st.lists(_PARTS, min_size=1, max_size=6).map("".join) | st.text(max_size=20), st.sampled_from(["http", "https"])
)
@hypothesis.example("good.example\\@169.254.169.254/", "http")
@hypothesis.example("good.example#@169.254.169.254/", "http")
@hypothesis.example("xn--fiqs8s.example:8443/x", "https")
@hypothesis.example("[::1%25lo]`\ud7ff[::1]", "http")
def test_a_storage_url_is_refused_when_the_http_libraries_parse_its_host_differently(rest: str, scheme: str) -> None:
    try:
        url = storage_url(f"{scheme}://{rest}", secure=False)
    except MoveMalformedResponseError:
        return
    # As each library receives it.
    by_httpx, by_aiohttp = httpx.Request("GET", url).url, yarl.URL(str(url), encoded=True)

    assert by_httpx.scheme == by_aiohttp.scheme == scheme
    assert by_httpx.raw_host.decode() == by_aiohttp.raw_host
    usual = {"http": 80, "https": 443}[scheme]
    assert (usual if by_httpx.port is None else by_httpx.port) == by_aiohttp.port
    assert repr(url).startswith("Url('")


@pytest.mark.parametrize(
    "place", ["https://xn--a/graphql", "http://127.0.0.1\\x/", "http://[::1%25lo]/", "http://h:-1/"]
)
def test_an_endpoint_url_that_one_http_library_cannot_parse_is_a_configuration_error(place: str) -> None:
    with pytest.raises(MoveConfigurationError, match="endpoint_url"):
        AsyncMoveUgc(API_KEY, endpoint_url=place)


class _Impostor:
    """Creates invalid certificates, signed by a trusted authority."""

    def __init__(self, authority: Authority) -> None:
        self._ca: trustme.CA = authority._ca

    def context(self, why: str) -> ssl.SSLContext:
        past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
        certificate = {
            "an unknown authority": lambda: trustme.CA().issue_cert("127.0.0.1"),
            "another host's": lambda: self._ca.issue_cert("storage.example"),
            "expired": lambda: self._ca.issue_cert("127.0.0.1", not_before=past, not_after=past.replace(year=2021)),
        }[why]()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        return context


@pytest.mark.check(49)
@pytest.mark.parametrize("why", ["an unknown authority", "another host's", "expired"])
async def test_an_invalid_certificate_is_rejected_with_any_environment(
    connect: Connect, trusted: Authority, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PYTHONHTTPSVERIFY", "SSL_VERIFY", "HTTPX_VERIFY", "NODE_TLS_REJECT_UNAUTHORIZED", "AIOHTTP_NO_SSL"):
        monkeypatch.setenv(name, "0")
    for name in ("CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.setenv(name, "")
    # Variables that are often recommended to turn off verification.
    monkeypatch.setattr(ssl, "_create_default_https_context", ssl._create_unverified_context)
    clock = FakeClock()

    with HttpServer(tls=_Impostor(trusted).context(why)) as server:
        async with connect(server.url, max_retries=5, clock=clock) as client:
            with pytest.raises(MoveConnectionError, match=r"(?i)certificate") as caught:
                await client.client.retrieve()

    assert caught.value.may_have_arrived is False
    assert len(clock.waits) == 5
    assert server.requests == []
