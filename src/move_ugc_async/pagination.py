"""Lists that come page by page."""

import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

from move_ugc_async.background import BackgroundTasks
from move_ugc_async.errors import GraphQLErrorItem, MoveError, MovePaginationError
from move_ugc_async.scalars import encode_json

T = TypeVar("T")

Token: TypeAlias = str | Mapping[str, Any]
"""Where a list goes on: the string that the server gave, or what it holds once decoded."""

FetchPage: TypeAlias = "Callable[[str | None], Awaitable[ListBase[T]]]"


@dataclass(frozen=True, slots=True)
class ListBase(Generic[T]):
    """One page of a list.

    Attributes:
        items: The objects of this page; those that the server left null are not among them.
        limit: The most objects that a page holds; None when neither the server nor the caller said.
        next_token: Where the next page starts, byte for byte as received; None on the last page.
        errors: The errors that nulled a part of the page; empty when it is whole.
    """

    items: list[T]
    limit: int | None = None
    next_token: str | None = None
    errors: tuple[GraphQLErrorItem, ...] = ()
    _fetch: "FetchPage[T] | None" = field(default=None, repr=False, compare=False)

    def has_next_page(self) -> bool:
        """Tell whether another page follows."""
        return self.next_token is not None

    async def get_next_page(self) -> "ListBase[T]":
        """Fetch the page that follows.

        Raises:
            MovePaginationError: This is the last page, or the server does not move on.
        """
        if self.next_token is None or self._fetch is None:
            msg = "this is the last page; ask has_next_page() first"
            raise MovePaginationError(msg)
        return await self._fetch(self.next_token)

    def __getstate__(self) -> tuple[object, ...]:
        # A page that travels to another process leaves its client behind.
        return self.items, self.limit, self.next_token, self.errors

    def __setstate__(self, state: tuple[object, ...]) -> None:
        for name, value in zip(("items", "limit", "next_token", "errors", "_fetch"), (*state, None), strict=True):
            object.__setattr__(self, name, value)


class Paginator(Generic[T]):
    """A list that has not been asked for yet.

    `await` it for its first page, iterate over it with `async for` for all objects, or over `.pages()` for all pages.
    Nothing is sent before that, and each use starts anew.
    """

    def __init__(self, fetch: "FetchPage[T]", *, next_token: Token | None, prefetch: BackgroundTasks | None) -> None:
        self._fetch_page = fetch
        self._start = encode_json(next_token) if next_token else None
        self._prefetch = prefetch

    def __await__(self) -> Generator[Any, Any, ListBase[T]]:
        return self._fetch(self._start).__await__()

    async def __aiter__(self) -> AsyncGenerator[T, None]:
        async with contextlib.aclosing(self.pages()) as pages:
            async for page in pages:
                for item in page.items:
                    yield item

    async def pages(self) -> AsyncGenerator[ListBase[T], None]:
        """Fetch page after page; the next one is on its way while the caller works on the current one.

        Raises:
            MoveError: A page could not be fetched; `next_token` of the error says where to go on.
        """
        page = await self._fetch(self._start)
        seen = {self._start}
        while page.next_token is not None:
            token = page.next_token
            if token in seen:
                raise _does_not_move_on(token)
            seen.add(token)
            if self._prefetch is None:
                yield page
                page = await self._fetch(token)
                continue
            following = self._prefetch.start(lambda token=token: self._fetch(token))  # type: ignore[misc]
            try:
                yield page
                page = await following.result()
            finally:
                following.cancel()
        yield page

    async def _fetch(self, token: str | None) -> ListBase[T]:
        try:
            page = await self._fetch_page(token)
        except MoveError as error:
            error.next_token = token
            raise
        if token is not None and page.next_token == token:
            raise _does_not_move_on(token)
        return ListBase(page.items, page.limit, page.next_token, page.errors, self._fetch)


def _does_not_move_on(token: str) -> MovePaginationError:
    error = MovePaginationError("the list does not move on: the server gave a cursor that it had given before")
    error.next_token = token
    return error
