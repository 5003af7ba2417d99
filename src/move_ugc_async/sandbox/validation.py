"""Validation errors with the names of graphql-java, which AppSync is built on."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, cast

from graphql import (
    ASTValidationRule,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationContext,
    specified_rules,
    validate,
)

from move_ugc_async.sandbox.error_items import limit_error_item, request_error_item

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

_RULES: Sequence[type[ASTValidationRule]] = specified_rules

_RULE = "rule"
"""The extension of an error that holds the number of the rule that reported it."""

_UNKNOWN_FIELD = re.compile(r"Cannot query field '(\w+)' on type '(\w+)'")
_TYPE_MISMATCH = re.compile(r"Variable '\$\w+' of type '(\S+)' used in position expecting type '(\S+)'\.")


def validation_error_items(schema: GraphQLSchema, tree: DocumentNode) -> Iterator[dict[str, Any]]:
    """Yield the items of `errors` for an invalid document.

    The text after the type is graphql-core's, except for the most common errors.
    """
    errors = validate(schema, tree, _NUMBERED_RULES)
    for number, error in sorted(((_number_of(error), error) for error in errors), key=lambda each: each[0]):
        if number == len(_RULES):
            # Validation was aborted because of too many errors or too many fields to compare.
            yield limit_error_item(error.message)
            continue
        kind = _TYPES.get(_RULES[number].__name__, _OTHER)
        if _TYPE_MISMATCH.match(error.message) and error.nodes:
            # At the use of the variable, not at its definition.
            error = GraphQLError(error.message, error.nodes[-1])  # noqa: PLW2901
        message = f"Validation error of type {kind}: {_explanation(error, tree)}"
        yield request_error_item(error, message)


def _number_of(error: GraphQLError) -> int:
    number: int = (error.extensions or {}).get(_RULE, len(_RULES))
    return number


class _NumberingContext(ValidationContext):
    """The context of one rule, which shares its state with the context of the document.

    Some rules report to their context directly, not through their own `report_error`.
    """

    def __init__(self, context: ValidationContext, number: int) -> None:
        vars(self).update(vars(context))
        self._number = number

    def report_error(self, error: GraphQLError) -> None:
        error.extensions = {_RULE: self._number}
        super().report_error(error)


def _numbered(number: int, rule: type[ASTValidationRule]) -> type[ASTValidationRule]:
    """Return a rule that adds its number to its errors; running each rule alone would cost five times as much."""

    def start(self: ASTValidationRule, context: ValidationContext) -> None:
        rule.__init__(self, _NumberingContext(context, number))

    return cast("type[ASTValidationRule]", type(rule.__name__, (rule,), {"__init__": start}))


_NUMBERED_RULES: Sequence[type[ASTValidationRule]] = [_numbered(*each) for each in enumerate(_RULES)]


def _explanation(error: GraphQLError, tree: DocumentNode) -> str:
    text = error.message
    if match := _UNKNOWN_FIELD.match(text):
        text = f"Field '{match[1]}' in type '{match[2]}' is undefined"
    elif match := _TYPE_MISMATCH.match(text):
        text = f"Variable type '{match[1]}' doesn't match expected type '{match[2]}'"
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
