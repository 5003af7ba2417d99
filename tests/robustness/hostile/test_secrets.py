"""API keys, presigned URLs, share codes and webhook secrets are in no log, error or repr."""

import gc
import gzip
import json
import logging
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pydantic import SecretStr

from move_ugc_async import AsyncMoveUgc, Attempt, MoveError, verify_webhook
from move_ugc_async.errors import MoveConfigurationError, MoveUnsafeURLError, WebhookVerificationError
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.workflows import CLIP, single_source
from tests.support.canaries import response_locals_of, texts_of
from tests.support.clocks import FakeClock
from tests.support.servers import ACCOUNT, API_KEY, HttpServer, Reply, graphql_reply
from tests.support.stacks import Connect

SIGNATURE = "signature-canary-91c4"
CODE = "code-canary-5e0b"
SECRET = "whsec_Y2FuYXJ5LWNhbmFyeS1jYW5hcnk="
KEYS = (API_KEY, SECRET, SECRET.removeprefix("whsec_"))
SECRETS = (*KEYS, SIGNATURE, CODE)

URL = f"https://storage.example/bucket/clip.mp4?Signature={SIGNATURE}"
FILE = {"id": "file-1", "type": ".mp4", "presignedUrl": URL, "thumbnailUrl": URL}
SHARED = {"code": CODE, "url": f"https://share.example/{CODE}", "created": "x"}
ENDPOINT = {"uid": "u", "secret": SECRET, "url": "https://hooks.example"}
ITEM = {
    "message": "no",
    "errorType": URL,
    "path": ["client", 0],
    "data": FILE,
    "errorInfo": {"deep": [SHARED, ENDPOINT]},
}
GIVEN_AWAY = json.dumps(
    {"data": {"getFile": {**FILE, "id": []}, "generateShareCode": SHARED, "client": {**ENDPOINT, "name": []}}}
)


def found(texts: Iterator[str] | list[str], secrets: tuple[str, ...] = SECRETS) -> list[str]:
    """Return the texts that contain a secret."""
    return [text[:200] for text in texts if any(secret in text for secret in secrets)]


async def error_of(call: Awaitable[object]) -> MoveError:
    """Return the error of a call, after a search for keys in the local variables of frames that handle a response."""
    with pytest.raises(MoveError) as caught:
        await call
    assert found(response_locals_of(caught.value), KEYS) == []
    return caught.value


