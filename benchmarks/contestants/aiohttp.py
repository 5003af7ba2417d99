"""aiohttp and `json`, as written by hand: no models, no retries."""

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp

from benchmarks import documents
from benchmarks.contestants import API_KEY, BATCH, JOB_ID, JOB_IDS
from benchmarks.contestants.concurrent import measure_calls
from benchmarks.meter import Meter

HEADERS = {"Authorization": API_KEY}


class Api:
    """A GraphQL endpoint.

    Args:
        session: The aiohttp session.
        origin: The origin of the stub.
    """

    def __init__(self, session: aiohttp.ClientSession, origin: str) -> None:
        self._session = session
        self._url = f"{origin}/graphql"

    async def execute(self, name: str, document: str, variables: Mapping[str, object]) -> Any:
        """Execute an operation and return its data."""
        payload = {"query": document, "operationName": name, "variables": variables}
        async with self._session.post(self._url, json=payload) as response:
            response.raise_for_status()
            return (await response.json())["data"]


async def calls(origin: str, calls: int, concurrency: int) -> dict[str, float]:
    """Read one job repeatedly."""
    document = documents.read("getJob")
    async with aiohttp.ClientSession(headers=HEADERS) as session:
        api = Api(session, origin)
        return await measure_calls(lambda: api.execute("getJob", document, {"jobId": JOB_ID}), calls, concurrency)


async def many(origin: str, jobs: int, times: int) -> dict[str, float]:
    """Read many jobs, repeatedly, in the same batches as the SDK."""
    document = documents.read("getJobs")
    async with aiohttp.ClientSession(headers=HEADERS) as session:
        api = Api(session, origin)

        async def read() -> None:
            async with asyncio.TaskGroup() as tasks:
                for start in range(0, jobs, BATCH):
                    ids = {f"a{number}": each for number, each in enumerate(JOB_IDS[start : start + BATCH])}
                    tasks.create_task(api.execute("getJobs", document, ids))

        await read()
        with Meter() as meter:
            for _ in range(times):
                await read()
    return meter.each(times * jobs)


async def listing(origin: str, times: int, page_size: int, *, keep: bool) -> dict[str, float]:
    """Read all pages, repeatedly, and keep or discard the jobs."""
    document = documents.read("listJobs")
    async with aiohttp.ClientSession(headers=HEADERS) as session:
        api, count, kept = Api(session, origin), 0, []
        await api.execute("listJobs", document, {"first": page_size})
        with Meter() as meter:
            for _ in range(times):
                kept.clear()
                variables = {"first": page_size}
                while "after" not in variables or variables["after"]:
                    data = await api.execute("listJobs", document, variables)
                    for job in data["listJobs"]["items"]:
                        count += 1
                        if keep:
                            kept.append(job)
                    variables = {"first": page_size, "after": data["listJobs"]["after"]}
    return meter.each(count)


WORKLOADS = {"calls": calls, "many": many, "listing": listing}
