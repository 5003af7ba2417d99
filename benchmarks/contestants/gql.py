"""gql as its documentation recommends: one session, and a document that is parsed once."""

import sys

from gql import Client, GraphQLRequest, gql
from gql.transport.async_transport import AsyncTransport
from graphql import DocumentNode
from pydantic import TypeAdapter

from benchmarks import documents
from benchmarks.contestants import API_KEY, JOB_ID
from benchmarks.contestants.concurrent import measure_calls
from benchmarks.meter import Meter

HEADERS = {"Authorization": API_KEY}
TIMEOUT = 60
"""Seconds. The defaults of httpx (5) and gql (10) are too short for 500 concurrent calls on a busy machine."""


def create_transport(kind: str, url: str) -> AsyncTransport:
    """Create a transport of gql."""
    if kind == "aiohttp":
        from gql.transport.aiohttp import AIOHTTPTransport

        return AIOHTTPTransport(url=url, headers=HEADERS)
    # gql prefers httpx2, which is a dependency of openai.
    sys.modules.update({"httpx2": None})
    from gql.transport.httpx import HTTPXAsyncTransport

    return HTTPXAsyncTransport(url=url, headers=HEADERS, timeout=TIMEOUT)


_JOB = "id name created metadata state progress { state percentageComplete }"
_SMALL_DOCUMENTS = {
    "getJob": f"query getJob($jobId: ID!) {{ getJob(jobId: $jobId) {{ {_JOB} }} }}",
    "listJobs": f"""
query listJobs($first: Int, $after: AWSJSON) {{
  listJobs(first: $first, after: $after) {{ first after items {{ {_JOB} }} }}
}}
""",
}


def parse_document(name: str, *, small: bool) -> DocumentNode:
    """Parse the project's document of an operation, or a small one with the same fields only."""
    return gql(_SMALL_DOCUMENTS[name] if small else documents.read(name)).document


async def calls(origin: str, calls: int, concurrency: int, transport: str, *, small: bool = False) -> dict[str, float]:
    """Read one job repeatedly, and validate it into the SDK's model."""
    from move_ugc_async import JobType

    document = parse_document("getJob", small=small)
    gql_transport = create_transport(transport, f"{origin}/graphql")
    async with Client(transport=gql_transport, execute_timeout=TIMEOUT) as session:

        async def call() -> object:
            data = await session.execute(GraphQLRequest(document, variable_values={"jobId": JOB_ID}))
            return JobType.model_validate(data["getJob"])

        return await measure_calls(call, calls, concurrency)


async def listing(
    origin: str, times: int, page_size: int, transport: str, *, keep: bool, small: bool = False
) -> dict[str, float]:
    """Read all pages, repeatedly, validate them into the SDK's models, and keep or discard these."""
    from move_ugc_async import JobType

    models = TypeAdapter(list[JobType])
    document = parse_document("listJobs", small=small)
    gql_transport = create_transport(transport, f"{origin}/graphql")
    async with Client(transport=gql_transport, execute_timeout=TIMEOUT) as session:
        count, kept, first = 0, list[JobType](), {"first": page_size}
        await session.execute(GraphQLRequest(document, variable_values=first))
        with Meter() as meter:
            for _ in range(times):
                kept.clear()
                variables = first
                while "after" not in variables or variables["after"]:
                    data = await session.execute(GraphQLRequest(document, variable_values=variables))
                    for job in models.validate_python(data["listJobs"]["items"]):
                        count += 1
                        if keep:
                            kept.append(job)
                    variables = {**first, "after": data["listJobs"]["after"]}
    return meter.each(count)


WORKLOADS = {"calls": calls, "listing": listing}
