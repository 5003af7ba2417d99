"""The modules that are derived from queries beside the generated client."""

from pathlib import Path
from typing import Any, get_args

import pytest
from graphql import FragmentDefinitionNode, OperationDefinitionNode, build_schema, parse, validate

from move_ugc_async._transport.operation import BatchField, batch
from tools.codegen.derived import Queries, batches_module, expand_module, literals_module

QUERIES = """
query getCat($id: ID!, $limit: Int, $withCatOwner: Boolean! = false, $withOwnerHome: Boolean! = false) {
  getCat(catId: $id) { ...Cat }
}
fragment Cat on Cat @mixin(from: "a", import: "B") {
  name
  owner @include(if: $withCatOwner) { ...Owner }
}
fragment Owner on Owner {
  name
  homeTown @include(if: $withOwnerHome) { ...Town }
}
fragment Town on Town { name }
fragment CatStatus on Cat { name }
"""
SCHEMA = """
type Query { getCat(catId: ID!): Cat }
type Cat { name: String owner: Owner }
type Owner { name: String homeTown: Town }
type Town { name: String }
"""


def queries() -> Queries:
    definitions = parse(QUERIES).definitions
    return Queries(
        {each.name.value: each for each in definitions if isinstance(each, OperationDefinitionNode) and each.name},
        {each.name.value: each for each in definitions if isinstance(each, FragmentDefinitionNode)},
    )


def run(module: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {}
    exec(module, namespace)
    return namespace


def test_names_of_expand_set_the_flags_of_the_fragment() -> None:
    module = run(expand_module(queries(), {"Cat": {"prefix": "Cat", "nested": ["owner.home_town"]}}))
    assert module["CAT_FLAGS"] == {
        "owner": {"with_cat_owner": True},
        "owner.home_town": {"with_cat_owner": True, "with_owner_home": True},
    }
    assert module["CatExpand"].__args__ == ("owner", "owner.home_town")
    assert set(module["CatFlags"].__annotations__) == {"with_cat_owner", "with_owner_home"}


def test_nested_name_without_a_flag_is_refused() -> None:
    with pytest.raises(KeyError, match="name"):
        expand_module(queries(), {"Cat": {"prefix": "Cat", "nested": ["owner.name"]}})


@pytest.mark.parametrize(("constant", "count"), [("GET_CAT", 1), ("GET_CAT", 25), ("GET_CAT_STATUS", 3)])
def test_batch_query_of_any_size_is_valid(constant: str, count: int) -> None:
    field: BatchField = run(batches_module(queries(), {"getCat": "CatStatus"}))[constant]
    operation = batch("getCats", (field,) * count)
    assert not validate(build_schema(SCHEMA), parse(operation.document))
    assert (operation.name, operation.idempotent, operation.independent) == ("getCats", True, True)
    assert operation.document.count("getCat(catId:$a") == count
    assert "mixin" not in operation.document


def test_batch_query_of_different_fields_has_each_fragment_once() -> None:
    module = run(batches_module(queries(), {"getCat": "CatStatus"}))
    operation = batch("getCats", (module["GET_CAT"], module["GET_CAT_STATUS"], module["GET_CAT"]))
    assert not validate(build_schema(SCHEMA), parse(operation.document))
    assert operation.document.count("fragment Cat on Cat{") == 1


def test_literals_have_the_members_of_enums_in_the_configured_case(tmp_path: Path) -> None:
    schema = tmp_path / "schema.graphql"
    schema.write_text("enum Coat { LONG SHORT } enum Size { S M } enum Unused { A }", encoding="utf-8")
    settings = {"Coat": {"name": "CoatName", "case": "lower"}, "Size": {"name": "SizeName", "case": "upper"}}
    module = run(literals_module(schema, settings))
    assert get_args(module["CoatName"]) == ("long", "short")
    assert get_args(module["SizeName"]) == ("S", "M")
    assert "UnusedName" not in module
