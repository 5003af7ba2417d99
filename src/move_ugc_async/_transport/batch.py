"""Queries that read many objects in one request."""

from dataclasses import dataclass
from functools import lru_cache

from move_ugc_async._transport.operation import Operation


@dataclass(frozen=True, slots=True)
class BatchField:
    """The part of a batch query that reads one object.

    Attributes:
        field: The root field, with `%s` in place of the variable of the id.
        variables: The definitions of all other variables.
        fragments: The definitions of the fragments.
    """

    field: str
    variables: str
    fragments: tuple[str, ...]


@lru_cache(maxsize=256)
def batch(name: str, fields: tuple[BatchField, ...]) -> Operation:
    """Return a query of many objects; `a0`, `a1` and so on are their aliases and the variables of their ids."""
    ids = "".join(f"$a{number}:ID!" for number in range(len(fields)))
    variables = "".join(dict.fromkeys(each.variables for each in fields))
    body = "".join(f"a{number}:{each.field % f'a{number}'}" for number, each in enumerate(fields))
    fragments = "".join(dict.fromkeys(fragment for each in fields for fragment in each.fragments))
    document = f"query {name}({ids}{variables}){{{body}}}{fragments}"
    return Operation(name=name, document=document, idempotent=True, independent=True)
