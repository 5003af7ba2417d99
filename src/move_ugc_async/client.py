"""The client: settings, lifecycle, and one service for each resource."""

from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Self

from move_ugc_async._backoff import FullJitter
from move_ugc_async._clock import Clock
from move_ugc_async._concurrency.task_group import run_shielded
from move_ugc_async._context import ClientContext
from move_ugc_async._secrets import credential
from move_ugc_async._settings import Settings
from move_ugc_async._spending.budget import Budget
from move_ugc_async.capture.calibration import CalibrationMixin
from move_ugc_async.capture.many import ManyCapturesMixin
from move_ugc_async.capture.multi_camera import MultiCameraMixin
from move_ugc_async.capture.single_camera import SingleCameraMixin
from move_ugc_async.capture.submission import SubmissionMixin
from move_ugc_async.errors import CLOSED, MoveClientClosedError, MoveConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from os import PathLike

    from pydantic import SecretStr
    from typing_extensions import Unpack

    from move_ugc_async._attempt import OnAttempt
    from move_ugc_async._backoff import Backoff
    from move_ugc_async._settings import ClientOptions, IdempotencyScope, IdempotencySearch, OnAmbiguous
    from move_ugc_async._transport.http import BackendName, HttpClient, HttpTransport


class AsyncMoveUgc(SingleCameraMixin, SubmissionMixin, ManyCapturesMixin, MultiCameraMixin, CalibrationMixin):
    """Asynchronous client of the Move API, for asyncio and trio.

    ```python
    async with AsyncMoveUgc() as client:  # reads MOVE_API_KEY
        result = await client.capture("dance.mp4", "outputs", key="order-7")
        job = await client.jobs.retrieve(result.work.id)
    ```

    Services, one for each resource; `help(AsyncMoveUgc.jobs)` lists the methods of one:

    - `jobs`: motion capture over a take
    - `takes`: clips that were recorded together
    - `files`: clips, device recordings and outputs
    - `volumes`: calibrated recording spaces for several cameras
    - `client`: the account that the API key belongs to
    - `camera_settings`: lenses that multi-camera clips can name
    - `rigs`: skeletons that an animation can be retargeted to
    - `webhooks`: endpoints that receive events of the API
    - `events`: webhooks that wake the waits of this client

    Workflows, each of them one call from clips to outputs: `capture`, `capture_many`, `capture_multicam`, `calibrate`.
    `submit` and `submit_multicam` return once the job is created, and `prepare` before that.

    All services share one connection pool, which the first call opens, and `aclose` or leaving `async with` closes. A
    client that is dropped without being closed emits a `ResourceWarning` and closes its connections. A client can be
    used from several event loops; each of them has its own connections. Entering `async with` imports, in a thread, the
    modules that calls need. Otherwise the first call imports them, which blocks the event loop for some hundred
    milliseconds before its timeout starts.

    Times are in seconds, sizes in bytes. Only `api_key` is required, as an argument or in the environment.

    Args:
        api_key: API key. Default: the environment variable `MOVE_API_KEY`.
        endpoint_url: URL of the GraphQL endpoint. Default: `MOVE_UGC_ENDPOINT_URL`, then the URL of the Move API.
        timeout: Deadline of one call with all attempts and pauses; above 0. Most methods have their own `timeout`.
        connect_timeout: Maximum time to establish a connection; above 0.
        max_retries: Maximum number of retries of a call that is safe to repeat; 0 turns retries off.
        backoff: Function that returns the seconds to wait before the next attempt, given the number of failed attempts
            (1 or more) and a `random.Random`. The Retry-After of a response is added.
        retry_budget: Maximum number of retries that all calls together make while none succeeds; 0 or more. Each
            success adds one. During an outage, calls soon make a single attempt each.
        max_rate: Maximum number of requests that start in one second; above 0. None: no limit.
        max_connections: Maximum number of concurrent requests; 1 or more. Further calls wait for a slot.
        max_answer_size: Maximum size of a decompressed response; 1 or more. Default: 8 MiB. A larger one raises a
            `MoveAnswerTooLargeError`.
        default_page_size: Maximum number of objects in one page of a list; 1 or more. Default:
            `MOVE_DEFAULT_PAGE_SIZE`, then the server's default.
        prefetch: Whether iterating over a list fetches the next page while the current one is consumed.
        poll_batch_size: Maximum number of jobs and volumes in one request of a poll or of `retrieve_many`; 1 or more.
        wait_timeout: Default `timeout` of `wait`, `watch`, `wait_many` and workflows; above 0. None: no limit. A job or
            volume continues after a timeout, and can be waited for again. Default: 6 hours.
        settle: Consistency delay: seconds until a new object appears in the lists of the API; 0 or more. After a lost
            response, the client waits this long before it searches for an idempotency key.
        server_timeout: Seconds after which the server has either executed a request or never will; 0 or more (AppSync
            stops at 30 s). `server_timeout` and `settle`, 300 s at most together, must have passed before a search
            proves that a creation with a lost response created nothing.
        lock_keys: Whether all processes of this user on this host serialise callers with the same idempotency key and
            share records of attempts, in `state_dir`. If False, only callers in this client and event loop do.
        state_dir: Folder for these files. Default: the user's state folder (`~/.local/state/move-ugc-async` on Linux).
        on_ambiguous: What to do if a creation with an idempotency key has an unknown outcome and a search finds
            nothing: `resend` sends it again, up to `max_retries` times; `raise` raises an `AmbiguousCreateError`.
        idempotency_window: How long the key of a take or volume is known after its creation, and records on this host
            are kept; above 300. Default: 24 hours.
        idempotency_search: Where to search for the key of a job: among the jobs of its `take`, or of the whole
            `account` within the window. The latter also detects a key that was used with another take elsewhere.
        idempotency_scope: Where a key may have been used: anywhere in the `account`, or on this `host` only, by
            processes that share `state_dir`. The latter saves the search for a new key once the records cover the whole
            window; it requires `lock_keys`. With `concurrent`, another host may have sent a request with the key just
            before the call: an object that is not found is created `server_timeout + settle` seconds after the call
            began.
        download_range_threshold: Size above which a file is downloaded in ranges of that size; 1 or more. Default:
            32 MiB.
        download_ranges: Maximum number of concurrent ranges of one download; 1 downloads every file in one piece.
        check_media: Whether workflows inspect clips before the upload, if the extra `media` is installed: codec, frame
            rate, size, rotation, and whether the clips of several cameras match. Damaged clips are found regardless.
        http_backend: `aiohttp` (asyncio only), `httpx`, or `auto`: aiohttp on asyncio, httpx on trio.
        http_client: Your own HTTP client, for all GraphQL requests. It is never closed by this client, and
            `connect_timeout` does not apply to tunnels that it opens through proxies.
        http_transport: Your own transport of httpx for all requests, those to storage included, such as that of a
            sandbox without a socket. If there is an `http_client` too, it has the GraphQL requests. It is never closed
            by this client, and has its own proxies and certificates; `connect_timeout` reaches it as an extension.
        budget: Limits on the jobs and volumes that the client creates: a `Budget`, or several, all of which must allow
            a creation. Clients that share a budget share its limits. None: no limit.
        on_attempt: Function that is called after each attempt of each call. An exception in it ends the call, unless
            the attempt succeeded: then it is logged as a warning, and the call returns its result.
        fence: Function that is called just before the first byte of each attempt of a creation is written, such as a
            check that this process still holds a lease. An exception in it is raised by the call, and the attempt is
            not sent. It must return quickly, since it blocks the event loop.
        clock: Source of time and randomness, which tests can replace.

    Raises:
        MoveConfigurationError: A setting is missing or invalid; the message says what to set.
    """

    def __init__(
        self,
        api_key: "str | SecretStr | None" = None,
        *,
        endpoint_url: str | None = None,
        timeout: float = 60.0,
        connect_timeout: float = 10.0,
        max_retries: int = 4,
        backoff: "Backoff" = FullJitter(),  # noqa: B008 - immutable
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
        check_media: bool = True,
        http_backend: "BackendName" = "auto",
        http_client: "HttpClient | None" = None,
        http_transport: "HttpTransport | None" = None,
        budget: "Budget | Sequence[Budget] | None" = None,
        on_attempt: "OnAttempt | None" = None,
        fence: "Callable[[], None] | None" = None,
        clock: Clock | None = None,
    ) -> None:
        api_key = None if api_key is None else credential(api_key)
        if clock is not None and not isinstance(clock, Clock):  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"clock must be a Clock; got {type(clock).__name__}"
            raise MoveConfigurationError(msg)
        settings = Settings.from_arguments(
            api_key=api_key,
            endpoint_url=endpoint_url,
            timeout=timeout,
            connect_timeout=connect_timeout,
            max_retries=max_retries,
            backoff=backoff,
            retry_budget=retry_budget,
            max_rate=max_rate,
            max_connections=max_connections,
            max_answer_size=max_answer_size,
            default_page_size=default_page_size,
            prefetch=prefetch,
            poll_batch_size=poll_batch_size,
            wait_timeout=wait_timeout,
            settle=settle,
            server_timeout=server_timeout,
            lock_keys=lock_keys,
            state_dir=state_dir,
            on_ambiguous=on_ambiguous,
            idempotency_window=idempotency_window,
            idempotency_search=idempotency_search,
            idempotency_scope=idempotency_scope,
            download_range_threshold=download_range_threshold,
            download_ranges=download_ranges,
            check_media=check_media,
            http_backend=http_backend,
            budget=budget,
            on_attempt=on_attempt,
            fence=fence,
        )
        self._context = ClientContext.create(settings, http_client, http_transport, clock or Clock())
        self._is_owner = True

    def with_options(self, **options: "Unpack[ClientOptions]") -> "AsyncMoveUgc":
        """Return a copy of this client with other options, over the same connections.

        A copy is cheap enough for a single call:

        ```python
        job = await client.with_options(max_retries=0).jobs.retrieve("job-…")
        ```

        Closing a copy does nothing; it is closed together with the original client. Polling for statuses, which all
        copies share, keeps the options of the original.

        Args:
            options: Arguments of `AsyncMoveUgc`, with the same units and ranges: `timeout`, `connect_timeout`,
                `max_retries`, `backoff`, `max_answer_size`, `default_page_size`, `prefetch`, `wait_timeout`, `settle`,
                `server_timeout`, `on_ambiguous`, `idempotency_search`, `idempotency_scope`, `download_range_threshold`,
                `download_ranges`, `check_media`, `budget`, `on_attempt`, `fence`. Omitted ones keep their
                value. A `budget` replaces those of this client; `budget=[*client.budgets, other]` adds one.

        Raises:
            MoveConfigurationError: An option is unknown or its value is invalid.
        """
        other = object.__new__(AsyncMoveUgc)
        other._context = self._context.with_settings(self._context.settings.with_options(options))  # noqa: SLF001 - same class
        other._is_owner = False  # noqa: SLF001 - same class
        return other

    def limit_rate(self, max_rate: float | None) -> None:
        """Change how many requests start per second, for this client and all its copies, from any thread.

        Waiting calls follow the new rate within a second. Use it to divide the rate of an account among several
        processes whose number changes.

        Args:
            max_rate: Maximum number of requests that start in one second; above 0. None: no limit.

        Raises:
            MoveConfigurationError: `max_rate` is invalid.
        """
        # Validates it as the constructor does.
        self._context.rate.limit(replace(self._context.settings, max_rate=max_rate).max_rate)

    @property
    def listing_delay(self) -> float:
        """`server_timeout` plus `settle`: seconds after which a search proves whether an attempt created an object."""
        return self._context.settings.server_timeout + self._context.settings.settle

    @property
    def budgets(self) -> tuple[Budget, ...]:
        """The budgets that limit this client; empty without any."""
        return self._context.settings.budgets

    async def __aenter__(self) -> Self:
        if self._context.http.closed:
            raise MoveClientClosedError(CLOSED)
        await self._context.preload()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Cancel background tasks and close the connections of the running event loop.

        Closing twice does nothing. An injected `http_client` or `http_transport` stays open.
        """
        if self._is_owner:
            # Shielded: cancellation also leaves `async with`.
            await run_shielded(self._context.aclose)

    def __repr__(self) -> str:
        if not hasattr(self, "_context"):
            # Error trackers call it while the settings are validated.
            return f"<{type(self).__name__}>"
        state = "closed" if self._context.http.closed else "open"
        return f"<{type(self).__name__} {self._context.settings.endpoint_url} {state}>"
