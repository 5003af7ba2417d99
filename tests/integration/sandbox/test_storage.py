import hashlib
import socket
import time
import tracemalloc
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import httpx
import pytest

from move_ugc_async.sandbox import Leak, ManualClock, Sandbox
from tests.integration.sandbox.api import CREATE_FILE, GET_FILE, Api, FakeMedia
from tests.integration.sandbox.wire import connected
from tests.support.wait_until import wait_until

pytestmark = pytest.mark.anyio

CONTENT = bytes(range(256)) * 40
ETAG = f'"{hashlib.md5(CONTENT).hexdigest()}"'


def s3_error(response: httpx.Response) -> tuple[int, str, str]:
    """Return status, code and message of S3's error document."""
    assert response.headers["content-type"].startswith("application/xml")
    assert response.text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<Error>')
    root = ET.fromstring(response.content)
    elements = {element.tag: element.text or "" for element in root}
    assert elements["RequestId"] == response.headers["x-amz-request-id"]
    assert elements["HostId"]
    return response.status_code, elements["Code"], elements["Message"]


async def upload_url(api: Api) -> str:
    return (await api.call(CREATE_FILE, type="mp4"))["presignedUrl"]


async def download_url(api: Api, content: bytes = CONTENT) -> str:
    return (await api.call(GET_FILE, id=await api.upload(content)))["presignedUrl"]


async def test_urls_have_the_format_of_signature_version_2(api: Api) -> None:
    url = urlsplit(await upload_url(api))
    assert f"{url.scheme}://{url.netloc}" == api.sandbox.url
    query = parse_qs(url.query)
    assert query.keys() == {"AWSAccessKeyId", "Signature", "Expires", "x-amz-security-token"}


async def test_upload_returns_its_md5_and_can_be_downloaded(api: Api) -> None:
    response = await api.http.put(await upload_url(api), content=CONTENT)
    assert (response.status_code, response.headers["etag"], response.content) == (200, ETAG, b"")
    response = await api.http.get(await download_url(api))
    assert response.content == CONTENT
    assert response.headers["etag"] == ETAG
    assert response.headers["accept-ranges"] == "bytes"
    assert response.headers["content-length"] == str(len(CONTENT))
    assert response.headers["content-type"] == "binary/octet-stream"
    assert parsedate_to_datetime(response.headers["last-modified"]).year == 2026


async def test_empty_file_can_be_uploaded(api: Api) -> None:
    response = await api.http.get(await download_url(api, b""))
    assert (response.status_code, response.content) == (200, b"")


async def test_uploading_again_replaces_the_content(api: Api) -> None:
    url = await upload_url(api)
    await api.http.put(url, content=b"first")
    await api.http.put(url, content=b"second")
    file_id = urlsplit(url).path.rpartition("/")[2].removesuffix(".mp4")
    response = await api.http.get((await api.call(GET_FILE, id=file_id))["presignedUrl"])
    assert response.content == b"second"


async def test_upload_with_a_content_type_fails_the_signature_check(api: Api) -> None:
    for value in ["video/mp4", "application/octet-stream", "application/json"]:
        url = await upload_url(api)
        response = await api.http.put(url, content=CONTENT, headers={"content-type": value})
        assert s3_error(response)[:2] == (403, "SignatureDoesNotMatch"), value


async def test_other_signed_headers_break_the_signature(api: Api) -> None:
    for header in ["content-md5", "x-amz-acl"]:
        response = await api.http.put(await upload_url(api), content=CONTENT, headers={header: "x"})
        assert s3_error(response)[:2] == (403, "SignatureDoesNotMatch"), header


async def test_large_rejected_upload_gets_its_response(api: Api) -> None:
    content = b"x" * (16 * 1024 * 1024)
    response = await api.http.put(await upload_url(api), content=content, headers={"content-type": "video/mp4"})
    assert s3_error(response)[:2] == (403, "SignatureDoesNotMatch")


async def test_chunked_uploads_are_not_implemented(api: Api) -> None:
    async def chunks():
        yield CONTENT

    response = await api.http.put(await upload_url(api), content=chunks())
    assert s3_error(response)[:2] == (501, "NotImplemented")


