"""Scenario: the time of day jumps by an hour, forward and back, each time it is read."""

import email.utils
import time
from functools import partial
from typing import Any

from move_ugc_async import AsyncMoveUgc, MoveError
from tests.robustness.chaos.clocks import HOUR, JumpingClock
from tests.robustness.chaos.faults import AT_ONCE, TAKES, Mix
from tests.robustness.chaos.server import SandboxProcess
from tests.robustness.chaos.trial import Trial

CALLS = 2000
SHARE = 0.1
DATE_CALLS = 20
"""Calls in sequence that are refused with a date in Retry-After."""


async def run(trial: Trial) -> None:
    """Reject requests with a date in Retry-After while the client's time of day jumps."""
    with trial.server() as server:
        async with trial.client(server, JumpingClock(trial.chance("clock"))) as client:
            file, takes = await trial.takes(client, trial.scaled(TAKES))
            job = await client.jobs.create_singlecam(takes[0], idempotency_key="first")
            mix = Mix(trial, client, file, takes, job.id)
            mix.returned["first"] = job.id
            server.inject([*_refusals(), {"drop": {"after_work": True}}], SHARE)
            waits = [partial(trial.call, partial(_wait, client, job.id))] * trial.scaled(CALLS // 20)
            calls = [*mix.calls(trial.scaled(CALLS) - len(waits)), *waits]
            trial.chance("order").shuffle(calls)
            await trial.run_concurrently(calls, AT_ONCE)
            server.clear_faults()
            await trial.check_recovery(client)
        await _check_dates(trial, server)
        await trial.check_ledger(server, mix.returned)


def _refusals() -> list[dict[str, Any]]:
    date = email.utils.formatdate(time.time() + 1, usegmt=True)
    return [{"status": {"code": code, "headers": {"retry-after": date}}} for code in (429, 503)]


async def _check_dates(trial: Trial, server: SandboxProcess) -> None:
    """Check that the client reads dates by its clock: an hour behind, a date is more than an hour ahead."""
    hours = 0
    async with trial.client(server, JumpingClock(trial.chance("dates"))) as client:
        server.inject(_refusals())
        for _ in range(DATE_CALLS):
            try:
                await client.client.retrieve()
            except MoveError as error:
                hours += HOUR / 2 < (getattr(error, "retry_after", None) or 0) < 2 * HOUR
        server.clear_faults()
    trial.promise(hours > 0, "no date was read by the clock while it was an hour behind")
    trial.notes.append(f"{hours} of {DATE_CALLS} calls had a Retry-After of an hour")


async def _wait(client: AsyncMoveUgc, job: str) -> object:
    return await client.jobs.wait(job, timeout=30)
