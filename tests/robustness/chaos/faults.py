"""Scenario: a mix of calls while a share of all requests fails, with eleven kinds of failure."""

import contextlib
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from move_ugc_async import AsyncMoveUgc, MoveError
from tests.robustness.chaos.trial import Trial

CALLS = 10_000
AT_ONCE = 25
TAKES = 200
KIND_WEIGHTS = {"create": 10, "update": 10, "list": 10, "file": 10, "job": 30, "account": 30}
"""Percentage of all calls."""
MAX_REPEATED_CALLS = 10
"""How often a failed creation is called again with its key."""

NOW = {"retry-after": "0"}
FAULTS: list[dict[str, Any] | None] = [
    {"status": {"code": 500, "after_work": True}},
    {"status": {"code": 503, "headers": NOW}},
    {"status": {"code": 429, "headers": NOW}},
    {"graphql": {"error_type": "ThrottlingException"}},
    {"graphql": {"error_type": "InternalFailure", "after_work": True}},
    {"drop": {}},
    {"drop": {"after_work": True}},
    {"drop": {"reset": True}},
    {"truncate": {"share": 0.5}},
    {"garbage": {"kind": "html", "after_work": True}},
    {"garbage": {"kind": "json"}},
]


class Mix:
    """A mix of calls in an order that depends on the seed.

    Args:
        trial: The trial that counts the calls.
        client: The client that makes them.
        file: Id of a file.
        takes: Ids of the takes to create jobs for.
        job: Id of a job.
        keys: Prefix of the idempotency keys.
    """

    def __init__(
        self, trial: Trial, client: AsyncMoveUgc, file: str, takes: list[str], job: str, keys: str = "key"
    ) -> None:
        self._trial = trial
        self._client = client
        self._file = file
        self._takes = takes
        self._job = job
        self._keys = keys
        self.returned: dict[str, str | None] = {}
        """The returned id by key; None if the creation failed."""
        self.repeated = 0
        """Number of creations that were called again with their key."""

    def calls(self, number: int) -> list[Callable[[], Awaitable[object]]]:
        """Return this many calls."""
        kinds = self._trial.chance("mix").choices(list(KIND_WEIGHTS), list(KIND_WEIGHTS.values()), k=number)
        return [partial(self._call, kind, place) for place, kind in enumerate(kinds)]

    async def _call(self, kind: str, place: int) -> None:
        client, trial = self._client, self._trial
        match kind:
            case "create":
                await self._create(place)
            case "update":
                await trial.call(lambda: client.jobs.update(self._job, name=f"name {place}"))
            case "list":
                await trial.call(lambda: _page(client))
            case "account":
                await trial.call(client.client.retrieve)
            case "file":
                await trial.call(lambda: client.files.retrieve(self._file))
            case _:
                await trial.call(lambda: client.jobs.retrieve(self._job))

    async def _create(self, place: int) -> None:
        """Create a job with a key, and call again with the same key after an error, as the documentation says.

        It counts as one call, which failed if its first call raised.
        """
        key, take = f"{self._keys}-{place}", self._takes[place % len(self._takes)]
        create = partial(self._client.jobs.create_singlecam, take, idempotency_key=key)
        self.returned[key] = None
        job = await self._trial.call(create)
        self.repeated += job is None
        for _ in range(MAX_REPEATED_CALLS):
            if job is None:
                with contextlib.suppress(MoveError):
                    job = await create()
        if job is not None:
            self.returned[key] = job.id


async def _page(client: AsyncMoveUgc) -> object:
    return await client.jobs.list(limit=5)


async def run(trial: Trial, *, share: float) -> None:
    """Run a mix of calls while a share of all requests fails."""
    with trial.server() as server:
        async with trial.client(server) as client:
            file, takes = await trial.takes(client, trial.scaled(TAKES))
            job = await client.jobs.create_singlecam(takes[0], idempotency_key="first")
            mix = Mix(trial, client, file, takes, job.id)
            mix.returned["first"] = job.id
            server.inject(FAULTS, share)
            trial.attempts = 0
            await trial.run_concurrently(mix.calls(trial.scaled(CALLS)), AT_ONCE)
        matched, acted = server.clear_faults()
        trial.promise(abs(acted - share * matched) < 5 * matched**0.5, f"{acted} of {matched} requests failed")
        trial.notes.append(f"{trial.attempts:,} attempts, {acted:,} failed")
        trial.notes.append(f"{mix.repeated:,} creations called again")
        await trial.check_ledger(server, mix.returned)
