"""Validation errors with the names that AppSync, which is graphql-java underneath, gives them."""

import re
from collections.abc import Iterator
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
    specified_rules,
    validate,
)

from move_ugc_async.sandbox.error_items import request_error_item

_TYPES = {
    "ExecutableDefinitionsRule": "NonExecutableDefinition",
    "FieldsOnCorrectTypeRule": "FieldUndefined",
    "FragmentsOnCompositeTypesRule": "FragmentTypeConditionInvalid",
    "KnownArgumentNamesRule": "UnknownArgument",
    "KnownDirectivesRule": "UnknownDirective",
    "KnownFragmentNamesRule": "UndefinedFragment",
    "KnownTypeNamesRule": "UnknownType",
    "LoneAnonymousOperationRule": "LoneAnonymousOperationViolation",
    "NoFragmentCyclesRule": "FragmentCycle",
    "NoUndefinedVariablesRule": "UndefinedVariable",
    "NoUnusedFragmentsRule": "UnusedFragment",
    "NoUnusedVariablesRule": "UnusedVariable",
    "OverlappingFieldsCanBeMergedRule": "FieldsConflict",
    "PossibleFragmentSpreadsRule": "InvalidFragmentType",
    "ProvidedRequiredArgumentsRule": "MissingFieldArgument",
    "ScalarLeafsRule": "SubSelectionRequired",
    "UniqueArgumentNamesRule": "DuplicateArgumentNames",
    "UniqueDirectivesPerLocationRule": "DuplicateDirectiveName",
    "UniqueFragmentNamesRule": "DuplicateFragmentName",
    "UniqueOperationNamesRule": "DuplicateOperationName",
    "UniqueVariableNamesRule": "DuplicateVariableName",
    "ValuesOfCorrectTypeRule": "WrongType",
    "VariablesAreInputTypesRule": "NonInputTypeOnVariable",
    "VariablesInAllowedPositionRule": "VariableTypeMismatch",
}
_OTHER = "InvalidSyntax"

_UNKNOWN_FIELD = re.compile(r"Cannot query field '(\w+)' on type '(\w+)'")


def validation_error_items(schema: GraphQLSchema, tree: DocumentNode) -> Iterator[dict[str, Any]]:
    """Yield the items of `errors` for a document that is not valid.

    graphql-core does not tell which rule an error comes from, so each rule runs alone. The text
    after the type is graphql-core's, except that of the commonest error.
    """
    for rule in specified_rules:
        kind = _TYPES.get(rule.__name__, _OTHER)
        for error in validate(schema, tree, [rule]):
            message = f"Validation error of type {kind}: {_explanation(error, tree)}"
            yield request_error_item(error, message)


def _explanation(error: GraphQLError, tree: DocumentNode) -> str:
    match = _UNKNOWN_FIELD.match(error.message)
    text = f"Field '{match[1]}' in type '{match[2]}' is undefined" if match else error.message
    path = "/".join(_path_to(error.nodes[0], tree)) if error.nodes else ""
    return f"{text} @ '{path}'" if path else text


def _path_to(node: Node, tree: DocumentNode) -> Iterator[str]:
    for definition in tree.definitions:
        if not _encloses(definition, node):
            continue
        if isinstance(definition, FragmentDefinitionNode):
            yield definition.name.value
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode):
            yield from _fields_around(node, definition.selection_set)


def _fields_around(node: Node, selection_set: SelectionSetNode | None) -> Iterator[str]:
    for selection in selection_set.selections if selection_set else ():
        if not _encloses(selection, node):
            continue
        if isinstance(selection, FieldNode):
            yield selection.name.value
        if isinstance(selection, FieldNode | InlineFragmentNode):
            yield from _fields_around(node, selection.selection_set)


def _encloses(outer: Node, inner: Node) -> bool:
    return (
        outer.loc is not None
        and inner.loc is not None
        and outer.loc.start <= inner.loc.start
        and inner.loc.end <= outer.loc.end
    )
