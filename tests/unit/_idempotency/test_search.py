"""Searches for a key: an incomplete list proves nothing."""

from typing import Any

import pytest

from move_ugc_async import AsyncMoveUgc, MoveMalformedResponseError
from move_ugc_async.errors import AmbiguousCreateError
from tests.support.clocks import FakeClock
from tests.support.servers import API_KEY, HttpServer, Received, Reply, graphql_reply

pytestmark = [pytest.mark.anyio, pytest.mark.check(56)]

CREATED = "2026-01-31T12:00:00.000000Z"
CLIENT = {"id": "client-1", "name": "Studio", "created": CREATED}


def job(number: int = 1, metadata: Any = None) -> dict[str, Any]:
    return {"id": f"job-{number}", "metadata": metadata, "client": CLIENT, "created": CREATED}


def error(*path: str | int, kind: str = "ExecutionTimeout", **more: Any) -> dict[str, Any]:
    return {"path": list(path), "errorType": kind, "message": "a part is missing", **more}


PARTIAL_LISTS = {
    "null item with an error": ([None, job()], [error("listJobs", "items", 0)]),
    "null item without an error": ([None, job()], None),
    "failed job as an error": (
        [None],
        [error("listJobs", "items", 0, kind="JobFailed", data={"progress": {"state": "FAILED"}})],
    ),
    "null items with an error": (None, [error("listJobs", "items")]),
    "null items, throttled": (None, [error("listJobs", "items", kind="ThrottlingException")]),
    "null items without an error": (None, None),
    "nulled metadata": ([job()], [error("listJobs", "items", 0, "metadata")]),
    "error elsewhere in an item": ([job()], [error("listJobs", "items", 0, "name")]),
    "error without a path": ([job()], [{"message": "x"}]),
    "errors that are a string": ([job()], "boom"),
    "errors that are an object": ([job()], {"message": "x"}),
    "errors of no object": ([job()], [None]),
}


class ScriptedLists:
    """A server with incomplete lists that counts creations."""

    def __init__(self, name: str, items: Any, errors: Any) -> None:
        self.page = {"first": 50, "after": None, "items": items}
        self.name = name
        self.errors = errors
        self.created = 0
        self.listed = 0

    def __call__(self, received: Received) -> Reply:
        operation = received.json()["operationName"]
        if operation.startswith("list"):
            self.listed += 1
            return graphql_reply({operation: self.page}, errors=self.errors)
        if operation.startswith("get"):
            return graphql_reply({operation: job(99)})
        self.created += 1
        return graphql_reply({operation: job(99, received.json()["variables"].get("metadata"))})


def connect(server: HttpServer) -> AsyncMoveUgc:
    return AsyncMoveUgc(
        API_KEY, endpoint_url=f"{server.url}/graphql", clock=FakeClock(), max_retries=2, lock_keys=False
    )


@pytest.mark.parametrize("case", PARTIAL_LISTS)
async def test_create_sends_nothing_when_a_part_of_the_list_is_missing(case: str) -> None:
    script = ScriptedLists("listJobs", *PARTIAL_LISTS[case])
    with HttpServer(script) as server:
        async with connect(server) as client:
            with pytest.raises(
                AmbiguousCreateError, match="cannot search for the idempotency key: the list is incomplete"
            ) as caught:
                await client.jobs.create_singlecam("take-1", idempotency_key="order-7")
    assert caught.value.key == "order-7"
    assert (script.created, script.listed) == (0, 3)


@pytest.mark.parametrize("status", [500, 403])
async def test_create_sends_nothing_when_a_list_comes_with_a_failed_status(status: int) -> None:
    page = {"listJobs": {"first": 50, "after": None, "items": [job()]}}
    with HttpServer(graphql_reply(page, status=status)) as server:
        async with connect(server) as client:
            with pytest.raises(AmbiguousCreateError):
                await client.jobs.create_singlecam("take-1", idempotency_key="order-7")
    assert {request.json()["operationName"] for request in server.requests} == {"listJobs"}


async def test_response_with_the_key_of_another_creation_is_not_returned() -> None:
    script = ScriptedLists("listJobs", [], None)

    def swapped(received: Received) -> Reply:
        if received.json()["operationName"] == "listJobs":
            return script(received)
        metadata = '{"moveUgcAsync": {"key": "another", "digest": "d"}}'
        return graphql_reply({"createSingleCamJob": job(5, metadata)})

    with HttpServer(swapped) as server:
        async with connect(server) as client:
            with pytest.raises(
                AmbiguousCreateError, match=": the response contains an object with another idempotency key;"
            ) as caught:
                await client.jobs.create_singlecam("take-1", idempotency_key="order-7", timeout=60)
    assert isinstance(caught.value.__cause__, MoveMalformedResponseError)
    assert caught.value.__cause__.operation == "createSingleCamJob"


async def test_create_sends_nothing_when_the_whole_list_is_null() -> None:
    with HttpServer(graphql_reply({"listJobs": None})) as server:
        async with connect(server) as client:
            with pytest.raises(AmbiguousCreateError):
                await client.jobs.create_singlecam("take-1", idempotency_key="order-7")
    assert {request.json()["operationName"] for request in server.requests} == {"listJobs"}


async def test_create_continues_when_a_later_search_is_complete() -> None:
    script = ScriptedLists("listJobs", [None], [error("listJobs", "items", 0)])

    def recover(received: Received) -> Reply:
        if script.listed:
            script.page["items"], script.errors = [job()], None
        return script(received)

    with HttpServer(recover) as server:
        async with connect(server) as client:
            created = await client.jobs.create_singlecam("take-1", idempotency_key="order-7")
    assert (created.id, script.created, script.listed) == ("job-99", 1, 2)


async def test_object_with_the_key_is_found_in_an_incomplete_list() -> None:
    script = ScriptedLists("listJobs", [], None)
    with HttpServer(script) as server:
        async with connect(server) as client:
            first = await client.jobs.create_singlecam("take-1", idempotency_key="order-7")
        keyed = job(99, server.requests[-1].json()["variables"]["metadata"])
        script.page["items"], script.errors = [None, keyed], [error("listJobs", "items", 0)]
        async with connect(server) as client:
            again = await client.jobs.create_singlecam("take-1", idempotency_key="order-7")
    assert (first.id, again.id, script.created) == ("job-99", "job-99", 1)


@pytest.mark.parametrize("kind", ["takes", "volumes"])
async def test_find_does_not_report_absence_when_a_part_of_the_list_is_missing(kind: str) -> None:
    name = f"list{kind.capitalize()}"
    with HttpServer(ScriptedLists(name, [None], [error(name, "items", 0)])) as server:
        async with connect(server) as client:
            with pytest.raises(MoveMalformedResponseError, match="incomplete: a part is missing"):
                await getattr(client, kind).find("order-7")


@pytest.mark.parametrize("path", [["getJob", "metadata"], ["getJob"], None], ids=str)
async def test_update_changes_nothing_when_the_metadata_of_the_object_cannot_be_read(path: Any) -> None:
    def respond(received: Received) -> Reply:
        operation = received.json()["operationName"]
        assert operation == "getJob", "the job was changed"
        return graphql_reply(
            {"getJob": {**job(), "metadata": None}}, errors=[{"path": path, "message": "a part is missing"}]
        )

    with HttpServer(respond) as server:
        async with connect(server) as client:
            with pytest.raises(MoveMalformedResponseError, match=r"metadata of job-1, .*: a part is missing"):
                await client.jobs.update("job-1", {"order": 8})
