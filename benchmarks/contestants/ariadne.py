"""The client that ariadne-codegen generates from the same schema and queries, with its default settings on httpx."""

import sys

import httpx

from benchmarks import documents
from benchmarks.contestants import API_KEY, JOB_ID
from benchmarks.contestants.driving import drive

PATIENCE = 60
"""Seconds: httpx's own 5 do not suffice for 500 calls at once on a busy machine."""

_EXPAND = {
    "job": ("client", "take", "outputs", "rig", "inputs"),
    "take": ("client", "sources", "volume", "video_file", "additional_files"),
    "volume": ("client", "sources", "outputs"),
    "file": ("client",),
}
_FLAGS = {f"with_{owner}_{relation}": False for owner, relations in _EXPAND.items() for relation in relations}


async def calls(origin: str, calls: int, at_once: int) -> dict[str, float]:
    """Read one job again and again."""
    sys.path.insert(0, str(documents.BUILD))
    from graphql_client import GraphQLClient

    url = f"{origin}/graphql"
    http = httpx.AsyncClient(headers={"Authorization": API_KEY}, timeout=PATIENCE)
    async with GraphQLClient(url, http_client=http) as client:
        return await drive(lambda: client.get_job(JOB_ID, **_FLAGS), calls, at_once)


WORKLOADS = {"calls": calls}
