"""Assertions about the requests that a sandbox served."""

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from fnmatch import fnmatchcase
from typing import Any, Final

from move_ugc_async.sandbox import Journal, JournalEntry

_MAX_VARIABLES: Final = 100
"""Characters of the variables of a request in a message."""


class RequestLog:
    """The requests that a sandbox served, the oldest first.

    `print(log)` lists all of them, those to storage included. The names of operations are those of the API, such as
    `createSingleCamJob`. In arguments they may have the wildcards `*` and `?`.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    @property
    def operations(self) -> list[str]:
        """The names of all GraphQL operations."""
        return [_name(entry) for entry in self._graphql()]

    def clear(self) -> None:
        """Remove all requests so far."""
        self._journal.clear()

    def assert_operations(
        self, expected: Sequence[str], *, ignore: Sequence[str] = (), any_order: bool = False
    ) -> None:
        """Raise an error unless exactly these operations were requested.

        Args:
            expected: Names of operations. One that is requested several times is listed as often.
            ignore: Names of operations to leave out, such as `getStatuses` and `getJob`, which a wait
                for a job sends as often as it needs them.
            any_order: Whether the order does not matter.

        Raises:
            AssertionError: The operations differ. The message is a diff: `-` marks operations that are missing, `+`
                those that are not expected, with their variables, statuses, errors and faults.
        """
        __tracebackhide__ = True
        entries = [entry for entry in self._graphql() if not _matches_any(entry, ignore)]
        pairs = _pairs(expected, entries) if any_order else _pairs_in_order(expected, entries)
        if not len(pairs) == len(expected) == len(entries):
            lines = _unordered_diff(expected, entries, pairs) if any_order else _diff(expected, entries)
            msg = "\n".join(["the operations differ from the expected ones:", *lines])
            raise AssertionError(msg)

    def assert_requested(
        self, operation: str, *, times: int | None = None, variables: Mapping[str, Any] | None = None
    ) -> tuple[JournalEntry, ...]:
        """Return the requests of an operation, the oldest first; raise an error if their number is wrong.

        Args:
            operation: Name of the operation.
            times: Expected number of requests, 0 or more; None means at least one.
            variables: Variables that the requests must have, as the API receives them: `{"takeId": "take-…"}`. They may
                have others as well.

        Raises:
            AssertionError: Their number is wrong. The message lists all requests.
        """
        __tracebackhide__ = True
        wanted = dict(variables or {})
        found = tuple(
            entry
            for entry in self._graphql()
            if _matches_any(entry, [operation]) and {**entry.variables, **wanted} == entry.variables
        )
        if not found if times is None else len(found) != times:
            number = "at least once" if times is None else f"{times} times"
            having = f" with {json.dumps(wanted, default=str)}" if wanted else ""
            msg = f"{operation} must be requested {number}{having}; it was requested {len(found)} times\n{self}"
            raise AssertionError(msg)
        return found

    def __iter__(self) -> Iterator[JournalEntry]:
        return iter(self._journal)

    def __len__(self) -> int:
        return len(self._journal)

    def __str__(self) -> str:
        return "\n".join(["all requests:", *(f"  {_describe(entry)}" for entry in self)])

    def _graphql(self) -> tuple[JournalEntry, ...]:
        return self._journal.filter(kind="graphql")


def _name(entry: JournalEntry) -> str:
    """Return the name of an operation, or its root fields if it has no name."""
    return entry.operation or " ".join(entry.fields) or f"{entry.method} {entry.path}"


def _matches_any(entry: JournalEntry, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(_name(entry), pattern) for pattern in patterns)


def _pairs_in_order(wanted: Sequence[str], entries: Sequence[JournalEntry]) -> dict[int, int]:
    """Return the positions at which both sides match."""
    both = enumerate(zip(wanted, entries, strict=False))
    return {position: position for position, (each, entry) in both if _matches_any(entry, [each])}


def _pairs(wanted: Sequence[str], entries: Sequence[JournalEntry]) -> dict[int, int]:
    """Return the number of the name for as many requests as possible, one for each: a maximum bipartite matching."""
    pairs: dict[int, int] = {}

    def assign(number: int, tried: set[int]) -> bool:
        fitting = [
            position
            for position, entry in enumerate(entries)
            if position not in tried and _matches_any(entry, [wanted[number]])
        ]
        # Unassigned requests first, so that no other name has to be reassigned.
        for position in sorted(fitting, key=pairs.__contains__):
            tried.add(position)
            if position not in pairs or assign(pairs[position], tried):
                pairs[position] = number
                return True
        return False

    for number in range(len(wanted)):
        assign(number, set())
    return pairs


def _unordered_diff(wanted: Sequence[str], entries: Sequence[JournalEntry], pairs: Mapping[int, int]) -> list[str]:
    """Return the lines of a diff by name."""
    lines = [(_name(entry), f"  {_name(entry)}") for position, entry in enumerate(entries) if position in pairs]
    lines += [(_name(entry), f"+ {_describe(entry)}") for n, entry in enumerate(entries) if n not in pairs]
    lines += [(name, f"- {name}") for number, name in enumerate(wanted) if number not in pairs.values()]
    return [line for _, line in sorted(lines, key=lambda each: each[0])]


def _diff(wanted: Sequence[str], entries: Sequence[JournalEntry]) -> list[str]:
    """Return the lines of a diff; those of operations that are as expected start with a space."""
    # An operation counts as the first pattern that it matches, so that the matcher can compare it with the others.
    names = [next((each for each in wanted if _matches_any(entry, [each])), _name(entry)) for entry in entries]
    lines: list[str] = []
    for tag, start, end, first, last in SequenceMatcher(None, wanted, names, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += [f"  {_name(entry)}" for entry in entries[first:last]]
        else:
            lines += [f"- {name}" for name in wanted[start:end]]
            lines += [f"+ {_describe(entry)}" for entry in entries[first:last]]
    return lines


def _describe(entry: JournalEntry) -> str:
    """Return one line about a request."""
    name = _name(entry)
    if entry.variables:
        sent = {key: value for key, value in entry.variables.items() if value not in (None, False)}
        text = json.dumps(sent, ensure_ascii=False, default=str)
        name += f" {text if len(text) <= _MAX_VARIABLES else text[:_MAX_VARIABLES] + '…'}"
    if entry.kind != "graphql":
        name = f"{entry.method} {entry.path}"
    parts = [name, "no response" if entry.status is None else str(entry.status), *entry.errors]
    if entry.fault is not None:
        parts.append(f"fault {entry.fault!r}")
    return ", ".join(parts)
