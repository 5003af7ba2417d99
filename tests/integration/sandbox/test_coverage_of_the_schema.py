"""Every field of every type can have a value."""

from typing import Any

import pytest
from graphql import GraphQLObjectType, GraphQLUnionType, get_named_type, is_leaf_type

from move_ugc_async.sandbox.schema import executable_schema
from tests.integration.sandbox.api import Api

pytestmark = pytest.mark.anyio

_DEPTH = 4


def _selection(kind: Any, depth: int = _DEPTH) -> str:
    if isinstance(kind, GraphQLUnionType):
        return " ".join(f"... on {member.name} {{ {_selection(member, depth)} }}" for member in kind.types)
    parts = ["__typename"]
    for name, field in kind.fields.items():
        inner = get_named_type(field.type)
        if is_leaf_type(inner):
            parts.append(name)
        elif depth:
            parts.append(f"{name} {{ {_selection(inner, depth - 1)} }}")
    return " ".join(parts)


def _collect_fields(value: Any, found: dict[str, set[str]]) -> None:
    if isinstance(value, list):
        for item in value:
            _collect_fields(item, found)
    elif isinstance(value, dict):
        found.setdefault(value["__typename"], set()).update(name for name, item in value.items() if item is not None)
        for item in value.values():
            _collect_fields(item, found)


@pytest.mark.check(51)
async def test_every_field_of_every_type_can_have_a_value(api: Api) -> None:
    schema = executable_schema()
    found: dict[str, set[str]] = {}

    async def run(root: Any, call: str, name: str) -> Any:
        keyword = "mutation" if root is schema.mutation_type else "query"
        kind = get_named_type(root.fields[name].type)
        result = await api.result(f"{keyword} {{ {name}{call} {{ {_selection(kind)} }} }}")
        value = result["data"][name]
        _collect_fields(value, found)
        return value

    async def query(name: str, call: str = "") -> Any:
        return await run(schema.query_type, call, name)

    async def mutate(name: str, call: str) -> Any:
        return await run(schema.mutation_type, call, name)

    file = await mutate("createFile", '(type: "mp4", name: "n", metadata: "{}")')
    await api.http.put(file["presignedUrl"], content=b"clip")
    move_file = await api.upload(file_type="move")
    label = 'deviceLabel: "a", cameraSettings: {lens: "goprohero10-fhd"}'
    video = f'{{{label}, fileId: "{file["id"]}", format: MP4}}'
    both = f'sources: [{video}, {{{label}, fileId: "{move_file}", format: MOVE}}], name: "n", metadata: "{{}}"'
    cameras = f'sources: [{video}, {video}], name: "n", metadata: "{{}}"'
    window = "clipWindow: {startTime: 0, endTime: 1}"
    options = (
        "options: {floorPlane: true, mocapModel: M1, trackBall: true, trackFingers: true, trackJerseyNumbers: true}"
    )
    volume = await mutate("createVolumeWithHuman", f"({cameras}, {window}, humanHeight: 1.8, areaType: LARGE)")
    sync = "syncMethod: {clapWindow: {startTime: 0, endTime: 1}, timecodeSync: {useTimecode: true}}"
    multi = await mutate("createMultiCamTake", f'({cameras}, {sync}, volumeId: "{volume["id"]}")')
    single = await mutate("createSingleCamTake", f"({both})")
    named = f'name: "n", metadata: "{{}}", {window}, {options}'
    job = await mutate("createMultiCamJob", f'(takeId: "{multi["id"]}", numberOfActors: 2, {named})')
    await mutate("createSingleCamJob", f'(takeId: "{single["id"]}", {named})')
    await mutate("generateShareCode", f'(fileId: "{file["id"]}")')
    await mutate("updateClient", '(metadata: "{}")')
    await mutate("updateFile", f'(id: "{file["id"]}", name: "m")')
    await mutate("updateJob", f'(id: "{job["id"]}", name: "m")')
    await mutate("updateTake", f'(id: "{multi["id"]}", name: "m")')
    await mutate(
        "upsertWebhookEndpoint",
        '(uid: "u", url: "https://x.example", description: "d", events: ["e"], metadata: "{}")',
    )
    await query("client")
    await query("getFile", f'(fileId: "{file["id"]}")')
    await query("getJob", f'(jobId: "{job["id"]}")')
    await query("getTake", f'(takeId: "{single["id"]}")')
    await query("getVolume", f'(id: "{volume["id"]}")')
    for name in ("listJobs", "listTakes", "listVolumes"):
        await query(name, "(first: 1)")
    for name in ("listCameraSettings", "listRigs"):
        await query(name)

    # A page of volumes has a cursor only if there is a second volume.
    await api.volume()
    await query("listVolumes", "(first: 1)")
    expected = {
        name: {"__typename", *kind.fields}
        for name, kind in schema.type_map.items()
        if isinstance(kind, GraphQLObjectType)
        and not name.startswith("__")
        and kind not in {schema.query_type, schema.mutation_type}
    }
    missing = {name: fields - found.get(name, set()) for name, fields in expected.items()}
    # The queries for rigs and lenses have no page arguments, so their pages have neither size nor cursor.
    for name in ("RigsPage", "CameraSettingsPage"):
        missing[name] -= {"first", "after"}
    assert {name: fields for name, fields in missing.items() if fields} == {}
