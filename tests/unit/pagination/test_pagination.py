"""Lists are iterated page by page, resumed from a token, and end at the last page."""

import gc
import pickle
from typing import Any

import anyio
import pytest

from move_ugc_async._concurrency.background import BackgroundTasks
from move_ugc_async.client import AsyncMoveUgc
from move_ugc_async.errors import (
    GraphQLErrorItem,
    MoveClientClosedError,
    MoveError,
    MovePaginationError,
    MoveServerError,
)
from move_ugc_async.pagination import ListBase, Paginator, Token
from tests.support.servers import API_KEY, HttpServer, Received, Reply, graphql_reply, never
from tests.support.wait_until import run_ready
from tests.unit.pagination.pages import ALL, Pages

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    """Use asyncio: only prefetching depends on the event loop, and `test_prefetch.py` tests it on both."""
    return "asyncio"


ODD = '{ "id" :\t"ünï-\\u00e9" ,"n":1.0}'


async def test_awaiting_a_list_returns_its_first_page(prefetch: BackgroundTasks | None) -> None:
    pages = Pages()
    page = await pages.list(prefetch=prefetch)

    assert page.items == ["0a", "0b"]
    assert page.limit == 2
    assert page.next_token == '{"page": 1}'
    assert page.has_next_page()
    assert pages.requests == [None]


async def test_get_next_page_returns_the_next_page(prefetch: BackgroundTasks | None) -> None:
    page = await Pages().list(prefetch=prefetch)
    items = list(page.items)
    while page.has_next_page():
        page = await page.get_next_page()
        items += page.items

    assert items == ALL
    with pytest.raises(MovePaginationError, match="last page"):
        await page.get_next_page()


async def test_iteration_yields_all_items_with_one_request_per_page(prefetch: BackgroundTasks | None) -> None:
    pages = Pages()
    items = [item async for item in pages.list(prefetch=prefetch)]

    assert items == ALL
    assert pages.requests == [None, '{"page": 1}', '{"page": 2}', '{"page": 3}']


async def test_pages_yields_each_page(prefetch: BackgroundTasks | None) -> None:
    pages = [page async for page in Pages().list(prefetch=prefetch).pages()]

    assert [page.items for page in pages] == [["0a", "0b"], ["1a", "1b"], ["2a", "2b"], ["3a", "3b"]]
    assert [page.has_next_page() for page in pages] == [True, True, True, False]


async def test_list_sends_nothing_before_first_use(prefetch: BackgroundTasks | None) -> None:
    pages = Pages()
    listed = pages.list(prefetch=prefetch)
    aiter(listed)
    listed.pages()
    await run_ready()

    assert pages.requests == []


async def test_each_iteration_starts_at_the_first_page(prefetch: BackgroundTasks | None) -> None:
    listed = Pages(2).list(prefetch=prefetch)

    assert [item async for item in listed] == [item async for item in listed] == ALL[:4]


@pytest.mark.parametrize("count", [2, 3])
async def test_list_resumes_from_a_token(prefetch: BackgroundTasks | None, count: int) -> None:
    items = [item async for item in Pages(count).list('{"page": 1}', prefetch=prefetch)]

    assert items == ALL[2 : 2 * count]


async def test_every_page_has_the_token_of_the_next_page(prefetch: BackgroundTasks | None) -> None:
    pages = Pages()
    async for page in pages.list(prefetch=prefetch).pages():
        if page.next_token:
            rest = [item async for item in pages.list(page.next_token, prefetch=prefetch)]
            assert page.items + rest == ALL[-len(rest) - 2 :]


@pytest.mark.parametrize("token", [ODD, '{"page":1}', " {} ", "not json", '"a"', "eyJpZCI6MX0="])
async def test_token_is_sent_back_byte_for_byte(prefetch: BackgroundTasks | None, token: str) -> None:
    pages = Pages(2, tokens={1: token})
    items = [item async for item in pages.list(prefetch=prefetch)]
    resumed = [item async for item in pages.list(token, prefetch=prefetch)]

    assert items == ALL[:4]
    assert resumed == ALL[2:4]
    assert pages.requests == [None, token, token]


async def test_decoded_token_is_encoded_again() -> None:
    pages = Pages(2)
    page = await pages.list({"page": 1})

    assert page.items == ["1a", "1b"]
    assert pages.requests == ['{"page": 1}']


@pytest.mark.parametrize("token", [None, "", {}])
async def test_empty_token_starts_at_the_first_page(token: Token | None) -> None:
    pages = Pages(1)
    await pages.list(token)
    assert [item async for item in pages.list(token)] == ALL[:2]

    assert pages.requests == [None, None]


async def _collect(listed: Paginator[str], items: list[str]) -> None:
    """Collect the items before an error."""
    async for item in listed:
        items.append(item)  # noqa: PERF401


