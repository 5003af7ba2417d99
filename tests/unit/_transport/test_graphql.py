"""The HTTP request of a call."""

import gc
import gzip
import logging
import pickle
from collections.abc import Callable

import pytest

from move_ugc_async._version import __version__
from move_ugc_async.client import AsyncMoveUgc
from move_ugc_async.errors import MoveError, MoveInvalidRequestError
from tests.support.servers import API_KEY, HttpServer, Reply, graphql_reply
from tests.unit._transport.calls import ONE_STACK

pytestmark = pytest.mark.anyio
Connect = Callable[..., AsyncMoveUgc]


async def test_a_call_sends_the_api_key_and_its_user_agent(connect: Connect) -> None:
    with HttpServer() as server:
        async with connect(server.url) as client:
            await client.client.retrieve()

    request = server.requests[0]
    assert (request.method, request.target) == ("POST", "/graphql")
    assert request.all("authorization") == [API_KEY]
    assert request.all("user-agent") == [f"move-ugc-async/{__version__}"]
    assert request.all("content-type") == ["application/json"]
    assert request.all("accept-encoding") == ["gzip, deflate"]
    assert request.all("accept") == ["application/json"]
    assert request.all("host") == [server.url.removeprefix("http://")]
    assert request.all("content-length") == [str(len(request.body))]
    assert request.header("transfer-encoding") is None
    assert request.header("cookie") is None


@ONE_STACK
async def test_the_body_has_query_operation_name_and_variables_without_none(connect: Connect) -> None:
    created = graphql_reply({"createFile": {"id": "file-1", "type": ".mp4"}})
    with HttpServer(created) as server:
        async with connect(server.url) as client:
            await client.files.create("mp4", metadata={"ä": 1})

    body = server.requests[0].json()
    assert sorted(body) == ["operationName", "query", "variables"]
    assert body["operationName"] == "createFile"
    assert body["query"].startswith("mutation createFile(")
    assert body["variables"] == {"type": "mp4", "metadata": '{"\\u00e4": 1}'}


async def test_a_client_sends_one_request_for_one_call(connect: Connect) -> None:
    with HttpServer() as server:
        client = connect(server.url)
        async with client:
            assert server.connections == 0
            await client.client.retrieve()
            assert len(server.requests) == 1
        assert len(server.requests) == 1
        assert server.connections == 1


@ONE_STACK
async def test_a_value_that_json_cannot_represent_is_rejected_before_sending(connect: Connect) -> None:
    with HttpServer() as server:
        async with connect(server.url) as client:
            with pytest.raises(MoveInvalidRequestError, match="cannot send") as caught:
                await client.files.update("file-1", name="\ud800")

    assert caught.value.operation == "updateFile"
    assert server.requests == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(connect: Connect, status: int) -> None:
    with HttpServer() as elsewhere:
        with HttpServer(Reply(status=status, headers=(("Location", f"{elsewhere.url}/graphql"),))) as server:
            async with connect(server.url) as client:
                with pytest.raises(MoveError, match="redirects are not followed") as caught:
                    await client.client.retrieve()

        assert caught.value.status == status
        assert elsewhere.connections == 0


async def test_cookies_are_not_kept(connect: Connect) -> None:
    with HttpServer(graphql_reply(headers=(("Set-Cookie", "session=abc; Path=/"),))) as server:
        async with connect(server.url) as client:
            for _ in range(3):
                await client.client.retrieve()

    assert [request.header("cookie") for request in server.requests] == [None] * 3


async def test_a_gzip_response_is_read(connect: Connect) -> None:
    plain = graphql_reply()
    with HttpServer(Reply(gzip.compress(plain.body), headers=(("Content-Encoding", "gzip"),))) as server:
        async with connect(server.url) as client:
            account = await client.client.retrieve()

    assert account.id == "client-1"


async def test_the_api_key_is_in_no_repr_log_line_or_error(
    connect: Connect, caplog: pytest.LogCaptureFixture, refusing_url: str
) -> None:
    caplog.set_level(logging.DEBUG)
    errors: list[MoveError] = []
    with HttpServer(
        graphql_reply(),
        graphql_reply(None, errors=[{"message": "no", "errorType": "MoveNotFoundError"}]),
        Reply(status=401),
        Reply(b"<html>"),
        Reply(instead="close"),
    ) as server:
        client = connect(server.url)
        async with client, connect(refusing_url) as refused:
            await client.client.retrieve()
            for broken in (client, client, client, client, refused):
                with pytest.raises(MoveError) as caught:
                    await broken.client.retrieve()
                errors.append(caught.value)

    texts = [caplog.text, *(repr(vars(record)) for record in caplog.records)]
    holders = [client, client._context, client._context.settings, client._context.api, client.jobs]
    texts += [text for holder in holders for text in (repr(holder), str(holder))]
    texts += [repr(client._context.api._transport)]
    for error in errors:
        texts += [repr(error), str(error), repr(vars(error)), repr(pickle.dumps(error))]
    assert len(server.requests) == len(errors) == 5
    assert any(API_KEY in repr(request.headers) for request in server.requests)
    assert [text for text in texts if API_KEY in text] == []


@ONE_STACK
async def test_objects_that_hold_the_api_key_cannot_be_pickled(connect: Connect) -> None:
    client = connect("http://127.0.0.1:1")

    for holder in (
        client,
        client._context,
        client._context.settings,
        client.jobs,
        client.client.retrieve,
        client._context.api,
    ):
        with pytest.raises(TypeError, match="cannot pickle"):
            pickle.dumps(holder)


async def test_a_client_that_made_no_call_is_freed_without_a_warning(connect: Connect) -> None:
    connect("http://127.0.0.1:1")
    gc.collect()
