import json
from typing import Any

import pytest

from move_ugc_async.sandbox import Sandbox
from tests.integration.sandbox.api import CREATE_SINGLE_CAM_TAKE, CREATE_VOLUME, Api, FakeMedia

pytestmark = pytest.mark.anyio

_LISTS = {
    "jobs": """query ($first: Int, $after: AWSJSON, $by: SortDirection, $takeId: String) {
      listJobs(first: $first, after: $after, sortDirection: $by, takeId: $takeId) {
        first after items { id }
      }
    }""",
    "takes": """query ($first: Int, $after: AWSJSON, $by: SortDirection) {
      listTakes(first: $first, after: $after, sortDirection: $by) { first after items { id } }
    }""",
    "volumes": """query ($first: Int, $after: AWSJSON, $by: SortDirection) {
      listVolumes(first: $first, after: $after, sortDirection: $by) {
        first after items { ... on HumanVolume { id } }
      }
    }""",
}


async def _create(api: Api, kind: str, count: int) -> list[str]:
    if kind == "volumes":
        sources = await api.cameras()
        return [(await api.call(CREATE_VOLUME, sources=sources, height=1.8))["id"] for _ in range(count)]
    sources = [await api.source()]
    if kind == "takes":
        return [(await api.call(CREATE_SINGLE_CAM_TAKE, sources=sources))["id"] for _ in range(count)]
    take_id = await api.single_cam_take()
    return [await api.single_cam_job(takeId=take_id) for _ in range(count)]


def _ids(page: dict[str, Any]) -> list[str]:
    return [item["id"] for item in page["items"]]


@pytest.mark.parametrize(("kind", "clock"), [("jobs", "instant"), *((kind, "manual") for kind in _LISTS)])
async def test_pages_cover_everything_once_in_order(api: Api, kind: str, clock: Any) -> None:
    with Sandbox(clock=clock, media=FakeMedia()) as sandbox:
        api = Api(sandbox, api.http)
        created = await _create(api, kind, 5)
        for by in ("ASC", "DESC", None):
            seen: list[str] = []
            after, pages = None, 0
            while after is not None or not pages:
                page = await api.call(_LISTS[kind], first=2, by=by, after=after)
                assert page["first"] == 2
                seen += _ids(page)
                after, pages = page["after"], pages + 1
                assert after is None or isinstance(json.loads(after), dict)
            assert pages == 3
            assert seen == (created if by == "ASC" else created[::-1])


async def test_last_page_that_is_full_has_no_cursor(api: Api) -> None:
    await _create(api, "takes", 4)
    first = await api.call(_LISTS["takes"], first=2)
    assert (await api.call(_LISTS["takes"], first=2, after=first["after"]))["after"] is None
    assert (await api.call(_LISTS["takes"], first=4))["after"] is None


@pytest.mark.parametrize("by", ["ASC", "DESC"])
async def test_items_that_are_added_between_two_pages_do_not_shift_the_second(api: Api, by: str) -> None:
    before = await _create(api, "takes", 4)
    first = await api.call(_LISTS["takes"], first=2, by=by)
    added = await _create(api, "takes", 2)
    second = await api.call(_LISTS["takes"], first=10, by=by, after=first["after"])
    seen = _ids(first) + _ids(second)
    assert seen == ([*before, *added] if by == "ASC" else before[::-1])


async def test_page_has_50_items_by_default(api: Api) -> None:
    await _create(api, "takes", 51)
    page = await api.call(_LISTS["takes"])
    assert (page["first"], len(page["items"])) == (50, 50)
    assert page["after"] is not None


async def test_default_page_size_is_an_option(api: Api) -> None:
    with Sandbox(page_size=1, media=FakeMedia()) as sandbox:
        api = Api(sandbox, api.http)
        await _create(api, "takes", 2)
        assert len((await api.call(_LISTS["takes"]))["items"]) == 1


async def test_jobs_can_be_listed_for_one_take(api: Api) -> None:
    take_id = await api.single_cam_take()
    mine = [await api.single_cam_job(takeId=take_id)]
    await api.single_cam_job()
    mine.append(await api.single_cam_job(takeId=take_id))
    first = await api.call(_LISTS["jobs"], takeId=take_id, first=1, by="ASC")
    second = await api.call(_LISTS["jobs"], takeId=take_id, first=1, by="ASC", after=first["after"])
    assert _ids(first) + _ids(second) == mine
    assert second["after"] is None
    assert _ids(await api.call(_LISTS["jobs"], takeId="take-unknown")) == []


async def test_unknown_cursor_is_rejected(api: Api) -> None:
    for after in ["{}", "[]", '"x"', "1", '{"id": 1}', '{"id": "take-unknown"}']:
        error = await api.error(_LISTS["takes"], after=after)
        assert error["errorType"] == "MoveValidationError", after


async def test_cursor_of_another_list_is_rejected(api: Api) -> None:
    await _create(api, "jobs", 2)
    page = await api.call(_LISTS["jobs"], first=1)
    error = await api.error(_LISTS["takes"], after=page["after"])
    assert error["errorType"] == "MoveValidationError"


async def test_page_has_at_least_one_item(api: Api) -> None:
    for first in [0, -1]:
        assert (await api.error(_LISTS["takes"], first=first))["errorType"] == "MoveValidationError", first


async def test_rigs_and_lenses_are_single_pages(api: Api) -> None:
    rigs = await api.call("{ listRigs { first after items { name } } }")
    assert rigs == {"first": None, "after": None, "items": [{"name": "move_mo"}, {"name": "move_ve"}]}
    lenses = await api.call("{ listCameraSettings { first after items { lens } } }")
    assert (lenses["first"], lenses["after"]) == (None, None)
    assert {"lens": "goprohero10-fhd"} in lenses["items"]
