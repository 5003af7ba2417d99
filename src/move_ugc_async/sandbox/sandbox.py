"""The sandbox: a local server that behaves like the Move API."""

from collections.abc import Collection
from contextlib import ExitStack
from importlib.util import find_spec
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import anyio
import anyio.to_thread

from move_ugc_async.sandbox.clock import Clock, ClockName, make_clock
from move_ugc_async.sandbox.faults.rules import Faults
from move_ugc_async.sandbox.journal import Journal
from move_ugc_async.sandbox.leaks import Leak, Leaks
from move_ugc_async.sandbox.options import API_KEY, Media, Options
from move_ugc_async.sandbox.parts import Parts
from move_ugc_async.sandbox.progress import SUGGESTIONS, FailedAs, Failure
from move_ugc_async.sandbox.seeding import Seeding
from move_ugc_async.sandbox.state.records import Charge, WorkKind
from move_ugc_async.sandbox.webhooks.log import WebhookLog

if TYPE_CHECKING:
    from move_ugc_async.sandbox.backend import Backend
    from move_ugc_async.sandbox.in_process import InProcessTransport
    from move_ugc_async.sandbox.webhooks.sender import WebhookSender

_REQUIRED_PACKAGES = ("ariadne", "starlette", "uvicorn")


class Sandbox(Seeding):
    """A local server with the Move API's schema, state, storage and a clock.

    Use it as a context manager, with `async with` under asyncio or trio, or with plain `with`. The server runs in its
    own thread; all methods and attributes may be used from any thread.

    Args:
        data: Folder for the database and the files, created if missing. A later sandbox on the same folder has the
            same ids, and earlier URLs stay valid until they expire. None keeps the database in memory and the files
            in a temporary folder, which is removed at the end. One sandbox at a time can use a folder.
        seed: Determines every id, share code and generated secret, and which requests have random faults. Except for
            faults, a data folder keeps the seed that it was created with.
        clock: The source of time. "instant" finishes every job and volume by the next request, "timed" follows real
            time, "manual" moves only with `sandbox.clock.advance(seconds)`; or a `Clock`, such as
            `TimedClock(speed=60)`.
        host: Address to bind.
        port: Port to bind; 0 picks a free one.
        public_url: Base of every URL in responses, for clients that reach the sandbox through another address than
            the one it binds.
        allowed_hosts: Host names under which the sandbox may be reached, besides loopback names, `host` and the host of
            `public_url`; requests for others get status 403.
        api_key: The API key to accept.
        page_size: Items of a page if `first` is omitted.
        url_lifetime: Seconds until a presigned URL expires.
        share_code_lifetime: Seconds until a share code expires.
        output_delay: Seconds from FINISHED until the URLs of the outputs appear.
        single_cam_pace: Seconds that a single-camera job takes for each second of video.
        multi_cam_pace: Seconds that a multi-camera job takes for each second of video.
        volume_duration: Seconds that a volume takes.
        job_credits: Credits charged for a job.
        volume_credits: Credits charged for a volume.
        failed_as: How `getJob` and `getVolume` report failed work: "data" returns it with state FAILED, and an error
            with the suggestions beside it; "error" returns that error without data.
        media: Creates the content of outputs and measures videos; None means `move_ugc_async.sandbox.media`.
        webhook_hosts: Host names that webhooks are sent to, besides loopback names; "*" permits all.
        webhook_sender: Sends webhooks instead of sockets, such as to an application in this process.
        in_process: Whether to serve without a socket and without a thread, in the event loop of the client. Only a
            client with `http_transport=sandbox.transport` can reach it; `host` and `port` have no effect.

    With the instant clock, `output_delay`, the paces and `volume_duration` have no effect.
    """

    def __init__(
        self,
        *,
        data: str | PathLike[str] | None = None,
        seed: int = 0,
        clock: Clock | ClockName = "instant",
        host: str = "127.0.0.1",
        port: int = 0,
        public_url: str | None = None,
        allowed_hosts: Collection[str] = (),
        api_key: str = API_KEY,
        page_size: int = 50,
        url_lifetime: float = 3600.0,
        share_code_lifetime: float = 86_400.0,
        output_delay: float = 2.0,
        single_cam_pace: float = 2.5,
        multi_cam_pace: float = 15.0,
        volume_duration: float = 150.0,
        job_credits: int = 10,
        volume_credits: int = 5,
        failed_as: FailedAs = "data",
        media: Media | None = None,
        webhook_hosts: Collection[str] = (),
        webhook_sender: "WebhookSender | None" = None,
        in_process: bool = False,
    ) -> None:
        self._host = host
        self._port = port
        self._public_url = public_url
        self._allowed_hosts = frozenset(name.lower() for name in allowed_hosts)
        self._is_in_process = in_process
        options = Options(
            seed=seed,
            api_key=api_key,
            page_size=page_size,
            url_lifetime=url_lifetime,
            share_code_lifetime=share_code_lifetime,
            output_delay=output_delay,
            single_cam_pace=single_cam_pace,
            multi_cam_pace=multi_cam_pace,
            volume_duration=volume_duration,
            job_credits=job_credits,
            volume_credits=volume_credits,
            failed_as=failed_as,
        )
        self.clock = make_clock(clock)
        self.journal = Journal()
        self.faults = Faults(seed, self.clock)
        self.webhooks = WebhookLog()
        self._parts = Parts(
            options=options,
            data=None if data is None else Path(data),
            clock=self.clock,
            faults=self.faults,
            journal=self.journal,
            leaks=Leaks(api_key),
            webhooks=self.webhooks,
            media=media,
            webhook_hosts=webhook_hosts,
            webhook_sender=webhook_sender,
        )
        self._resources = ExitStack()
        self._backend: Backend | None = None
        self._transport: InProcessTransport | None = None
        self._last_ledger: tuple[Charge, ...] = ()

    @property
    def url(self) -> str:
        """Base of all URLs, without a trailing slash."""
        return self._running().links.base

    @property
    def endpoint_url(self) -> str:
        """URL of the GraphQL endpoint."""
        return f"{self.url}/ugc/graphql"

    @property
    def transport(self) -> "InProcessTransport | None":
        """The transport of httpx that reaches a sandbox without a socket; None if it has a socket."""
        self._running()
        return self._transport

    @property
    def api_key(self) -> str:
        """The API key that the sandbox accepts."""
        return self._parts.options.api_key

    @property
    def ledger(self) -> tuple[Charge, ...]:
        """All charges of credits, the oldest first; also readable after the sandbox is closed."""
        if self._backend is not None:
            self._last_ledger = self._backend.state.ledger.all()
        return self._last_ledger

    @property
    def leaks(self) -> tuple[Leak, ...]:
        """All requests to storage that carried an `Authorization` header."""
        return self._parts.leaks.all()

    def fail_next_job(self, *suggestions: str, failed_as: FailedAs | None = None) -> None:
        """Add a failure for the next job that is created; each call fails one job.

        Args:
            suggestions: Advice that the API returns.
            failed_as: How `getJob` reports the failure; None means the setting of the sandbox.
        """
        self._add_failure("job", suggestions, failed_as)

    def fail_next_volume(self, *suggestions: str, failed_as: FailedAs | None = None) -> None:
        """Add a failure for the next volume that is created; each call fails one volume.

        Args:
            suggestions: Advice that the API returns.
            failed_as: How `getVolume` reports the failure; None means the setting of the sandbox.
        """
        self._add_failure("volume", suggestions, failed_as)

    def start(self) -> None:
        """Start the server, and wait until it accepts requests.

        Raises:
            ImportError: The extra `sandbox` is not installed.
            RuntimeError: The sandbox is already running, or another sandbox uses the data folder.
            OSError: The address cannot be bound, or the data folder cannot be used.
        """
        if any(find_spec(name) is None for name in _REQUIRED_PACKAGES):
            msg = 'cannot start the sandbox: its extra is not installed; run pip install "move-ugc-async[sandbox]"'
            raise ImportError(msg)
        if self._backend is not None:
            msg = "cannot start the sandbox: it is already running"
            raise RuntimeError(msg)
        with ExitStack() as resources:
            self._backend = self._open(resources)
            self._resources = resources.pop_all()

    def close(self) -> None:
        """Stop the server and remove temporary files."""
        self._last_ledger = self.ledger
        self._backend = None
        self._resources.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        await anyio.to_thread.run_sync(self.start)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(self.close)

    def _open(self, resources: ExitStack) -> "Backend":
        # Imported here, so that importing the package is cheap and does not need the extra.
        from move_ugc_async.sandbox.app import make_app
        from move_ugc_async.sandbox.assembly import open_backend
        from move_ugc_async.sandbox.in_process import InProcessTransport, unique_base_url
        from move_ugc_async.sandbox.server import Server, base_url, listen

        listener = None if self._is_in_process else resources.enter_context(listen(self._host, self._port))
        base = (self._public_url or (unique_base_url() if listener is None else base_url(listener))).rstrip("/")
        backend = open_backend(self._parts, base, resources)
        app = make_app(backend, frozenset({self._host.lower(), urlsplit(base).hostname or "", *self._allowed_hosts}))
        if listener is None:
            self._transport = InProcessTransport(app)
            resources.callback(self._transport.close)
        else:
            server = Server(app, listener)
            server.start()
            resources.callback(server.close)
        return backend

    def _add_failure(self, kind: WorkKind, suggestions: tuple[str, ...], failed_as: FailedAs | None) -> None:
        self._running().failures.add(kind, Failure(suggestions or SUGGESTIONS, failed_as))

    def _running(self) -> "Backend":
        if self._backend is None:
            msg = "the sandbox is not running; use `async with Sandbox() as sandbox:`"
            raise RuntimeError(msg)
        return self._backend
