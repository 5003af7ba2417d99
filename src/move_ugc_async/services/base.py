"""Base class of the services."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar, Generic, Protocol, TypeVar, cast

from move_ugc_async._context import ClientContext
from move_ugc_async._idempotency.create import create
from move_ugc_async._idempotency.creation import CreateContext, Creation
from move_ugc_async._idempotency.evidence import Reading, SearchResult, found_id, judge_reading
from move_ugc_async._idempotency.index import Created, CreatedT, KeyIndex
from move_ugc_async._schema.keyed_metadata import KeyedMetadata, ensure_key, insert_key, without_key
from move_ugc_async._schema.scalars import JsonInput, PartialList, check_update
from move_ugc_async._spending.amounts import WorkAmount
from move_ugc_async._transport.operation import CallOptions
from move_ugc_async._validation import ensure_page_size
from move_ugc_async.errors import GraphQLErrorItem, MoveMalformedResponseError
from move_ugc_async.pagination import ListBase, Paginator, Token
from move_ugc_async.services.expand import Expand, names_of

T = TypeVar("T")
KeyedT = TypeVar("KeyedT", bound="Keyed")
ExpandT = TypeVar("ExpandT", bound=str)


class Keyed(Created, Protocol):
    """An object that can have an idempotency key."""

    @property
    def errors(self) -> tuple[GraphQLErrorItem, ...]:
        """The errors of its response."""
        ...


class Page(Protocol[T]):
    """A page as the API returns it."""

    first: int | None
    after: str | None
    items: "list[T] | None"

    @property
    def errors(self) -> tuple[GraphQLErrorItem, ...]:
        """The errors of its response."""
        ...


class Service:
    """Operations on one resource."""

    def __init__(self, core: ClientContext) -> None:
        self._context = core

    def _call_options(self, timeout: float | None) -> CallOptions:
        """Return the options of a call with a deadline in seconds; None is the client's."""
        return self._context.transport.default_options if timeout is None else CallOptions(timeout)

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
            fence=settings.fence,
            budgets=settings.budgets,
        )
        return await create(create_context, creation, idempotency_key)

    async def _read_keys(self, name: str, pages: Paginator[CreatedT], key: str) -> Reading:
        """Return the objects of a list that were created with a key within `idempotency_window`."""
        context = self._context
        index = context.key_indexes.get().setdefault(name, KeyIndex(context.clock, context.settings.idempotency_window))
        return await index.read(key, pages.pages(prefetch=False), context.settings.settle)

    def _paginate(
        self,
        fetch: Callable[..., Awaitable[Page[T] | None]],
        limit: int | None = None,
        next_token: Token | None = None,
    ) -> Paginator[T]:
        """Return the objects of a list whose pages an operation returns, given `first` and `after`."""
        settings = self._context.settings
        size = ensure_page_size(limit, settings.default_page_size)

        async def fetch_page(token: str | None) -> ListBase[T]:
            page = await fetch(first=size, after=token)
            if page is None:
                return ListBase(PartialList[T](), size)
            items = PartialList[T]() if page.items is None else page.items
            return ListBase(items, page.first or size, page.after, page.errors)

        prefetch = self._context.background if settings.prefetch else None
        return Paginator(fetch_page, next_token=next_token, prefetch=prefetch)


class KeyedService(Service, ABC, Generic[KeyedT, ExpandT]):
    """Operations on objects that can be created with an idempotency key and searched for by it."""

    _list_name: ClassVar[str]
    """Name of the list in `ClientContext.key_indexes`."""

    @staticmethod
    @abstractmethod
    def _flags(expand: Expand[ExpandT]) -> Mapping[str, object]: ...

    @abstractmethod
    async def _read(self, id: str, expand: Expand[ExpandT], timeout: float | None = None) -> KeyedT: ...

    @abstractmethod
    def list(self, *, timeout: float | None = None) -> Paginator[KeyedT]:
        """List the objects."""

    async def find(self, idempotency_key: str, *, timeout: float | None = None) -> KeyedT | None:
        """Find the object that was created with an idempotency key, within `idempotency_window`.

        Args:
            idempotency_key: The `idempotency_key` of the creation.
            timeout: Deadline of each page in seconds; above 0. Default: the client's `timeout`.

        Returns:
            The oldest object with this key, or None.

        Raises:
            MoveError: The list cannot be read, or a part of it is missing.
        """
        key = ensure_key(idempotency_key)
        found = found_id(await self._read_keys(self._list_name, self.list(timeout=timeout), key))
        return None if found is None else await self._read(found, None, timeout)

    async def _search(self, key: str, parameters: Mapping[str, Any], timeout: float | None) -> SearchResult:  # noqa: ARG002
        """Search for the objects that were created with a key and parameters."""
        return judge_reading(await self._read_keys(self._list_name, self.list(timeout=timeout), key))

    async def _create_keyed(
        self,
        operation: str,
        send: Callable[..., Awaitable[KeyedT]],
        parameters: Mapping[str, Any],
        metadata: JsonInput,
        expand: Expand[ExpandT],
        idempotency_key: str | None,
        timeout: float | None,
        amount: WorkAmount | None = None,
    ) -> KeyedT:
        """Create an object with an operation and its parameters; `amount` is the work that is billed."""
        expand = names_of(expand)
        flags = self._flags(expand)
        creation = Creation(
            operation,
            parameters,
            metadata,
            send=lambda keyed, options: send(**parameters, metadata=keyed, **flags, call_options=options),
            timeout=self._call_options(timeout).timeout,
            search=lambda key: self._search(key, parameters, timeout),
            read=lambda created: self._read(created, expand, timeout),
            amount=amount,
        )
        return await self._create(creation, idempotency_key)

    async def _preserve_key(self, id: str, metadata: JsonInput, timeout: float | None) -> JsonInput:
        """Return the metadata of an update, with the idempotency key of the object.

        Without its key, the object would be created again by a later call with that key.
        """
        if metadata is None:
            return None
        # Validate before anything is sent.
        check_update(metadata)
        found = await self._read(id, None, timeout)
        known = found.metadata
        if known is None and found.errors:
            msg = f"cannot read the metadata of {id}, which may hold an idempotency key: {found.errors[0].message}"
            raise MoveMalformedResponseError(msg, errors=found.errors)
        own = without_key(metadata)
        return insert_key(own, known.key, known.digest) if isinstance(known, KeyedMetadata) else cast("JsonInput", own)
