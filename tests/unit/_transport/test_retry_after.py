"""Parsing and use of Retry-After."""

import email.utils
import random

import pytest

from move_ugc_async._transport.retry import parse_retry_after
from move_ugc_async.errors import MoveHTTPStatusError, MoveServerError, MoveThrottledError
from tests.support.clocks import FakeClock
from tests.support.servers import HttpServer, Reply, graphql_reply
from tests.support.stacks import Connect
from tests.unit._transport.calls import ONE_STACK

pytestmark = pytest.mark.check(13)


NOW = 1_800_000_000.0


@ONE_STACK
@pytest.mark.anyio
@pytest.mark.parametrize(
    ("status", "value", "waits"),
    [
        (429, "7", [7.0]),
        (503, "7", [7.0]),
        (408, "7", [7.0]),
        (408, "300", []),
        (503, "0", [0.0]),
        (429, "1.5", [1.5]),
        (429, "50", [50.0]),
        (429, "120", [120.0]),
        (429, "121", []),
        (429, "1e9", []),
    ],
)
async def test_retry_after_is_obeyed_up_to_two_minutes(
    connect: Connect, status: int, value: str, waits: list[float]
) -> None:
    clock = FakeClock()
    with HttpServer(Reply(status=status, headers=(("Retry-After", value),)), graphql_reply()) as server:
        async with connect(server.url, max_retries=1, timeout=300, clock=clock) as client:
            if waits:
                await client.client.retrieve()
            else:
                with pytest.raises((MoveThrottledError, MoveServerError, MoveHTTPStatusError)) as caught:
                    await client.client.retrieve()
                assert caught.value.retry_after == float(value)

    # The jitter spreads clients that received the same value.
    assert len(clock.waits) == len(waits)
    for wait, asked in zip(clock.waits, waits, strict=True):
        assert asked <= wait <= asked + 0.5


@ONE_STACK
@pytest.mark.anyio
@pytest.mark.parametrize("value", ["-5", "nan", "inf", "-inf", "soon", "", "7 s", "Thu, 99 Foo 2026 00:00:00 GMT"])
async def test_an_invalid_retry_after_is_ignored(connect: Connect, value: str) -> None:
    clock = FakeClock(random.Random(3))
    with HttpServer(Reply(status=503, headers=(("Retry-After", value),)), graphql_reply()) as server:
        async with connect(server.url, max_retries=1, clock=clock) as client:
            await client.client.retrieve()

    assert clock.waits == [random.Random(3).uniform(0, 0.5)]


@ONE_STACK
@pytest.mark.anyio
@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("asked", "waits"), [(30, [30]), (-1000, [0]), (120, [120]), (121, []), (1e9, [])])
async def test_retry_after_http_date_is_obeyed_up_to_two_minutes(
    connect: Connect, status: int, asked: float, waits: list[float]
) -> None:
    clock = FakeClock(now=NOW)
    date = email.utils.formatdate(clock.time() + asked, usegmt=True)
    with HttpServer(Reply(status=status, headers=(("Retry-After", date),)), graphql_reply()) as server:
        async with connect(server.url, max_retries=1, timeout=300, backoff=lambda *_: 0.0, clock=clock) as client:
            if waits:
                await client.client.retrieve()
            else:
                with pytest.raises((MoveThrottledError, MoveServerError)) as caught:
                    await client.client.retrieve()
                assert caught.value.retry_after == asked

    assert clock.waits == waits


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("30", 30.0),
        (email.utils.formatdate(1_800_000_030, usegmt=True), 30.0),
        (email.utils.formatdate(1_800_000_030), 30.0),
        (email.utils.formatdate(1_799_999_000, usegmt=True), 0.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("Thu, 01 Jan 0001 00:00:00 -0000", 0.0),
        ("Thu, 01 Jan 99999999999999999999 00:00:00 GMT", None),
        ("Thu, 01 Jan 2026 00:00:00 +9999", None),
        ("Thu, 01 Jan 2026 99:00:00 GMT", None),
        ("nonsense", None),
        ("1_0", None),
        ("١٢", None),
        ("9" * 400, None),
    ],
)
def test_retry_after_is_parsed_as_seconds_or_as_an_http_date(value: str | None, expected: float | None) -> None:
    assert parse_retry_after(value, FakeClock(now=NOW)) == expected