async def test_repeated_cursor_raises(prefetch: BackgroundTasks | None) -> None:
    requests: list[str | None] = []

    async def fetch(token: str | None) -> ListBase[str]:
        requests.append(token)
        return ListBase(["a"], None, "same")

    listed = Paginator(fetch, next_token=None, prefetch=prefetch)
    items: list[str] = []
    with pytest.raises(MovePaginationError, match="same cursor twice") as caught:
        await _collect(listed, items)

    assert items == ["a"]
    assert caught.value.next_token == "same"
    assert requests == [None, "same"]
    with pytest.raises(MovePaginationError):
        await (await listed).get_next_page()


async def test_cyclic_cursor_raises(prefetch: BackgroundTasks | None) -> None:
    requests: list[str | None] = []

    async def fetch(token: str | None) -> ListBase[str]:
        requests.append(token)
        return ListBase([str(token)], None, "odd" if token == "even" else "even")

    items: list[str] = []
    with pytest.raises(MovePaginationError, match="same cursor twice"):
        await _collect(Paginator(fetch, next_token=None, prefetch=prefetch), items)

    # No item is lost, and no page is fetched twice.
    assert items == ["None", "even", "odd"]
    assert requests == [None, "even", "odd"]


async def test_error_has_the_token_to_resume_from(prefetch: BackgroundTasks | None) -> None:
    pages = Pages()
    pages.broken[2] = MoveServerError("down", status=503)
    items: list[str] = []
    with pytest.raises(MoveServerError) as caught:
        await _collect(pages.list(prefetch=prefetch), items)
    token = caught.value.next_token

    assert items == ALL[:4]
    assert token == '{"page": 2}'
    assert items + [item async for item in pages.list(token, prefetch=prefetch)] == ALL
    assert pickle.loads(pickle.dumps(caught.value)).next_token == token


async def test_error_of_the_first_page_has_no_token() -> None:
    pages = Pages()
    pages.broken[0] = MoveServerError("down")
    with pytest.raises(MoveServerError) as caught:
        await pages.list()

    assert caught.value.next_token is None


async def test_iteration_ends_after_an_error(prefetch: BackgroundTasks | None) -> None:
    pages = Pages()
    pages.broken[1] = MoveServerError("down")
    iterator = aiter(pages.list(prefetch=prefetch))
    with pytest.raises(MoveServerError):
        _ = [item async for item in iterator]

    assert [item async for item in iterator] == []


def test_page_is_pickled_without_its_client() -> None:
    async def page() -> ListBase[str]:
        return await Pages().list()

    first = anyio.run(page)
    again: ListBase[str] = pickle.loads(pickle.dumps(first))

    assert again == first
    assert again.items == ["0a", "0b"]
    assert again.next_token == '{"page": 1}'
    assert again.has_next_page()
    with pytest.raises(MovePaginationError, match="next_token"):
        anyio.run(again.get_next_page)


def test_page_keeps_its_errors_when_pickled() -> None:
    page = ListBase(["a"], 1, None, (GraphQLErrorItem("m"),))

    assert pickle.loads(pickle.dumps(page)).errors == (GraphQLErrorItem("m"),)


def _jobs(received: Received) -> Reply:
    after = received.json()["variables"].get("after")
    page = 0 if after is None else int(after.split('"')[-2])
    items: list[Any] = [{"id": f"job-{page}", "created": "2026-01-31T12:00:00.000000Z"}, None]
    return graphql_reply(
        {"listJobs": {"first": 2, "after": f'{{ "n": "{page + 1}" }}' if page < 2 else None, "items": items}}
    )


@pytest.mark.parametrize("prefetch", [False, True])
async def test_client_list_requests_page_after_page(*, prefetch: bool) -> None:
    with HttpServer(_jobs) as server:
        async with AsyncMoveUgc(API_KEY, endpoint_url=server.url, prefetch=prefetch) as client:
            jobs = [job.id async for job in client.jobs.list(limit=2)]

    assert jobs == ["job-0", "job-1", "job-2"]
    variables = [request.json()["variables"] for request in server.requests]
    assert [sent.get("after") for sent in variables] == [None, '{ "n": "1" }', '{ "n": "2" }']
    assert {sent["first"] for sent in variables} == {2}


async def test_null_page_is_an_empty_page() -> None:
    with HttpServer(graphql_reply({"listJobs": None})) as server:
        async with AsyncMoveUgc(API_KEY, endpoint_url=server.url) as client:
            page = await client.jobs.list()
            jobs = [job async for job in client.jobs.list()]

    assert page.items == jobs == []
    assert page.has_next_page() is False


async def test_closing_the_client_during_a_prefetch_raises_client_closed() -> None:
    with HttpServer(_jobs, never()) as server:
        client = AsyncMoveUgc(API_KEY, endpoint_url=server.url)
        iterator = client.jobs.list().pages()
        first = await anext(iterator)
        await server.received(2)
        await client.aclose()
        with pytest.raises(MoveError) as caught:
            await anext(iterator)

    assert isinstance(caught.value, MoveClientClosedError)
    assert caught.value.next_token == first.next_token
    gc.collect()
