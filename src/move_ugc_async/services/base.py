"""What all services share."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar, cast

from move_ugc_async._concurrency.background import BackgroundTasks
from move_ugc_async._context import ClientContext
from move_ugc_async._generated.client import GraphQLClient
from move_ugc_async._idempotency.attempt import CreateAttempt, Creation
from move_ugc_async._idempotency.create import Creator
from move_ugc_async._idempotency.evidence import Reading
from move_ugc_async._idempotency.find import Finder
from move_ugc_async._idempotency.indexes import KeyIndexes, ListName
from move_ugc_async._idempotency.search import Created, CreatedT, found_id
from move_ugc_async._polling.registry import PollerRegistry
from move_ugc_async._schema.keyed_metadata import KeyedMetadata, ensure_key, keep_key, without_key
from move_ugc_async._schema.scalars import JsonInput, PartialList, check_update
from move_ugc_async._settings import Settings
from move_ugc_async._transfers.storage import Storage
from move_ugc_async._transport.graphql import GraphQLTransport
from move_ugc_async._validation import ensure_page_size
from move_ugc_async.errors import GraphQLErrorItem, MoveMalformedResponseError
from move_ugc_async.pagination import ListBase, Paginator, Token

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ServiceContext:
    """What a client lends to its services."""

    transport: GraphQLTransport
    api: GraphQLClient
    """The operations, over that transport."""
    storage: Storage
    """What transfers share: connections for presigned URLs, which never see the API key."""
    hub: PollerRegistry
    """What all waits share."""
    creator: Creator
    """Creates objects at most once."""
    key_indexes: KeyIndexes
    """The keys of takes, volumes and jobs."""
    searches_account: bool
    """Whether the key of a job is searched for among the jobs of all takes."""
    default_page_size: int | None
    wait_timeout: float | None
    """Seconds that a wait takes at most where it is given no timeout; None has no end."""
    prefetch: BackgroundTasks | None
    """The tasks that fetch pages ahead; None where that is turned off."""

    @classmethod
    def of(cls, settings: Settings, resources: ClientContext) -> "ServiceContext":
        """Make what a client with these settings lends."""
        transport = resources.transport(settings)
        return cls(
            transport=transport,
            api=GraphQLClient(transport),
            storage=Storage(
                http=resources.storage,
                clock=resources.clock,
                retry=transport.retry,
                budget=transport.budget,
                secure=settings.endpoint_url.scheme == "https",
                range_threshold=settings.download_range_threshold,
                ranges=settings.download_ranges,
            ),
            hub=resources.hub,
            creator=Creator(
                finder=Finder(
                    clock=resources.clock,
                    settle=settings.settle,
                    server_timeout=settings.server_timeout,
                    store=resources.key_store,
                    account=settings.account,
                    scope=settings.idempotency_scope,
                    window=settings.idempotency_window,
                    retry=transport.retry,
                    budget=transport.budget,
                ),
                on_ambiguous=settings.on_ambiguous,
            ),
            key_indexes=resources.key_indexes,
            searches_account=settings.idempotency_search == "account",
            default_page_size=settings.default_page_size,
            wait_timeout=settings.wait_timeout,
            prefetch=resources.background if settings.prefetch else None,
        )


class Keyed(Created, Protocol):
    """An object that may have a key."""

    @property
    def errors(self) -> tuple[GraphQLErrorItem, ...]:
        """The errors that came with it."""
        ...


class Page(Protocol[T]):
    """A page as the API gives it."""

    @property
    def first(self) -> int | None:
        """The most objects on a page."""
        ...

    @property
    def after(self) -> str | None:
        """Where the next page starts."""
        ...

    @property
    def items(self) -> "list[T] | None":
        """The objects."""
        ...

    @property
    def errors(self) -> tuple[GraphQLErrorItem, ...]:
        """The errors that came with the page."""
        ...


class Service:
    """Operations on one resource."""

    def __init__(self, core: ServiceContext) -> None:
        self._core = core
        self._api = core.api

    def _calls(self, timeout: float | None) -> GraphQLClient:
        """Return the operations, with a deadline of the call's own where it has one."""
        return self._api if timeout is None else GraphQLClient(self._transport(timeout))

    def _creating(self, attempt: CreateAttempt) -> GraphQLClient:
        """Return the operations for one attempt to create something."""
        return GraphQLClient(self._core.transport.within(attempt.timeout, attempt.on_written))

    def _transport(self, timeout: float | None) -> GraphQLTransport:
        return self._core.transport if timeout is None else self._core.transport.within(timeout)

    def _seconds(self, timeout: float | None) -> float:
        """Give the seconds that a call may take."""
        return self._transport(timeout).timeout

    async def _create(self, creation: Creation[CreatedT], idempotency_key: str | None) -> CreatedT:
        return await self._core.creator.create(creation, idempotency_key)

    async def _read_keys(self, name: ListName, pages: Paginator[CreatedT], key: str) -> Reading:
        """Return the objects of a list that were created with a key, within the window in which keys are known."""
        index = self._core.key_indexes.of(name)
        return await index.read(key, pages.pages(prefetch=False), self._core.creator.finder.settle)

    async def _find(self, name: ListName, pages: Paginator[CreatedT], key: str) -> str | None:
        """Return the id of the oldest object that was created with a key, or None.

        Raises:
            MoveError: The list could not be read, or a part of it is missing.
        """
        return found_id(await self._read_keys(name, pages, ensure_key(key)))

    async def _with_key_of(self, read: Callable[[], Awaitable[Keyed]], metadata: JsonInput) -> JsonInput:
        """Return metadata for an update: with the key of the object, whose loss would let it be created again.

        Raises:
            MoveInvalidRequestError: The object has a key, and the metadata is not a JSON object.
            MoveMalformedResponseError: The server left the metadata of the object out; nothing was changed.
        """
        if metadata is None:
            return None
        # Before anything is sent.
        check_update(metadata)
        found = await read()
        known = found.metadata
        if known is None and found.errors:
            msg = (
                f"cannot read the metadata of {found.id}, which may hold an idempotency key: {found.errors[0].message}"
            )
            raise MoveMalformedResponseError(msg, errors=found.errors)
        is_keyed = isinstance(known, KeyedMetadata)
        return keep_key(metadata, known) if is_keyed else cast("JsonInput", without_key(metadata))

    def _paginate(
        self,
        fetch: Callable[[int | None, str | None], Awaitable[Page[T] | None]],
        *,
        limit: int | None = None,
        next_token: Token | None = None,
    ) -> Paginator[T]:
        size = ensure_page_size(limit, self._core.default_page_size)

        async def fetch_page(token: str | None) -> ListBase[T]:
            page = await fetch(size, token)
            if page is None:
                return ListBase(PartialList[T](), size)
            items = PartialList[T]() if page.items is None else page.items
            return ListBase(items, page.first or size, page.after, page.errors)

        return Paginator(fetch_page, next_token=next_token, prefetch=self._core.prefetch)
