"""A time of day that jumps by an hour, forward and back, each time it is read."""

import email.utils
import time
from functools import partial
from typing import Any

from move_ugc_async import AsyncMoveUgc, MoveError
from tests.chaos.clocks import HOUR, JumpingClock
from tests.chaos.faults import AT_ONCE, TAKES, Mix
from tests.chaos.server import Server
from tests.chaos.trial import Trial

CALLS = 2000
SHARE = 0.1
REFUSED = 20
"""Calls that are refused until a date again and again, one after the other."""


async def run(trial: Trial) -> None:
    """Refuse requests until a date, while the client's time of day is wrong by an hour."""
    with trial.server() as server:
        async with trial.client(server, JumpingClock(trial.chance("clock"))) as client:
            file, takes = await trial.takes(client, trial.some(TAKES))
            job = await client.jobs.create_singlecam(takes[0], idempotency_key="first")
            mix = Mix(trial, client, file, takes, job.id)
            mix.told["first"] = job.id
            server.let_fail([*_refusals(), {"drop": {"after_work": True}}], SHARE)
            waits = [partial(trial.call, partial(_wait, client, job.id))] * trial.some(CALLS // 20)
            calls = [*mix.calls(trial.some(CALLS) - len(waits)), *waits]
            trial.chance("order").shuffle(calls)
            await trial.side_by_side(calls, AT_ONCE)
            server.be_well()
            await trial.all_is_well(client)
        await _show_dates(trial, server)
        await trial.check_ledger(server, mix.told)


def _refusals() -> list[dict[str, Any]]:
    date = email.utils.formatdate(time.time() + 1, usegmt=True)
    return [{"status": {"code": code, "headers": {"retry-after": date}}} for code in (429, 503)]


async def _show_dates(trial: Trial, server: Server) -> None:
    """Check that dates are read by this clock: an hour behind, it sees a date more than an hour ahead."""
    hours = 0
    async with trial.client(server, JumpingClock(trial.chance("dates"))) as client:
        server.let_fail(_refusals())
        for _ in range(REFUSED):
            try:
                await client.client.retrieve()
            except MoveError as error:
                hours += HOUR / 2 < (getattr(error, "retry_after", None) or 0) < 2 * HOUR
        server.be_well()
    trial.promise(hours > 0, "no date is read by a clock that is an hour behind")
    trial.notes.append(f"{hours} of {REFUSED} calls were to wait for an hour")


async def _wait(client: AsyncMoveUgc, job: str) -> object:
    return await client.jobs.wait(job, timeout=30)
