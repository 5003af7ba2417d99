"""The dispatcher: delivers webhooks when they are due."""

import asyncio
import logging
import threading
import time
from contextlib import suppress
from datetime import datetime, timedelta

from move_ugc_async.sandbox.clock import Clock
from move_ugc_async.sandbox.faults.fault import DeliveryFault
from move_ugc_async.sandbox.faults.request_info import RequestInfo
from move_ugc_async.sandbox.faults.rules import Faults
from move_ugc_async.sandbox.state import State
from move_ugc_async.sandbox.state.deliveries import DueDelivery
from move_ugc_async.sandbox.state.delivery_records import DeliveryState, WebhookAttempt
from move_ugc_async.sandbox.webhooks.attempt import TIMEOUT, Attempt
from move_ugc_async.sandbox.webhooks.bodies import event_body
from move_ugc_async.sandbox.webhooks.sender import WebhookSender

RETRY_DELAYS = (0.0, 5.0, 300.0, 1800.0, 7200.0, 18_000.0, 36_000.0, 36_000.0)
"""Seconds before each attempt, from the failure of the one before it: https://docs.svix.com/retries"""

_CHECK_SECONDS = 1.0
"""Maximum seconds between two reads of the clock: a clock of a test may not report when it is advanced."""

_SUCCESS = range(200, 300)

_logger = logging.getLogger(__name__)


