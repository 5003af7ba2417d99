"""A storm of calls that are cancelled, on a pool that is too small for them."""

import asyncio
from random import Random

import anyio
from anyio.lowlevel import checkpoint

from move_ugc_async import AsyncMoveUgc
from move_ugc_async._concurrency.background import runs_on_asyncio
from tests.chaos.server import Server
from tests.chaos.trial import Trial
from tests.support.wait_until import SAFETY_NET

CALLS = 20_000
CANCELLED = 0.6
POOL = 10
AT_ONCE = 30
_MOST_TICKS = 40
_LONGEST = 0.015
_MOST_CANCELS_AGAIN = 4


class Storm:
    """Calls, most of which are cancelled at some tick of the event loop."""

    def __init__(self, trial: Trial, client: AsyncMoveUgc, chance: Random) -> None:
        self._trial = trial
        self._client = client
        self._chance = chance
        self._made = 0

    async def call(self) -> None:
        """Make a call, and cancel it or not."""
        self._made += 1
        # Many end before they can be cancelled.
        if self._trial.cancelled >= CANCELLED * self._made:
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
                group.start_soon(self._strike, scope)
                await self._retrieve()
            group.cancel_scope.cancel()
        self._trial.cancelled += scope.cancelled_caught

    async def _cancel_task(self) -> None:
        """Cancel as `asyncio.timeout` and asyncio's task groups do, which goes through every shield."""
        task = asyncio.get_running_loop().create_task(self._retrieve())
        # Before its first step it has made no call.
        await checkpoint()
        await self._moment()
        task.cancel()
        # Whoever waits outside may run out of time while the task cleans up, and cancel it again.
        for _ in range(self._chance.randint(0, _MOST_CANCELS_AGAIN)):
            await checkpoint()
            task.cancel()
        await asyncio.wait([task])
        self._trial.cancelled += task.cancelled()

    async def _strike(self, scope: anyio.CancelScope) -> None:
        await self._moment()
        scope.cancel()

    def _is_behind(self) -> bool:
        return self._trial.cancelled < CANCELLED * self._made - AT_ONCE

    async def _moment(self) -> None:
        if self._is_behind():
            # Early enough to reach the call on its way, on any machine.
            for _ in range(self._chance.randint(0, _MOST_TICKS // 8)):
                await checkpoint()
        elif self._chance.random() < 0.5:
            for _ in range(self._chance.randint(0, _MOST_TICKS)):
                await checkpoint()
        else:
            await anyio.sleep(self._chance.uniform(0, _LONGEST))


async def run(trial: Trial) -> None:
    """Cancel most of many calls, and check that every connection of the pool still serves."""
    with trial.server() as server:
        async with trial.client(server, max_connections=POOL) as client:
            storm = Storm(trial, client, trial.chance("storm"))
            calls = trial.some(CALLS)
            await trial.side_by_side([storm.call] * calls, AT_ONCE)
            # A little less, for those that were under way at the end.
            trial.promise(trial.cancelled > 0.99 * CANCELLED * calls, "too few calls are cancelled on their way")
            trial.notes.append(f"{trial.cancelled:,} cancelled on their way")
            await _check_pool(trial, server, client)
            await trial.all_is_well(client)


async def _check_pool(trial: Trial, server: Server, client: AsyncMoveUgc) -> None:
    """Check that as many requests are under way at once as the pool has connections: none was lost."""
    server.let_fail({"stall": {}})
    async with anyio.create_task_group() as group:
        for _ in range(POOL):
            group.start_soon(client.client.retrieve)
        with anyio.move_on_after(SAFETY_NET):
            while server.matched() < POOL:
                await anyio.sleep(0.01)
        group.cancel_scope.cancel()
    served, _ = server.be_well()
    trial.promise(served == POOL, f"{POOL - served} of {POOL} connections are lost")
