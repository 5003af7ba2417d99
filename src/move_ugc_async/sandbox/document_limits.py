"""Limits on the size of GraphQL documents, checked before validation.

The cost of validation grows with the square of the size of a document after its fragments are expanded. AppSync has
its own limits (a depth of up to 75, 10,000 resolvers); the wording of its errors is an assumption.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

MAX_TOKENS = 15_000
"""The limit of graphql-java, which AppSync is built on."""

_MAX_DEPTH = 75
_MAX_SELECTIONS = 20_000
_MAX_COMPARISONS = 20_000
"""Pairs of fields with the same response name, which validation may have to compare."""


class DocumentTooLargeError(Exception):
    """A document that would take too long to validate or execute."""


def check_limits(tree: DocumentNode) -> None:
    """Raise an error if a document is expensive to validate or execute.

    Raises:
        DocumentTooLargeError: The document exceeds a limit.
    """
    counter = _Counter(tree)
    for definition in tree.definitions:
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode):
            counter.add_level([definition.selection_set], 0)


class _Counter:
    def __init__(self, tree: DocumentNode) -> None:
        self._fragments: Mapping[str, FragmentDefinitionNode] = {
            definition.name.value: definition
            for definition in tree.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        self._selections = 0
        self._comparisons = 0

    def add_level(self, selection_sets: Sequence[SelectionSetNode], depth: int) -> None:
        """Count the fields of merged selection sets and of the levels below them."""
        fields: defaultdict[str, list[FieldNode]] = defaultdict(list)
        for selection_set in selection_sets:
            for field in self._fields(selection_set, depth, frozenset()):
                fields[(field.alias or field.name).value].append(field)
        for same in fields.values():
            self._comparisons += len(same) * (len(same) - 1)
            if self._comparisons > _MAX_COMPARISONS:
                msg = "The document repeats too many fields."
                raise DocumentTooLargeError(msg)
            below = [field.selection_set for field in same if field.selection_set is not None]
            if below:
                self.add_level(below, depth + 1)

    def _fields(self, selection_set: SelectionSetNode, depth: int, entered: frozenset[str]) -> Iterator[FieldNode]:
        """Yield the fields of a selection set and of its fragments."""
        if depth > _MAX_DEPTH:
            msg = f"The document is deeper than {_MAX_DEPTH} levels."
            raise DocumentTooLargeError(msg)
        for selection in selection_set.selections:
            self._selections += 1
            if self._selections > _MAX_SELECTIONS:
                msg = f"The document selects more than {_MAX_SELECTIONS} fields and fragments."
                raise DocumentTooLargeError(msg)
            if isinstance(selection, FieldNode):
                yield selection
            elif isinstance(selection, InlineFragmentNode):
                yield from self._fields(selection.selection_set, depth + 1, entered)
            elif isinstance(selection, FragmentSpreadNode):
                name = selection.name.value
                # An invalid document may have cycles and unknown fragments.
                if name in self._fragments and name not in entered:
                    yield from self._fields(self._fragments[name].selection_set, depth + 1, entered | {name})
