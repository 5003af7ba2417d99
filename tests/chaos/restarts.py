"""A server that is killed and started again while it is called."""

from functools import partial

import anyio

from tests.chaos.clocks import HurriedClock
from tests.chaos.faults import AT_ONCE, TAKES, Mix
from tests.chaos.server import Server
from tests.chaos.trial import Trial

CALLS = 3000
KILLS = 3


async def run(trial: Trial) -> None:
    """Kill the server under load, some times, each time between two calls that the seed names."""
    # The pauses of a client must be as long as they are, for a server takes its time to start.
    clock = HurriedClock(trial.chance("clock"), pace=1.0)
    with trial.server() as server:
        async with trial.client(server, clock, settle=0.5, server_timeout=0.5) as client:
            file, takes = await trial.takes(client, trial.some(TAKES))
            job = await client.jobs.create_singlecam(takes[0], idempotency_key="first")
            mix = Mix(trial, client, file, takes, job.id)
            mix.told["first"] = job.id
            calls = mix.calls(trial.some(CALLS))
            one_at_a_time = anyio.Lock()
            for number in range(KILLS):
                place = (number + 1) * len(calls) // (KILLS + 1) + trial.chance("kill", number).randint(0, 5)
                calls.insert(place, partial(_restart, server, one_at_a_time))
            await trial.side_by_side(calls, AT_ONCE)
            trial.notes.append(f"{KILLS} kills; {sum(trial.errors.values())} errors, all typed")
            await trial.all_is_well(client)
        await trial.check_ledger(server, mix.told)


async def _restart(server: Server, one_at_a_time: anyio.Lock) -> None:
    async with one_at_a_time:
        await server.restart()
