"""A storm of calls that are cancelled, on a pool that is too small for them."""

import asyncio
from random import Random

import anyio
from anyio.lowlevel import checkpoint

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.background import runs_on_asyncio
from tests.chaos.trial import Trial

CALLS = 20_000
CANCELLED = 0.6
POOL = 10
AT_ONCE = 30
_MOST_TICKS = 40
_LONGEST = 0.015


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
        await asyncio.wait([task])
        self._trial.cancelled += task.cancelled()

    async def _strike(self, scope: anyio.CancelScope) -> None:
        await self._moment()
        scope.cancel()

    async def _moment(self) -> None:
        if self._chance.random() < 0.5:
            for _ in range(self._chance.randint(0, _MOST_TICKS)):
                await checkpoint()
        else:
            await anyio.sleep(self._chance.uniform(0, _LONGEST))


async def run(trial: Trial) -> None:
    """Cancel most of many calls, and see that the pool serves all that follow."""
    with trial.server() as server:
        async with trial.client(server, max_connections=POOL) as client:
            storm = Storm(trial, client, trial.chance("storm"))
            calls = trial.some(CALLS)
            await trial.side_by_side([storm.call] * calls, AT_ONCE)
            # A little less, for those that were under way at the end.
            trial.promise(trial.cancelled > 0.99 * CANCELLED * calls, "too few calls are cancelled on their way")
            trial.notes.append(f"{trial.cancelled:,} cancelled on their way")
            await trial.all_is_well(client)