def the_log(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [caplog.text, *(repr(vars(record)) for record in caplog.records)]


@pytest.mark.check(42)
@pytest.mark.check(41)
@pytest.mark.anyio
@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(GIVEN_AWAY[:-5].encode()), id="cut"),
        pytest.param(Reply(GIVEN_AWAY.encode()), id="another shape"),
        pytest.param(Reply(json.dumps(FILE).encode()), id="not GraphQL"),
        pytest.param(Reply(json.dumps([FILE, SHARED, ENDPOINT]).encode()), id="a list"),
        pytest.param(Reply(GIVEN_AWAY.encode() * 5000), id="too large"),
        pytest.param(Reply(b"[" * 140_000 + GIVEN_AWAY.encode()), id="too many values"),
        pytest.param(
            Reply(gzip.compress(GIVEN_AWAY.encode() * 50_000), headers=(("Content-Encoding", "gzip"),)), id="bomb"
        ),
        pytest.param(Reply(GIVEN_AWAY.encode(), headers=(("Content-Encoding", "gzip"),)), id="broken compression"),
        pytest.param(Reply(GIVEN_AWAY.encode(), headers=(("Content-Encoding", "br"),)), id="another compression"),
        pytest.param(Reply(GIVEN_AWAY.encode(), announced=100_000), id="broken off"),
        pytest.param(graphql_reply(None, errors=[ITEM]), id="errors"),
        pytest.param(graphql_reply({"client": None}, errors=[ITEM] * 30), id="errors and null"),
        pytest.param(
            graphql_reply(None, errors=[{"message": f"'{API_KEY}' is no key=value pair"}], status=403), id="echo"
        ),
        pytest.param(
            Reply(b'{"errors": [{"message": "no \\u006d%s"}]}' % API_KEY[1:].encode(), 401), id="escaped echo"
        ),
        pytest.param(
            graphql_reply(None, errors=[{"message": f"cannot read {URL}", "errorInfo": [URL]}]), id="quoted URL"
        ),
        pytest.param(
            graphql_reply(None, errors=[{"message": [URL], "path": [URL], "extensions": [URL]}]), id="odd places"
        ),
        pytest.param(Reply(status=403, headers=(("x-amzn-requestid", API_KEY),)), id="request id"),
        pytest.param(Reply(status=403, headers=(("x-amz-request-id", URL),)), id="another request id"),
        pytest.param(graphql_reply(headers=(("Content-Type", API_KEY),)), id="content type"),
        pytest.param(Reply(status=307, headers=(("Location", URL),)), id="redirect"),
        pytest.param(Reply(GIVEN_AWAY.encode(), 502), id="bad gateway"),
    ],
)
async def test_a_failed_call_reveals_no_secret(
    connect: Connect, reply: Reply, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with HttpServer(reply) as server:
        attempts: list[Attempt] = []
        async with connect(server.url, max_retries=1, clock=FakeClock(), on_attempt=attempts.append) as client:
            errors = [await error_of(client.client.retrieve()), await error_of(client.files.retrieve("file-1"))]

    texts = [text for error in errors for text in texts_of(error)]
    assert found([*texts, *map(repr, attempts), *the_log(caplog)]) == []


QUOTED = SECRET.removeprefix("whsec_")


@pytest.mark.check(41)
@pytest.mark.anyio
@pytest.mark.parametrize("secret", [SECRET, SecretStr(SECRET)], ids=["str", "SecretStr"])
@pytest.mark.parametrize(
    "item",
    [
        pytest.param({"message": f"'{SECRET}' is too short"}, id="message"),
        pytest.param({"message": f"{QUOTED} has no prefix"}, id="without prefix"),
        pytest.param({"message": "no", "errorInfo": [{"given": f"<{SECRET}>"}]}, id="info"),
        pytest.param({"message": "no", "data": {SECRET: QUOTED}}, id="name of a field"),
        pytest.param({"message": "no", "errorType": QUOTED.rstrip("=")}, id="type"),
    ],
)
@pytest.mark.parametrize("data", [None, {"upsertWebhookEndpoint": {"uid": [], "description": f"for {SECRET}"}}])
async def test_an_error_that_quotes_the_signing_secret_of_the_request_does_not_reveal_it(
    connect: Connect, item: dict[str, Any], data: Any, secret: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with HttpServer(graphql_reply(data, errors=[item])) as server:
        async with connect(server.url) as client:
            error = await error_of(client.webhooks.upsert(None, "uid-1", "https://hooks.example", secret=secret))
        assert server.requests[0].json()["variables"]["secret"] == SECRET
    secrets = (*SECRETS, QUOTED.rstrip("="))
    assert found([*texts_of(error), *the_log(caplog)], secrets) == []


@pytest.mark.check(42)
@pytest.mark.anyio
@pytest.mark.parametrize(
    "quoted",
    [
        f"Signature={SIGNATURE}",
        f"refused: bucket/clip.mp4&Expires=1&Signature={SIGNATURE}&x=1",
        f"x-amz-signature={SIGNATURE}; X-Amz-Date=1",
        f"('X-Amz-Security-Token={SIGNATURE}')",
        f"X-Goog-Signature={SIGNATURE}, expired",
    ],
)
@pytest.mark.parametrize("stack", ["asyncio-aiohttp"], indirect=True)
async def test_a_signature_that_is_quoted_without_its_url_is_not_revealed(connect: Connect, quoted: str) -> None:
    with HttpServer(graphql_reply(None, errors=[{"message": quoted, "errorInfo": {"deep": [quoted]}}])) as server:
        async with connect(server.url) as client:
            error = await error_of(client.files.retrieve("file-1"))
    assert found(texts_of(error)) == []
    assert "…" in error.message


@pytest.mark.check(42)
@pytest.mark.anyio
async def test_a_missing_part_of_a_response_is_logged_without_the_text_of_its_error(
    connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with HttpServer(
        graphql_reply(
            ACCOUNT,
            errors=[{**ITEM, "message": f"no {URL}"}, {**ITEM, "errorType": "A\nB"}, *[{**ITEM, "path": ["x"]}] * 50],
        )
    ) as server:
        async with connect(server.url) as client:
            account = await client.client.retrieve()

    assert len(account.errors) == 52
    assert found([repr(account), repr(account.errors), repr(account.errors[0].data), *the_log(caplog)]) == []
    (line,) = [record.getMessage() for record in caplog.records if "missing" in record.getMessage()]
    assert "\n" not in line
    assert len(line) < 500


@pytest.mark.check(42)
@pytest.mark.anyio
@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(b"<Error><Code>AccessDenied</Code></Error>", 403), id="refused"),
        pytest.param(Reply(b"<Error><Code>SlowDown</Code></Error>", 503), id="slow down"),
        pytest.param(Reply(status=307, headers=(("Location", URL),)), id="redirect"),
        pytest.param(Reply(status=403, headers=(("x-amz-request-id", URL),)), id="request id"),
        pytest.param(Reply(b"abc", announced=10), id="cut"),
        pytest.param(Reply(instead="reset"), id="reset"),
        pytest.param(Reply(b"abc", headers=(("ETag", '"00000000000000000000000000000000"'),)), id="damaged"),
        pytest.param(None, id="connection refused"),
    ],
)
async def test_a_failed_transfer_reveals_no_url(
    connect: Connect, reply: Reply | None, tmp_path: Path, caplog: pytest.LogCaptureFixture, refusing_url: str
) -> None:
    caplog.set_level(logging.DEBUG)
    with HttpServer(reply or Reply()) as storage:
        place = storage.url if reply else refusing_url
        file = {**FILE, "presignedUrl": f"{place}/bucket/clip.mp4?Signature={SIGNATURE}&Expires=9999999999"}
        with HttpServer(lambda received: graphql_reply({received.json()["operationName"]: file})) as server:
            async with connect(server.url, clock=FakeClock()) as client:
                errors = [
                    await error_of(client.files.download("file-1", tmp_path / "clip.mp4")),
                    await error_of(client.files.upload(CLIP)),
                ]

    assert found([text for error in errors for text in texts_of(error)] + the_log(caplog)) == []


