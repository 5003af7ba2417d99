"""GraphQL documents, parsed, validated and cached.

Parsing and validating cost about ten times as much as executing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    Visitor,
    parse,
    visit,
)

from move_ugc_async.sandbox.document_limits import MAX_TOKENS, DocumentTooLargeError, check_limits
from move_ugc_async.sandbox.error_items import limit_error_item
from move_ugc_async.sandbox.schema import executable_schema
from move_ugc_async.sandbox.validation import validation_error_items

_CACHE_SIZE = 512
_MAX_CACHED_LENGTH = 64 * 1024
"""Maximum characters of a document that is cached."""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of a document, as the journal shows it.

    Args:
        fields: Names of the root fields, in document order.
    """

    name: str | None
    fields: tuple[str, ...]
    is_mutation: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document.

    Args:
        errors: Items of `errors` if the document is invalid.
        operations: By name; None is the key of an anonymous operation.
        secret_variables: Names of the variables that are passed to `secret` arguments.
    """

    tree: DocumentNode
    errors: tuple[dict[str, Any], ...]
    operations: Mapping[str | None, Operation]
    secret_variables: frozenset[str]

    def operation(self, name: str | None) -> Operation | None:
        """Return the operation to run, None if the name does not select one."""
        if name is not None:
            return self.operations.get(name)
        return next(iter(self.operations.values())) if len(self.operations) == 1 else None


class Documents:
    """A parser of documents that caches the 512 most recent ones."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._cached = lru_cache(_CACHE_SIZE)(self._parse_and_validate)

    def get(self, text: str) -> Document:
        """Parse and validate a document.

        Raises:
            GraphQLError: The text is not GraphQL, or has too many tokens.
        """
        return self._parse_and_validate(text) if len(text) > _MAX_CACHED_LENGTH else self._cached(text)

    def _parse_and_validate(self, text: str) -> Document:
        tree = parse(text, max_tokens=MAX_TOKENS)
        try:
            check_limits(tree)
        except DocumentTooLargeError as error:
            return Document(tree, (limit_error_item(str(error)),), {}, frozenset())
        return Document(
            tree,
            tuple(validation_error_items(self._schema, tree)),
            _operations(tree),
            _secret_variables(tree),
        )


@cache
def shared_documents() -> Documents:
    """Return the documents of all sandboxes: each test has its own, and sends the same ones."""
    return Documents(executable_schema())


def _operations(tree: DocumentNode) -> dict[str | None, Operation]:
    fragments = {
        definition.name.value: definition
        for definition in tree.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    operations: dict[str | None, Operation] = {}
    for definition in tree.definitions:
        if isinstance(definition, OperationDefinitionNode):
            name = definition.name.value if definition.name else None
            fields = tuple(_field_names(definition.selection_set, fragments, frozenset()))
            operations[name] = Operation(name, fields, definition.operation is OperationType.MUTATION)
    return operations


def _field_names(
    selection_set: SelectionSetNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    entered: frozenset[str],
) -> Iterator[str]:
    for selection in selection_set.selections:
        if isinstance(selection, FieldNode):
            yield selection.name.value
        elif isinstance(selection, InlineFragmentNode):
            yield from _field_names(selection.selection_set, fragments, entered)
        elif isinstance(selection, FragmentSpreadNode):
            name = selection.name.value
            # An invalid document may have cycles and unknown fragments.
            if name in fragments and name not in entered:
                yield from _field_names(fragments[name].selection_set, fragments, entered | {name})


def _secret_variables(tree: DocumentNode) -> frozenset[str]:
    found = set[str]()

    class SecretVisitor(Visitor):
        def enter_argument(self, node: Any, *_: Any) -> None:
            if node.name.value == "secret" and isinstance(node.value, VariableNode):
                found.add(node.value.name.value)

    visit(tree, SecretVisitor())
    return frozenset(found)
