import re

import httpx
import pytest

from move_ugc_async.sandbox import ManualClock, Sandbox
from tests.integration.sandbox.api import CREATE_FILE, GET_OUTPUTS, Api, FakeMedia

pytestmark = pytest.mark.anyio

_SHARE = """mutation ($id: String!) {
  generateShareCode(fileId: $id) { code created expires url file { id } }
}"""


async def test_code_downloads_its_file_once(api: Api) -> None:
    file_id = await api.upload(b"shared")
    share = await api.call(_SHARE, id=file_id)
    assert re.fullmatch(r"\d{8}", share["code"])
    assert share["url"] == f"{api.sandbox.url}/ugc/file/download?code={share['code']}"
    assert share["file"] == {"id": file_id}
    response = await api.http.get(share["url"])
    assert response.status_code == 200
    assert (await api.http.get(response.json()["url"])).content == b"shared"
    second = await api.http.get(share["url"])
    assert second.status_code == 410
    assert "message" in second.json()


async def test_unknown_share_code_returns_404(api: Api) -> None:
    for query in ["", "?code=", "?code=00000000", "?code=x"]:
        response = await api.http.get(f"{api.sandbox.url}/ugc/file/download{query}")
        assert response.status_code == 404, query
        assert "message" in response.json(), query


async def test_share_codes_expire(http: httpx.AsyncClient) -> None:
    clock = ManualClock()
    async with Sandbox(clock=clock, share_code_lifetime=60, media=FakeMedia()) as sandbox:
        api = Api(sandbox, http)
        file_id = await api.upload()
        first, second = await api.call(_SHARE, id=file_id), await api.call(_SHARE, id=file_id)
        assert (first["created"], first["expires"]) == ("2026-01-01T00:00:00.000000Z", "2026-01-01T00:01:00.000000Z")
        assert first["code"] != second["code"]
        clock.advance(59)
        assert (await http.get(first["url"])).status_code == 200
        clock.advance(1)
        assert (await http.get(second["url"])).status_code == 410


async def test_output_can_be_shared(api: Api) -> None:
    job = await api.call(GET_OUTPUTS, id=await api.single_cam_job(outputs=["MAIN_FBX"]))
    share = await api.call(_SHARE, id=job["outputs"][0]["file"]["id"])
    url = (await api.http.get(share["url"])).json()["url"]
    assert (await api.http.get(url)).text.startswith("MAIN_FBX")


async def test_file_without_content_cannot_be_shared(manual_api: Api) -> None:
    api = manual_api
    file = await api.call(CREATE_FILE, type="mp4")
    assert (await api.error(_SHARE, id=file["id"]))["errorType"] == "MoveValidationError"
    result = await api.result(GET_OUTPUTS, id=await api.single_cam_job())
    output = result["data"]["getJob"]["outputs"][0]["file"]["id"]
    assert (await api.error(_SHARE, id=output))["errorType"] == "MoveValidationError"
