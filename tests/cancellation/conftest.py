"""Fixtures of the proofs of cancellation: every way to cancel, and a sandbox whose time is the client's."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.sandbox import Sandbox
from tests.cancellation.leftovers import files, nothing_left, nothing_runs, settled
from tests.cancellation.steps import WAYS, Way, run
from tests.servers import InstantClock
from tests.support.loop_time import StoppedTime

FEW = (
    Way("asyncio"),
    Way("asyncio", native=True, woken=True),
    Way("asyncio", native=True, backend="httpx"),
    Way("trio"),
)
"""The ways of `make test`: each loop, HTTP library and kind of cancellation once. `make prove` takes all."""

NewClient: TypeAlias = Callable[[], AsyncMoveUgc]


@dataclass(frozen=True)
class Trial:
    """What belongs to one cancellation alone."""

    client: AsyncMoveUgc
    folder: Path
    key: str


Step: TypeAlias = Callable[[Trial], Awaitable[object]]


class StepThrough(Protocol):
    """Cancel an operation at one point after the other."""

    async def __call__(
        self,
        operation: Step,
        *,
        at_least: int,
        stride: int = 1,
        first: Step | None = None,
        then: Step | None = None,
        may_leave: Mapping[str, bytes] | None = None,
    ) -> int:
        """Cancel it at its first point, at the next, and so on, until it ends before it is cancelled.

        Args:
            operation: What is cancelled.
            at_least: How many points there are at least; fewer fail the test, which would otherwise prove nothing.
            stride: How far the points are apart; each way starts at another one.
            first: What is done before.
            then: What is done afterwards; left out, the operation once more.
            may_leave: The files that a complete operation makes, each of which a cancelled one may have made as well.

        Returns:
            How many points there are.
        """
        ...


LONGEST_LEAP = 3600.0


@dataclass(frozen=True, slots=True)
class LeapingClock(InstantClock):
    """A clock that leaps to the moment that is waited for, and takes the sandbox along."""

    leap: Callable[[float], object] = print

    def monotonic(self) -> float:
        return sum(self.waits)

    async def sleep(self, seconds: float) -> None:
        await InstantClock.sleep(self, seconds)
        self.leap(seconds)

    async def wait(self, event: anyio.Event, seconds: float) -> bool:
        # The limit of a whole wait, which is hours, is no pause to leap over.
        if seconds > LONGEST_LEAP:
            await event.wait()
        elif not event.is_set():
            await self.sleep(seconds)
        return event.is_set()


@pytest.fixture(params=[pytest.param(way, marks=[] if way in FEW else pytest.mark.slow) for way in WAYS], ids=str)
def way(request: pytest.FixtureRequest) -> Way:
    chosen: Way = request.param
    return chosen


@pytest.fixture
def anyio_backend(way: Way, stopped_time: StoppedTime) -> tuple[str, dict[str, Any]]:
    """Run the way's event loop on stopped time, so that no timeout of the client takes part."""
    return stopped_time.backend(way.loop)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(clock="manual") as sandbox:
        yield sandbox
    assert not sandbox.leaks


@pytest.fixture
def new_client(sandbox: Sandbox, way: Way) -> NewClient:
    """Make clients that cannot do without a connection that was lost: they have no more than one."""
    return lambda: AsyncMoveUgc(
        sandbox.api_key,
        endpoint_url=sandbox.endpoint_url,
        max_connections=1,
        download_range_threshold=256 * 1024,
        clock=LeapingClock(leap=sandbox.clock.advance),
        http_backend=way.backend,
    )


@pytest.fixture
def step_through(way: Way, new_client: NewClient, tmp_path: Path) -> StepThrough:
    async def go(
        operation: Step,
        *,
        at_least: int,
        stride: int = 1,
        first: Step | None = None,
        then: Step | None = None,
        may_leave: Mapping[str, bytes] | None = None,
    ) -> int:
        at = 1 + WAYS.index(way) % stride
        while True:
            where = f"{way}, cancelled at {at}"
            async with nothing_left(where), new_client() as client:
                trial = Trial(client, tmp_path / f"trial-{at}", f"key-{at}")
                if first is not None:
                    await first(trial)
                async with nothing_runs(where):
                    points = await run(partial(operation, trial), way, at)
                await settled(trial.folder, may_leave, where)
                await (then or operation)(trial)
                assert may_leave is None or files(trial.folder) == may_leave, where
            if not points.reached:
                assert points.seen >= at_least, f"{way}: only {points.seen} points"
                return points.seen
            at += stride

    return go
