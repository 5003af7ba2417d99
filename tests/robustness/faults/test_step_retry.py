"""A workflow retries a step while its error is transient, and raises any other error at once."""

from dataclasses import dataclass

import pytest

from move_ugc_async import (
    AmbiguousCreateError,
    AsyncMoveUgc,
    JobFailedError,
    MoveAuthenticationError,
    MoveConnectionError,
    MoveError,
    MoveHTTPStatusError,
    MoveIntegrityError,
    MoveMalformedResponseError,
    MoveNotFoundError,
    MoveServerError,
    MoveThrottledError,
    MoveTimeoutError,
    MoveUnsafeURLError,
)
from move_ugc_async._backoff import OUTAGE_TOLERANCE
from move_ugc_async.capture.steps import StepRetry
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.gateway import Fault, first_of, gateway
from tests.integration.client.workflows import CLIP
from tests.support.clocks import leaping_clock

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("anyio_backend", ["asyncio"], indirect=True)]

NO_ROUTE = MoveConnectionError("refused", may_have_arrived=False)
TRANSIENT = [
    MoveConnectionError("broken"),
    MoveTimeoutError("silent"),
    MoveServerError("failed", status=500),
    MoveThrottledError("slow down", status=429),
    MoveHTTPStatusError("slow down", status=503),
    MoveMalformedResponseError("a page"),
    AmbiguousCreateError("lost", key="k"),
]
PERMANENT = [
    MoveNotFoundError("gone"),
    MoveAuthenticationError("no key"),
    MoveHTTPStatusError("refused", status=403),
    MoveIntegrityError("damaged"),
    MoveUnsafeURLError("elsewhere"),
    JobFailedError("failed", id="job-1", job=None),
]


@dataclass(slots=True)
class Step:
    """A step that fails the given number of times."""

    error: MoveError
    fails: float
    attempts: int = 0

    async def __call__(self) -> str:
        self.attempts += 1
        if self.attempts <= self.fails:
            raise self.error
        return "done"


@pytest.mark.parametrize("error", TRANSIENT, ids=lambda error: type(error).__name__)
async def test_step_is_retried_after_a_transient_error(error: MoveError) -> None:
    step = Step(error, 9)
    assert await StepRetry(leaping_clock(), "resend", lambda: True)(step) == "done"
    assert step.attempts == 10


@pytest.mark.parametrize("error", PERMANENT, ids=lambda error: type(error).__name__)
async def test_step_is_not_retried_after_a_permanent_error(error: MoveError) -> None:
    step = Step(error, 1)
    with pytest.raises(MoveError) as caught:
        await StepRetry(leaping_clock(), "resend", lambda: True)(step)
    assert caught.value is error
    assert step.attempts == 1


async def test_ambiguous_creation_is_not_retried_with_on_ambiguous_raise() -> None:
    with pytest.raises(AmbiguousCreateError):
        await StepRetry(leaping_clock(), "raise", lambda: True)(Step(AmbiguousCreateError("lost", key="k"), 1))
    # A creation without a key is that of a file, which is free.
    assert await StepRetry(leaping_clock(), "raise", lambda: True)(Step(AmbiguousCreateError("lost"), 1)) == "done"


async def test_refused_connection_of_the_first_step_is_raised_at_once() -> None:
    with pytest.raises(MoveConnectionError):
        await StepRetry(leaping_clock(), "resend", lambda: False)(Step(NO_ROUTE, 1))
    assert await StepRetry(leaping_clock(), "resend", lambda: True)(Step(NO_ROUTE, 1)) == "done"
    assert await StepRetry(leaping_clock(), "resend", lambda: False)(Step(MoveConnectionError("broken"), 1))


async def test_step_is_retried_for_at_most_five_minutes() -> None:
    clock = leaping_clock()
    with pytest.raises(MoveConnectionError):
        await StepRetry(clock, "resend", lambda: True)(Step(NO_ROUTE, float("inf")))
    assert OUTAGE_TOLERANCE - 20 <= sum(clock.waits) <= OUTAGE_TOLERANCE
    assert max(clock.waits) <= 20


async def test_step_waits_for_retry_after_between_attempts() -> None:
    clock = leaping_clock()
    await StepRetry(clock, "resend", lambda: True)(Step(MoveThrottledError("m", retry_after=45), 2))
    assert min(clock.waits) >= 45


@pytest.mark.usefixtures("stopped_time")
@pytest.mark.parametrize("fault", ["close", "server error", "html"])
async def test_upload_creates_its_file_again_when_the_response_is_lost(sandbox: Sandbox, fault: Fault) -> None:
    with gateway(sandbox, first_of("createFile", fault, 3)) as server:
        url = f"{server.url}/ugc/graphql"
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=url, max_retries=3, clock=leaping_clock()) as client:
            file = await client.files.upload(CLIP)
            assert (await client.files.retrieve(file.id)).presigned_url
        with gateway(sandbox, first_of("createFile", fault, 4)) as worse:
            url = f"{worse.url}/ugc/graphql"
            async with AsyncMoveUgc(sandbox.api_key, endpoint_url=url, max_retries=3, clock=leaping_clock()) as client:
                with pytest.raises(AmbiguousCreateError):
                    await client.files.upload(CLIP)
