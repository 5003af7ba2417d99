"""The delivery log of a sandbox: `Sandbox.webhooks`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import anyio.to_thread

from move_ugc_async.sandbox.state.delivery_records import DeliveryState, WebhookDelivery

if TYPE_CHECKING:
    from move_ugc_async.sandbox.state.deliveries import Deliveries
    from move_ugc_async.sandbox.webhooks.dispatcher import Dispatcher

_TIMEOUT = 30.0
"""Default of `wait_until_idle`, in seconds of real time."""


class WebhookLog:
    """The deliveries of webhooks; any thread may use it, and read it after the sandbox is closed."""

    def __init__(self) -> None:
        self._store: Deliveries | None = None
        self._dispatcher: Dispatcher | None = None
        self._last: tuple[WebhookDelivery, ...] = ()

    def attach(self, store: "Deliveries", dispatcher: "Dispatcher") -> None:
        """Show the deliveries of a sandbox that starts."""
        self._store, self._dispatcher = store, dispatcher

    def detach(self) -> None:
        """Keep the deliveries of a sandbox that is closed."""
        self._last = self.deliveries
        self._store = self._dispatcher = None

    @property
    def deliveries(self) -> tuple[WebhookDelivery, ...]:
        """All deliveries, the oldest first: one for each webhook and endpoint."""
        return self._last if self._store is None else self._store.all()

    def filter(
        self,
        *,
        id: str | None = None,
        endpoint: str | None = None,
        event: str | None = None,
        job_id: str | None = None,
        state: DeliveryState | None = None,
    ) -> tuple[WebhookDelivery, ...]:
        """Return the deliveries that match all arguments.

        Args:
            id: Id of the webhook, as in the `svix-id` header.
            endpoint: The uid of the endpoint.
            event: Name of the event, such as `ugc.job.state.completed`.
            job_id: Id of the job, with its prefix.
            state: State of the delivery.
        """
        return tuple(
            each
            for each in self.deliveries
            if (id is None or each.id == id)
            and (endpoint is None or each.endpoint == endpoint)
            and (event is None or each.event == event)
            and (job_id is None or each.job_id == job_id)
            and (state is None or each.state == state)
        )

    def resend(self, id: str, *, endpoint: str | None = None) -> None:
        """Deliver a webhook again, with the same id and the whole schedule of retries.

        Args:
            id: Id of the webhook.
            endpoint: The uid of the endpoint; None means all endpoints that it was meant for.

        Raises:
            LookupError: No webhook with this id was meant for the endpoint.
            RuntimeError: The sandbox is not running.
        """
        if not self._running().resend(id, endpoint):
            place = "" if endpoint is None else f" for endpoint '{endpoint}'"
            msg = f"cannot resend: unknown webhook '{id}'{place}; see `deliveries` for all"
            raise LookupError(msg)

    def wait_until_idle(self, timeout: float = _TIMEOUT) -> None:
        """Wait until every webhook that is due on the sandbox's clock was sent; retries that are due later remain.

        It blocks the thread: where the endpoint runs in the event loop of the caller, use `wait_until_idle_async`.

        Args:
            timeout: Maximum seconds of real time.

        Raises:
            TimeoutError: Webhooks are still due.
            RuntimeError: The sandbox is not running.
        """
        if not self._running().wait_until_idle(timeout):
            pending = [f"{each.event} to '{each.endpoint}'" for each in self.filter(state="pending")]
            msg = f"webhooks are still due after {timeout:g} s: {', '.join(pending[:5])}; check the endpoint"
            raise TimeoutError(msg)

    async def wait_until_idle_async(self, timeout: float = _TIMEOUT) -> None:
        """Wait until every webhook that is due was sent, without blocking asyncio or trio; see `wait_until_idle`."""
        await anyio.to_thread.run_sync(self.wait_until_idle, timeout, abandon_on_cancel=True)

    def __len__(self) -> int:
        return len(self.deliveries)

    def __iter__(self) -> Iterator[WebhookDelivery]:
        return iter(self.deliveries)

    def _running(self) -> "Dispatcher":
        if self._dispatcher is None:
            msg = "the sandbox is not running; use `async with Sandbox() as sandbox:`"
            raise RuntimeError(msg)
        return self._dispatcher
