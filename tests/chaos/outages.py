"""A server that answers no call well, and one that does not answer at all."""

from tests.chaos.faults import NOW
from tests.chaos.trial import Trial

CALLS = 1000
BUDGET = 500
"""How many attempts are repeated while nothing succeeds: the default of the client."""
DEADLINE = 1.0


async def run_outage(trial: Trial) -> None:
    """Let every request fail: exactly as many attempts are repeated as the retry budget has tokens."""
    calls, budget = trial.some(CALLS), trial.some(BUDGET)
    with trial.server() as server:
        async with trial.client(server, retry_budget=budget) as client:
            server.let_fail([{"status": {"code": 503, "headers": NOW}}, {"drop": {"reset": True}}])
            await trial.side_by_side([lambda: trial.call(client.client.retrieve)] * calls)
            trial.promise(trial.succeeded == 0, "a call succeeds in an outage")
            trial.promise(trial.tries == calls + budget, f"{trial.tries:,} tries of {calls:,} calls")
            trial.notes.append(f"{trial.tries:,} tries of {calls:,} calls")
            server.be_well()
            await trial.all_is_well(client)


async def run_silence(trial: Trial) -> None:
    """Let no request be answered: every call ends when its time is up."""
    with trial.server() as server:
        async with trial.client(server) as client:
            # What is imported by the first call takes longer than some deadlines on a machine that is busy.
            await client.client.retrieve()
            server.let_fail({"stall": {}})
            silent = [lambda: trial.call(lambda: client.client.retrieve(timeout=DEADLINE), DEADLINE)]
            await trial.side_by_side(silent * trial.some(300), workers=20)
            trial.promise(trial.succeeded == 0, "a call succeeds without an answer")
            server.be_well()
            await trial.all_is_well(client)
