"""Secret arguments are in no local variable of the library when an error is raised."""

import traceback
from collections.abc import Iterator
from typing import Any

import anyio
import pytest
from pydantic import SecretStr

from move_ugc_async import AsyncMoveUgc, MoveConfigurationError, MoveError, MoveTimeoutError
from tests.support.canaries import TRACED_FOLDERS
from tests.support.loop_time import StoppedTime
from tests.support.servers import API_KEY, HttpServer, Reply, graphql_reply, never
from tests.support.stacks import Connect

SECRET = "whsec_Y2FuYXJ5LWNhbmFyeS1jYW5hcnk="


def shown(error: BaseException) -> list[str]:
    """Return the local variables of the library that an error tracker shows for an error and its causes."""
    return list(_shown(traceback.TracebackException.from_exception(error, capture_locals=True)))


def _shown(error: traceback.TracebackException) -> Iterator[str]:
    for frame in error.stack:
        if any(place in frame.filename for place in TRACED_FOLDERS):
            yield from (f"{frame.name} {name}={value}" for name, value in (frame.locals or {}).items())
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _shown(before)


def leaks(error: BaseException, secret: str) -> list[str]:
    texts = shown(error)
    assert len(texts) > 5, "there are variables to look at"
    return [text for text in texts if secret in text]


@pytest.mark.check(41)
@pytest.mark.parametrize("key", [API_KEY, f"{API_KEY}\n", SecretStr(API_KEY)], ids=["text", "a line", "secret"])
@pytest.mark.parametrize(
    "wrong", [{"timeout": 0}, {"endpoint_url": "nowhere"}, {"http_client": 5}, {"max_connections": None}], ids=repr
)
def test_an_api_key_is_in_no_local_variable_when_another_setting_is_invalid(
    key: str | SecretStr, wrong: dict[str, Any]
) -> None:
    with pytest.raises(MoveConfigurationError) as caught:
        AsyncMoveUgc(key, **wrong)
    assert leaks(caught.value, API_KEY) == []


@pytest.mark.check(41)
def test_an_invalid_api_key_is_in_no_local_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MoveConfigurationError) as caught:
        AsyncMoveUgc(f"{API_KEY}\x00")
    assert leaks(caught.value, API_KEY) == []

    monkeypatch.setenv("MOVE_API_KEY", f"{API_KEY}\x7f")
    with pytest.raises(MoveConfigurationError) as caught:
        AsyncMoveUgc()
    assert leaks(caught.value, API_KEY) == []


@pytest.mark.anyio
@pytest.mark.check(42)
@pytest.mark.parametrize("secret", [SECRET, SecretStr(SECRET)], ids=["text", "secret"])
@pytest.mark.parametrize(
    ("reply", "given"),
    [
        pytest.param(None, {}, id="connection refused"),
        pytest.param(Reply(instead="reset"), {}, id="reset"),
        pytest.param(Reply(b"<html>", 502), {}, id="a page"),
        pytest.param(graphql_reply({"upsertWebhookEndpoint": {"uid": []}}), {}, id="another shape"),
        pytest.param(graphql_reply(None, errors=[{"message": "no"}]), {}, id="refused"),
        pytest.param(graphql_reply(), {"timeout": -1}, id="invalid timeout"),
        pytest.param(graphql_reply(), {"events": 5}, id="invalid events"),
        pytest.param(graphql_reply(), {"metadata": object()}, id="invalid metadata"),
        pytest.param(graphql_reply(), {"description": object()}, id="invalid description"),
    ],
)
async def test_a_webhook_secret_is_in_no_local_variable_when_the_call_fails(
    connect: Connect, reply: Reply | None, given: dict[str, Any], secret: str | SecretStr, refusing_url: str
) -> None:
    with HttpServer(reply or Reply()) as server:
        async with connect(server.url if reply else refusing_url) as client:
            with pytest.raises(MoveError) as caught:
                await client.webhooks.upsert(
                    **{"events": None, "uid": "studio", "url": "https://hooks.example", "secret": secret, **given}
                )
    assert leaks(caught.value, SECRET) == []


@pytest.mark.anyio
@pytest.mark.check(42)
@pytest.mark.parametrize("secret", [SECRET, SecretStr(SECRET)], ids=["text", "secret"])
async def test_a_webhook_secret_is_in_no_local_variable_when_the_call_times_out(
    connect: Connect, secret: str | SecretStr, stopped_time: StoppedTime
) -> None:
    errors: list[MoveError] = []

    async def upsert() -> None:
        with pytest.raises(MoveTimeoutError) as caught:
            await client.webhooks.upsert(None, "studio", "https://hooks.example", secret=secret, timeout=60)
        errors.append(caught.value)

    with HttpServer(never()) as server:
        async with connect(server.url) as client, anyio.create_task_group() as tasks:
            tasks.start_soon(upsert)
            await server.received(1)
            stopped_time.advance(60)
    assert [leaks(error, SECRET) for error in errors] == [[]]


@pytest.mark.anyio
@pytest.mark.check(42)
@pytest.mark.parametrize("secret", [SECRET, SecretStr(SECRET)], ids=["text", "secret"])
async def test_a_webhook_secret_is_sent_unchanged(connect: Connect, secret: str | SecretStr) -> None:
    with HttpServer(
        graphql_reply({"upsertWebhookEndpoint": {"uid": "studio", "url": "https://hooks.example"}})
    ) as server:
        async with connect(server.url) as client:
            await client.webhooks.upsert(None, "studio", "https://hooks.example", secret=secret)
    (request,) = server.requests
    assert request.json()["variables"]["secret"] == SECRET
