"""The client: settings, connections, and one service for each resource."""

from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from move_ugc_async._backoff import FullJitter
from move_ugc_async._clock import Clock
from move_ugc_async._concurrency.shield import run_shielded
from move_ugc_async._context import ClientContext
from move_ugc_async._preload import preload
from move_ugc_async._secrets import credential
from move_ugc_async._settings import ClientOptions, Settings, folder, resolve
from move_ugc_async.capture.client_base import Services
from move_ugc_async.capture.multi_camera import MultiCameraMixin
from move_ugc_async.capture.single_camera import SingleCameraMixin
from move_ugc_async.errors import CLOSED, MoveClientClosedError, MoveConfigurationError
from move_ugc_async.services.lazy import LazyService

if TYPE_CHECKING:
    from os import PathLike

    from pydantic import SecretStr
    from typing_extensions import Unpack

    from move_ugc_async._attempt import OnAttempt
    from move_ugc_async._backoff import Backoff
    from move_ugc_async._settings import IdempotencyScope, IdempotencySearch, OnAmbiguous
    from move_ugc_async._transport.http import BackendName, HttpClient
    from move_ugc_async.services.account import AsyncClientService
    from move_ugc_async.services.base import ServiceContext
    from move_ugc_async.services.camera_settings import AsyncCameraSettingsService
    from move_ugc_async.services.files import AsyncFileService
    from move_ugc_async.services.jobs import AsyncJobService
    from move_ugc_async.services.rigs import AsyncRigService
    from move_ugc_async.services.takes import AsyncTakeService
    from move_ugc_async.services.volumes import AsyncVolumeService
    from move_ugc_async.services.webhooks import AsyncWebhookService


