"""The generator: that what is committed is what it writes, and what the plugin makes of a small schema."""

import importlib
import inspect
import shutil
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async.base_model import BaseModel
from move_ugc_async.open_enum import OpenEnum
from move_ugc_async.transport.operation import Answer, Operation
from tools.codegen import __main__ as codegen

ROOT = Path(__file__).parents[1]
COMMITTED = ROOT / "src" / "move_ugc_async" / "_generated"

SCHEMA = """
"JSON in a string."
scalar AWSJSON

"Everything that can be read."
type Query {
  "One thing."
  thing(id: ID!, colour: Colour): Thing!
  "Many things."
  things(first: Int, after: AWSJSON): ThingPage
}

"Everything that can be changed."
type Mutation {
  "Name it anew."
  renameThing(id: String!, metadata: AWSJSON): Thing!
  "Break it."
  breakThing(id: String!): Thing!
}

"How it looks."
enum Colour {
  "Like blood."
  RED
  BLUE
}

"What it is for."
enum Kind {
  TOOL
}

union Shape = Circle

"It is round."
type Circle {
  "From the middle to the rim."
  radius: Float!
}

"A thing."
type Thing {
  id: ID!
  "Its extension."
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
  "What it is called."
  label: String
}

"A page."
type ThingPage {
  "Where the next one starts."
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
fragment Part on Part @mixin(from: "tests.test_codegen", import: "Loud") { label }
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
type = "move_ugc_async.scalars.AwsJson"
serialize = "move_ugc_async.scalars.encode_json"

[tool.move-codegen]
cursors = ["after"]
keep = ["type"]
repeatable = ["renameThing"]

[tool.move-codegen.rename]
Kind = "ThingKind"
"""


class Loud:
    """A mixin that the generated model gets."""

    def shout(self) -> str:
        return str(self.label).upper()  # type: ignore[attr-defined]


