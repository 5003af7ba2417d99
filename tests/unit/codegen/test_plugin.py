"""The plugin generates a package from a small schema."""

import importlib
import inspect
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async._schema.base import BaseModel
from move_ugc_async._schema.enums import OpenEnum
from move_ugc_async._transport.operation import CallOptions, GraphQLResponse, Operation
from tools.codegen import __main__ as codegen

ROOT = Path(__file__).parents[3]

SCHEMA = """
"JSON in a string."
scalar AWSJSON

"The queries."
type Query {
  "One thing."
  thing(id: ID!, colour: Colour): Thing!
  "Many things."
  things(first: Int, after: AWSJSON): ThingPage
}

"The mutations."
type Mutation {
  "Rename a thing."
  renameThing(id: String!, metadata: AWSJSON): Thing!
  "Break a thing."
  breakThing(id: String!): Thing!
}

"The colour of a thing."
enum Colour {
  "Bright red."
  RED
  BLUE
}

"The purpose of a thing."
enum Kind {
  TOOL
}

union Shape = Circle

"A round shape."
type Circle {
  "From the centre to the edge."
  radius: Float!
}

"A thing."
type Thing {
  id: ID!
  "The extension."
  type: String!
  colour: Colour
  kind: Kind
  metadata: AWSJSON
  parts: [Part]
  shape: Shape
  shapes: [Shape]
}

"A part."
type Part {
  "The name of the part."
  label: String
}

"A page."
type ThingPage {
  "Cursor of the next page."
  after: AWSJSON
  items: [Thing]
}
"""

QUERIES = """
query thing($id: ID!, $colour: Colour, $withParts: Boolean! = false) {
  thing(id: $id, colour: $colour) { ...ThingType }
}

query things($first: Int, $after: AWSJSON, $withParts: Boolean! = false) {
  things(first: $first, after: $after) { ...ThingPage }
}

mutation renameThing($id: String!, $metadata: AWSJSON, $withParts: Boolean! = false) {
  renameThing(id: $id, metadata: $metadata) { ...ThingType }
}

mutation breakThing($id: String!, $withParts: Boolean! = false) {
  breakThing(id: $id) { ...ThingType }
}

fragment Circle on Circle { radius }
fragment Part on Part @mixin(from: "tests.unit.codegen.test_plugin", import: "Loud") { label }
fragment ThingType on Thing {
  id
  type
  colour
  kind
  metadata
  parts @include(if: $withParts) { ...Part }
  shape { ...Circle }
  shapes { ...Circle }
}
fragment ThingPage on ThingPage { after items { ...ThingType } }
"""

SETTINGS = f"""
[tool.ariadne-codegen]
schema_path = "schema.graphql"
queries_path = "queries.graphql"
target_package_name = "small_generated"
client_name = "GraphQLClient"
base_client_name = "BaseClient"
base_client_file_path = "{ROOT / "tools" / "codegen" / "base_client.py"}"
include_typename = false
default_optional_fields_to_none = true
defer_model_build = true
use_alias_generator = true
multipart_uploads = false
plugins = ["tools.codegen.plugin.MoveCodegenPlugin"]

[tool.ariadne-codegen.scalars.AWSJSON]
type = "move_ugc_async._schema.scalars.AwsJson"
serialize = "move_ugc_async._schema.scalars.encode_json"

[tool.move-codegen]
cursors = ["after"]
keep = ["type"]
idempotent = ["renameThing"]

[tool.move-codegen.rename]
Kind = "ThingKind"
"""


class Loud:
    """A mixin of a generated model."""

    def shout(self) -> str:
        return str(self.label).upper()  # type: ignore[attr-defined]


class Recorder:
    """A transport that records its arguments and returns fixed data."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data
        self.operation: Operation | None = None
        self.variables: dict[str, Any] = {}

    async def execute(
        self, operation: Operation, variables: dict[str, Any], options: CallOptions | None = None
    ) -> GraphQLResponse:
        self.operation, self.variables, self.options = operation, variables, options
        return GraphQLResponse(operation.name, self._data)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[types.ModuleType]:
    """Generate and import the package for the small schema."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "schema.graphql").write_text(SCHEMA)
    (folder / "queries.graphql").write_text(QUERIES)
    (folder / "pyproject.toml").write_text(SETTINGS)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(folder)
        codegen.generate(folder)
        monkeypatch.syspath_prepend(folder)
        importlib.invalidate_caches()
        yield importlib.import_module("small_generated")
        for name in [name for name in sys.modules if name.partition(".")[0] == "small_generated"]:
            del sys.modules[name]


def submodule(package: types.ModuleType, name: str) -> types.ModuleType:
    return importlib.import_module(f"{package.__name__}.{name}")


def source_of(package: types.ModuleType, name: str) -> str:
    assert package.__file__
    return Path(package.__file__).with_name(f"{name}.py").read_text(encoding="utf-8")


def test_generated_package_imports_nothing(small: types.ModuleType) -> None:
    assert source_of(small, "__init__").splitlines() == [
        "# Generated by ariadne-codegen",
        "# Written by `make codegen`. Do not edit.",
    ]


def test_generated_models_use_the_base_model_of_the_library(small: types.ModuleType) -> None:
    assert submodule(small, "base_model").BaseModel is BaseModel
    assert "class BaseModel" not in source_of(small, "base_model")


def test_generated_enums_are_open_and_documented(small: types.ModuleType) -> None:
    enums = submodule(small, "enums")
    assert issubclass(enums.Colour, OpenEnum)
    assert enums.Colour.__doc__ == "The colour of a thing."
    assert '    RED = "RED"\n    "Bright red."\n    BLUE = "BLUE"\n' in source_of(small, "enums")
    assert enums.Colour("green") == "green"


