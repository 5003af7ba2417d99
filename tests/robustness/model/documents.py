"""Parsed GraphQL requests: root fields, and selections of fields."""

import functools
from collections.abc import Iterator, Mapping
from typing import Any

from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode, OperationDefinitionNode, SelectionSetNode, parse
from graphql.language import FragmentDefinitionNode


class Document:
    """A parsed request: its operation and its fragments."""

    def __init__(self, query: str) -> None:
        definitions = parse(query).definitions
        self.operation = next(each for each in definitions if isinstance(each, OperationDefinitionNode))
        self._fragments = {each.name.value: each for each in definitions if isinstance(each, FragmentDefinitionNode)}

    def roots(self) -> Iterator[str]:
        for each in self.operation.selection_set.selections:
            assert isinstance(each, FieldNode)
            yield each.name.value

    def select(self, value: Any, selections: SelectionSetNode | None, variables: Mapping[str, Any]) -> Any:
        """Return the selected fields."""
        if isinstance(value, list):
            return [self.select(each, selections, variables) for each in value]
        if not isinstance(value, dict) or selections is None:
            return value
        selected: dict[str, Any] = {}
        for each in selections.selections:
            if not _is_included(each, variables):
                continue
            if isinstance(each, FieldNode):
                name = each.name.value
                selected[each.alias.value if each.alias else name] = self.select(
                    value.get(name), each.selection_set, variables
                )
            elif isinstance(each, FragmentSpreadNode):
                selected |= self.select(value, self._fragments[each.name.value].selection_set, variables)
            elif isinstance(each, InlineFragmentNode):
                condition = each.type_condition
                if condition is None or condition.name.value == value.get("__typename"):
                    selected |= self.select(value, each.selection_set, variables)
        return selected


def _is_included(node: Any, variables: Mapping[str, Any]) -> bool:
    for directive in node.directives or ():
        argument = directive.arguments[0].value
        condition = bool(variables.get(argument.name.value, False)) if hasattr(argument, "name") else argument.value
        if condition != (directive.name.value == "include"):
            return False
    return True


def arguments_of(root: FieldNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a root field."""
    values: dict[str, Any] = {}
    for argument in root.arguments:
        value: Any = argument.value
        if value.kind == "variable":
            if value.name.value in variables:
                values[argument.name.value] = variables[value.name.value]
        else:
            values[argument.name.value] = value.value
    return values


@functools.lru_cache(maxsize=256)
def document_of(query: str) -> Document:
    """Parse a request, and cache the result."""
    return Document(query)
