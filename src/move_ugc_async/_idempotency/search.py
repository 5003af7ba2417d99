"""Search a list for the object that was created with a key."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from move_ugc_async._idempotency import metadata as idempotency
from move_ugc_async.errors import GraphQLErrorItem
from move_ugc_async.pagination import ListBase


class Created(Protocol):
    """An object that was created."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def metadata(self) -> Any:
        """Its metadata, with the key where it has one."""
        ...


CreatedT = TypeVar("CreatedT", bound=Created)
Pages: TypeAlias = AsyncGenerator[ListBase[CreatedT], None]

SEARCHED = 200
"""How many of the newest takes or volumes are searched for a key. The jobs of a take are searched all."""


@dataclass(frozen=True, slots=True)
class Found(Generic[CreatedT]):
    """An object with the key is in the list.

    Attributes:
        object: The oldest of them.
        others: Those that were created later with the same key.
    """

    object: CreatedT
    others: tuple[CreatedT, ...] = ()


@dataclass(frozen=True, slots=True)
class Absent:
    """Every page was complete, and no object on them has the key."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """No object with the key was seen, and a part of the list is missing.

    Attributes:
        errors: What the server says of the missing part.
    """

    errors: tuple[GraphQLErrorItem, ...] = ()


async def search(pages: Pages[CreatedT], key: str, *, at_most: int | None = None) -> Found[CreatedT] | Absent | Unknown:
    """Search pages, the newest object first, for those that were created with a key.

    Args:
        pages: The pages of the list.
        key: The idempotency key.
        at_most: How many of the newest objects to search; None for all.
    """
    found = list[CreatedT]()
    errors = list[GraphQLErrorItem]()
    is_complete = True
    seen = 0
    async with aclosing(pages):
        async for page in pages:
            found += _with_key(page, key)
            errors += page.errors
            is_complete &= page.is_complete
            seen += len(page.items)
            if at_most is not None and seen >= at_most:
                break
    if found:
        return Found(found[-1], tuple(found[:-1]))
    return Absent() if is_complete else Unknown(tuple(errors))


def _with_key(page: ListBase[CreatedT], key: str) -> Iterator[CreatedT]:
    for each in page.items:
        if isinstance(each.metadata, idempotency.KeyedMetadata) and each.metadata.key == key:
            yield each
