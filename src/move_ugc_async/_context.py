"""What a client shares with those that are made of it with other options."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from move_ugc_async._clock import Clock
from move_ugc_async._concurrency.background import BackgroundTasks
from move_ugc_async._idempotency.indexes import KeyIndexes
from move_ugc_async._idempotency.store import KeyStore
from move_ugc_async._polling.registry import PollerRegistry
from move_ugc_async._settings import Settings
from move_ugc_async._transport.http import HttpClient, HttpPool
from move_ugc_async._transport.rate import RateLimiter
from move_ugc_async._transport.retry_budget import RetryBudget

if TYPE_CHECKING:
    from move_ugc_async._transport.graphql import GraphQLTransport


@dataclass(frozen=True, slots=True)
class ClientContext:
    """Connections, tasks, and whatever counts or keeps apart."""

    http: HttpPool
    storage: HttpPool
    """For presigned URLs. What an injected client says by default must not reach another host."""
    background: BackgroundTasks
    budget: RetryBudget
    rate: RateLimiter
    key_store: KeyStore
    key_indexes: KeyIndexes
    hub: PollerRegistry
    clock: Clock

    @classmethod
    def of(cls, settings: Settings, http_client: HttpClient | None, clock: Clock) -> "ClientContext":
        """Make what a client with these settings needs; nothing is opened yet."""
        http = HttpPool(backend=settings.http_backend, max_connections=settings.max_connections, client=http_client)
        background = BackgroundTasks()
        budget = RetryBudget(settings.retry_budget)
        rate = RateLimiter(settings.max_rate, clock)
        transport = partial(build_transport, settings, http, budget, rate, clock)
        return cls(
            http=http,
            storage=HttpPool(backend=settings.http_backend, max_connections=settings.max_connections),
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
            key_indexes=KeyIndexes(clock, settings.idempotency_window),
            hub=PollerRegistry(transport, clock, background, settings.poll_batch_size),
            clock=clock,
        )

    def transport(self, settings: Settings) -> "GraphQLTransport":
        """Make the way of calls with these settings."""
        return build_transport(settings, self.http, self.budget, self.rate, self.clock)

    async def aclose(self) -> None:
        """End the tasks and close the connections of the running event loop."""
        await self.background.aclose()
        self.hub.close()
        self.key_store.close()
        self.key_indexes.close()
        self.rate.close()
        await self.http.aclose()
        await self.storage.aclose()


def build_transport(
    settings: Settings, http: HttpPool, budget: RetryBudget, rate: RateLimiter, clock: Clock
) -> "GraphQLTransport":
    """Make the way of calls."""
    # What a call needs is imported by the first one.
    from move_ugc_async._transport.graphql import GraphQLTransport
    from move_ugc_async._transport.retry import RetryPolicy

    return GraphQLTransport(
        http=http,
        url=settings.endpoint_url,
        api_key=settings.api_key,
        timeout=settings.timeout,
        connect_timeout=settings.connect_timeout,
        max_answer_size=settings.max_answer_size,
        retry=RetryPolicy(settings.max_retries, settings.backoff),
        budget=budget,
        rate=rate,
        on_attempt=settings.on_attempt,
        clock=clock,
    )
