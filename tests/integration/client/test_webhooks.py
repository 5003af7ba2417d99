"""Webhook endpoints: requests in the journal of the sandbox, and parsed responses."""

from typing import Any

import pytest
from pydantic import SecretStr

from move_ugc_async import AsyncMoveUgc, MoveConfigurationError, MoveInvalidRequestError
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import graphql_requests, last_flags, last_variables

pytestmark = pytest.mark.anyio

EVENTS = ["ugc.job.state.completed", "ugc.job.state.failed"]
URL = "https://studio.example/hooks?a=1&b=%20"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@both_loops
async def test_upsert_sends_every_argument(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    endpoint = await client.webhooks.upsert(EVENTS, "studio", URL, "our hook", SECRET, {"team": 4}, ["client"])
    variables = last_variables(sandbox, "upsertWebhookEndpoint")
    # The journal redacts secrets.
    assert variables.pop("secret") == "[redacted]"
    assert variables == {
        "uid": "studio",
        "url": URL,
        "events": EVENTS,
        "description": "our hook",
        "metadata": '{"team": 4}',
    }
    assert last_flags(sandbox, "upsertWebhookEndpoint") == {"withWebhookClient"}
    assert (endpoint.uid, endpoint.url, endpoint.description) == ("studio", URL, "our hook")
    assert (endpoint.events, endpoint.metadata, endpoint.secret) == (EVENTS, {"team": 4}, SECRET)
    assert endpoint.client is not None
    assert SECRET not in repr(endpoint)


async def test_upsert_sends_only_uid_and_url_by_default(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    endpoint = await client.webhooks.upsert(None, "studio", URL)
    assert graphql_requests(sandbox)[-1].variables == {"uid": "studio", "url": URL}
    assert endpoint.secret is not None
    assert endpoint.secret.startswith("whsec_")
    assert endpoint.client is None


async def test_a_second_upsert_changes_only_the_passed_fields_and_returns_no_secret(client: AsyncMoveUgc) -> None:
    first = await client.webhooks.upsert(EVENTS, "studio", URL, "old", metadata={"a": 1})
    second = await client.webhooks.upsert(("ugc.job.state.failed",), "studio", URL, "new")
    assert first.secret is not None
    assert second.secret is None
    assert (second.events, second.description, second.metadata) == (["ugc.job.state.failed"], "new", {"a": 1})
    third = await client.webhooks.upsert(None, "studio", URL, metadata={})
    assert (third.description, third.metadata) == ("new", {})


async def test_an_empty_uid_is_refused_before_anything_is_sent(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    with pytest.raises(MoveInvalidRequestError, match="webhook endpoint"):
        await client.webhooks.upsert(EVENTS, "", URL)
    assert not graphql_requests(sandbox)


async def test_a_single_event_is_sent_as_a_list_of_one(client: AsyncMoveUgc) -> None:
    endpoint = await client.webhooks.upsert(EVENTS[0], "studio", URL)
    assert endpoint.events == EVENTS[:1]


@pytest.mark.parametrize("events", [[], "", [""], " ", (), {}.keys(), iter([]), ["ugc.job.state.failed", ""]])
async def test_an_empty_selection_of_events_is_refused_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, events: Any
) -> None:
    with pytest.raises(MoveInvalidRequestError, match="events must be one or more names; got"):
        await client.webhooks.upsert(events, "studio", URL)
    assert not graphql_requests(sandbox)


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "x",
        "/webhooks/move",
        "studio.example/move",
        "//studio.example/move",
        "https:///move",
        "https://",
        "https:studio.example",
        "ftp://studio.example/move",
        "wss://studio.example/move",
        "https://studio.example:0/move",
        "https://studio.example:99999/move",
        "https://[::1/move",
        " https://studio.example/move",
        "https://studio.example/move\n",
        "https://studio.example/a b",
        None,
        7,
        b"https://studio.example/move",
    ],
)
async def test_a_url_that_is_not_absolute_is_refused_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, url: Any
) -> None:
    with pytest.raises(MoveInvalidRequestError, match=r"^url must be an? (absolute )?URL .*; got "):
        await client.webhooks.upsert(EVENTS, "studio", url)
    assert not graphql_requests(sandbox)


async def test_the_error_of_a_url_shows_neither_its_password_nor_its_query(client: AsyncMoveUgc) -> None:
    with pytest.raises(MoveInvalidRequestError, match=r"got 'studio\.example/x'$"):
        await client.webhooks.upsert(EVENTS, "studio", "ftp://user:hunter2@studio.example/x?token=hunter2")


@pytest.mark.parametrize(
    "url",
    [URL, "http://127.0.0.1:8000/", "https://user:pw@studio.example", "https://bücher.example/ü", "https://[::1]/"],
)
async def test_an_absolute_url_is_sent_unchanged(client: AsyncMoveUgc, sandbox: Sandbox, url: str) -> None:
    await client.webhooks.upsert(EVENTS, "studio", url)
    assert last_variables(sandbox, "upsertWebhookEndpoint")["url"] == url


async def test_white_space_around_a_secret_is_not_sent(client: AsyncMoveUgc) -> None:
    endpoint = await client.webhooks.upsert(EVENTS, "studio", URL, secret=f" {SECRET}\n")
    assert endpoint.secret == SECRET


@pytest.mark.parametrize(
    "secret",
    ["", "whsec_", "hunter2!", "whsec_?", "whsec_hunter2", SecretStr("hunter2!"), ["hunter2!"], 7, b"hunter2!"],
)
async def test_a_secret_that_cannot_sign_is_refused_before_sending(
    client: AsyncMoveUgc, sandbox: Sandbox, secret: Any
) -> None:
    with pytest.raises(MoveConfigurationError, match="webhook secret must be 'whsec_'") as caught:
        await client.webhooks.upsert(EVENTS, "studio", URL, secret=secret)
    assert "hunter2" not in str(caught.value)
    assert not graphql_requests(sandbox)
