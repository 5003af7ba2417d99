"""A journey goes on where what went wrong may pass, and says so at once where it will not."""

from dataclasses import dataclass, field
from typing import Any

import anyio
import pytest

from move_ugc_async import (
    AmbiguousCreateError,
    AsyncMoveUgc,
    Clock,
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
from move_ugc_async.capture.patience import Patience
from move_ugc_async.waiting.poller import TOLERANCE
from tests.e2e.gateway import first_of, gateway
from tests.e2e.journeys import CLIP
from tests.faults.ground import HastyClock

pytestmark = pytest.mark.anyio

NO_ROUTE = MoveConnectionError("refused", may_have_arrived=False)
PASSING = [
    MoveConnectionError("broken"),
    MoveTimeoutError("silent"),
    MoveServerError("failed", status=500),
    MoveThrottledError("slow down", status=429),
    MoveHTTPStatusError("slow down", status=503),
    MoveMalformedResponseError("a page"),
    AmbiguousCreateError("lost", key="k"),
]
LASTING = [
    MoveNotFoundError("gone"),
    MoveAuthenticationError("no key"),
    MoveHTTPStatusError("refused", status=403),
    MoveIntegrityError("damaged"),
    MoveUnsafeURLError("elsewhere"),
    JobFailedError("failed", id="job-1", job=None),
]


@dataclass(frozen=True, slots=True)
class LeapingClock(Clock):
    """A clock that is where it was waited for."""

    waits: list[float] = field(default_factory=list[float])

    def monotonic(self) -> float:
        return sum(self.waits)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await anyio.lowlevel.checkpoint()


@dataclass(slots=True)
class Step:
    """Fails so many times."""

    error: MoveError
    fails: float
    tries: int = 0

    async def __call__(self) -> str:
        self.tries += 1
        if self.tries <= self.fails:
            raise self.error
        return "done"


@pytest.mark.parametrize("error", PASSING, ids=lambda error: type(error).__name__)
async def test_what_may_pass_is_tried_again(error: MoveError) -> None:
    step = Step(error, 9)
    assert await Patience(LeapingClock(), "resend").go(step, has_begun=True) == "done"
    assert step.tries == 10


@pytest.mark.parametrize("error", LASTING, ids=lambda error: type(error).__name__)
async def test_what_lasts_is_raised_at_once(error: MoveError) -> None:
    step = Step(error, 1)
    with pytest.raises(MoveError) as caught:
        await Patience(LeapingClock(), "resend").go(step, has_begun=True)
    assert caught.value is error
    assert step.tries == 1


async def test_what_was_lost_is_not_sent_again_where_that_is_not_wanted() -> None:
    with pytest.raises(AmbiguousCreateError):
        await Patience(LeapingClock(), "raise").go(Step(AmbiguousCreateError("lost", key="k"), 1), has_begun=True)
    # Without a key it is a file, which costs nothing.
    assert await Patience(LeapingClock(), "raise").go(Step(AmbiguousCreateError("lost"), 1), has_begun=True) == "done"


async def test_a_server_that_cannot_be_reached_at_all_is_told_at_once() -> None:
    with pytest.raises(MoveConnectionError):
        await Patience(LeapingClock(), "resend").go(Step(NO_ROUTE, 1), has_begun=False)
    assert await Patience(LeapingClock(), "resend").go(Step(NO_ROUTE, 1), has_begun=True) == "done"
    assert await Patience(LeapingClock(), "resend").go(Step(MoveConnectionError("broken"), 1), has_begun=False)


async def test_patience_ends() -> None:
    clock = LeapingClock()
    with pytest.raises(MoveConnectionError):
        await Patience(clock, "resend").go(Step(NO_ROUTE, float("inf")), has_begun=True)
    assert TOLERANCE - 20 <= sum(clock.waits) <= TOLERANCE
    assert max(clock.waits) <= 20


async def test_a_server_is_not_asked_sooner_than_it_wants_to_be() -> None:
    clock = LeapingClock()
    await Patience(clock, "resend").go(Step(MoveThrottledError("m", retry_after=45), 2), has_begun=True)
    assert min(clock.waits) >= 45


@pytest.mark.parametrize("fault", ["close", "server error", "html"])
async def test_an_upload_registers_its_file_again_when_the_answer_is_lost(sandbox: Any, fault: Any) -> None:
    with gateway(sandbox, first_of("createFile", fault, 3)) as server:
        url = f"{server.url}/ugc/graphql"
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=url, max_retries=3, clock=HastyClock()) as client:
            file = await client.files.upload(CLIP)
            assert (await client.files.retrieve(file.id)).presigned_url
        with gateway(sandbox, first_of("createFile", fault, 4)) as worse:
            url = f"{worse.url}/ugc/graphql"
            async with AsyncMoveUgc(sandbox.api_key, endpoint_url=url, max_retries=3, clock=HastyClock()) as client:
                with pytest.raises(AmbiguousCreateError):
                    await client.files.upload(CLIP)
