"""An item of a page that cannot be parsed is skipped with an error; the rest of the page is kept."""

import gc
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from move_ugc_async import AmbiguousCreateError, MoveMalformedResponseError
from move_ugc_async._schema.scalars import PartialList, UnreadableItems
from tests.support.clocks import FakeClock
from tests.support.servers import HttpServer, Received, Reply
from tests.support.stacks import Connect
from tests.unit._transport.calls import ONE_STACK

pytestmark = [pytest.mark.anyio, ONE_STACK]

CREATED = "2026-01-31T12:00:00.000000Z"
CLIENT = {"id": "client-1", "name": "Studio", "created": CREATED}


def job(number: int, **fields: Any) -> dict[str, Any]:
    return {"id": f"job-{number}", "created": CREATED, "client": CLIENT, "metadata": None, **fields}


def page_of(*items: Any) -> Reply:
    text = json.dumps({"data": {"listJobs": {"first": 50, "after": None, "items": items}}})
    return Reply(text.replace('"@HUGE@"', "9" * 5000).encode())


UNREADABLE = [
    pytest.param({"created": "yesterday"}, "created", id="odd date"),
    pytest.param({"created": "@HUGE@"}, "created", id="huge date"),
    pytest.param({"id": 7}, "id", id="id"),
    pytest.param({"metadata": "{"}, "metadata", id="invalid JSON in metadata"),
    pytest.param({"metadata": "[" * 100_000}, "metadata", id="deep metadata"),
    pytest.param({"metadata": {"a": 1}}, "metadata", id="metadata that is no text"),
    pytest.param({"progress": {"state": [], "percentageComplete": 1}}, "progress", id="progress"),
    pytest.param({"outputs": [{"format": "fbx", "file": 7}]}, "outputs", id="an output"),
]


@pytest.fixture(autouse=True)
def no_garbage_collection() -> Iterator[None]:
    """Keep finalizers of earlier objects from running while the recursion limit is reached."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize(("fields", "named"), UNREADABLE)
@pytest.mark.parametrize("before", [[job(1)], [None, {}, job(1)]], ids=["", "after null items"])
async def test_one_unreadable_item_is_skipped_with_an_error_and_the_rest_is_kept(
    connect: Connect, fields: dict[str, Any], named: str, before: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    with HttpServer(page_of(*before, job(2, **fields), job(3))) as server:
        async with connect(server.url) as client:
            page = await client.jobs.list()
            every = [each.id async for each in client.jobs.list()]
    assert [each.id for each in page.items] == every == ["job-1", "job-3"]
    (error,) = page.errors
    assert error.path == ("listJobs", "items", len(before))
    assert error.error_type == "UnreadableItem"
    assert named in error.message
    assert isinstance(page.items, PartialList)
    assert not page.is_complete
    assert "listJobs: skipped 1 items" in caplog.text


async def test_errors_of_other_items_stay_with_them_when_an_item_is_unreadable(connect: Connect) -> None:
    body = json.loads(page_of(job(1, created=[]), job(2)).body)
    body["errors"] = [{"message": "File object does not exist", "path": ["listJobs", "items", 1, "outputs", 0]}]
    with HttpServer(Reply(json.dumps(body).encode())) as server:
        async with connect(server.url) as client:
            page = await client.jobs.list()
    (second,) = page.items
    assert [error.message for error in second.errors] == ["File object does not exist"]
    assert len(page.errors) == 2


@pytest.mark.parametrize("digits", [5000, 100_000])
async def test_a_huge_number_in_metadata_stays_text(connect: Connect, digits: int) -> None:
    with HttpServer(page_of(job(1, metadata=f'{{"n": {"7" * digits}, "m": 7}}'))) as server:
        async with connect(server.url) as client:
            (read,) = (await client.jobs.list()).items
    assert read.metadata == {"n": "7" * digits, "m": 7}


@pytest.mark.parametrize("fields", [{"name": "half \ud800 a pair"}, {"metadata": '{"\ud800": "\\ud800"}'}])
async def test_an_item_with_a_lone_surrogate_is_readable(connect: Connect, fields: dict[str, Any]) -> None:
    with HttpServer(page_of(job(1), job(2, **fields))) as server:
        async with connect(server.url) as client:
            page = await client.jobs.list()
    assert [each.id for each in page.items] == ["job-1", "job-2"]
    assert page.is_complete
    assert "\ud800" in (page.items[1].name or "".join(page.items[1].metadata))


async def test_a_page_of_unreadable_items_is_empty_and_has_their_errors(connect: Connect) -> None:
    with HttpServer(page_of(*[{"id": number} for number in range(UnreadableItems.MAX_ITEMS)])) as server:
        async with connect(server.url) as client:
            page = await client.jobs.list()
    assert (page.items, len(page.errors)) == ([], UnreadableItems.MAX_ITEMS)


async def test_more_unreadable_items_than_the_maximum_make_the_page_unreadable(connect: Connect) -> None:
    with HttpServer(page_of(*[{"id": number} for number in range(UnreadableItems.MAX_ITEMS + 1)])) as server:
        async with connect(server.url) as client:
            with pytest.raises(MoveMalformedResponseError):
                await client.jobs.list()


async def test_a_single_object_with_an_unreadable_list_stays_an_error(connect: Connect) -> None:
    found = job(1, outputs=[{"format": "fbx", "file": 7}])
    with HttpServer(Reply(json.dumps({"data": {"getJob": found}}).encode())) as server:
        async with connect(server.url) as client:
            with pytest.raises(MoveMalformedResponseError, match="outputs"):
                await client.jobs.retrieve("job-1", expand=["outputs"])


async def test_an_unreadable_item_never_counts_as_absent(connect: Connect) -> None:
    def serve(received: Received) -> Reply:
        if received.json()["operationName"] == "listJobs":
            return page_of(job(1, created="yesterday"))
        return Reply(instead="close")

    with HttpServer(serve) as server:
        async with connect(server.url, clock=FakeClock(), lock_keys=False) as client:
            with pytest.raises(AmbiguousCreateError):
                await client.jobs.create_singlecam("take-1", idempotency_key="order-7")


@pytest.mark.parametrize("id", ["job-\n1 forged line", "job-\x1b[2J", "job-\u202e1", "job-\u2028"])
async def test_text_of_the_server_is_escaped_in_log_lines(id: str, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("move_ugc_async").warning("%s was created beside %d and %s", id, 7, OSError(id))
    (record,) = caplog.records
    message = record.getMessage()
    assert message.isprintable()
    assert message.count("\\") == 2
    assert message.startswith("job-\\")
