"""State of a client: settings, connections, background tasks and shared counters."""

import sys
from dataclasses import dataclass, replace
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING

from move_ugc_async._clock import Clock
from move_ugc_async._concurrency import to_thread
from move_ugc_async._concurrency.background import BackgroundTasks, runs_on_asyncio
from move_ugc_async._concurrency.run_local import RunLocal
from move_ugc_async._idempotency.store import KeyStore
from move_ugc_async._polling.job_events import JobEvents
from move_ugc_async._settings import Settings
from move_ugc_async._transport.http import HttpClient, HttpPool, HttpTransport
from move_ugc_async._transport.http.exceptions import cannot_start
from move_ugc_async._transport.rate import RateLimiter
from move_ugc_async._transport.retry import RetryBudget, RetryPolicy

if TYPE_CHECKING:
    from move_ugc_async._generated.client import GraphQLClient
    from move_ugc_async._idempotency.index import KeyIndex
    from move_ugc_async._polling.poller import Poller
    from move_ugc_async._transfers.storage import Storage
    from move_ugc_async._transport.graphql import GraphQLTransport


_CALL_MODULES = (
    "move_ugc_async.services.jobs",
    "move_ugc_async._generated.client",
    "move_ugc_async._transport.graphql",
)
_AIOHTTP_BACKEND = "move_ugc_async._transport.http.aiohttp"


@dataclass(frozen=True)
class ClientContext:
    """State of a client. Its `with_options()` copies share everything but the settings and the cached properties.

    The cached properties import their modules, so that creating a client takes milliseconds.
    """

    settings: Settings
    http: HttpPool
    storage_http: HttpPool
    """For presigned URLs. The default headers of an injected client must not reach another host."""
    background: BackgroundTasks
    budget: RetryBudget
    rate: RateLimiter
    key_store: KeyStore
    key_indexes: "RunLocal[dict[str, KeyIndex]]"
    """By the name of the list."""
    job_events: JobEvents
    pollers: "RunLocal[Poller]"
    clock: Clock

    @classmethod
    def create(
        cls, settings: Settings, http_client: HttpClient | None, http_transport: HttpTransport | None, clock: Clock
    ) -> "ClientContext":
        """Create the context of a new client, without opening connections."""
        pool = partial(
            HttpPool,
            backend=settings.http_backend,
            max_connections=settings.max_connections,
            transport=http_transport,
        )
        http = pool(client=http_client)
        background = BackgroundTasks()
        budget = RetryBudget(settings.retry_budget)
        rate = RateLimiter(settings.max_rate, clock)
        job_events = JobEvents()
        return cls(
            settings=settings,
            http=http,
            storage_http=pool(),
            background=background,
            budget=budget,
            rate=rate,
            key_store=KeyStore(
                settings.endpoint_name,
                clock,
                is_shared=settings.lock_keys,
                parent=settings.state_dir,
                keep=settings.idempotency_window,
            ),
            key_indexes=RunLocal(dict),
            job_events=job_events,
            pollers=RunLocal(partial(_create_poller, settings, http, budget, rate, clock, background, job_events)),
            clock=clock,
        )

    def with_settings(self, settings: Settings) -> "ClientContext":
        """Return a context with other settings over the same connections."""
        return replace(self, settings=settings)

    async def preload(self) -> None:
        """Import the modules that calls need. It takes some hundred milliseconds, so it runs in a thread.

        Raises:
            MoveConfigurationError: A module cannot be imported.
        """
        # httpx itself is imported with the client; its pool is not.
        uses_aiohttp = runs_on_asyncio() and self.settings.http_backend != "httpx"
        library = _AIOHTTP_BACKEND if uses_aiohttp else "httpcore"
        # A transport of the user, which does not report writes, replaces the HTTP library.
        modules = (*_CALL_MODULES, library) if self.storage_http.reports_writes else _CALL_MODULES
        if not all(name in sys.modules for name in modules):
            try:
                await to_thread.run_sync(_import, modules, abandon_on_cancel=True)
            except Exception as error:
                raise cannot_start(error) from error

    @cached_property
    def transport(self) -> "GraphQLTransport":
        """The transport that sends operations."""
        return _create_transport(self.settings, self.http, self.budget, self.rate, self.clock)

    @cached_property
    def api(self) -> "GraphQLClient":
        """The generated operations."""
        from move_ugc_async._generated.client import GraphQLClient

        return GraphQLClient(self.transport)

    @cached_property
    def storage(self) -> "Storage":
        """Uploads and downloads over presigned URLs."""
        from move_ugc_async._transfers.storage import Storage

        return Storage(
            http=self.storage_http,
            clock=self.clock,
            retry=self.transport.retry,
            budget=self.budget,
            secure=self.settings.endpoint_url.scheme == "https",
            range_threshold=self.settings.download_range_threshold,
            ranges=self.settings.download_ranges,
        )

    async def aclose(self) -> None:
        """Cancel the tasks and close the connections of the running event loop."""
        await self.background.aclose()
        self.pollers.drop()
        self.key_store.close()
        self.key_indexes.drop()
        self.rate.close()
        await self.http.aclose()
        await self.storage_http.aclose()


def _import(modules: tuple[str, ...]) -> None:
    for name in modules:
        import_module(name)
    from move_ugc_async._telemetry import telemetry

    # Imports OpenTelemetry if it is installed.
    telemetry()


def _create_transport(
    settings: Settings, http: HttpPool, budget: RetryBudget, rate: RateLimiter, clock: Clock
) -> "GraphQLTransport":
    from move_ugc_async._transport.graphql import GraphQLTransport
    from move_ugc_async._transport.operation import CallOptions

    return GraphQLTransport(
        http=http,
        url=settings.endpoint_url,
        api_key=settings.api_key,
        # A setting may be a bool, which `CallOptions` rejects as a mistake in a single call.
        default_options=CallOptions(float(settings.timeout)),
        connect_timeout=settings.connect_timeout,
        max_answer_size=settings.max_answer_size,
        retry=RetryPolicy(settings.max_retries, settings.backoff),
        budget=budget,
        rate=rate,
        on_attempt=settings.on_attempt,
        clock=clock,
    )


def _create_poller(
    settings: Settings,
    http: HttpPool,
    budget: RetryBudget,
    rate: RateLimiter,
    clock: Clock,
    background: BackgroundTasks,
    job_events: JobEvents,
) -> "Poller":
    from move_ugc_async._polling.poller import Poller

    transport = _create_transport(settings, http, budget, rate, clock)
    return Poller(transport, clock, background, settings.poll_batch_size, job_events)
