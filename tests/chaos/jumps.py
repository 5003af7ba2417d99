"""A time of day that jumps by an hour, forward and back, at every look at it."""

import email.utils
import time
from functools import partial

from move_ugc_async import AsyncMoveUgc
from tests.chaos.clocks import JumpingClock
from tests.chaos.faults import AT_ONCE, TAKES, Mix
from tests.chaos.trial import Trial

CALLS = 2000
SHARE = 0.1


async def run(trial: Trial) -> None:
    """Let requests fail that are to be repeated at some date, while nobody knows what date it is."""
    with trial.server() as server:
        async with trial.client(server, JumpingClock(trial.chance("clock"))) as client:
            file, takes = await trial.takes(client, trial.some(TAKES))
            job = await client.jobs.create_singlecam(takes[0], idempotency_key="first")
            mix = Mix(trial, client, file, takes, job.id)
            mix.told["first"] = job.id
            date = email.utils.formatdate(time.time() + 1, usegmt=True)
            refusals = [{"status": {"code": code, "headers": {"retry-after": date}}} for code in (429, 503)]
            server.let_fail([*refusals, {"drop": {"after_work": True}}], SHARE)
            waits = [partial(trial.call, partial(_wait, client, job.id))] * trial.some(CALLS // 20)
            calls = [*mix.calls(trial.some(CALLS) - len(waits)), *waits]
            trial.chance("order").shuffle(calls)
            await trial.side_by_side(calls, AT_ONCE)
            server.be_well()
            await trial.all_is_well(client)
        await trial.check_ledger(server, mix.told)


async def _wait(client: AsyncMoveUgc, job: str) -> object:
    return await client.jobs.wait(job, timeout=30)
