"""Calls of all kinds while a share of all requests fails, in every way in which a request can."""

import contextlib
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from move_ugc_async import AsyncMoveUgc, MoveError
from tests.chaos.trial import Trial

CALLS = 10_000
AT_ONCE = 25
TAKES = 200
SHARES = {"create": 10, "update": 10, "list": 10, "file": 10, "job": 30, "account": 30}
"""Hundredths of all calls."""
GOES = 10
"""How many times a caller calls again with one key, at most."""

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
    """Calls of all kinds, in an order that the seed decides.

    Args:
        trial: Counts them.
        client: Makes them.
        file: Id of a file.
        takes: Ids of the takes that jobs are made of.
        job: Id of a job.
        keys: What the keys of creations start with.
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
        self.told: dict[str, str | None] = {}
        """The id that was told for each key."""
        self.again = 0
        """How many creations were called again with their key."""

    def calls(self, number: int) -> list[Callable[[], Awaitable[object]]]:
        """Return so many calls."""
        kinds = self._trial.chance("mix").choices(list(SHARES), list(SHARES.values()), k=number)
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
        """Create a job as the documents say: with a key, and again with the same key while an error comes back.

        It counts as one call that fails when its first error comes.
        """
        key, take = f"{self._keys}-{place}", self._takes[place % len(self._takes)]
        create = partial(self._client.jobs.create_singlecam, take, idempotency_key=key)
        self.told[key] = None
        job = await self._trial.call(create)
        self.again += job is None
        for _ in range(GOES):
            if job is None:
                with contextlib.suppress(MoveError):
                    job = await create()
        if job is not None:
            self.told[key] = job.id


async def _page(client: AsyncMoveUgc) -> object:
    return await client.jobs.list(limit=5)


async def run(trial: Trial, *, share: float) -> None:
    """Let a share of all requests fail."""
    with trial.server() as server:
        async with trial.client(server) as client:
            file, takes = await trial.takes(client, trial.some(TAKES))
            job = await client.jobs.create_singlecam(takes[0], idempotency_key="first")
            mix = Mix(trial, client, file, takes, job.id)
            mix.told["first"] = job.id
            server.let_fail(FAULTS, share)
            trial.tries = 0
            await trial.side_by_side(mix.calls(trial.some(CALLS)), AT_ONCE)
        matched, acted = server.be_well()
        trial.promise(abs(acted - share * matched) < 5 * matched**0.5, f"{acted} of {matched} requests failed")
        trial.notes.append(f"{trial.tries:,} tries, {acted:,} failed")
        trial.notes.append(f"{mix.again:,} creations called again")
        await trial.check_ledger(server, mix.told)
