"""Fixtures for cancellation tests: every way to cancel, and a sandbox whose time follows that of the client."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.sandbox import Sandbox
from tests.robustness.cancellation.leftovers import files, nothing_left, nothing_runs, only_complete_files
from tests.robustness.cancellation.suspension_points import WAYS, Way, run
from tests.support.clocks import FakeClock
from tests.support.loop_time import StoppedTime

FEW = (
    Way("asyncio"),
    Way("asyncio", native=True, woken=True),
    Way("asyncio", native=True, backend="httpx"),
    Way("trio"),
)
"""The ways tested by `make test`: each loop, HTTP library and kind of cancellation once; `make prove` tests all."""

NewClient: TypeAlias = Callable[[], AsyncMoveUgc]


@dataclass(frozen=True)
class Trial:
    """The resources of one cancelled operation."""

    client: AsyncMoveUgc
    folder: Path
    key: str


Step: TypeAlias = Callable[[Trial], Awaitable[object]]


class StepThrough(Protocol):
    """A function that cancels an operation at each of its suspension points."""

    async def __call__(
        self,
        operation: Step,
        *,
        at_least: int,
        stride: int = 1,
        first: Step | None = None,
        then: Step | None = None,
        allowed: Mapping[str, bytes] | None = None,
    ) -> int:
        """Run an operation repeatedly, and cancel it at a later point each time, until it ends before that point.

        Args:
            operation: The operation to cancel.
            at_least: Minimum number of points; with fewer the test fails, since it would prove too little.
            stride: Distance between points; each way starts at another point.
            first: Runs before the operation.
            then: Runs after it; the operation again by default.
            allowed: The files of a complete operation, any of which a cancelled one may leave.

        Returns:
            Number of points.
        """
        ...


@pytest.fixture(params=[pytest.param(way, marks=[] if way in FEW else pytest.mark.slow) for way in WAYS], ids=str)
def way(request: pytest.FixtureRequest) -> Way:
    chosen: Way = request.param
    return chosen


@pytest.fixture
def anyio_backend(way: Way, stopped_time: StoppedTime) -> tuple[str, dict[str, Any]]:
    """Run the event loop of the way on stopped time, so that no timeout of the client expires."""
    return stopped_time.backend(way.loop)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(clock="manual") as sandbox:
        yield sandbox
    assert not sandbox.leaks


@pytest.fixture
def new_client(sandbox: Sandbox, way: Way) -> NewClient:
    """Create clients with one connection, which fail if a cancelled request loses it."""
    return lambda: AsyncMoveUgc(
        sandbox.api_key,
        endpoint_url=sandbox.endpoint_url,
        max_connections=1,
        download_range_threshold=256 * 1024,
        clock=FakeClock(is_independent=True, on_sleep=sandbox.clock.advance),
        http_backend=way.backend,
    )


@pytest.fixture
def step_through(way: Way, new_client: NewClient, tmp_path: Path) -> StepThrough:
    async def cancel_at_each_point(
        operation: Step,
        *,
        at_least: int,
        stride: int = 1,
        first: Step | None = None,
        then: Step | None = None,
        allowed: Mapping[str, bytes] | None = None,
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
                await only_complete_files(trial.folder, allowed, where)
                await (then or operation)(trial)
                assert allowed is None or files(trial.folder) == allowed, where
            if not points.reached:
                assert points.seen >= at_least, f"{way}: only {points.seen} points"
                return points.seen
            at += stride

    return cancel_at_each_point
