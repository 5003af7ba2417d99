"""Lists: one page, every page, and iteration over all items."""

import json
from collections.abc import AsyncIterator

import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    JobType,
    ListBase,
    MoveError,
    MoveInvalidRequestError,
    MovePaginationError,
    Paginator,
    SortDirection,
    TakeType,
)
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import CLIP, calibrate, graphql_requests, last_variables, single_source
from tests.support.clocks import FakeClock
from tests.support.servers import API_KEY, HttpServer, Reply, graphql_reply
from tests.support.wait_until import wait_until

pytestmark = pytest.mark.anyio

COUNT = 7


@pytest.fixture
async def takes(client: AsyncMoveUgc, sandbox: Sandbox) -> list[str]:
    """Return the ids of some takes, oldest first."""
    source = single_source(await client.files.upload(CLIP))
    ids: list[str] = []
    for number in range(COUNT):
        ids.append((await client.takes.create_singlecam([source], f"t{number}")).id)
        sandbox.clock.advance(1)
    sandbox.journal.clear()
    return ids


@pytest.fixture
async def without_prefetch(sandbox: Sandbox) -> AsyncIterator[AsyncMoveUgc]:
    """Yield a client without prefetch."""
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, prefetch=False) as client:
        yield client


def ids_of(page: ListBase[TakeType]) -> list[str]:
    return [take.id for take in page.items]


async def test_awaiting_a_list_returns_one_page(client: AsyncMoveUgc, sandbox: Sandbox, takes: list[str]) -> None:
    page = await client.takes.list(limit=3)
    assert isinstance(page, ListBase)
    assert ids_of(page) == takes[:-4:-1]
    assert page.limit == 3
    assert page.has_next_page()
    assert page.next_token is not None
    assert page.errors == ()
    assert [request.variables for request in graphql_requests(sandbox)] == [{"first": 3, "sortDirection": "DESC"}]


async def test_get_next_page_returns_each_following_page(
    client: AsyncMoveUgc, sandbox: Sandbox, takes: list[str]
) -> None:
    first = await client.takes.list(limit=3, sort_by=SortDirection.ASC)
    second = await first.get_next_page()
    third = await second.get_next_page()
    assert [ids_of(page) for page in (first, second, third)] == [takes[:3], takes[3:6], takes[6:]]
    assert [page.has_next_page() for page in (first, second, third)] == [True, True, False]
    assert third.next_token is None
    with pytest.raises(MovePaginationError):
        await third.get_next_page()
    assert [request.variables.get("after") for request in graphql_requests(sandbox)] == [
        None,
        first.next_token,
        second.next_token,
    ]


@both_loops
async def test_iterating_a_list_yields_every_item_of_every_page(
    client: AsyncMoveUgc, sandbox: Sandbox, takes: list[str]
) -> None:
    assert [take.id async for take in client.takes.list(limit=2)] == takes[::-1]
    assert [request.variables["first"] for request in graphql_requests(sandbox)] == [2, 2, 2, 2]


async def test_pages_yields_every_page(client: AsyncMoveUgc, sandbox: Sandbox, takes: list[str]) -> None:
    pages = [page async for page in client.takes.list(limit=4, sort_by=SortDirection.ASC).pages()]
    assert [ids_of(page) for page in pages] == [takes[:4], takes[4:]]
    assert len(graphql_requests(sandbox)) == 2


@pytest.mark.parametrize("direction", [SortDirection.ASC, "ASC", "asc"])
async def test_sort_by_accepts_a_member_or_a_name_in_any_case(
    client: AsyncMoveUgc, sandbox: Sandbox, takes: list[str], direction: SortDirection | str
) -> None:
    assert ids_of(await client.takes.list(sort_by=direction)) == takes
    assert last_variables(sandbox, "listTakes") == {"sortDirection": "ASC"}


