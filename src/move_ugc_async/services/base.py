"""Base class of the services."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar, cast

from move_ugc_async._context import ClientContext
from move_ugc_async._idempotency.create import create
from move_ugc_async._idempotency.creation import CreateContext, Creation
from move_ugc_async._idempotency.evidence import Reading, found_id
from move_ugc_async._idempotency.index import Created, CreatedT, KeyIndex
from move_ugc_async._schema.keyed_metadata import KeyedMetadata, ensure_key, insert_key, without_key
from move_ugc_async._schema.scalars import JsonInput, PartialList, check_update
from move_ugc_async._transport.operation import CallOptions
from move_ugc_async._validation import ensure_page_size
from move_ugc_async.errors import GraphQLErrorItem, MoveMalformedResponseError
from move_ugc_async.pagination import ListBase, Paginator, Token

T = TypeVar("T")


class Keyed(Created, Protocol):
    """An object that can have an idempotency key."""

    @property
    def errors(self) -> tuple[GraphQLErrorItem, ...]:
        """The errors of its response."""
        ...


class Page(Protocol[T]):
    """A page as the API returns it."""

    @property
    def first(self) -> int | None:
        """The maximum number of objects on a page."""
        ...

    @property
    def after(self) -> str | None:
        """The cursor of the next page."""
        ...

    @property
    def items(self) -> "list[T] | None":
        """The objects."""
        ...

    @property
    def errors(self) -> tuple[GraphQLErrorItem, ...]:
        """The errors of its response."""
        ...


class Service:
    """Operations on one resource."""

    def __init__(self, core: ClientContext) -> None:
        self._context = core

    def _call_options(self, timeout: float | None) -> CallOptions:
        """Return the options of a call with a deadline in seconds; None is the client's.

        Raises:
            MoveInvalidRequestError: `timeout` is invalid.
        """
        return self._context.transport.options if timeout is None else CallOptions(timeout)

    async def _create(self, creation: Creation[CreatedT], idempotency_key: str | None) -> CreatedT:
        context, settings = self._context, self._context.settings
        create_context = CreateContext(
            clock=context.clock,
            consistency_delay=settings.settle,
            server_timeout=settings.server_timeout,
            store=context.key_store,
            account=settings.account,
            scope=settings.idempotency_scope,
            window=settings.idempotency_window,
            retry=context.transport.retry,
            budget=context.budget,
            on_ambiguous=settings.on_ambiguous,
        )
        return await create(create_context, creation, idempotency_key)

    async def _read_keys(self, name: str, pages: Paginator[CreatedT], key: str) -> Reading:
        """Return the objects of a list that were created with a key within `idempotency_window`."""
        context = self._context
        index = context.key_indexes.get().setdefault(name, KeyIndex(context.clock, context.settings.idempotency_window))
        return await index.read(key, pages.pages(prefetch=False), context.settings.settle)

    async def _find(self, name: str, pages: Paginator[CreatedT], key: str) -> str | None:
        """Return the id of the oldest object that was created with a key, or None.

        Raises:
            MoveError: The list cannot be read, or a part of it is missing.
        """
        return found_id(await self._read_keys(name, pages, ensure_key(key)))

    async def _preserve_key(self, read: Callable[[], Awaitable[Keyed]], metadata: JsonInput) -> JsonInput:
        """Return the metadata of an update, with the idempotency key of the object.

        Without its key, the object would be created again by a later call with that key.

        Raises:
            MoveInvalidRequestError: The object has a key, and the metadata is not a JSON object.
            MoveMalformedResponseError: The response lacks the metadata of the object; nothing was changed.
        """
        if metadata is None:
            return None
        # Validate before anything is sent.
        check_update(metadata)
        found = await read()
        known = found.metadata
        if known is None and found.errors:
            msg = (
                f"cannot read the metadata of {found.id}, which may hold an idempotency key: {found.errors[0].message}"
            )
            raise MoveMalformedResponseError(msg, errors=found.errors)
        own = without_key(metadata)
        return insert_key(own, known.key, known.digest) if isinstance(known, KeyedMetadata) else cast("JsonInput", own)

    def _paginate(
        self,
        fetch: Callable[[int | None, str | None], Awaitable[Page[T] | None]],
        *,
        limit: int | None = None,
        next_token: Token | None = None,
    ) -> Paginator[T]:
        settings = self._context.settings
        size = ensure_page_size(limit, settings.default_page_size)

        async def fetch_page(token: str | None) -> ListBase[T]:
            page = await fetch(size, token)
            if page is None:
                return ListBase(PartialList[T](), size)
            items = PartialList[T]() if page.items is None else page.items
            return ListBase(items, page.first or size, page.after, page.errors)

        prefetch = self._context.background if settings.prefetch else None
        return Paginator(fetch_page, next_token=next_token, prefetch=prefetch)