class Recorder:
    """A transport that keeps what it was given and answers with what it was told to."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data
        self.operation: Operation | None = None
        self.variables: dict[str, Any] = {}

    async def execute(self, operation: Operation, variables: dict[str, Any]) -> Answer:
        self.operation, self.variables = operation, variables
        return Answer(operation.name, self._data)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as the generator writes it now."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(ROOT)
        return codegen.generate(tmp_path_factory.mktemp("fresh"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[types.ModuleType]:
    """The package for the small schema, imported."""
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


def part_of(package: types.ModuleType, name: str) -> types.ModuleType:
    return importlib.import_module(f"{package.__name__}.{name}")


def text_of(package: types.ModuleType, name: str) -> str:
    assert package.__file__
    return Path(package.__file__).with_name(f"{name}.py").read_text()


def test_regenerating_changes_no_byte(fresh: Path) -> None:
    written = {path.name: path.read_bytes() for path in fresh.iterdir() if path.is_file()}
    committed = {path.name: path.read_bytes() for path in COMMITTED.iterdir() if path.is_file()}
    assert written == committed


def test_every_generated_module_says_so() -> None:
    for path in COMMITTED.glob("*.py"):
        head = path.read_text().splitlines()[:3]
        assert head[0] == "# Generated by ariadne-codegen"
        assert "# Written by `make codegen`. Do not edit." in head


@pytest.fixture
def checkout(tmp_path: Path, fresh: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds what is committed and nothing else, in which the generator writes what it wrote before."""
    committed = tmp_path / "src" / "move_ugc_async" / "_generated"
    shutil.copytree(COMMITTED, committed, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(codegen, "generate", lambda folder: shutil.copytree(fresh, folder / "_generated"))
    return committed


def check(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["codegen", *arguments])
    return codegen.main()


def test_the_check_is_content_with_what_is_committed(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (checkout / "__pycache__").mkdir()
    assert check(monkeypatch, "--check") == 0


def change(path: Path) -> None:
    path.write_text(path.read_text() + "\n")


@pytest.mark.parametrize(
    ("name", "tamper"),
    [("client.py", change), ("enums.py", Path.unlink), ("extra.py", Path.touch)],
    ids=["changed", "missing", "superfluous"],
)
def test_the_check_notices_every_difference(
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    tamper: Any,
) -> None:
    tamper(checkout / name)
    before = sorted(path.name for path in checkout.iterdir())
    assert check(monkeypatch, "--check") == 1
    assert name in capsys.readouterr().out
    assert sorted(path.name for path in checkout.iterdir()) == before


def test_without_the_check_the_package_is_written_anew(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(checkout / "client.py")
    (checkout / "extra.py").touch()
    assert check(monkeypatch) == 0
    assert check(monkeypatch, "--check") == 0
    assert not (checkout / "extra.py").exists()


def test_the_package_itself_imports_nothing(small: types.ModuleType) -> None:
    assert text_of(small, "__init__").splitlines() == [
        "# Generated by ariadne-codegen",
        "# Written by `make codegen`. Do not edit.",
    ]


def test_the_base_model_is_ours(small: types.ModuleType) -> None:
    assert part_of(small, "base_model").BaseModel is BaseModel
    assert "class BaseModel" not in text_of(small, "base_model")


def test_enums_are_open_and_documented(small: types.ModuleType) -> None:
    enums = part_of(small, "enums")
    assert issubclass(enums.Colour, OpenEnum)
    assert enums.Colour.__doc__ == "How it looks."
    assert '    RED = "RED"\n    "Like blood."\n    BLUE = "BLUE"\n' in text_of(small, "enums")
    assert enums.Colour("green") == "green"


def test_a_type_whose_name_is_taken_is_renamed(small: types.ModuleType) -> None:
    enums = part_of(small, "enums")
    assert list(enums.ThingKind) == ["TOOL"]
    assert not hasattr(enums, "Kind")
    thing = part_of(small, "fragments").ThingType.model_validate({"id": "1", "type": "a", "kind": "TOOL"})
    assert thing.kind is enums.ThingKind.TOOL


def test_models_and_fields_are_documented(small: types.ModuleType) -> None:
    fragments, text = part_of(small, "fragments"), text_of(small, "fragments")
    assert fragments.ThingType.__doc__ == "A thing."
    assert fragments.Circle.__doc__ == "It is round."
    assert '    type: str\n    "Its extension."\n' in text


def test_names_of_builtins_are_kept_where_the_settings_say_so(small: types.ModuleType) -> None:
    assert "type" in part_of(small, "fragments").ThingType.model_fields


def test_a_fragment_is_one_class_wherever_it_is_spread(small: types.ModuleType) -> None:
    fragments = part_of(small, "fragments")
    classes = [
        name for name, value in vars(fragments).items() if getattr(value, "__module__", "") == fragments.__name__
    ]
    assert sorted(classes) == ["Circle", "Part", "ThingPage", "ThingType"]
    assert inspect.get_annotations(part_of(small, "thing").Thing) == {"thing": "ThingType"}


def test_unknown_members_and_holes_break_nothing(small: types.ModuleType) -> None:
    model = part_of(small, "fragments").ThingType
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


def test_a_mixin_is_a_base_and_leaves_no_trace_in_the_document(small: types.ModuleType) -> None:
    fragments, client = part_of(small, "fragments"), part_of(small, "client")
    part = fragments.Part(label="x")
    assert isinstance(part, Loud)
    assert type(part).__mro__.index(Loud) < type(part).__mro__.index(BaseModel)
    assert part.shout() == "X"
    assert "@mixin" not in client.THING.document


def test_metadata_is_parsed_and_cursors_are_kept(small: types.ModuleType) -> None:
    page = part_of(small, "fragments").ThingPage.model_validate(
        {"after": '{ "n":1}', "items": [{"id": "1", "type": "a", "metadata": '{ "n":1}'}]}
    )
    assert page.after == '{ "n":1}'
    assert page.items[0].metadata == {"n": 1}


def test_operations_are_constants_in_one_line(small: types.ModuleType) -> None:
    client = part_of(small, "client")
    repeatable = {name: value.repeatable for name, value in vars(client).items() if isinstance(value, Operation)}
    assert repeatable == {"THING": True, "THINGS": True, "RENAME_THING": True, "BREAK_THING": False}
    assert client.RENAME_THING.name == "renameThing"
    assert client.RENAME_THING.document.startswith("mutation renameThing($id:String!$metadata:AWSJSON$withParts:")
    assert "\n" not in client.RENAME_THING.document


def test_what_may_be_left_out_defaults_to_none(small: types.ModuleType) -> None:
    signature = inspect.signature(part_of(small, "client").GraphQLClient.things)
    assert {name: p.default for name, p in signature.parameters.items() if name != "self"} == {
        "with_parts": None,
        "first": None,
        "after": None,
    }
    assert signature.parameters["after"].annotation == (str | None)
    thing = inspect.signature(part_of(small, "client").GraphQLClient.thing).parameters
    assert thing["id"].default is inspect.Parameter.empty


def test_methods_are_documented_by_the_schema(small: types.ModuleType) -> None:
    client = part_of(small, "client").GraphQLClient
    assert client.things.__doc__ == "Many things."
    assert client.break_thing.__doc__ == "Break it."


@pytest.mark.anyio
async def test_a_method_sends_what_was_given_and_returns_the_model(small: types.ModuleType) -> None:
    client = part_of(small, "client")
    transport = Recorder({"renameThing": {"id": "1", "type": "a"}})
    thing = await client.GraphQLClient(transport).rename_thing(id="1", metadata={"a": 1}, with_parts=True)
    assert type(thing) is part_of(small, "fragments").ThingType
    assert transport.operation is client.RENAME_THING
    assert transport.variables == {"id": "1", "metadata": '{"a": 1}', "withParts": True}


@pytest.mark.anyio
@pytest.mark.parametrize("cursor", ['{ "n":1}', "opaque==", '"text"'])
async def test_a_cursor_goes_back_byte_for_byte(small: types.ModuleType, cursor: str) -> None:
    transport = Recorder({"things": None})
    assert await part_of(small, "client").GraphQLClient(transport).things(after=cursor) is None
    assert transport.variables == {"after": cursor}


def test_no_creation_is_ever_repeated_by_itself() -> None:
    # A job is billed when it is made: this list grows by deliberate decision only.
    from move_ugc_async._generated import client
    from move_ugc_async.transport.operation import Operation

    operations = [value for value in vars(client).values() if isinstance(value, Operation)]
    assert len(operations) == 22
    assert sorted(each.name for each in operations if not each.repeatable) == [
        "createFile",
        "createMultiCamJob",
        "createMultiCamTake",
        "createSingleCamJob",
        "createSingleCamTake",
        "createVolumeWithHuman",
        "generateShareCode",
    ]
