"""Modules generated from `queries/` and the schema: names and flags of `expand`, batch queries, and names of enums."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphql import (
    BooleanValueNode,
    EnumTypeDefinitionNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    Node,
    OperationDefinitionNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    parse,
    print_ast,
    strip_ignored_characters,
    visit,
)
from pydantic.alias_generators import to_snake

from tools.codegen import trees
from tools.codegen.plugin import HEADER

Flags = Mapping[str, Sequence[str]]
"""The flags that each name sets, in snake_case."""


@dataclass(frozen=True, slots=True)
class Queries:
    """The operations and fragments of `queries/`, by name."""

    operations: Mapping[str, OperationDefinitionNode]
    fragments: Mapping[str, FragmentDefinitionNode]

    @classmethod
    def read(cls, folder: Path) -> "Queries":
        """Parse all files of a folder."""
        texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.graphql")))
        definitions = [definition for text in texts for definition in parse(text).definitions]
        return cls(
            {each.name.value: each for each in definitions if isinstance(each, OperationDefinitionNode) and each.name},
            {each.name.value: each for each in definitions if isinstance(each, FragmentDefinitionNode)},
        )


# Expand


def expand_module(queries: Queries, settings: Mapping[str, Any]) -> str:
    """Return the code of the module with the names that `expand` accepts for each model, and the flags of each name.

    Args:
        queries: Queries whose fragments mark expandable fields with `@include`.
        settings: Names of fragments, each with the prefix of its types and its nested names.
    """
    blocks = [
        f"{HEADER}\n\nfrom collections.abc import Mapping\nfrom typing import Literal, TypeAlias, TypedDict\n",
        "# A name is a field of the object; a name with a dot is a field of the expanded object.\n",
    ]
    for fragment, setting in settings.items():
        flags = _flags(queries, fragment, setting.get("nested", ()))
        blocks.append(_expand_block(setting["prefix"], flags))
    return "\n".join(blocks)


def _flags(queries: Queries, fragment: str, nested: Sequence[str]) -> Flags:
    own = _included(queries.fragments[fragment])
    flags = {name: [to_snake(flag)] for name, (flag, _) in own.items()}
    for name in nested:
        outer, inner = name.split(".")
        flag, field = own[outer]
        # The union has one member in the fragment.
        inner_flag, _ = _included(queries.fragments[_spread(field)])[inner]
        flags[name] = [to_snake(flag), to_snake(inner_flag)]
    return dict(sorted(flags.items()))


def _included(fragment: FragmentDefinitionNode) -> dict[str, tuple[str, FieldNode]]:
    """Return the fields that a flag includes, by name, each with its flag."""
    found: dict[str, tuple[str, FieldNode]] = {}
    for field in fragment.selection_set.selections:
        for directive in field.directives:
            if isinstance(field, FieldNode) and directive.name.value == "include":
                value = directive.arguments[0].value
                assert isinstance(value, VariableNode)
                found[to_snake(field.name.value)] = value.name.value, field
    return found


def _spread(field: FieldNode) -> str:
    """Return the name of the first fragment that a field spreads."""
    return next(_spreads(field))


def _expand_block(prefix: str, flags: Flags) -> str:
    names = ", ".join(f'"{name}"' for name in flags)
    keys = sorted({flag for each in flags.values() for flag in each})
    members = "\n".join(f"    {key}: bool" for key in keys)
    sets = "\n".join(
        f'    "{name}": {{{", ".join(f"{json.dumps(flag)}: True" for flag in each)}}},' for name, each in flags.items()
    )
    return (
        f"{prefix}Expand: TypeAlias = Literal[{names}]\n\n\n"
        f"class {prefix}Flags(TypedDict, total=False):\n{members}\n\n\n"
        f"{prefix.upper()}_FLAGS: Mapping[{prefix}Expand, {prefix}Flags] = {{\n{sets}\n}}\n"
    )


# Literals


def literals_module(schema: Path, settings: Mapping[str, Mapping[str, str]]) -> str:
    """Return the code of the module with the names of enum members, for completion in editors.

    Args:
        schema: The file of the schema.
        settings: Names of enums, each with the name of its type and the case in which users write its members.
    """
    blocks = [f"{HEADER}\n\nfrom typing import Literal, TypeAlias\n"]
    for definition in parse(schema.read_text(encoding="utf-8")).definitions:
        if isinstance(definition, EnumTypeDefinitionNode) and definition.name.value in settings:
            setting = settings[definition.name.value]
            names = (value.name.value for value in definition.values)
            members = ", ".join(json.dumps(name.lower() if setting["case"] == "lower" else name) for name in names)
            blocks.append(f"{setting['name']}: TypeAlias = Literal[{members}]\n")
    return "\n".join(blocks)


# Batches


def batches_module(queries: Queries, settings: Mapping[str, str]) -> str:
    """Return the code of the module with the batch fields of each object and of its status.

    Args:
        queries: Queries that return one object by its id.
        settings: Names of queries, each with the fragment of the status.
    """
    blocks = [f"{HEADER}\n\nfrom move_ugc_async._transport.operation import BatchField\n"]
    for name, status in settings.items():
        operation = queries.operations[name]
        (field,) = operation.selection_set.selections
        assert isinstance(field, FieldNode)
        flags = [each for each in operation.variable_definitions if isinstance(each.default_value, BooleanValueNode)]
        blocks.append(_batch_constant(queries, name, field, _spread(field), flags))
        blocks.append(_batch_constant(queries, f"{name}Status", field, status, []))
    return "\n".join(blocks)


def _batch_constant(
    queries: Queries, name: str, field: FieldNode, fragment: str, flags: Sequence[VariableDefinitionNode]
) -> str:
    (argument,) = field.arguments
    fragments = dict.fromkeys([fragment, *_used(queries, fragment)])
    documents = (trees.without_directive(print_ast(queries.fragments[each]), "mixin") for each in fragments)
    root = f"{field.name.value}({argument.name.value}:$%s){{...{fragment}}}"
    variables = "".join(strip_ignored_characters(print_ast(each)) for each in flags)
    lines = "".join(f"        {json.dumps(strip_ignored_characters(each))},\n" for each in documents)
    return (
        f"{trees.constant_name(name)} = BatchField(\n"
        f"    field={json.dumps(root)},\n"
        f"    variables={json.dumps(variables)},\n"
        f"    fragments=(\n{lines}    ),\n"
        ")\n"
    )


def _used(queries: Queries, fragment: str) -> Iterator[str]:
    """Yield the names of the fragments that a fragment uses, directly or indirectly."""
    for name in _spreads(queries.fragments[fragment]):
        yield name
        yield from _used(queries, name)


def _spreads(node: Node) -> Iterator[str]:
    """Yield the names of the fragments that a node spreads."""
    found: list[str] = []

    class Collector(Visitor):
        def enter_fragment_spread(self, spread: FragmentSpreadNode, *_: object) -> None:
            found.append(spread.name.value)

    visit(node, Collector())
    yield from found
