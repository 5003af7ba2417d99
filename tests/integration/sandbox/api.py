"""A plain HTTP client for the tests of the sandbox."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import httpx

from move_ugc_async.sandbox import Sandbox

CLIP_SECONDS = 10.0

CREATE_FILE = """mutation CreateFile($type: String!, $name: String, $metadata: AWSJSON) {
  createFile(type: $type, name: $name, metadata: $metadata) { id presignedUrl }
}"""
CREATE_SINGLE_CAM_TAKE = """mutation CreateTake($sources: [SourceInput!]) {
  createSingleCamTake(sources: $sources) { id }
}"""
CREATE_MULTI_CAM_TAKE = """mutation CreateTake($sources: [SourceInput!], $volumeId: String!) {
  createMultiCamTake(sources: $sources, volumeId: $volumeId) { id }
}"""
CREATE_VOLUME = """mutation CreateVolume($sources: [SourceInput!], $height: Float!, $window: ClipWindowInput) {
  createVolumeWithHuman(sources: $sources, humanHeight: $height, areaType: NORMAL, clipWindow: $window) {
    id state
  }
}"""
CREATE_SINGLE_CAM_JOB = """mutation CreateJob(
  $takeId: String!, $outputs: [OutputType], $window: ClipWindowInput, $options: OptionsInput, $metadata: AWSJSON
) {
  createSingleCamJob(
    takeId: $takeId, outputs: $outputs, clipWindow: $window, options: $options, metadata: $metadata
  ) { id state progress { state percentageComplete } }
}"""
CREATE_MULTI_CAM_JOB = """mutation CreateJob(
  $takeId: String!, $outputs: [OutputType], $actors: Int, $rig: String, $window: ClipWindowInput
) {
  createMultiCamJob(
    takeId: $takeId, outputs: $outputs, numberOfActors: $actors, rig: $rig, clipWindow: $window
  ) { id state rig { name } }
}"""
GET_JOB = """query GetJob($id: ID!) {
  getJob(jobId: $id) { id state progress { state percentageComplete } }
}"""
GET_OUTPUTS = """query GetOutputs($id: ID!) {
  getJob(jobId: $id) { state outputs { key format file { id name type presignedUrl } } }
}"""
GET_VOLUME = """query GetVolume($id: ID!) {
  getVolume(id: $id) { ... on HumanVolume { id state outputs { key format file { type } } } }
}"""
GET_FILE = "query GetFile($id: ID!) { getFile(fileId: $id) { id type presignedUrl thumbnailUrl } }"


class FakeMedia:
    """Media whose outputs contain the arguments that they were created with."""

    OUTPUT_KEYS: ClassVar[dict[str, tuple[str, str]]] = {
        "RENDER_VIDEO": ("mp4", ".mp4"),
        "RENDER_OVERLAY_VIDEO": ("render_overlay_mp4", ".mp4"),
        "MAIN_FBX": ("fbx", ".fbx"),
        "MAIN_USDC": ("usdc", ".usdc"),
        "MAIN_USDZ": ("usdz", ".usdz"),
        "MAIN_BLEND": ("blend", ".blend"),
        "MAIN_GLB": ("glb", ".glb"),
        "MOTION_DATA": ("motion_data", ".zip"),
        "VOLUME_PKL": ("pkl", ".pkl"),
        "VOLUME_DEFINITION": ("volume_definition", ".json"),
        "VOLUME_REPORT": ("volume_report", ".html"),
    }

    def make_output(
        self, output: str, *, clip: Path | None, window: tuple[float, float] | None, actors: int, seed: int
    ) -> bytes | Path:
        if output == "RENDER_VIDEO" and clip is not None:
            return clip
        return f"{output} of {actors} actors, window {window}, seed {seed}".encode()

    def video_duration(self, path: Path) -> float | None:
        assert path.is_file()
        return CLIP_SECONDS


@dataclass
class Api:
    """Send requests to a sandbox."""

    sandbox: Sandbox
    http: httpx.AsyncClient

    async def post(self, body: bytes, **headers: str) -> httpx.Response:
        headers.setdefault("authorization", self.sandbox.api_key)
        return await self.http.post(self.sandbox.endpoint_url, content=body, headers=headers)

    async def send(self, query: str, variables: Any = None, **more: Any) -> httpx.Response:
        return await self.http.post(
            self.sandbox.endpoint_url,
            json={"query": query, "variables": variables, **more},
            headers={"authorization": self.sandbox.api_key},
        )

    async def result(self, query: str, **variables: Any) -> dict[str, Any]:
        response = await self.send(query, variables)
        assert response.status_code == 200, response.text
        return response.json()

    async def call(self, query: str, **variables: Any) -> Any:
        """Return the value of the only root field, and fail if there are errors."""
        result = await self.result(query, **variables)
        assert "errors" not in result, result["errors"]
        (value,) = result["data"].values()
        return value

    async def error(self, query: str, **variables: Any) -> dict[str, Any]:
        """Return the only error of the result."""
        (error,) = (await self.result(query, **variables))["errors"]
        return error

    async def upload(self, content: bytes = b"clip", file_type: str = "mp4") -> str:
        file = await self.call(CREATE_FILE, type=file_type)
        response = await self.http.put(file["presignedUrl"], content=content)
        assert response.status_code == 200, response.text
        return file["id"]

    async def source(self, label: str = "cam", *, lens: str | None = None, **changes: Any) -> dict[str, Any]:
        source = {"deviceLabel": label, "fileId": changes.pop("fileId", None), "format": "MP4", **changes}
        source["fileId"] = source["fileId"] or await self.upload()
        return source if lens is None else {**source, "cameraSettings": {"lens": lens}}

    async def cameras(self, count: int = 2) -> list[dict[str, Any]]:
        return [await self.source(f"cam{number}", lens="goprohero10-fhd") for number in range(count)]

    async def single_cam_take(self) -> str:
        return (await self.call(CREATE_SINGLE_CAM_TAKE, sources=[await self.source()]))["id"]

    async def single_cam_job(self, **variables: Any) -> str:
        take_id = variables.pop("takeId", None) or await self.single_cam_take()
        return (await self.call(CREATE_SINGLE_CAM_JOB, takeId=take_id, **variables))["id"]

    async def volume(self) -> str:
        return (await self.call(CREATE_VOLUME, sources=await self.cameras(), height=1.8))["id"]

    async def multi_cam_take(self) -> str:
        """Create a take in a new volume; requires an instant clock, so that the volume is finished."""
        volume_id = await self.volume()
        take = await self.call(CREATE_MULTI_CAM_TAKE, sources=await self.cameras(), volumeId=volume_id)
        return take["id"]
