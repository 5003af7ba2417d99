"""The client that ariadne-codegen generates from the same schema and queries, with default settings, on httpx."""

import sys

import httpx

from benchmarks import documents
from benchmarks.contestants import API_KEY, JOB_ID
from benchmarks.contestants.concurrent import measure_calls

TIMEOUT = 60
"""Seconds. httpx's default of 5 is too short for 500 concurrent calls on a busy machine."""

_EXPAND = {
    "job": ("client", "take", "outputs", "rig", "inputs"),
    "take": ("client", "sources", "volume", "video_file", "additional_files"),
    "volume": ("client", "sources", "outputs"),
    "file": ("client",),
}
_FLAGS = {f"with_{owner}_{relation}": False for owner, relations in _EXPAND.items() for relation in relations}


async def calls(origin: str, calls: int, concurrency: int) -> dict[str, float]:
    """Read one job repeatedly."""
    sys.path.insert(0, str(documents.BUILD))
    from graphql_client import GraphQLClient

    url = f"{origin}/graphql"
    http = httpx.AsyncClient(headers={"Authorization": API_KEY}, timeout=TIMEOUT)
    async with GraphQLClient(url, http_client=http) as client:
        return await measure_calls(lambda: client.get_job(JOB_ID, **_FLAGS), calls, concurrency)


WORKLOADS = {"calls": calls}
