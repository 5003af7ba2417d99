"""aiohttp and `json`, as one would write it by hand: no models, no retries."""

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp

from benchmarks import documents
from benchmarks.contestants import API_KEY, BATCH, JOB_ID, JOB_IDS
from benchmarks.contestants.driving import drive
from benchmarks.meter import Meter

HEADERS = {"Authorization": API_KEY}


class Api:
    """One GraphQL endpoint.

    Args:
        session: The connections.
        origin: The stub's.
    """

    def __init__(self, session: aiohttp.ClientSession, origin: str) -> None:
        self._session = session
        self._url = f"{origin}/graphql"

    async def ask(self, name: str, document: str, variables: Mapping[str, object]) -> Any:
        """Run one operation."""
        payload = {"query": document, "operationName": name, "variables": variables}
        async with self._session.post(self._url, json=payload) as response:
            response.raise_for_status()
            return (await response.json())["data"]


async def calls(origin: str, calls: int, at_once: int) -> dict[str, float]:
    """Read one job again and again."""
    document = documents.read("getJob")
    async with aiohttp.ClientSession(headers=HEADERS) as session:
        api = Api(session, origin)
        return await drive(lambda: api.ask("getJob", document, {"jobId": JOB_ID}), calls, at_once)


async def many(origin: str, jobs: int, times: int) -> dict[str, float]:
    """Read many jobs in the SDK's own batches, so many times."""
    document = documents.read("getJobs")
    async with aiohttp.ClientSession(headers=HEADERS) as session:
        api = Api(session, origin)

        async def read() -> None:
            async with asyncio.TaskGroup() as tasks:
                for start in range(0, jobs, BATCH):
                    ids = {f"a{number}": each for number, each in enumerate(JOB_IDS[start : start + BATCH])}
                    tasks.create_task(api.ask("getJobs", document, ids))

        await read()
        with Meter() as meter:
            for _ in range(times):
                await read()
    return meter.each(times * jobs)


async def listing(origin: str, times: int, page_size: int, *, keep: bool) -> dict[str, float]:
    """Read all pages so many times, and keep the jobs or not."""
    document = documents.read("listJobs")
    async with aiohttp.ClientSession(headers=HEADERS) as session:
        api, count, kept = Api(session, origin), 0, []
        await api.ask("listJobs", document, {"first": page_size})
        with Meter() as meter:
            for _ in range(times):
                kept.clear()
                variables = {"first": page_size}
                while "after" not in variables or variables["after"]:
                    answer = await api.ask("listJobs", document, variables)
                    for job in answer["listJobs"]["items"]:
                        count += 1
                        if keep:
                            kept.append(job)
                    variables = {"first": page_size, "after": answer["listJobs"]["after"]}
    return meter.each(count)


WORKLOADS = {"calls": calls, "many": many, "listing": listing}
