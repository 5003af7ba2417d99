"""Run workflows of the official SDK and print the results as JSON.

It runs in its own environment, since the official SDK needs another version of graphql-core. The official SDK reads the
endpoint from MOVE_UGC_ENDPOINT_URL.
"""

import json
import os
import sys
from pathlib import Path

import requests
from move_ugc import MoveUgc
from move_ugc.schemas.job import ClipWindow, JobOptions
from move_ugc.schemas.sources import CameraSettings, SourceIn
from move_ugc.schemas.sync_method import ClapWindowInput, SyncMethodInput
from move_ugc.schemas.volume import AreaType

TIMEOUT = 60
MAX_POLLS = 100


def upload(ugc: MoveUgc, clip: Path) -> str:
    file = ugc.files.create(file_type="mp4", name=clip.name)
    requests.put(str(file.presigned_url), data=clip.read_bytes(), timeout=TIMEOUT).raise_for_status()
    return file.id


def wait(retrieve, id: str):
    # Each request advances the clock of the sandbox.
    for _ in range(MAX_POLLS):
        result = retrieve(id)
        if result.state in ("FINISHED", "FAILED"):
            return result
    sys.exit(f"{id} did not finish")


def download(outputs) -> dict[str, int]:
    return {
        output.format: len(requests.get(str(output.file.presigned_url), timeout=TIMEOUT).content) for output in outputs
    }


def single_camera(ugc: MoveUgc, clip: Path) -> dict:
    file_id = upload(ugc, clip)
    take = ugc.takes.create_singlecam(
        sources=[SourceIn(device_label="cam01", file_id=file_id, format="mp4")],
        name="take",
        metadata={"shot": 1},
        expand=["client", "sources"],
    )
    job = ugc.jobs.create_singlecam(
        take_id=take.id,
        name="job",
        metadata={"test": "test"},
        options=JobOptions(trackFingers=True),
        clip_window=ClipWindow(start_time=0, end_time=2),
        outputs=["main_fbx", "main_glb", "render_video"],
        expand=["client", "take", "inputs"],
    )
    job = wait(ugc.jobs.retrieve, job.id)
    job = ugc.jobs.retrieve(job.id, expand=["outputs", "client", "take", "rig", "inputs"])
    ugc.jobs.update(job.id, name="renamed", metadata={"seen": True})
    code = ugc.files.generate_share_code(file_id)
    shared = requests.get(str(code.url), timeout=TIMEOUT).json()
    return {
        "state": job.state,
        "name": ugc.jobs.retrieve(job.id).name,
        "metadata": ugc.jobs.retrieve(job.id).metadata,
        "take": job.take.id == take.id,
        "sources": [source.file.id == file_id for source in take.sources],
        "track_fingers": job.inputs.options.model_dump()["trackFingers"],
        "end_time": job.inputs.clip_window.end_time,
        "outputs": download(job.outputs),
        "jobs": [found.id == job.id for found in ugc.jobs.list(take_id=take.id).items],
        "takes": [found.id == take.id for found in ugc.takes.list().items],
        "shared": requests.get(shared["url"], timeout=TIMEOUT).content == clip.read_bytes(),
    }


def multi_camera(ugc: MoveUgc, clip: Path) -> dict:
    lens = ugc.camera_settings.list().items[0].lens

    def sources() -> list[SourceIn]:
        return [
            SourceIn(
                device_label=f"cam{number}",
                file_id=upload(ugc, clip),
                format="mp4",
                camera_settings=CameraSettings(lens=lens),
            )
            for number in (1, 2)
        ]

    volume = ugc.volumes.create_human_volume(
        sources=sources(), human_height=1.77, area_type=AreaType.NORMAL, name="volume", metadata={"a": 1}
    )
    wait(ugc.volumes.retrieve_human_volume, volume.id)
    volume = ugc.volumes.retrieve_human_volume(volume.id, expand=["outputs", "sources", "client"])
    take = ugc.takes.create_multicam(
        sources=sources(),
        volume_id=volume.id,
        name="take",
        sync_method=SyncMethodInput(clap_window=ClapWindowInput(start_time=0, end_time=1)),
        expand=["sources", "client"],
    )
    job = ugc.jobs.create_multicam(
        take_id=take.id, number_of_actors=2, rig=ugc.rigs.list().items[0].name, name="job", expand=["rig"]
    )
    wait(ugc.jobs.retrieve, job.id)
    job = ugc.jobs.retrieve(job.id, expand=["outputs"])
    endpoint = ugc.webhooks.upsert(
        events=["ugc.job.state.completed"], uid="official", url="https://example.com/webhook"
    )
    return {
        "state": job.state,
        "volume_outputs": download(volume.outputs),
        "volume_sources": len(volume.sources),
        "volumes": [found.id == volume.id for found in ugc.volumes.list().items],
        "take_sources": len(take.sources),
        "outputs": download(job.outputs),
        "client": ugc.client.retrieve().name,
        "client_metadata": ugc.client.update(metadata={"tier": "test"}).metadata,
        "webhook": endpoint.uid,
    }


if __name__ == "__main__":
    client = MoveUgc(api_key=os.environ["MOVE_API_KEY"])
    path = Path(sys.argv[1])
    print(json.dumps({"single": single_camera(client, path), "multi": multi_camera(client, path)}))
