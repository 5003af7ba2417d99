"""Search the pages of a list for objects with an idempotency key."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing
from datetime import datetime
from typing import Any, Protocol, TypeAlias, TypeVar

from move_ugc_async._idempotency.evidence import Absent, Found, Match, Reading, SearchResult, Unknown, judge_reading
from move_ugc_async._schema.keyed_metadata import KeyedMetadata
from move_ugc_async.errors import GraphQLErrorItem
from move_ugc_async.pagination import ListBase


class Created(Protocol):
    """An object that was created."""

    @property
    def id(self) -> str:
        """The id."""
        ...

    @property
    def metadata(self) -> Any:
        """The metadata, including the key if it has one."""
        ...

    @property
    def created(self) -> datetime | None:
        """Time of creation, or None."""
        ...


CreatedT = TypeVar("CreatedT", bound=Created)
Pages: TypeAlias = AsyncGenerator[ListBase[CreatedT], None]
Search: TypeAlias = Callable[[str], Awaitable[SearchResult]]
"""Searches for the objects with a key."""


async def read_all(pages: Pages[CreatedT], key: str) -> Reading:
    """Read all pages of a list, and return the objects with a key.

    Args:
        pages: The pages.
        key: The idempotency key.
    """
    found = list[Match]()
    errors = list[GraphQLErrorItem]()
    is_complete = True
    async with aclosing(pages):
        async for page in pages:
            found += [match for each, match in keyed(page) if each == key]
            errors += page.errors
            is_complete &= page.is_complete
    return Reading(found, is_complete, errors)


def found_id(reading: Reading) -> str | None:
    """Return the id of the oldest match, or None.

    Raises:
        MoveMalformedResponseError: The list is incomplete.
    """
    match judge_reading(reading):
        case Found(matches=matches):
            return matches[0].id
        case Absent():
            return None
        case Unknown(error=error):
            raise error


def keyed(page: ListBase[CreatedT]) -> Iterator[tuple[str, Match]]:
    """Yield the objects on a page that have a key, each with its key."""
    for each in page.items:
        if isinstance(each.metadata, KeyedMetadata):
            yield each.metadata.key, Match(each.id, each.metadata.digest, each.created)
