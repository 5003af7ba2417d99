"""Lists that are read page by page."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, NoReturn, TypeAlias, TypeVar

from move_ugc_async._concurrency.background import BackgroundTasks
from move_ugc_async._concurrency.iteration import BackgroundIterator, Emit, Iteration
from move_ugc_async._schema.scalars import PartialList, encode_json
from move_ugc_async.errors import GraphQLErrorItem, MoveError, MovePaginationError

T = TypeVar("T")

Token: TypeAlias = str | Mapping[str, Any]
"""The position of a page: the string that the server returned, or its decoded JSON."""


class _Linked:
    """Holds the function that fetches the next page. Frameworks would serialise it if it were a field."""

    __slots__ = ("_fetch",)
    _fetch: Callable[[str | None], Awaitable[Any]]


@dataclass(frozen=True, slots=True, repr=False)
class ListBase(_Linked, Generic[T]):
    """One page of a list.

    Attributes:
        items: The objects of this page without null items.
        limit: Maximum number of objects per page; None if neither the caller nor the server set it.
        next_token: Position of the next page, byte for byte as received; None on the last page.
        errors: The errors that nulled a part of the page; empty when it is complete.
    """

    items: list[T]
    limit: int | None = None
    next_token: str | None = None
    errors: tuple[GraphQLErrorItem, ...] = ()

    def __repr__(self) -> str:
        errors = f", {len(self.errors)} errors" if self.errors else ""
        return f"<ListBase of {len(self.items)} items, next_token={self.next_token!r}{errors}>"

    @property
    def is_complete(self) -> bool:
        """Whether the page has no null items and no errors."""
        return not self.errors and not isinstance(self.items, PartialList)

    def has_next_page(self) -> bool:
        """Return whether there is another page."""
        return self.next_token is not None

    async def get_next_page(self) -> "ListBase[T]":
        """Fetch the next page.

        Raises:
            MovePaginationError: This is the last page, the page was pickled, or the server repeats a cursor.
            MoveError: The page could not be fetched.
        """
        if self.next_token is None:
            msg = "cannot fetch the next page: this is the last page; check has_next_page() first"
            raise MovePaginationError(msg)
        fetch: Callable[[str | None], Awaitable[ListBase[T]]] | None = getattr(self, "_fetch", None)
        if fetch is None:
            msg = "cannot fetch the next page: a pickled page has no client; pass its next_token to list()"
            raise MovePaginationError(msg)
        return await fetch(self.next_token)

    def __reduce__(self) -> tuple[Any, ...]:
        # Without the client. Before Python 3.11.4, `dataclass(slots=True)` overwrites `__getstate__`
        # (https://github.com/python/cpython/issues/104035).
        return type(self), (self.items, self.limit, self.next_token, self.errors)


class Paginator(Generic[T]):
    """A list that is requested when it is used.

    `await` it for the first page, iterate over it with `async for` for all objects, or over `.pages()` for all pages.
    Each use starts at the first page.
    """

    def __init__(
        self,
        fetch: Callable[[str | None], Awaitable[ListBase[T]]],
        *,
        next_token: Token | None,
        prefetch: BackgroundTasks | None,
    ) -> None:
        self._fetch_page = fetch
        # A token that is a string is sent back byte for byte.
        self._start = (next_token if isinstance(next_token, str) else encode_json(next_token)) if next_token else None
        self._prefetch = prefetch

    def __reduce__(self) -> NoReturn:
        msg = "cannot pickle a Paginator: it holds the client; create a client where it is used"
        raise TypeError(msg)

    def __repr__(self) -> str:
        return "<Paginator: await it for a page, or iterate over it with async for>"

    def __await__(self) -> Generator[Any, Any, ListBase[T]]:
        return self._fetch(self._start).__await__()

    def __aiter__(self) -> AsyncGenerator[T, None]:  # noqa: PYI058 - closable
        return _Items(self.pages())

    def pages(self, *, prefetch: bool = True) -> AsyncGenerator[ListBase[T], None]:
        """Yield one page after another.

        Args:
            prefetch: Whether to fetch the next page while the caller works on the current one. A client with
                `prefetch=False` never does.

        Raises:
            MoveError: A page could not be fetched; pass the error's `next_token` to `list()` to resume.
        """
        pages = _Pages(self._fetch, self._start)
        return _Prefetched(pages, self._start, self._prefetch) if prefetch and self._prefetch is not None else pages

    async def _fetch(self, token: str | None) -> ListBase[T]:
        try:
            page = await self._fetch_page(token)
        except MoveError as error:
            error.next_token = token
            raise
        if token is not None and page.next_token == token:
            raise _repeated_cursor(token)
        # A copy, since another reader of the list may have the same page.
        linked = ListBase(page.items, page.limit, page.next_token, page.errors)
        object.__setattr__(linked, "_fetch", self._fetch)
        return linked


class _Pages(Iteration[ListBase[T]]):
    def __init__(self, fetch: Callable[[str | None], Awaitable[ListBase[T]]], start: str | None) -> None:
        self._fetch = fetch
        self._token = start
        self._seen = set[str | None]()
        self._ended = False

    async def asend(self, value: None, /) -> ListBase[T]:  # noqa: ARG002
        if self._ended:
            raise StopAsyncIteration
        # Any exception below ends the iteration.
        self._ended = True
        if self._token in self._seen:
            raise _repeated_cursor(self._token)
        self._seen.add(self._token)
        page = await self._fetch(self._token)
        self._token = page.next_token
        self._ended = page.next_token is None
        return page

    async def aclose(self) -> None:
        self._ended = True


class _Prefetched(BackgroundIterator[ListBase[T]]):
    """Pages of which the next one is fetched while the caller works on the current one."""

    def __init__(self, pages: _Pages[T], start: str | None, background: BackgroundTasks) -> None:
        async def produce(emit: Emit[ListBase[T]]) -> None:
            async for page in pages:
                # Returns when the caller takes the page.
                await emit(page)

        super().__init__(background, produce)
        self._pages = pages
        self._token = start

    async def asend(self, value: None, /) -> ListBase[T]:
        try:
            page = await (super().asend(value) if self._running or self._ended else self._first())
        except MoveError as error:
            # Also if the client was closed, which ends `produce`.
            error.next_token = self._token
            raise
        self._token = page.next_token
        return page

    async def _first(self) -> ListBase[T]:
        """Fetch the first page, without a task: most lists have no other page."""
        page = await anext(self._pages)
        if page.has_next_page():
            self.start()
        else:
            self._ended = True
        return page


class _Items(Iteration[T]):
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


def _repeated_cursor(token: str | None) -> MovePaginationError:
    error = MovePaginationError("cannot fetch the next page: the server returned the same cursor twice")
    error.next_token = token
    return error