class AsyncMoveUgc(SingleCameraMixin, MultiCameraMixin):
    """A client of the Move API.

    ```python
    async with AsyncMoveUgc() as client:
        job = await client.jobs.retrieve("job-…")
    ```

    All services share one pool of connections, which is opened by the first call and closed by `aclose` or by leaving
    `async with`. A client that is dropped before that warns (`ResourceWarning`) and closes them as well. A client may
    be used from several event loops; each has connections of its own.

    What calls need is imported in a thread when `async with` is entered. A client that is not entered imports it with
    its first call, which stops the event loop for some hundred milliseconds before the call's time begins.

    Args:
        api_key: The API key; left out, `MOVE_API_KEY`.
        endpoint_url: The GraphQL endpoint; left out, `MOVE_UGC_ENDPOINT_URL`, and then the real API's.
        timeout: Seconds that a call may take with all its tries and waits.
        connect_timeout: Seconds that establishing a connection may take.
        max_retries: How many times a call is repeated at most, where repeating it is safe; 0 turns it off.
        backoff: How long to wait before the next try, in seconds, after how many failed ones and with which source of
            chance; what a server asks for with Retry-After comes on top.
        retry_budget: How many tries may be repeated in all while nothing succeeds; each success allows one more. In an
            outage each call is soon tried only once.
        max_rate: How many requests may start in a second; None does not limit them.
        max_connections: How many calls are under way at once; further ones wait for their turn.
        max_answer_size: The most bytes of an answer, decompressed; a larger one is not read to its end.
        default_page_size: The most objects in one page of a list; left out, `MOVE_DEFAULT_PAGE_SIZE`, and then the
            server's own.
        prefetch: Whether iterating over a list fetches the next page while the current one is consumed.
        poll_batch_size: How many jobs and volumes one request asks for at most, in waiting and in `retrieve_many`.
        wait_timeout: Seconds that `wait`, `watch` and `wait_many` of jobs and volumes, and the wait of a workflow, take
            at most where they are given no `timeout`; None has no end. The job or volume goes on, and can be waited
            for again.
        settle: Seconds until what was created shows up in the API's lists; after a lost answer, so long is waited
            before looking for an idempotency key there.
        server_timeout: Seconds after which the server has executed a request, or never will: AppSync's limit is 30 s.
            That a lost creation left no object counts as proven only after so long and `settle`.
        lock_keys: Whether all processes of this user on this host wait for each other where they use one idempotency
            key, and share the records of attempts, by small files in `state_dir`; else only this client in one event
            loop, which touches no disk.
        state_dir: The folder for these files; left out, the one for the state of a user's programs
            (`~/.local/state/move-ugc-async` on Linux).
        on_ambiguous: What happens to a creation with an idempotency key that was lost and left no trace: `resend` sends
            it again, as often as any call; `raise` never does.
        idempotency_window: Seconds for which a key of a take or volume is known, counted from the object's creation;
            more than 300. Records on this host are kept as long.
        idempotency_search: Where the key of a job is searched for: among the jobs of its `take`, or among those of the
            whole `account` within the window, which also reports that the key was used with another take elsewhere.
        idempotency_scope: Where keys are used: anywhere in the `account`; or on this `host` alone, by processes that
            share `state_dir`, which saves the search for a new key once the records cover the whole window.
        download_range_threshold: Larger files are downloaded in ranges of so many bytes.
        download_ranges: How many ranges of one file are under way at once; 1 fetches every file in one piece.
        http_backend: `aiohttp` (asyncio only), `httpx`, or `auto`: aiohttp on asyncio and httpx on trio.
        http_client: A client of yours that all GraphQL calls go through. It is never closed here, and `connect_timeout`
            does not bound the tunnels that it opens through proxies.
        on_attempt: Called after each attempt of each call. What it raises ends the call, unless the attempt succeeded:
            then it is logged as a warning, and the call returns its result.
        clock: The source of time and chance; a test may replace it.

    Raises:
        MoveConfigurationError: A setting is missing or wrong; the message says what to set.
    """

    def __init__(
        self,
        api_key: "str | SecretStr | None" = None,
        *,
        endpoint_url: str | None = None,
        timeout: float = 60.0,
        connect_timeout: float = 10.0,
        max_retries: int = 4,
        backoff: "Backoff" = FullJitter(),  # noqa: B008 - it never changes
        retry_budget: int = 500,
        max_rate: float | None = None,
        max_connections: int = 100,
        max_answer_size: int = 8 * 1024 * 1024,
        default_page_size: int | None = None,
        prefetch: bool = True,
        poll_batch_size: int = 25,
        wait_timeout: float | None = 6 * 3600.0,
        settle: float = 5.0,
        server_timeout: float = 30.0,
        lock_keys: bool = True,
        state_dir: "str | PathLike[str] | None" = None,
        on_ambiguous: "OnAmbiguous" = "resend",
        idempotency_window: float = 24 * 3600.0,
        idempotency_search: "IdempotencySearch" = "take",
        idempotency_scope: "IdempotencyScope" = "account",
        download_range_threshold: int = 32 * 1024 * 1024,
        download_ranges: int = 4,
        http_backend: "BackendName" = "auto",
        http_client: "HttpClient | None" = None,
        on_attempt: "OnAttempt | None" = None,
        clock: Clock | None = None,
    ) -> None:
        api_key = credential(api_key)
        if clock is not None and not isinstance(clock, Clock):  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"clock is a Clock, not {type(clock).__name__}"
            raise MoveConfigurationError(msg)
        settings = Settings(
            **resolve(api_key, endpoint_url, default_page_size),
            timeout=timeout,
            connect_timeout=connect_timeout,
            max_retries=max_retries,
            backoff=backoff,
            retry_budget=retry_budget,
            max_rate=max_rate,
            max_connections=max_connections,
            max_answer_size=max_answer_size,
            prefetch=prefetch,
            poll_batch_size=poll_batch_size,
            wait_timeout=wait_timeout,
            settle=settle,
            server_timeout=server_timeout,
            lock_keys=lock_keys,
            state_dir=folder("state_dir", state_dir),
            on_ambiguous=on_ambiguous,
            idempotency_window=idempotency_window,
            idempotency_search=idempotency_search,
            idempotency_scope=idempotency_scope,
            download_range_threshold=download_range_threshold,
            download_ranges=download_ranges,
            http_backend=http_backend,
            on_attempt=on_attempt,
        )
        self._set_up(settings, ClientContext.of(settings, http_client, clock or Clock()), is_owner=True)

    def _set_up(self, settings: Settings, resources: ClientContext, *, is_owner: bool) -> None:
        self._settings = settings
        self._resources = resources
        self._is_owner = is_owner

    @cached_property
    def _core(self) -> "ServiceContext":
        # Services, models and the way of a call are imported by whoever uses one first: making a client takes
        # milliseconds.
        from move_ugc_async.services.base import ServiceContext

        return ServiceContext.of(self._settings, self._resources)

    def with_options(self, **options: "Unpack[ClientOptions]") -> "AsyncMoveUgc":
        """Give a client that does some things differently, over the same connections.

        It is cheap enough to be made for a single call: `await client.with_options(timeout=5).jobs.retrieve("job-…")`.
        It ends with the client that it was made of; closing it closes nothing. Statuses are polled as before.

        Args:
            options: Arguments of the client's own: `timeout`, `connect_timeout`, `max_retries`, `backoff`,
                `max_answer_size`, `default_page_size`, `prefetch`, `wait_timeout`, `settle`, `server_timeout`,
                `on_ambiguous`, `idempotency_search`, `idempotency_scope`, `download_range_threshold`,
                `download_ranges`, `on_attempt`.

        Raises:
            MoveConfigurationError: There is no such option, or its value makes no sense.
        """
        settings = self._settings.changed(options)
        other = object.__new__(AsyncMoveUgc)
        other._set_up(settings, self._resources, is_owner=False)  # noqa: SLF001 - one of us
        return other

    @LazyService
    def jobs(self) -> "type[AsyncJobService]":
        """Motion capture over a take."""
        from move_ugc_async.services.jobs import AsyncJobService

        return AsyncJobService

    @LazyService
    def takes(self) -> "type[AsyncTakeService]":
        """Clips that were recorded together."""
        from move_ugc_async.services.takes import AsyncTakeService

        return AsyncTakeService

    @LazyService
    def files(self) -> "type[AsyncFileService]":
        """Clips, device recordings and results."""
        from move_ugc_async.services.files import AsyncFileService

        return AsyncFileService

    @LazyService
    def volumes(self) -> "type[AsyncVolumeService]":
        """Calibrated recording spaces."""
        from move_ugc_async.services.volumes import AsyncVolumeService

        return AsyncVolumeService

    @LazyService
    def client(self) -> "type[AsyncClientService]":
        """The account that the API key belongs to."""
        from move_ugc_async.services.account import AsyncClientService

        return AsyncClientService

    @LazyService
    def camera_settings(self) -> "type[AsyncCameraSettingsService]":
        """Lenses."""
        from move_ugc_async.services.camera_settings import AsyncCameraSettingsService

        return AsyncCameraSettingsService

    @LazyService
    def rigs(self) -> "type[AsyncRigService]":
        """Rigs that an animation may be retargeted to."""
        from move_ugc_async.services.rigs import AsyncRigService

        return AsyncRigService

    @LazyService
    def webhooks(self) -> "type[AsyncWebhookService]":
        """Where the API reports events to."""
        from move_ugc_async.services.webhooks import AsyncWebhookService

        return AsyncWebhookService

    @property
    def _services(self) -> Services:
        from move_ugc_async.capture.step_retry import StepRetry

        resources = self._resources
        step_retry = StepRetry(resources.clock, self._settings.on_ambiguous)
        return Services(
            files=self.files,
            takes=self.takes,
            jobs=self.jobs,
            volumes=self.volumes,
            background=resources.background,
            step_retry=step_retry,
            alone=resources.key_store.held,
            endpoint=str(self._settings.endpoint_url),
        )

    async def __aenter__(self) -> Self:
        if self._resources.http.closed:
            raise MoveClientClosedError(CLOSED)
        await preload(self._settings.http_backend)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections; closing twice does nothing. An injected `http_client` stays open."""
        if self._is_owner:
            # `async with` is left by cancellation, too.
            await run_shielded(self._resources.aclose)

    def __repr__(self) -> str:
        if not hasattr(self, "_resources"):
            # Error trackers show it while its settings are refused.
            return f"<{type(self).__name__}>"
        state = "closed" if self._resources.http.closed else "open"
        return f"<{type(self).__name__} {self._settings.endpoint_url} {state}>"
