"""Every operation runs with everything expanded, and each field that it selects has a value in some response."""

from pathlib import Path
from typing import Any

import pytest
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_ast_schema,
    get_named_type,
    parse,
    print_ast,
    validate,
    visit,
)

from move_ugc_async import AsyncMoveUgc
from move_ugc_async._generated import client as generated
from move_ugc_async._transport.operation import Operation
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import CLIP, LENS, FinishedObjects

ROOT = Path(__file__).parents[3]
SCHEMA: GraphQLSchema = build_ast_schema(parse((ROOT / "schema.graphql").read_text(encoding="utf-8")))
OPERATIONS = {value.name: value for value in vars(generated).values() if isinstance(value, Operation)}
DOCUMENTS = {name: parse(operation.document) for name, operation in OPERATIONS.items()}
SOURCES = [
    definition
    for path in sorted((ROOT / "queries").glob("*.graphql"))
    for definition in parse(path.read_text(encoding="utf-8")).definitions
    if isinstance(definition, OperationDefinitionNode)
]

REPEATED = {"AdditionalFile.key"}
"""Fields that are not selected, since another field has the same value."""

NEVER_PAGED = {"CameraSettingsPage.after", "CameraSettingsPage.first", "RigsPage.after", "RigsPage.first"}
"""Fields without a value: these lists take no paging arguments and have one page."""


def root_field(operation: OperationDefinitionNode) -> FieldNode:
    (field,) = operation.selection_set.selections
    assert isinstance(field, FieldNode)
    return field


def fields_of(root: GraphQLObjectType | None) -> dict[str, Any]:
    assert root is not None
    return dict(root.fields)


@pytest.mark.check(51)
def test_every_field_of_query_and_mutation_has_exactly_one_operation() -> None:
    for kind, root in (("query", SCHEMA.query_type), ("mutation", SCHEMA.mutation_type)):
        selected = [root_field(source).name.value for source in SOURCES if source.operation.value == kind]
        assert sorted(selected) == sorted(fields_of(root))
    assert len(SOURCES) == len(OPERATIONS) == 22


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name.value)
def test_an_operation_passes_every_argument_of_its_field(source: OperationDefinitionNode) -> None:
    root = SCHEMA.query_type if source.operation.value == "query" else SCHEMA.mutation_type
    field = root_field(source)
    arguments = fields_of(root)[field.name.value].args
    passed = {argument.name.value: print_ast(argument.value) for argument in field.arguments}
    variables = {definition.variable.name.value: definition for definition in source.variable_definitions}
    assert passed == {name: f"${name}" for name in arguments}
    for name, argument in arguments.items():
        assert print_ast(variables[name].type) == str(argument.type)
        assert variables[name].default_value is None
    flags = variables.keys() - arguments.keys()
    assert all(name.startswith("with") for name in flags)
    assert all(print_ast(variables[name]) == f"${name}: Boolean! = false" for name in flags)


@pytest.mark.check(51)
@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_operation_is_valid_against_the_schema(name: str) -> None:
    assert validate(SCHEMA, DOCUMENTS[name]) == []


@pytest.mark.check(51)
def test_every_field_of_every_object_is_selected() -> None:
    pages_and_objects = [
        type_
        for name, type_ in SCHEMA.type_map.items()
        if isinstance(type_, GraphQLObjectType)
        and not name.startswith("__")
        and type_ not in (SCHEMA.query_type, SCHEMA.mutation_type)
    ]
    all_fields = {f"{type_.name}.{field}" for type_ in pages_and_objects for field in type_.fields}
    assert all_fields - selected() == REPEATED


@both_loops
@pytest.mark.check(51)
@pytest.mark.anyio
async def test_every_operation_runs_with_everything_expanded_and_every_field_gets_a_value(
    client: AsyncMoveUgc, sandbox: Sandbox, objects: FinishedObjects
) -> None:
    seen: set[str] = set()
    for name, variables in (await all_variables(client, objects)).items():
        response = await client._context.api._transport.execute(OPERATIONS[name], variables | flags_of(name))
        seen |= Walk(DOCUMENTS[name]).through(response.data)
        too_early = {"createSingleCamJob", "createMultiCamJob", "createVolumeWithHuman"}
        assert not response.errors or name in too_early, (name, response.errors)
    assert {request.operation for request in sandbox.journal.filter(kind="graphql", status=200)} >= OPERATIONS.keys()
    assert selected() - seen == NEVER_PAGED


def flags_of(name: str) -> dict[str, bool]:
    (operation,) = [node for node in DOCUMENTS[name].definitions if isinstance(node, OperationDefinitionNode)]
    names = (definition.variable.name.value for definition in operation.variable_definitions)
    return {name: True for name in names if name.startswith("with")}


