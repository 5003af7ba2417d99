"""The outputs of a sandbox with the default media."""

import httpx
import pytest

from move_ugc_async.sandbox import Sandbox
from move_ugc_async.sandbox.schema import executable_schema
from tests.integration.sandbox.api import GET_OUTPUTS, GET_VOLUME, Api

pytestmark = pytest.mark.anyio


async def test_every_output_has_content(http: httpx.AsyncClient) -> None:
    names = [*executable_schema().type_map["OutputType"].values]
    async with Sandbox() as sandbox:
        api = Api(sandbox, http)
        job_id = await api.single_cam_job(outputs=names)
        outputs = (await api.call(GET_OUTPUTS, id=job_id))["outputs"]
        assert len(outputs) == len(names)
        for output in outputs:
            response = await http.get(output["file"]["presignedUrl"])
            assert (response.status_code, bool(response.content)) == (200, True), output["key"]
            assert output["file"]["type"].startswith(".")


async def test_volumes_have_their_three_outputs(http: httpx.AsyncClient) -> None:
    async with Sandbox() as sandbox:
        api = Api(sandbox, http)
        volume = await api.call(GET_VOLUME, id=await api.volume())
        assert [output["key"] for output in volume["outputs"]] == ["pkl", "volume_definition", "volume_report"]
