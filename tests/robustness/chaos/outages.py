"""Scenarios: every request fails, and no request gets a response."""

from tests.robustness.chaos.faults import NOW
from tests.robustness.chaos.trial import Trial

CALLS = 1000
BUDGET = 500
"""The default retry budget of the client."""
DEADLINE = 1.0


async def run_outage(trial: Trial) -> None:
    """Fail every request: the number of retries equals the retry budget."""
    calls, budget = trial.scaled(CALLS), trial.scaled(BUDGET)
    with trial.server() as server:
        async with trial.client(server, retry_budget=budget) as client:
            server.inject([{"status": {"code": 503, "headers": NOW}}, {"drop": {"reset": True}}])
            await trial.run_concurrently([lambda: trial.call(client.client.retrieve)] * calls)
            trial.promise(trial.succeeded == 0, "a call succeeded during the outage")
            trial.promise(trial.attempts == calls + budget, f"{trial.attempts:,} attempts for {calls:,} calls")
            trial.notes.append(f"{trial.attempts:,} attempts for {calls:,} calls")
            server.clear_faults()
            await trial.check_recovery(client)


async def run_silence(trial: Trial) -> None:
    """Respond to no request: every call ends at its deadline."""
    with trial.server() as server:
        async with trial.client(server) as client:
            # On a busy machine, the imports of the first call take longer than some deadlines.
            await client.client.retrieve()
            server.inject({"stall": {}})
            calls = [lambda: trial.call(lambda: client.client.retrieve(timeout=DEADLINE), DEADLINE)]
            await trial.run_concurrently(calls * trial.scaled(300), workers=20)
            trial.promise(trial.succeeded == 0, "a call succeeded without a response")
            server.clear_faults()
            await trial.check_recovery(client)
