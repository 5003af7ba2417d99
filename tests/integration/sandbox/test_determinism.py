import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from move_ugc_async.sandbox import JournalEntry, Sandbox
from move_ugc_async.sandbox.app import make_app
from tests.integration.sandbox.api import CREATE_MULTI_CAM_JOB, GET_FILE, GET_OUTPUTS, GET_VOLUME, Api, FakeMedia
from tests.support.wait_until import SAFETY_NET

pytestmark = pytest.mark.anyio

_SHARE = "mutation ($id: String!) { generateShareCode(fileId: $id) { code url } }"
_HOOK = 'mutation { upsertWebhookEndpoint(uid: "a", url: "https://x.example") { secret } }'


async def _workflow(http: httpx.AsyncClient, seed: int) -> tuple[list[Any], tuple[JournalEntry, ...]]:
    async with Sandbox(seed=seed, media=FakeMedia()) as sandbox:
        return await _steps(Api(sandbox, http)), sandbox.journal.entries


async def _steps(api: Api) -> list[Any]:
    take_id = await api.multi_cam_take()
    job = await api.call(CREATE_MULTI_CAM_JOB, takeId=take_id)
    read = await api.call(GET_OUTPUTS, id=job["id"])
    contents = [(await api.http.get(output["file"].pop("presignedUrl"))).content for output in read["outputs"]]
    share = await api.call(_SHARE, id=read["outputs"][0]["file"]["id"])
    await api.http.get(share["url"])
    hook = await api.call(_HOOK)
    return [take_id, job, read, contents, share["code"], hook]


@pytest.mark.check(52)
async def test_ids_contents_and_journal_are_equal_with_the_same_seed(http: httpx.AsyncClient) -> None:
    first, second, other = await _workflow(http, 7), await _workflow(http, 7), await _workflow(http, 8)
    assert first == second
    assert first[0] != other[0]
    assert first[1] != other[1]


@pytest.mark.check(52)
async def test_results_are_equal_with_and_without_a_socket(http: httpx.AsyncClient) -> None:
    results, entries = await _workflow(http, 7)
    async with Sandbox(seed=7, media=FakeMedia()) as sandbox:
        transport = httpx.ASGITransport(make_app(sandbox._running(), frozenset({"testserver", "sandbox"})))
        async with httpx.AsyncClient(transport=transport, timeout=SAFETY_NET) as client:
            assert await _steps(Api(sandbox, client)) == results
        assert sandbox.journal.entries == entries
    assert len(entries) > 20


async def test_ids_have_the_format_of_the_api(api: Api) -> None:
    volume_id = await api.volume()
    uuid4 = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    assert re.fullmatch(f"volume-{uuid4}", volume_id)


async def _read_state(api: Api, ids: dict[str, str]) -> list[Any]:
    return [
        await api.call("{ client { id created metadata } }"),
        await api.call("{ listTakes { items { id created takeType sources { file { id } } } } }"),
        await api.call("{ listJobs { items { id state name metadata inputs { numberOfActors } } } }"),
        await api.call(GET_VOLUME, id=ids["volume"]),
        await api.call("query ($id: ID!) { getFile(fileId: $id) { id type } }", id=ids["file"]),
    ]


async def test_data_folder_survives_a_restart(http: httpx.AsyncClient, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data folder"
    async with Sandbox(data=folder, seed=3, media=FakeMedia()) as sandbox:
        api = Api(sandbox, http)
        await api.call('mutation { updateClient(metadata: "{ }") { id } }')
        ids = {"file": await api.upload(b"kept"), "volume": await api.volume()}
        take_id = await api.multi_cam_take()
        job = await api.call(CREATE_MULTI_CAM_JOB, takeId=take_id, actors=2, outputs=["MAIN_FBX"])
        download = httpx.URL((await api.call(GET_FILE, id=ids["file"]))["presignedUrl"])
        output = httpx.URL((await api.call(GET_OUTPUTS, id=job["id"]))["outputs"][0]["file"]["presignedUrl"])
        share, unused = await api.call(_SHARE, id=ids["file"]), await api.call(_SHARE, id=ids["file"])
        await http.get(share["url"])
        await api.call(_HOOK)
        state, ledger = await _read_state(api, ids), sandbox.ledger
    assert sandbox.ledger == ledger

    async with Sandbox(data=folder, seed=4, api_key="mv_key_changed_", media=FakeMedia()) as sandbox:
        api = Api(sandbox, http)
        assert await _read_state(api, ids) == state
        assert sandbox.ledger == ledger
        port = httpx.URL(sandbox.url).port
        assert (await http.get(download.copy_with(port=port))).content == b"kept"
        assert (await http.get(output.copy_with(port=port))).text.startswith("MAIN_FBX of 2 actors")
        code = f"{sandbox.url}/ugc/file/download?code="
        assert (await http.get(code + share["code"])).status_code == 410
        assert (await http.get(code + unused["code"])).status_code == 200
        assert (await api.call(_HOOK))["secret"] is None
        newest = await api.single_cam_take()
        takes = await api.call("{ listTakes { items { id } } }")
        assert takes["items"][0] == {"id": newest}
        assert len({take["id"] for take in takes["items"]}) == 2


async def test_incomplete_uploads_of_an_earlier_process_are_removed(tmp_path: Path) -> None:
    (tmp_path / "incoming").mkdir()
    (tmp_path / "incoming" / "half").write_bytes(b"x")
    with Sandbox(data=tmp_path):
        assert list((tmp_path / "incoming").iterdir()) == []
