"""A response that is too large is not requested again, since it would be as large the next time."""

import re

import pytest

from move_ugc_async import AmbiguousCreateError, InstantClock, JobFailedError, MoveAnswerTooLargeError
from tests.support.servers import ACCOUNT, HttpServer, Received, Reply, graphql_reply
from tests.support.stacks import Connect

pytestmark = [pytest.mark.anyio, pytest.mark.check(46)]

LARGE = Reply(b" " * 200_000)
TOO_MUCH = [
    pytest.param(LARGE, id="bytes"),
    pytest.param(Reply(b'{"data":{"client":[' + b"[]," * 140_000 + b"[]]}}"), id="values"),
]


@pytest.mark.parametrize("reply", TOO_MUCH)
async def test_a_response_that_is_too_large_is_not_requested_again(connect: Connect, reply: Reply) -> None:
    clock = InstantClock()
    with HttpServer(reply, graphql_reply(ACCOUNT)) as server:
        async with connect(
            server.url, max_retries=4, max_answer_size=len(reply.body) - (reply is LARGE), clock=clock
        ) as client:
            with pytest.raises(MoveAnswerTooLargeError) as caught:
                await client.client.retrieve()
            assert len(server.requests) == 1
            assert (await client.client.retrieve()).name == "Studio"
    assert caught.value.operation == "getClient"


async def test_a_creation_is_ambiguous_and_sent_once_when_its_response_is_too_large(connect: Connect) -> None:
    with HttpServer(LARGE) as server:
        async with connect(server.url, max_retries=4, max_answer_size=1000, clock=InstantClock()) as client:
            with pytest.raises(AmbiguousCreateError) as caught:
                await client.files.create("mp4")
    assert type(caught.value.__cause__) is MoveAnswerTooLargeError
    assert len(server.requests) == 1


async def test_a_batch_is_requested_in_halves_when_its_response_is_too_large(connect: Connect) -> None:
    def reply(received: Received) -> Reply:
        asked = [name for name in received.json()["variables"] if re.fullmatch(r"a\d+", name)]
        failed = {"created": "2026-01-31T12:00:00Z", "state": "FAILED"}
        return LARGE if len(asked) > 2 else graphql_reply({name: {"id": name, **failed} for name in asked})

    with HttpServer(reply) as server:
        async with connect(server.url, max_answer_size=1000, clock=InstantClock()) as client:
            outcomes = [each async for each in client.jobs.wait_many([f"job-{number}" for number in range(8)])]
    assert [type(each.error) for each in outcomes] == [JobFailedError] * 8


async def test_a_wait_ends_after_one_request_when_the_response_is_too_large(connect: Connect) -> None:
    with HttpServer(LARGE) as server:
        async with connect(server.url, max_retries=4, max_answer_size=1000, clock=InstantClock()) as client:
            with pytest.raises(MoveAnswerTooLargeError):
                await client.jobs.wait("job-1")
    assert len(server.requests) == 1