@pytest.mark.check(42)
@pytest.mark.anyio
@pytest.mark.parametrize(
    "place", ["http://169.254.169.254", "http://user@127.0.0.1", "ftp://127.0.0.1", "https:///", "http://h:99999"]
)
@pytest.mark.parametrize("stack", ["asyncio-aiohttp"], indirect=True)
async def test_a_refused_storage_url_is_not_revealed(connect: Connect, place: str, tmp_path: Path) -> None:
    file = {**FILE, "presignedUrl": f"{place}/x?Signature={SIGNATURE}"}
    with HttpServer(graphql_reply({"getFile": file})) as server:
        async with connect(server.url) as client:
            error = await error_of(client.files.download("file-1", tmp_path / "clip.mp4"))

    assert isinstance(error, MoveUnsafeURLError) or "none" in error.message
    assert found(texts_of(error)) == []


@pytest.mark.check(42)
@pytest.mark.parametrize("change", [{"svix-signature": "v1,bm8="}, {"svix-timestamp": "0"}, {"svix-id": ""}, {}])
@pytest.mark.parametrize("secret", [SECRET, f"{SECRET}%"])
def test_a_refused_webhook_reveals_no_secret(change: dict[str, str], secret: str) -> None:
    headers = {"svix-id": "m", "svix-timestamp": "1000", "svix-signature": "v1,", **change}

    with pytest.raises((WebhookVerificationError, MoveConfigurationError)) as caught:
        verify_webhook(b"{}", headers, secret, now=1000)

    assert found(texts_of(caught.value)) == []