def test_types_are_renamed_by_the_settings(small: types.ModuleType) -> None:
    enums = submodule(small, "enums")
    assert list(enums.ThingKind) == ["TOOL"]
    assert not hasattr(enums, "Kind")
    thing = submodule(small, "fragments").ThingType.model_validate({"id": "1", "type": "a", "kind": "TOOL"})
    assert thing.kind is enums.ThingKind.TOOL


def test_generated_models_and_fields_are_documented(small: types.ModuleType) -> None:
    fragments, text = submodule(small, "fragments"), source_of(small, "fragments")
    assert inspect.getdoc(fragments.ThingType) == "A thing.\n\nAttributes:\n    type: The extension."
    assert inspect.getdoc(fragments.Circle) == (
        "A round shape.\n\nAttributes:\n    radius: From the centre to the edge."
    )
    assert '    type: str\n    "The extension."\n' in text


def test_fields_named_like_a_builtin_keep_their_name_when_the_settings_list_them(small: types.ModuleType) -> None:
    assert "type" in submodule(small, "fragments").ThingType.model_fields


def test_fragments_generate_one_class_each(small: types.ModuleType) -> None:
    fragments = submodule(small, "fragments")
    classes = [
        name for name, value in vars(fragments).items() if getattr(value, "__module__", "") == fragments.__name__
    ]
    assert sorted(classes) == ["Circle", "Part", "ThingPage", "ThingType"]
    assert inspect.get_annotations(submodule(small, "thing").Thing) == {"thing": "ThingType"}


def test_generated_models_accept_unknown_members_and_null_items(small: types.ModuleType) -> None:
    model = submodule(small, "fragments").ThingType
    data = {
        "id": "1",
        "type": "a",
        "shape": {},
        "shapes": [{}, {"radius": 1}, None],
        "parts": [None, {"label": "x"}],
        "colour": "GREEN",
        "new": 1,
    }
    thing = model.model_validate(data)
    assert thing.shape is None
    assert [shape.radius for shape in thing.shapes] == [1.0]
    assert [part.label for part in thing.parts] == ["x"]
    assert thing.colour == "GREEN"
    assert model.model_validate(data | {"shape": {"radius": 2}}).shape.radius == 2.0


def test_mixins_are_base_classes_and_not_in_the_document(small: types.ModuleType) -> None:
    fragments, client = submodule(small, "fragments"), submodule(small, "client")
    part = fragments.Part(label="x")
    assert isinstance(part, Loud)
    assert type(part).__mro__.index(Loud) < type(part).__mro__.index(BaseModel)
    assert part.shout() == "X"
    assert "@mixin" not in client.THING.document


def test_generated_models_parse_metadata_and_keep_cursors(small: types.ModuleType) -> None:
    page = submodule(small, "fragments").ThingPage.model_validate(
        {"after": '{ "n":1}', "items": [{"id": "1", "type": "a", "metadata": '{ "n":1}'}]}
    )
    assert page.after == '{ "n":1}'
    assert page.items[0].metadata == {"n": 1}


def test_generated_operations_are_constants_with_minified_documents(small: types.ModuleType) -> None:
    client = submodule(small, "client")
    idempotent = {name: value.idempotent for name, value in vars(client).items() if isinstance(value, Operation)}
    assert idempotent == {"THING": True, "THINGS": True, "RENAME_THING": True, "BREAK_THING": False}
    assert client.RENAME_THING.name == "renameThing"
    assert client.RENAME_THING.document.startswith("mutation renameThing($id:String!$metadata:AWSJSON$withParts:")
    assert "\n" not in client.RENAME_THING.document


def test_generated_methods_default_optional_variables_to_none(small: types.ModuleType) -> None:
    signature = inspect.signature(submodule(small, "client").GraphQLClient.things)
    assert {name: p.default for name, p in signature.parameters.items() if name != "self"} == {
        "with_parts": None,
        "first": None,
        "after": None,
        "call_options": None,
    }
    assert signature.parameters["after"].annotation == (str | None)
    thing = inspect.signature(submodule(small, "client").GraphQLClient.thing).parameters
    assert thing["id"].default is inspect.Parameter.empty


def test_generated_methods_are_documented_by_the_schema(small: types.ModuleType) -> None:
    client = submodule(small, "client").GraphQLClient
    assert client.things.__doc__ == "Many things."
    assert client.break_thing.__doc__ == "Break a thing."


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_generated_methods_send_their_arguments_and_return_the_model(small: types.ModuleType) -> None:
    client = submodule(small, "client")
    transport = Recorder({"renameThing": {"id": "1", "type": "a"}})
    options = CallOptions(5)
    thing = await client.GraphQLClient(transport).rename_thing(
        id="1", metadata={"a": 1}, with_parts=True, call_options=options
    )
    assert type(thing) is submodule(small, "fragments").ThingType
    assert transport.operation is client.RENAME_THING
    assert transport.variables == {"id": "1", "metadata": '{"a": 1}', "withParts": True}
    assert transport.options is options


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("cursor", ['{ "n":1}', "opaque==", '"text"'])
async def test_generated_methods_send_cursors_unchanged(small: types.ModuleType, cursor: str) -> None:
    transport = Recorder({"things": None})
    assert await submodule(small, "client").GraphQLClient(transport).things(after=cursor) is None
    assert transport.variables == {"after": cursor}
