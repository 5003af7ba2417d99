"""Scenario: most calls are cancelled, on a connection pool smaller than their number."""

import asyncio
from random import Random

import anyio
from anyio.lowlevel import checkpoint

from move_ugc_async import AsyncMoveUgc
from move_ugc_async._concurrency.background import runs_on_asyncio
from tests.robustness.chaos.server import SandboxProcess
from tests.robustness.chaos.trial import Trial
from tests.support.wait_until import SAFETY_NET

CALLS = 20_000
CANCELLED = 0.6
POOL = 10
AT_ONCE = 30
_MAX_TURNS = 40
_MAX_DELAY = 0.015
_MAX_REPEATED_CANCELS = 4


class Storm:
    """Calls, most of which are cancelled at a random moment."""

    def __init__(self, trial: Trial, client: AsyncMoveUgc, chance: Random) -> None:
        self._trial = trial
        self._client = client
        self._chance = chance
        self._count = 0

    async def call(self) -> None:
        """Start a call, and usually cancel it."""
        self._count += 1
        # Many calls end before they are cancelled, so this depends on the number of cancelled calls.
        if self._trial.cancelled >= CANCELLED * self._count:
            await self._retrieve()
        elif runs_on_asyncio() and self._chance.random() < 0.5:
            await self._cancel_task()
        else:
            await self._cancel_scope()

    async def _retrieve(self) -> None:
        await self._trial.call(self._client.client.retrieve)

    async def _cancel_scope(self) -> None:
        async with anyio.create_task_group() as group:
            with anyio.CancelScope() as scope:
                group.start_soon(self._cancel_later, scope)
                await self._retrieve()
            group.cancel_scope.cancel()
        self._trial.cancelled += scope.cancelled_caught

    async def _cancel_task(self) -> None:
        """Cancel with `Task.cancel`, as `asyncio.timeout` and task groups do, which ignores anyio's shields."""
        task = asyncio.get_running_loop().create_task(self._retrieve())
        # Before its first step, the task has not made a call.
        await checkpoint()
        await self._wait_for_random_moment()
        task.cancel()
        # A caller may time out while the task cleans up, and cancel it again.
        for _ in range(self._chance.randint(0, _MAX_REPEATED_CANCELS)):
            await checkpoint()
            task.cancel()
        await asyncio.wait([task])
        self._trial.cancelled += task.cancelled()

    async def _cancel_later(self, scope: anyio.CancelScope) -> None:
        await self._wait_for_random_moment()
        scope.cancel()

    def _is_behind(self) -> bool:
        return self._trial.cancelled < CANCELLED * self._count - AT_ONCE

    async def _wait_for_random_moment(self) -> None:
        if self._is_behind():
            # Early enough to cancel the call in progress on any machine.
            for _ in range(self._chance.randint(0, _MAX_TURNS // 8)):
                await checkpoint()
        elif self._chance.random() < 0.5:
            for _ in range(self._chance.randint(0, _MAX_TURNS)):
                await checkpoint()
        else:
            await anyio.sleep(self._chance.uniform(0, _MAX_DELAY))


async def run(trial: Trial) -> None:
    """Cancel most of many calls, and check that every connection of the pool is still usable."""
    with trial.server() as server:
        async with trial.client(server, max_connections=POOL) as client:
            storm = Storm(trial, client, trial.chance("storm"))
            calls = trial.scaled(CALLS)
            await trial.run_concurrently([storm.call] * calls, AT_ONCE)
            # Some calls were in progress at the end.
            trial.promise(trial.cancelled > 0.99 * CANCELLED * calls, "too few calls were cancelled in progress")
            trial.notes.append(f"{trial.cancelled:,} cancelled in progress")
            await _check_pool(trial, server, client)
            await trial.check_recovery(client)


async def _check_pool(trial: Trial, server: SandboxProcess, client: AsyncMoveUgc) -> None:
    """Check that the pool has lost no connection: its full number of requests can be in progress."""
    server.inject({"stall": {}})
    async with anyio.create_task_group() as group:
        for _ in range(POOL):
            group.start_soon(client.client.retrieve)
        with anyio.move_on_after(SAFETY_NET):
            while server.matched() < POOL:
                await anyio.sleep(0.01)
        group.cancel_scope.cancel()
    served, _ = server.clear_faults()
    trial.promise(served == POOL, f"{POOL - served} of {POOL} connections were lost")