async def test_a_list_is_sorted_newest_first_by_default(client: AsyncMoveUgc, takes: list[str]) -> None:
    assert ids_of(await client.takes.list()) == takes[::-1]
    assert ids_of(await client.takes.list(sort_by=SortDirection.DESC)) == takes[::-1]


async def test_jobs_list_filters_by_take_id_on_every_page(
    client: AsyncMoveUgc, sandbox: Sandbox, takes: list[str]
) -> None:
    wanted = [(await client.jobs.create_singlecam(takes[0])).id for _ in range(3)]
    await client.jobs.create_singlecam(takes[1])
    sandbox.journal.clear()
    jobs: list[JobType] = [job async for job in client.jobs.list(limit=2, take_id=takes[0], sort_by="asc")]
    assert [job.id for job in jobs] == wanted
    assert [request.variables["sortDirection"] for request in graphql_requests(sandbox)] == ["ASC", "ASC"]
    assert [request.variables["takeId"] for request in graphql_requests(sandbox)] == [takes[0], takes[0]]
    assert len((await client.jobs.list()).items) == 4
    assert "takeId" not in last_variables(sandbox, "listJobs")


async def test_jobs_list_refuses_an_empty_take_id(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    with pytest.raises(MoveInvalidRequestError, match="the id of a take must be a string"):
        client.jobs.list(take_id="")
    assert not graphql_requests(sandbox)


async def test_volumes_list_continues_from_the_token_of_a_page(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    ids = [(await calibrate(client, sandbox)).id for _ in range(3)]
    page = await client.volumes.list(limit=2, sort_by=SortDirection.ASC)
    assert [volume.id for volume in page.items] == ids[:2]
    rest = client.volumes.list(next_token=page.next_token, sort_by=SortDirection.ASC)
    assert [volume.id async for volume in rest] == ids[2:]
    assert last_variables(sandbox, "listVolumes") == {"sortDirection": "ASC", "after": page.next_token}


async def test_iteration_continues_from_next_token(client: AsyncMoveUgc, sandbox: Sandbox, takes: list[str]) -> None:
    page = await client.takes.list(limit=3, sort_by=SortDirection.ASC)
    rest = client.takes.list(limit=3, next_token=page.next_token, sort_by=SortDirection.ASC)
    assert [take.id async for take in rest] == takes[3:]
    assert graphql_requests(sandbox)[1].variables["after"] == page.next_token


async def test_next_token_that_the_user_decoded_is_encoded_again(
    client: AsyncMoveUgc, sandbox: Sandbox, takes: list[str]
) -> None:
    page = await client.takes.list(limit=3, sort_by=SortDirection.ASC)
    assert page.next_token is not None
    rest = await client.takes.list(next_token=json.loads(page.next_token), sort_by=SortDirection.ASC)
    assert ids_of(rest) == takes[3:]
    sent = last_variables(sandbox, "listTakes")["after"]
    assert json.loads(sent) == json.loads(page.next_token)


@pytest.mark.parametrize("nothing", [None, ""])
async def test_empty_next_token_starts_at_the_first_page(
    client: AsyncMoveUgc, sandbox: Sandbox, takes: list[str], nothing: str | None
) -> None:
    assert ids_of(await client.takes.list(next_token=nothing)) == takes[::-1]
    assert "after" not in last_variables(sandbox, "listTakes")


@pytest.mark.parametrize("token", ['{ "id":"x",  "created" : "\\u0041" }', '"text"', "7", "opaque=="])
async def test_next_token_is_sent_back_byte_for_byte(token: str) -> None:
    pages = [
        graphql_reply({"listTakes": {"first": 1, "after": token, "items": []}}),
        graphql_reply({"listTakes": {"first": 1, "after": None, "items": []}}),
    ]
    with HttpServer(*pages) as server:
        async with AsyncMoveUgc("mv_key_0123456789", endpoint_url=server.url) as client:
            page = await client.takes.list()
            assert page.next_token == token
            await page.get_next_page()
            await client.takes.list(next_token=token)
    assert [request.json()["variables"].get("after") for request in server.requests] == [None, token, token]


async def test_next_token_that_is_not_json_fetches_the_next_page() -> None:
    with HttpServer(page_of_takes("opaque=="), page_of_takes(None, "take-1")) as server:
        async with AsyncMoveUgc("mv_key_0123456789", endpoint_url=server.url) as client:
            assert [take.id async for take in client.takes.list()] == ["take-1"]
    assert server.requests[1].json()["variables"]["after"] == "opaque=="


async def test_null_items_of_a_page_are_skipped() -> None:
    take = {"id": "take-1", "created": "2026-01-01T00:00:00.000000Z"}
    errors = [{"path": ["listTakes", "items", 0], "errorType": "MoveError", "message": "gone"}]
    pages = [
        graphql_reply({"listTakes": {"first": 2, "after": '{"n": 1}', "items": [None, take, None]}}, errors=errors),
        graphql_reply({"listTakes": {"first": 2, "after": '{"n": 2}', "items": None}}),
        graphql_reply({"listTakes": {"first": None, "after": '{"n": 3}', "items": [None]}}),
        graphql_reply({"listTakes": None}),
    ]
    with HttpServer(*pages) as server:
        async with AsyncMoveUgc("mv_key_0123456789", endpoint_url=server.url) as client:
            pages_read = [page async for page in client.takes.list().pages()]
    assert [[item.id for item in page.items] for page in pages_read] == [["take-1"], [], [], []]
    assert [len(page.errors) for page in pages_read] == [1, 0, 0, 0]


async def test_default_page_size_is_sent_unless_limit_is_given(sandbox: Sandbox, takes: list[str]) -> None:
    settings = {"endpoint_url": sandbox.endpoint_url, "default_page_size": 5}
    async with AsyncMoveUgc(sandbox.api_key, **settings) as client:  # type: ignore[arg-type]
        assert ids_of(await client.takes.list()) == takes[:-6:-1]
        assert ids_of(await client.takes.list(limit=1)) == takes[-1:]
    assert [request.variables["first"] for request in graphql_requests(sandbox)] == [5, 1]


async def test_default_page_size_is_read_from_the_environment(
    sandbox: Sandbox, takes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOVE_DEFAULT_PAGE_SIZE", "4")
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
        assert ids_of(await client.takes.list()) == takes[:-5:-1]
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, default_page_size=2) as client:
        assert ids_of(await client.takes.list()) == takes[:-3:-1]
    assert [request.variables["first"] for request in graphql_requests(sandbox)] == [4, 2]


async def test_page_size_is_left_to_the_server_by_default(
    client: AsyncMoveUgc, sandbox: Sandbox, takes: list[str]
) -> None:
    page = await client.takes.list()
    assert len(page.items) == len(takes)
    assert "first" not in last_variables(sandbox, "listTakes")


@pytest.mark.parametrize("limit", [0, -1])
async def test_limit_below_one_is_refused_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, limit: int
) -> None:
    for call in (client.jobs.list, client.takes.list, client.volumes.list):
        with pytest.raises(MoveInvalidRequestError, match="limit"):
            call(limit=limit)
    assert not graphql_requests(sandbox)


async def test_leaving_an_iteration_fetches_no_further_pages(
    without_prefetch: AsyncMoveUgc, sandbox: Sandbox, takes: list[str]
) -> None:
    pages = without_prefetch.takes.list(limit=2).pages()
    assert ids_of(await anext(pages)) == takes[:-3:-1]
    await pages.aclose()
    assert len(graphql_requests(sandbox)) == 1


async def test_a_list_can_be_awaited_and_iterated_again(
    client: AsyncMoveUgc, sandbox: Sandbox, takes: list[str]
) -> None:
    listing = client.takes.list()
    assert ids_of(await listing) == ids_of(await listing) == [take.id async for take in listing] == takes[::-1]
    assert len(graphql_requests(sandbox)) == 3


def page_of_takes(token: str | None, *ids: str) -> Reply:
    items = [{"id": id_, "created": "2026-01-01T00:00:00.000000Z"} for id_ in ids]
    return graphql_reply({"listTakes": {"first": 1, "after": token, "items": items}})


async def collect(ids: list[str], takes: Paginator[TakeType]) -> None:
    async for take in takes:
        ids.append(take.id)  # noqa: PERF401 - items before the error count


async def test_an_error_while_paging_carries_the_token_to_resume_from() -> None:
    pages = [page_of_takes('{"n": 1}', "take-1"), Reply(b"no", 500), page_of_takes(None, "take-2")]
    seen: list[str] = []
    with HttpServer(*pages) as server:
        async with AsyncMoveUgc("mv_key_0123456789", endpoint_url=server.url, max_retries=0) as client:
            with pytest.raises(MoveError) as caught:
                await collect(seen, client.takes.list())
            assert caught.value.next_token == '{"n": 1}'
            await collect(seen, client.takes.list(next_token=caught.value.next_token))
    assert seen == ["take-1", "take-2"]


async def test_a_page_is_retried_after_a_transient_failure() -> None:
    pages = [page_of_takes('{"n": 1}', "take-1"), Reply(b"no", 503), page_of_takes(None, "take-2")]
    with HttpServer(*pages) as server:
        async with AsyncMoveUgc("mv_key_0123456789", endpoint_url=server.url, clock=FakeClock()) as client:
            assert [take.id async for take in client.takes.list()] == ["take-1", "take-2"]


@pytest.mark.parametrize("tokens", [("{}", "{}"), ('{"n": 1}', '{"n": 2}', '{"n": 1}')])
async def test_a_repeated_cursor_raises_instead_of_looping(tokens: tuple[str, ...]) -> None:
    with HttpServer(*(page_of_takes(token) for token in tokens)) as server:
        async with AsyncMoveUgc("mv_key_0123456789", endpoint_url=server.url) as client:
            with pytest.raises(MovePaginationError, match="same cursor twice") as caught:
                await collect([], client.takes.list())
    assert caught.value.next_token == tokens[-1]
    assert len(server.requests) <= len(tokens) + 1


@both_loops
async def test_the_next_page_is_fetched_while_the_current_one_is_consumed(
    client: AsyncMoveUgc, sandbox: Sandbox, takes: list[str]
) -> None:
    listing = client.takes.list(limit=3).pages()
    assert ids_of(await anext(listing)) == takes[:-4:-1]
    await wait_until(lambda: len(graphql_requests(sandbox)) == 2)
    await listing.aclose()


async def test_a_page_is_fetched_on_demand_without_prefetch(
    without_prefetch: AsyncMoveUgc, sandbox: Sandbox, takes: list[str]
) -> None:
    fetched: list[int] = []
    async for _ in without_prefetch.takes.list(limit=3).pages():
        for _ in range(3):
            # This response arrives after all earlier requests.
            await without_prefetch.client.retrieve()
        fetched.append(sandbox.journal.count("listTakes"))
    assert fetched == [1, 2, 3]
    assert len(takes) == COUNT


async def test_an_item_of_a_list_carries_its_own_errors() -> None:
    items = [{"id": "job-0"}, None, {"id": "job-2", "outputs": [None]}]
    errors = [
        {"message": "File object does not exist", "path": ["listJobs", "items", 2, "outputs", 0, "file"]},
        {"message": "lost", "path": ["listJobs", "items", 1]},
    ]
    with HttpServer(graphql_reply({"listJobs": {"items": items}}, errors=errors)) as server:
        async with AsyncMoveUgc(API_KEY, endpoint_url=server.url) as client:
            found = {job.id: [error.message for error in job.errors] async for job in client.jobs.list()}
            page = await client.jobs.list()
    assert found == {"job-0": [], "job-2": ["File object does not exist"]}
    assert len(page.errors) == 2
