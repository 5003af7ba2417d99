"""The executable schema: `schema.graphql` bound to the resolvers."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ariadne import SchemaBindable, UnionType, convert_schema_names
from graphql import (
    GraphQLIncludeDirective,
    GraphQLSchema,
    GraphQLSkipDirective,
    assert_valid_schema,
    build_schema,
)

from move_ugc_async.sandbox.resolvers import creations, objects, queries, updates
from move_ugc_async.sandbox.scalars import SCALARS

_NAME = "schema.graphql"
_BINDABLES: tuple[SchemaBindable, ...] = (
    queries.query,
    creations.mutation,
    updates.mutation,
    *objects.TYPES,
    UnionType("Volume", lambda *_: "HumanVolume"),
    *SCALARS,
)


def find_schema() -> Traversable:
    """Return the schema file: inside the package in a wheel, at the top of a source checkout."""
    packaged = files("move_ugc_async") / _NAME
    return packaged if packaged.is_file() else Path(__file__).parents[3] / _NAME


@cache
def executable_schema() -> GraphQLSchema:
    """Return the schema with all resolvers; all sandboxes share it.

    Ariadne's `make_executable_schema` does the same, and then replaces `parse_value` of every enum by a function that
    graphql-core 3.2.14 cannot call, so that each enum in a variable is rejected.
    """
    text = find_schema().read_text(encoding="utf-8")
    schema = build_schema(text)
    for bindable in _BINDABLES:
        bindable.bind_to_schema(schema)
    convert_schema_names(schema, None)
    # The directives that AppSync advertises. Its own directives have no effect here, graphql-core 3.3 rejects a schema
    # that declares `@defer`, and older graphql-core clients cannot read the introspection of newer default directives.
    schema.directives = (GraphQLIncludeDirective, GraphQLSkipDirective)
    assert_valid_schema(schema)
    return schema