async def all_variables(client: AsyncMoveUgc, objects: FinishedObjects) -> dict[str, dict[str, Any]]:
    """Return variables for every operation, all of them set."""
    files = [(await client.files.upload(CLIP)).id for _ in range(2)]
    common = {"name": "n", "metadata": '{"a": 1}'}
    window = {"startTime": 0.0, "endTime": 1.0}
    sync = {"clapWindow": window, "timecodeSync": {"useTimecode": True}}
    options = {"floorPlane": True, "mocapModel": "S1", "trackBall": True, "trackFingers": True}
    one = [{"deviceLabel": "a", "fileId": files[0], "format": "MP4"}]
    two = [{"deviceLabel": file, "fileId": file, "format": "MP4", "cameraSettings": {"lens": LENS}} for file in files]
    page = {"first": 1, "sortDirection": "ASC"}
    job = {"options": options, "clipWindow": window, "outputs": ["MAIN_GLB"], **common}
    return {
        "getClient": {},
        "updateClient": {"metadata": "{}"},
        "createFile": {"type": "mp4", **common},
        "getFile": {"fileId": files[0]},
        "updateFile": {"id": files[0], **common},
        "generateShareCode": {"fileId": files[0]},
        "createSingleCamTake": {"sources": one, **common},
        "createMultiCamTake": {"sources": two, "volumeId": objects.volume.id, "syncMethod": sync, **common},
        "getTake": {"takeId": objects.single_take.id},
        "updateTake": {"id": objects.multi_take.id, **common},
        "listTakes": page,
        "createSingleCamJob": {"takeId": objects.single_take.id, **job},
        "createMultiCamJob": {"takeId": objects.multi_take.id, "numberOfActors": 2, "rig": "move_ve", **job},
        "getJob": {"jobId": objects.multi_job.id},
        "updateJob": {"id": objects.single_job.id, **common},
        "listJobs": page | {"takeId": objects.multi_take.id},
        "createVolumeWithHuman": {
            "sources": two,
            "humanHeight": 1.8,
            "areaType": "LARGE",
            "syncMethod": sync,
            "clipWindow": window,
            **common,
        },
        "getVolume": {"id": objects.volume.id},
        "listVolumes": page,
        "listCameraSettings": {},
        "listRigs": {},
        "upsertWebhookEndpoint": {
            "uid": "u",
            "url": "https://studio.example",
            "events": ["ugc.job.state.completed"],
            "description": "d",
            "metadata": "{}",
            "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        },
    }


def selected() -> set[str]:
    """Return every field that an operation selects, as `Type.field`."""
    names: set[str] = set()

    class Collector(Visitor):
        def __init__(self, types: TypeInfo) -> None:
            super().__init__()
            self.types = types

        def enter_field(self, node: FieldNode, *_: object) -> None:
            parent = self.types.get_parent_type()
            if parent not in (SCHEMA.query_type, SCHEMA.mutation_type):
                assert parent is not None
                names.add(f"{parent.name}.{node.name.value}")

    for document in DOCUMENTS.values():
        types = TypeInfo(SCHEMA)
        visit(document, TypeInfoVisitor(types, Collector(types)))
    return names


class Walk:
    """Return every field that has a value in a response, as `Type.field`."""

    def __init__(self, document: DocumentNode) -> None:
        self.seen: set[str] = set()
        self._fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        (self._operation,) = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]

    def through(self, data: dict[str, Any]) -> set[str]:
        root = SCHEMA.query_type if self._operation.operation.value == "query" else SCHEMA.mutation_type
        assert root is not None
        self._object(self._operation.selection_set, root.name, data)
        return self.seen

    def _object(self, selections: SelectionSetNode, type_name: str, value: Any) -> None:
        for item in value if isinstance(value, list) else [value]:
            for selection in selections.selections if item is not None else ():
                if isinstance(selection, FragmentSpreadNode):
                    fragment = self._fragments[selection.name.value]
                    self._object(fragment.selection_set, fragment.type_condition.name.value, item)
                else:
                    assert isinstance(selection, FieldNode)
                    self._field(selection, type_name, item.get(selection.name.value))

    def _field(self, node: FieldNode, type_name: str, value: Any) -> None:
        type_ = SCHEMA.type_map[type_name]
        assert isinstance(type_, GraphQLObjectType)
        if value is not None:
            self.seen.add(f"{type_name}.{node.name.value}")
        if node.selection_set:
            inner = get_named_type(type_.fields[node.name.value].type)
            self._object(node.selection_set, inner.name, value)