class Dispatcher:
    """Deliver webhooks in a thread with its own event loop, to each endpoint one after the other.

    The thread starts when there is an endpoint. The queue is in the database: a delivery that is interrupted is made
    again by the next sandbox on the same data folder.

    Args:
        timeout: Seconds of real time that an endpoint has to respond.
    """

    def __init__(
        self, state: State, clock: Clock, faults: Faults, sender: WebhookSender, *, timeout: float = TIMEOUT
    ) -> None:
        self._state = state
        self._clock = clock
        self._faults = faults
        self._sender = sender
        self._timeout = timeout
        self._opened = clock.peek()
        self._changed = threading.Condition()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._is_closed = False
        self._wakeup = asyncio.Event()
        self._busy = dict[str, asyncio.Task[None]]()
        self._stop_listening = clock.on_advance(self.wake)

    def publish(self) -> None:
        """Add deliveries for the events that have happened, to the endpoints that exist now."""
        state, now = self._state, self._clock.peek()
        if not state.webhooks.uids():
            state.deliveries.skip(now)
            return
        # Otherwise a reset of the state in another thread could remove the job of a webhook that is being published.
        with state.lock:
            self._publish(now)

    def _publish(self, now: datetime) -> None:
        state = self._state
        for message in state.deliveries.unpublished(now):
            body = event_body(message.event, state.jobs.get(message.job_id), state.client().id, message.due)
            state.deliveries.publish(message, body, state.webhooks.subscribers(message.event))

    def wake(self) -> None:
        """Deliver what is due; any thread may call this."""
        with self._changed:
            if self._is_closed or (self._thread is None and not self._state.webhooks.uids()):
                return
            if self._thread is None:
                # Not the proactor of Windows, as in `Server`.
                runner = asyncio.Runner(loop_factory=asyncio.SelectorEventLoop)
                self._loop = runner.get_loop()
                self._thread = threading.Thread(
                    target=self._run, args=(runner,), name="move-sandbox-webhooks", daemon=True
                )
                self._thread.start()
            self._set_wakeup()

    def resend(self, message_id: str, uid: str | None) -> int:
        """Start another series of attempts, and return the number of deliveries."""
        count = self._state.deliveries.resend(message_id, uid, self._clock.peek())
        self.wake()
        return count

    def wait_until_idle(self, timeout: float) -> bool:
        """Wait until nothing is due, and return whether that was within `timeout` seconds of real time."""
        deadline = time.monotonic() + timeout
        self.wake()
        with self._changed:
            while self._has_work():
                remaining = deadline - time.monotonic()
                if remaining <= 0 or self._is_closed:
                    return False
                self._changed.wait(remaining)
        return True

    def close(self) -> None:
        """Stop, and wait until the thread has ended; webhooks that are being sent stay pending."""
        self._stop_listening()
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._set_wakeup()
            self._thread.join()

    def _has_work(self) -> bool:
        due = self._state.deliveries.next_due()
        return bool(self._state.webhooks.uids()) and due is not None and due <= self._clock.peek()

    def _set_wakeup(self) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wakeup.set)

    def _run(self, runner: asyncio.Runner) -> None:
        # Leaving the runner cancels the attempts that still run.
        with runner:
            runner.run(self._deliver_until_closed())

    async def _deliver_until_closed(self) -> None:
        while not self._is_closed:
            self._wakeup.clear()
            pause = self._start_due_attempts()
            with self._changed:
                self._changed.notify_all()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wakeup.wait(), pause)

    def _start_due_attempts(self) -> float | None:
        """Start the next attempt of each idle endpoint, and return the pause in seconds until another may be due."""
        self.publish()
        now = self._clock.peek()
        for uid in self._state.webhooks.uids():
            delivery = None if uid in self._busy else self._state.deliveries.due(uid, now)
            if delivery is not None:
                self._busy[uid] = asyncio.create_task(self._attempt(delivery))
        due = self._state.deliveries.next_due()
        if due is None:
            return None
        seconds = (due - now).total_seconds()
        return min(seconds, _CHECK_SECONDS) if seconds > 0 else _CHECK_SECONDS

    async def _attempt(self, delivery: DueDelivery) -> None:
        try:
            await self._deliver(delivery)
        except Exception:
            _logger.exception("the delivery of %s failed", delivery.id)
            result = WebhookAttempt(delivery.due, None, "internal error of the sandbox")
            self._state.deliveries.record(delivery, result, "failed", None)
        finally:
            del self._busy[delivery.uid]
            self._wakeup.set()

    async def _deliver(self, delivery: DueDelivery) -> None:
        target = self._state.webhooks.target(delivery.uid)
        fault = delivery.fault
        attempt = Attempt(delivery, target, self._sender, self._timeout)
        if fault is None and (fault := self._choose_fault(delivery, target.path)) is not None:
            await fault.deliver(attempt)
        else:
            await attempt.post()
        # After a restart, what was due meanwhile is sent now.
        moment = max(delivery.due, self._opened)
        if attempt.postponed is not None and fault is not None:
            until = moment + self._scaled(attempt.postponed.seconds)
            self._state.deliveries.postpone(delivery, until, fault, until_next=attempt.postponed.until_next)
            return
        result = WebhookAttempt(moment, attempt.status, attempt.error, fault)
        attempts, next_attempt = delivery.attempts_in_series + 1, None
        state: DeliveryState
        if attempt.status in _SUCCESS:
            state = "delivered"
        elif attempt.is_final:
            state = "blocked" if attempt.is_blocked else "lost"
        elif attempts >= len(RETRY_DELAYS):
            state = "failed"
        else:
            state = "pending"
            waited = timedelta(seconds=self._timeout if attempt.is_late else 0)
            next_attempt = moment + waited + self._scaled(RETRY_DELAYS[attempts])
        self._state.deliveries.record(delivery, result, state, next_attempt)

    def _choose_fault(self, delivery: DueDelivery, path: str) -> DeliveryFault | None:
        info = RequestInfo(kind="webhook", method="POST", path=path, operation=delivery.event, fields=(delivery.uid,))
        fault = self._faults.choose(info)
        return fault if isinstance(fault, DeliveryFault) else None

    def _scaled(self, seconds: float) -> timedelta:
        """Return a period of the schedule on the sandbox's clock; zero with the instant clock."""
        return timedelta(seconds=seconds / self._clock.speed)
