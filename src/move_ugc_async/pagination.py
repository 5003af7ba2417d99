"""Lists that come page by page."""

import functools
import weakref
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, NoReturn, TypeAlias, TypeVar

from move_ugc_async._concurrency.background import BackgroundTask, BackgroundTasks
from move_ugc_async._concurrency.iteration import Iteration
from move_ugc_async._schema.scalars import PartialList, encode_json
from move_ugc_async.errors import GraphQLErrorItem, MoveError, MovePaginationError

T = TypeVar("T")

Token: TypeAlias = str | Mapping[str, Any]
"""Where a list goes on: the string that the server gave, or what it holds once decoded."""


class _Linked:
    """A page that can fetch the next one. It is no field: frameworks describe a page by its fields."""

    __slots__ = ("_fetch",)
    _fetch: Callable[[str | None], Awaitable[Any]]


@dataclass(frozen=True, slots=True, repr=False)
class ListBase(_Linked, Generic[T]):
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

    def __repr__(self) -> str:
        more = f", {len(self.errors)} errors" if self.errors else ""
        return f"<ListBase of {len(self.items)} items, next_token={self.next_token!r}{more}>"

    @property
    def is_complete(self) -> bool:
        """Whether nothing of this page is missing: no item was null, and no error came with it."""
        return not self.errors and not isinstance(self.items, PartialList)

    def has_next_page(self) -> bool:
        """Tell whether another page follows."""
        return self.next_token is not None

    async def get_next_page(self) -> "ListBase[T]":
        """Fetch the page that follows.

        Raises:
            MovePaginationError: This is the last page, or the server does not move on.
        """
        if self.next_token is None:
            msg = "this is the last page; ask has_next_page() first"
            raise MovePaginationError(msg)
        fetch: Callable[[str | None], Awaitable[ListBase[T]]] | None = getattr(self, "_fetch", None)
        if fetch is None:
            msg = "this page has left its client behind: pass its next_token to list()"
            raise MovePaginationError(msg)
        return await fetch(self.next_token)

    def __reduce__(self) -> tuple[Any, ...]:
        # A page that is sent to another process leaves its client behind. `__getstate__` would not do: before Python
        # 3.11.4, `dataclass(slots=True)` overwrites it (https://github.com/python/cpython/issues/104035).
        return type(self), (self.items, self.limit, self.next_token, self.errors)


class Paginator(Generic[T]):
    """A list that has not been asked for yet.

    `await` it for its first page, iterate over it with `async for` for all objects, or over `.pages()` for all pages.
    Nothing is sent before that, and each use starts anew.
    """

    def __init__(
        self,
        fetch: Callable[[str | None], Awaitable[ListBase[T]]],
        *,
        next_token: Token | None,
        prefetch: BackgroundTasks | None,
    ) -> None:
        self._fetch_page = fetch
        # A token that is still the string which the server gave goes back byte for byte.
        self._start = (next_token if isinstance(next_token, str) else encode_json(next_token)) if next_token else None
        self._prefetch = prefetch

    def __reduce__(self) -> NoReturn:
        # A page can, and names the one that follows.
        msg = "a list that is still to be read cannot be pickled: create a client where it is used"
        raise TypeError(msg)

    def __repr__(self) -> str:
        return "<Paginator: await it for a page, or iterate over it with async for>"

    def __await__(self) -> Generator[Any, Any, ListBase[T]]:
        return self._fetch(self._start).__await__()

    def __aiter__(self) -> AsyncGenerator[T, None]:  # noqa: PYI058 - it can be closed
        return _Items(self.pages())

    def pages(self, *, prefetch: bool = True) -> AsyncGenerator[ListBase[T], None]:
        """Fetch page after page.

        Args:
            prefetch: Whether the next page is fetched while the caller works on the current one, unless the client has
                `prefetch=False`.

        Raises:
            MoveError: A page could not be fetched; `next_token` of the error says where to resume.
        """
        return _Pages(self._fetch, self._start, self._prefetch if prefetch else None)

    async def _fetch(self, token: str | None) -> ListBase[T]:
        try:
            page = await self._fetch_page(token)
        except MoveError as error:
            error.next_token = token
            raise
        if token is not None and page.next_token == token:
            raise _does_not_move_on(token)
        # A page of its own, which is frozen: another reader of the list may have the same one.
        linked = ListBase(page.items, page.limit, page.next_token, page.errors)
        object.__setattr__(linked, "_fetch", self._fetch)
        return linked


class _Pages(Iteration[ListBase[T]]):
    """The pages of a list, with the next one on its way while the current one is out."""

    def __init__(
        self, fetch: Callable[[str | None], Awaitable[ListBase[T]]], start: str | None, prefetch: BackgroundTasks | None
    ) -> None:
        self._fetch = fetch
        self._token = start
        self._prefetch = prefetch
        self._seen = set[str | None]()
        self._ended = False
        self._following: BackgroundTask[ListBase[T]] | None = None
        self._abandoning: weakref.finalize[[], _Pages[T]] | None = None

    async def asend(self, value: None, /) -> ListBase[T]:  # noqa: ARG002
        if self._ended:
            raise StopAsyncIteration
        # Whatever goes wrong, the iteration ends with it.
        self._ended = True
        if self._token in self._seen:
            raise _does_not_move_on(self._token)
        self._seen.add(self._token)
        page = await self._next()
        self._token = page.next_token
        self._ended = page.next_token is None
        if self._prefetch is not None and not self._ended and self._token not in self._seen:
            self._following = self._prefetch.start(functools.partial(self._fetch, self._token))
            # Nothing else tells that a loop was left with `break`.
            self._abandoning = weakref.finalize(self, self._following.abandon)
            self._abandoning.atexit = False
        return page

    async def aclose(self) -> None:
        self._ended = True
        following = self._take_following()
        if following is not None:
            following.cancel()

    def _take_following(self) -> BackgroundTask[ListBase[T]] | None:
        if self._abandoning is not None:
            # It holds the task, and with it the page, for as long as the iteration goes on.
            self._abandoning.detach()
        following, self._following = self._following, None
        return following

    async def _next(self) -> ListBase[T]:
        following = self._take_following()
        try:
            return await (self._fetch(self._token) if following is None else following.result())
        except MoveError as error:
            # Also one that came from elsewhere, as when the client was closed meanwhile.
            error.next_token = self._token
            raise


class _Items(Iteration[T]):
    """The objects of all pages."""

    def __init__(self, pages: AsyncGenerator[ListBase[T], None]) -> None:
        self._pages = pages
        self._items: Iterator[T] = iter(())

    async def __anext__(self) -> T:
        while True:
            for item in self._items:
                return item
            self._items = iter((await anext(self._pages)).items)

    async def asend(self, value: None, /) -> T:  # noqa: ARG002
        return await anext(self)

    async def aclose(self) -> None:
        self._items = iter(())
        await self._pages.aclose()


def _does_not_move_on(token: str | None) -> MovePaginationError:
    error = MovePaginationError("the list does not move on: the server gave a cursor that it had given before")
    error.next_token = token
    return error