async def test_upload_without_content_length_is_rejected(api: Api) -> None:
    url = urlsplit(await upload_url(api))
    with connected(api.sandbox) as connection:
        target = f"{url.path}?{url.query}"
        connection.sendall(f"PUT {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        response = b"".join(iter(lambda: connection.recv(65536), b""))
    assert response.startswith(b"HTTP/1.1 411 ")
    assert b"<Code>MissingContentLength</Code>" in response


async def test_upload_above_5_gib_is_rejected_before_sending(api: Api) -> None:
    url = urlsplit(await upload_url(api))
    head = (
        f"PUT {url.path}?{url.query} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        f"Content-Length: {5 * 1024**3 + 1}\r\n\r\n"
    )
    with connected(api.sandbox) as connection:
        connection.sendall(head.encode())
        connection.shutdown(socket.SHUT_WR)
        response = b"".join(iter(lambda: connection.recv(65536), b""))
    assert b"<Code>EntityTooLarge</Code>" in response


def _stored_files(folder: Path) -> list[Path]:
    return [path for name in ("blobs", "incoming") for path in (folder / name).iterdir()]


async def test_truncated_upload_leaves_no_content(http: httpx.AsyncClient, tmp_path: Path) -> None:
    async with Sandbox(data=tmp_path, media=FakeMedia()) as sandbox:
        api = Api(sandbox, http)
        file = await api.call(CREATE_FILE, type="mp4")
        url = urlsplit(file["presignedUrl"])
        with connected(api.sandbox) as connection:
            head = f"PUT {url.path}?{url.query} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
            connection.sendall(head.encode() + b"x" * 500)
        await wait_until(lambda: sandbox.journal.filter(kind="storage"))
        (entry,) = sandbox.journal.filter(kind="storage")
        assert (entry.method, entry.status) == ("PUT", None)
        assert (await api.call(GET_FILE, id=file["id"]))["presignedUrl"] is None
        assert _stored_files(tmp_path) == []


async def test_range_is_served(api: Api) -> None:
    url = await download_url(api)
    for range_header, start, end in [
        ("bytes=0-0", 0, 0),
        ("bytes=5-9", 5, 9),
        ("bytes=100-", 100, len(CONTENT) - 1),
        ("bytes=-7", len(CONTENT) - 7, len(CONTENT) - 1),
        ("bytes=5-999999999", 5, len(CONTENT) - 1),
        ("bytes=-999999999", 0, len(CONTENT) - 1),
    ]:
        response = await api.http.get(url, headers={"range": range_header})
        assert response.status_code == 206, range_header
        assert response.content == CONTENT[start : end + 1], range_header
        assert response.headers["content-range"] == f"bytes {start}-{end}/{len(CONTENT)}", range_header
        assert response.headers["etag"] == ETAG, range_header


async def test_invalid_range_is_ignored(api: Api) -> None:
    url = await download_url(api)
    # Python refuses to convert so many digits to a number.
    digits = "9" * 5000
    huge = [f"bytes={digits}-", f"bytes=0-{digits}", f"bytes=-{digits}"]
    for range_header in ["bytes=9-5", "bytes=a-b", "items=0-1", "bytes=0-1,5-6", "bytes=-", "", *huge]:
        response = await api.http.get(url, headers={"range": range_header})
        assert (response.status_code, response.content) == (200, CONTENT), range_header


@pytest.mark.parametrize("range_header", [f"bytes={len(CONTENT)}-", "bytes=-0"])
async def test_range_beyond_the_end_is_416(api: Api, range_header: str) -> None:
    response = await api.http.get(await download_url(api), headers={"range": range_header})
    assert s3_error(response)[:2] == (416, "InvalidRange")
    assert response.headers["content-range"] == f"bytes */{len(CONTENT)}"


async def test_range_is_served_only_if_if_range_matches(api: Api) -> None:
    url = await download_url(api)
    modified = (await api.http.get(url)).headers["last-modified"]
    for same in (ETAG, modified):
        response = await api.http.get(url, headers={"range": "bytes=1-2", "if-range": same})
        assert (response.status_code, response.content) == (206, CONTENT[1:3])
    for other in ('"other"', f"W/{ETAG}", "Thu, 01 Jan 1970 00:00:00 GMT"):
        response = await api.http.get(url, headers={"range": "bytes=1-2", "if-range": other})
        assert (response.status_code, response.content) == (200, CONTENT)
    beyond = {"range": "bytes=999999-", "if-range": '"other"'}
    assert (await api.http.get(url, headers=beyond)).content == CONTENT


async def test_if_match_and_if_none_match_compare_the_etag(api: Api) -> None:
    url = await download_url(api)
    response = await api.http.get(url, headers={"if-none-match": ETAG})
    assert (response.status_code, response.content, response.headers["etag"]) == (304, b"", ETAG)
    assert (await api.http.get(url, headers={"if-none-match": '"other"'})).content == CONTENT
    assert (await api.http.get(url, headers={"if-match": ETAG})).content == CONTENT
    response = await api.http.get(url, headers={"if-match": '"other"'})
    assert s3_error(response)[:2] == (412, "PreconditionFailed")


def _condition(response: httpx.Response) -> str | None:
    """Return the condition that did not hold."""
    assert s3_error(response)[:2] == (412, "PreconditionFailed")
    return ET.fromstring(response.content).findtext("Condition")


PAST, FUTURE = "Sat, 01 Jan 2000 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"


async def test_if_modified_since_returns_304_without_a_change(api: Api) -> None:
    url = await download_url(api)
    modified = (await api.http.get(url)).headers["last-modified"]
    for since, status in [(modified, 304), (FUTURE, 304), (PAST, 200), ("yesterday", 200), ("", 200)]:
        response = await api.http.get(url, headers={"if-modified-since": since})
        assert (response.status_code, response.headers["etag"]) == (status, ETAG), since
        assert response.headers["last-modified"] == modified, since
        assert response.content == (CONTENT if status == 200 else b""), since


async def test_if_unmodified_since_returns_412_after_a_change(api: Api) -> None:
    url = await download_url(api)
    modified = (await api.http.get(url)).headers["last-modified"]
    for since in (modified, FUTURE, "yesterday"):
        assert (await api.http.get(url, headers={"if-unmodified-since": since})).content == CONTENT, since
    assert _condition(await api.http.get(url, headers={"if-unmodified-since": PAST})) == "If-Unmodified-Since"


async def test_time_without_a_zone_is_utc(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    url = await download_url(api)
    modified = (await api.http.get(url)).headers["last-modified"].removesuffix(" GMT")
    for zone in ("Asia/Tokyo", "America/New_York"):
        with monkeypatch.context() as patch:
            patch.setenv("TZ", zone)
            time.tzset()
            read = await api.http.get(url, headers={"if-modified-since": modified})
            kept = await api.http.get(url, headers={"if-unmodified-since": f"{modified} -0000"})
        time.tzset()
        assert (read.status_code, kept.status_code) == (304, 200), zone


async def test_etag_conditions_take_precedence_over_time_conditions(api: Api) -> None:
    url = await download_url(api)
    for headers, status in [
        ({"if-match": ETAG, "if-unmodified-since": PAST}, 200),
        ({"if-match": '"other"', "if-unmodified-since": FUTURE}, 412),
        ({"if-none-match": ETAG, "if-modified-since": PAST}, 304),
        ({"if-none-match": '"other"', "if-modified-since": FUTURE}, 200),
        ({"if-match": '"other"', "if-none-match": ETAG}, 412),
        ({"if-match": "*", "if-none-match": "*"}, 304),
    ]:
        assert (await api.http.get(url, headers=headers)).status_code == status, headers
    assert _condition(await api.http.get(url, headers={"if-match": '"other"'})) == "If-Match"


async def test_upload_with_if_none_match_never_replaces_content(api: Api) -> None:
    url, only_new = await upload_url(api), {"if-none-match": "*"}
    assert (await api.http.put(url, content=CONTENT, headers=only_new)).status_code == 200
    assert _condition(await api.http.put(url, content=b"other", headers=only_new)) == "If-None-Match"
    response = await api.http.put(url, content=b"other", headers={"if-none-match": ETAG})
    assert s3_error(response)[:2] == (501, "NotImplemented")
    assert (await api.http.put(url, content=b"other", headers={"if-match": ETAG})).status_code == 200
    assert _condition(await api.http.put(url, content=CONTENT, headers={"if-match": ETAG})) == "If-Match"


async def test_upload_with_if_match_needs_content(api: Api) -> None:
    response = await api.http.put(await upload_url(api), content=CONTENT, headers={"if-match": "*"})
    assert s3_error(response)[:2] == (404, "NoSuchKey")


async def test_second_of_two_uploads_at_once_fails_with_if_none_match(api: Api) -> None:
    url, other_ended = await upload_url(api), False

    async def chunks():
        nonlocal other_ended
        yield b"fir"
        response = await api.http.put(url, content=b"second", headers={"if-none-match": "*"})
        other_ended = response.status_code == 200
        yield b"st"

    response = await api.http.put(url, content=chunks(), headers={"content-length": "5", "if-none-match": "*"})
    assert other_ended
    assert _condition(response) == "If-None-Match"


@pytest.mark.parametrize(
    "parameter", ["acl", "torrent", "uploads", "versionId=1", "response-content-type=text/html", "response-expires=0"]
)
async def test_sub_resource_that_is_not_signed_is_rejected(api: Api, parameter: str) -> None:
    for method, url in [("GET", await download_url(api)), ("PUT", await upload_url(api))]:
        response = await api.http.request(method, f"{url}&{parameter}", content=b"" if method == "PUT" else None)
        assert s3_error(response)[:2] == (403, "SignatureDoesNotMatch")
        text = ET.fromstring(response.content).findtext("StringToSign")
        assert text is not None
        assert text.endswith(f"{urlsplit(url).path}?{parameter}")


async def test_other_parameters_are_ignored(api: Api) -> None:
    assert (await api.http.get(f"{await download_url(api)}&x-id=GetObject")).status_code == 200


async def test_error_of_a_wrong_signature_names_the_signed_text(api: Api) -> None:
    url = await upload_url(api)
    response = await api.http.put(url, content=CONTENT, headers={"content-type": "video/mp4"})
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    elements = {each.tag: each.text for each in ET.fromstring(response.content)}
    token = query["x-amz-security-token"]
    text = f"PUT\n\nvideo/mp4\n{query['Expires']}\nx-amz-security-token:{token}\n{urlsplit(url).path}"
    assert elements["AWSAccessKeyId"] == query["AWSAccessKeyId"]
    assert elements["SignatureProvided"] == query["Signature"]
    assert elements["StringToSign"] == text
    assert elements["StringToSignBytes"] == text.encode().hex(" ")
    assert list(elements)[:2] == ["Code", "Message"]
    assert list(elements)[-2:] == ["RequestId", "HostId"]


async def test_each_method_needs_its_own_signature(api: Api) -> None:
    upload, download = await upload_url(api), await download_url(api)
    for method, url in [("GET", upload), ("PUT", download), ("HEAD", download), ("DELETE", download)]:
        response = await api.http.request(method, url, content=b"" if method == "PUT" else None)
        assert response.status_code == 403


async def test_head_returns_headers_without_a_body(api: Api) -> None:
    links = api.sandbox._running().links
    path = urlsplit(await download_url(api)).path
    url = links.base + links.signer.sign("HEAD", path, lifetime=60, now=api.sandbox.clock.now())
    response = await api.http.head(url)
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-length"] == str(len(CONTENT))


async def test_unsupported_method_with_a_valid_signature_returns_405(api: Api) -> None:
    links = api.sandbox._running().links
    url = links.base + links.signer.sign(
        "DELETE", "/move-ugc-sandbox/files/x", lifetime=60, now=api.sandbox.clock.now()
    )
    assert s3_error(await api.http.delete(url))[:2] == (405, "MethodNotAllowed")


async def test_every_url_parameter_is_required_and_verified(api: Api) -> None:
    for parameter in ["AWSAccessKeyId", "Signature", "Expires", "x-amz-security-token"]:
        url = httpx.URL(await download_url(api))
        missing = await api.http.get(url.copy_remove_param(parameter))
        changed = await api.http.get(url.copy_set_param(parameter, "4102444800"))
        assert s3_error(missing)[0] == s3_error(changed)[0] == 403, parameter


async def test_each_problem_of_a_signature_has_its_own_error_code(api: Api) -> None:
    url = httpx.URL(await download_url(api))
    responses = [
        await api.http.get(url.copy_with(query=None)),
        await api.http.get(url.copy_remove_param("Expires")),
        await api.http.get(url.copy_set_param("Expires", "soon")),
        await api.http.get(url.copy_set_param("Expires", "9" * 5000)),
        await api.http.get(url.copy_set_param("AWSAccessKeyId", "ASIAX")),
        await api.http.get(url.copy_set_param("Signature", "é")),
        await api.http.get(url.copy_with(path=url.path + "x")),
    ]
    assert [s3_error(response)[1] for response in responses] == [
        "AccessDenied",
        "AccessDenied",
        "AccessDenied",
        "AccessDenied",
        "InvalidAccessKeyId",
        "SignatureDoesNotMatch",
        "SignatureDoesNotMatch",
    ]


async def test_urls_expire(http: httpx.AsyncClient) -> None:
    clock = ManualClock()
    async with Sandbox(clock=clock, url_lifetime=60, media=FakeMedia()) as sandbox:
        url = await download_url(Api(sandbox, http))
        clock.advance(60)
        assert (await http.get(url)).status_code == 200
        clock.advance(1)
        response = await http.get(url)
        assert s3_error(response) == (403, "AccessDenied", "Request has expired")
        elements = {each.tag: each.text for each in ET.fromstring(response.content)}
        assert (elements["Expires"], elements["ServerTime"]) == ("2026-01-01T00:01:00Z", "2026-01-01T00:01:01Z")
        assert s3_error(await http.get(httpx.URL(url).copy_set_param("Expires", "0")))[2] == "Request has expired"


async def test_file_that_does_not_exist_is_404(api: Api) -> None:
    links = api.sandbox._running().links
    file_id = (await api.call(CREATE_FILE, type="mp4"))["id"]
    for name in ("file-unknown.mp4", f"{file_id}.mp4"):
        url = links.base + links.signer.sign(
            "GET", f"/move-ugc-sandbox/files/{name}", lifetime=60, now=api.sandbox.clock.now()
        )
        assert s3_error(await api.http.get(url))[:2] == (404, "NoSuchKey")


async def test_authorization_header_is_rejected_and_recorded_as_a_leak(api: Api) -> None:
    upload, download = await upload_url(api), await download_url(api)
    assert api.sandbox.leaks == ()
    key = {"authorization": api.sandbox.api_key}
    other = {"authorization": "Basic x"}
    for response in (
        await api.http.put(upload, content=CONTENT, headers=key),
        await api.http.get(download, headers=other),
    ):
        status, code, message = s3_error(response)
        assert (status, code) == (400, "InvalidArgument")
        assert message.startswith("Only one auth mechanism allowed")
        assert api.sandbox.api_key not in response.text
    assert api.sandbox.leaks == (
        Leak("PUT", urlsplit(upload).path, api_key=True),
        Leak("GET", urlsplit(download).path, api_key=False),
    )


async def test_thumbnails_are_images(api: Api) -> None:
    file = await api.call(GET_FILE, id=await api.upload())
    response = await api.http.get(file["thumbnailUrl"])
    assert response.headers["content-type"] == "image/png"
    assert response.content.startswith(b"\x89PNG\r\n\x1a\n")
    assert response.content.endswith(b"IEND\xaeB`\x82")


async def test_large_upload_is_not_held_in_memory(api: Api) -> None:
    size = 16 * 1024 * 1024
    url = await upload_url(api)

    async def chunks():
        for _ in range(16):
            yield bytes(1024 * 1024)

    tracemalloc.start()
    try:
        response = await api.http.put(url, content=chunks(), headers={"content-length": str(size)})
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert response.headers["etag"] == f'"{hashlib.md5(bytes(size)).hexdigest()}"'
    assert peak < size / 2