async def _workflow(client: AsyncMoveUgc, sandbox: Sandbox, folder: Path) -> tuple[list[Any], list[str]]:
    """Use nearly every feature; return the results and the secrets in them."""
    file = await client.files.upload(CLIP)
    take = await client.takes.create_singlecam([single_source(file)], idempotency_key="clip-1")
    job = await client.jobs.create_singlecam(take.id)
    sandbox.clock.advance(600)
    done = await client.jobs.wait(job.id, expand=["outputs"])
    downloaded = await client.jobs.download_outputs(done, folder)
    shared = await client.files.generate_share_code(file.id)
    endpoint = await client.webhooks.upsert(None, "uid-1", "https://hooks.example")
    read = await client.files.retrieve(file.id)
    jobs = [each async for each in client.jobs.list()]
    errors = [
        await error_of(client.files.retrieve("file-unknown")),
        await error_of(client.jobs.create_singlecam("take-unknown")),
        await error_of(client.files.download("file-unknown", folder / "x.mp4")),
    ]
    files = [file, read, *(output.file for output in done.outputs or ())]
    urls = [url for each in files for url in (each.presigned_url, each.thumbnail_url) if url]
    secrets = [url.partition("?")[2] for url in urls] + [shared.code, str(endpoint.secret)]
    assert len(secrets) > 8
    assert all(len(each) >= 6 for each in secrets)
    return [file, take, job, done, downloaded, shared, endpoint, read, jobs, *errors], secrets


def library_objects() -> list[Any]:
    """Return all objects of the library in memory, except those of the sandbox."""
    gc.collect()
    return [each for each in gc.get_objects() if _is_of_library(type(each))]


def _is_of_library(kind: type[Any]) -> bool:
    module = getattr(kind, "__module__", None) or ""
    return str(module).startswith("move_ugc_async.") and ".sandbox" not in str(module)


@pytest.mark.check(42)
@pytest.mark.check(41)
@pytest.mark.anyio
@pytest.mark.parametrize(
    "stack", ["asyncio-aiohttp", pytest.param("trio-httpx", marks=pytest.mark.slow)], indirect=True
)
async def test_no_object_reveals_a_secret_in_its_repr_after_a_whole_workflow(
    stack: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with Sandbox(clock="manual", api_key=API_KEY) as sandbox:
        backend: Any = stack.partition("-")[2]
        async with AsyncMoveUgc(API_KEY, endpoint_url=sandbox.endpoint_url, http_backend=backend) as client:
            results, learnt = await _workflow(client, sandbox, tmp_path)
            secrets = (API_KEY, *learnt)
            texts = [repr(each) for each in (*results, *library_objects(), client, *sandbox.journal)]

    errors = [each for each in results if isinstance(each, MoveError)]
    texts += [text for error in errors for text in texts_of(error)]
    assert len(texts) > 200
    assert found(texts, secrets) == []
    assert found(the_log(caplog), secrets) == []


STORED_SIGNATURE = "Xq7/signature-canary-91c4+9="
TOKEN = "FwoGtoken-canary-77aa"


@pytest.mark.check(42)
@pytest.mark.anyio
@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=403, headers=[("x-amz-request-id", STORED_SIGNATURE)]),
        Reply(status=503, headers=[("x-amz-request-id", TOKEN), ("retry-after", TOKEN)]),
        Reply(status=200, headers=[("content-length", STORED_SIGNATURE)]),
        Reply(status=200, headers=[(f"bad {TOKEN}", STORED_SIGNATURE)]),
        Reply(status=302, headers=[("location", f"/?again={TOKEN}")]),
    ],
    ids=["request id", "token", "length", "header line", "redirect"],
)
async def test_a_part_of_a_presigned_url_that_storage_echoes_is_not_revealed(
    connect: Connect, caplog: pytest.LogCaptureFixture, reply: Reply
) -> None:
    caplog.set_level(logging.DEBUG)
    query = f"Signature={quote(STORED_SIGNATURE, safe='')}&Expires=9&x-amz-security-token={TOKEN}"
    with HttpServer(reply) as storage:
        file = {"id": "file-1", "type": ".mp4", "presignedUrl": f"{storage.url}?{query}"}
        with HttpServer(graphql_reply({"createFile": file})) as server:
            async with connect(server.url, max_retries=0, clock=FakeClock()) as client:
                error = await error_of(client.files.upload(CLIP))
    assert not found([*texts_of(error), repr(error.__cause__), *the_log(caplog)], (STORED_SIGNATURE, TOKEN))
