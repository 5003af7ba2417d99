"""gql, as its documentation recommends: one session, the document parsed once."""

import sys

from gql import Client, GraphQLRequest, gql
from gql.transport.async_transport import AsyncTransport
from graphql import DocumentNode
from pydantic import TypeAdapter

from benchmarks import documents
from benchmarks.contestants import API_KEY, JOB_ID
from benchmarks.contestants.driving import drive
from benchmarks.meter import Meter

HEADERS = {"Authorization": API_KEY}
PATIENCE = 60
"""Seconds: httpx's own 5 and gql's own 10 do not suffice for 500 calls at once on a busy machine."""


def transport_of(kind: str, url: str) -> AsyncTransport:
    """Make one of gql's two ways to send."""
    if kind == "aiohttp":
        from gql.transport.aiohttp import AIOHTTPTransport

        return AIOHTTPTransport(url=url, headers=HEADERS)
    # gql prefers httpx2, which openai brings along.
    sys.modules.update({"httpx2": None})
    from gql.transport.httpx import HTTPXAsyncTransport

    return HTTPXAsyncTransport(url=url, headers=HEADERS, timeout=PATIENCE)


_JOB = "id name created metadata state progress { state percentageComplete }"
_FIELDS_ALONE = {
    "getJob": f"query getJob($jobId: ID!) {{ getJob(jobId: $jobId) {{ {_JOB} }} }}",
    "listJobs": f"""
query listJobs($first: Int, $after: AWSJSON) {{
  listJobs(first: $first, after: $after) {{ first after items {{ {_JOB} }} }}
}}
""",
}


def document_of(name: str, *, fields_alone: bool) -> DocumentNode:
    """Parse the project's document of an operation, or one that names the same fields alone."""
    return gql(_FIELDS_ALONE[name] if fields_alone else documents.read(name)).document


async def calls(
    origin: str, calls: int, at_once: int, transport: str, *, fields_alone: bool = False
) -> dict[str, float]:
    """Read one job again and again, and validate it into the model that the SDK has."""
    from move_ugc_async import JobType

    document = document_of("getJob", fields_alone=fields_alone)
    sender = transport_of(transport, f"{origin}/graphql")
    async with Client(transport=sender, execute_timeout=PATIENCE) as session:

        async def call() -> object:
            answer = await session.execute(GraphQLRequest(document, variable_values={"jobId": JOB_ID}))
            return JobType.model_validate(answer["getJob"])

        return await drive(call, calls, at_once)


async def listing(
    origin: str, times: int, page_size: int, transport: str, *, keep: bool, fields_alone: bool = False
) -> dict[str, float]:
    """Read all pages so many times, validate each into the models that the SDK has, and keep these or not."""
    from move_ugc_async import JobType

    models = TypeAdapter(list[JobType])
    document = document_of("listJobs", fields_alone=fields_alone)
    sender = transport_of(transport, f"{origin}/graphql")
    async with Client(transport=sender, execute_timeout=PATIENCE) as session:
        count, kept, first = 0, list[JobType](), {"first": page_size}
        await session.execute(GraphQLRequest(document, variable_values=first))
        with Meter() as meter:
            for _ in range(times):
                kept.clear()
                variables = first
                while "after" not in variables or variables["after"]:
                    answer = await session.execute(GraphQLRequest(document, variable_values=variables))
                    for job in models.validate_python(answer["listJobs"]["items"]):
                        count += 1
                        if keep:
                            kept.append(job)
                    variables = {**first, "after": answer["listJobs"]["after"]}
    return meter.each(count)


WORKLOADS = {"calls": calls, "listing": listing}
