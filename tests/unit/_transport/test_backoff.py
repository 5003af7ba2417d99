"""The delays between the attempts of a call."""

import random
from collections import Counter
from math import floor, inf, nan, sqrt
from typing import Any

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc, Attempt, Clock, MoveConfigurationError, MoveConnectionError, MoveServerError
from move_ugc_async._transport.retry import RetryPolicy
from tests.support.clocks import FakeClock
from tests.support.loop_time import StoppedTime
from tests.support.servers import API_KEY, HttpServer, Reply, graphql_reply
from tests.support.stacks import Connect
from tests.unit._transport.calls import ONE_STACK

SAMPLES = 10_000
CRITICAL = 1.95
"""Critical value of the Kolmogorov-Smirnov test, times the root of the sample size: one false alarm in 1,000 seeds."""
CALLERS = 200


def distance_from_uniform(samples: list[float]) -> float:
    """Return the Kolmogorov-Smirnov distance between samples and the uniform distribution over [0, 1]."""
    steps = [place / len(samples) for place in range(len(samples) + 1)]
    gaps = zip(sorted(samples), steps, steps[1:], strict=False)
    return max(max(sample - below, above - sample) for sample, below, above in gaps)


@pytest.mark.check(12)
@pytest.mark.parametrize("failed", [1, 2, 3, 4, 5, 6, 7, 8, 40, 2000])
def test_delays_are_distributed_uniformly_up_to_their_bound(failed: int) -> None:
    seed = failed
    clock = Clock(random.Random(seed))
    policy = AsyncMoveUgc(API_KEY, max_retries=5000)._context.transport.retry
    bound = min(0.5 * 2.0 ** min(failed - 1, 100), 20.0)

    delays = [policy.wait(MoveConnectionError("broke"), "getJob", failed, clock) for _ in range(SAMPLES)]

    shares = [wait / bound for wait in delays if wait is not None]
    assert len(shares) == SAMPLES
    assert 0 <= min(shares) <= max(shares) <= 1, f"seed {seed}"
    assert distance_from_uniform(shares) < CRITICAL / sqrt(SAMPLES), f"seed {seed}"


def test_the_kolmogorov_smirnov_test_detects_skewed_samples() -> None:
    chance = random.Random(1)
    for skewed in (lambda: chance.uniform(0.03, 1), lambda: chance.uniform(0, 0.97), lambda: chance.random() ** 1.1):
        assert distance_from_uniform([skewed() for _ in range(SAMPLES)]) > CRITICAL / sqrt(SAMPLES)


@ONE_STACK
@pytest.mark.anyio
@pytest.mark.check(18)
async def test_callers_that_were_throttled_at_once_retry_spread_over_half_a_second(
    connect: Connect,
    stopped_time: StoppedTime,  # noqa: ARG001 - it stands still
) -> None:
    seed = 18

    async def end_after_the_last(_: float) -> None:
        if len(clock.waits) == CALLERS:
            callers.cancel_scope.cancel()
        await anyio.sleep_forever()

    clock = FakeClock(random.Random(seed), on_sleep=end_after_the_last)
    with HttpServer(Reply(status=429, headers=(("Retry-After", "20"),))) as server:
        async with (
            connect(server.url, max_retries=1, max_connections=10, clock=clock) as client,
            anyio.create_task_group() as callers,
        ):
            for _ in range(CALLERS):
                callers.start_soon(client.client.retrieve)

    bins = Counter(floor((wait - 20) * 10) for wait in clock.waits)
    assert len(clock.waits) == CALLERS
    assert set(bins) <= set(range(5)), f"seed {seed}: {bins}"
    assert max(bins.values()) <= 3 * CALLERS / 5, f"seed {seed}: {bins}"


def test_delays_are_the_same_for_the_same_seed() -> None:
    first, second = (
        [
            RetryPolicy().wait(MoveConnectionError("m"), "getJob", failed, Clock(random.Random(5)))
            for failed in (1, 2, 3)
        ]
        for _ in range(2)
    )

    assert first == second
    assert len(set(first)) == 3


@ONE_STACK
@pytest.mark.anyio
async def test_a_custom_backoff_determines_the_delays(connect: Connect) -> None:
    clock = FakeClock()
    with HttpServer(Reply(status=503), Reply(status=503), graphql_reply()) as server:
        async with connect(server.url, max_retries=2, backoff=lambda failed, _: 10.0 * failed, clock=clock) as client:
            await client.client.retrieve()

    assert clock.waits == [10.0, 20.0]


@ONE_STACK
@pytest.mark.anyio
@pytest.mark.parametrize("given", [nan, inf, -1, "1", None])
async def test_an_invalid_result_of_backoff_ends_the_call_and_uses_no_retry_budget(
    connect: Connect, given: Any
) -> None:
    clock, results, attempts = FakeClock(), iter([given, 3]), list[Attempt]()
    with HttpServer(Reply(status=503), Reply(status=503), graphql_reply()) as server:
        async with connect(
            server.url,
            max_retries=1,
            retry_budget=1,
            backoff=lambda *_: next(results),
            on_attempt=attempts.append,
            clock=clock,
        ) as client:
            with pytest.raises(MoveConfigurationError, match="getClient: backoff must return") as caught:
                await client.client.retrieve()
            await client.client.retrieve()

    assert isinstance(caught.value.__context__, MoveServerError)
    assert clock.waits == [3]
    assert [(attempt.status, attempt.retry_in) for attempt in attempts] == [(503, None), (503, 3), (200, None)]
