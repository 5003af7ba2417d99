import pytest

from tests.integration.sandbox.api import CREATE_FILE, GET_FILE, GET_OUTPUTS, Api

pytestmark = pytest.mark.anyio

_CREATE = """mutation ($type: String!, $name: String, $metadata: AWSJSON) {
  createFile(type: $type, name: $name, metadata: $metadata) {
    id name type metadata presignedUrl thumbnailUrl client { id }
  }
}"""
_UPDATE = """mutation ($id: String!, $name: String, $metadata: AWSJSON) {
  updateFile(id: $id, name: $name, metadata: $metadata) { name metadata presignedUrl }
}"""


async def test_type_of_a_file_is_returned_with_a_dot(api: Api) -> None:
    for file_type in ["mp4", "mov", "avi", "move"]:
        file = await api.call(_CREATE, type=file_type)
        assert file["type"] == f".{file_type}", file_type


async def test_unknown_file_types_are_rejected(api: Api) -> None:
    for file_type in [".mp4", "exe", ""]:
        error = await api.error(CREATE_FILE, type=file_type)
        assert error["errorType"] == "MoveValidationError", file_type
        assert error["path"] == ["createFile"], file_type


async def test_file_returns_its_name_and_metadata(api: Api) -> None:
    for sent in [{"name": "", "metadata": "{}"}, {"name": "Ä", "metadata": "[1]"}, {}]:
        file = await api.call(_CREATE, type="mp4", **sent)
        assert {"name": file["name"], "metadata": file["metadata"]} == {"name": None, "metadata": None, **sent}, sent


async def test_url_of_a_file_appears_after_its_upload(api: Api) -> None:
    created = await api.call(_CREATE, type="mp4")
    assert created["thumbnailUrl"] is None
    before = await api.call(GET_FILE, id=created["id"])
    assert (before["presignedUrl"], before["thumbnailUrl"]) == (None, None)
    await api.http.put(created["presignedUrl"], content=b"clip")
    after = await api.call(GET_FILE, id=created["id"])
    assert (await api.http.get(after["presignedUrl"])).content == b"clip"
    assert (await api.http.get(after["thumbnailUrl"])).status_code == 200


async def test_only_source_videos_have_thumbnails(api: Api) -> None:
    move_file = await api.call(GET_FILE, id=await api.upload(file_type="move"))
    assert move_file["presignedUrl"] is not None
    assert move_file["thumbnailUrl"] is None
    job = await api.call(GET_OUTPUTS, id=await api.single_cam_job())
    await api.http.get(job["outputs"][0]["file"]["presignedUrl"])
    output = await api.call(GET_FILE, id=job["outputs"][0]["file"]["id"])
    assert (output["type"], output["thumbnailUrl"]) == (".mp4", None)


async def test_update_changes_only_the_given_fields(api: Api) -> None:
    file = await api.call(_CREATE, type="mp4", name="a", metadata='{"a": 1}')
    unchanged = {"name": "a", "metadata": '{"a": 1}', "presignedUrl": None}
    assert await api.call(_UPDATE, id=file["id"]) == unchanged
    assert await api.call(_UPDATE, id=file["id"], name="b") == {**unchanged, "name": "b"}
    cleared = await api.call(_UPDATE, id=file["id"], metadata="{}")
    assert cleared == {"name": "b", "metadata": "{}", "presignedUrl": None}
