"""Scenario: the server is killed and restarted under load."""

from functools import partial

import anyio

from tests.robustness.chaos.clocks import ScaledClock
from tests.robustness.chaos.faults import AT_ONCE, TAKES, Mix
from tests.robustness.chaos.server import SandboxProcess
from tests.robustness.chaos.trial import Trial

CALLS = 3000
KILLS = 3


async def run(trial: Trial) -> None:
    """Kill and restart the server several times, between calls that depend on the seed."""
    # The client sleeps in real time, since the server takes some time to start.
    clock = ScaledClock(trial.chance("clock"), scale=1.0)
    with trial.server() as server:
        async with trial.client(server, clock, settle=0.5, server_timeout=0.5) as client:
            file, takes = await trial.takes(client, trial.scaled(TAKES))
            job = await client.jobs.create_singlecam(takes[0], idempotency_key="first")
            mix = Mix(trial, client, file, takes, job.id)
            mix.returned["first"] = job.id
            calls = mix.calls(trial.scaled(CALLS))
            lock = anyio.Lock()
            for number in range(KILLS):
                place = (number + 1) * len(calls) // (KILLS + 1) + trial.chance("kill", number).randint(0, 5)
                calls.insert(place, partial(_restart, server, lock))
            await trial.run_concurrently(calls, AT_ONCE)
            trial.notes.append(f"{KILLS} kills; {sum(trial.errors.values())} errors, all typed")
            await trial.check_recovery(client)
        await trial.check_ledger(server, mix.returned)


async def _restart(server: SandboxProcess, lock: anyio.Lock) -> None:
    async with lock:
        await server.restart()
