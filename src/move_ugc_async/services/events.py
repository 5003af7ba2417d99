"""Events of webhooks, which wake the waits of a client."""

from move_ugc_async._context import ClientContext
from move_ugc_async._polling.job_events import JobHint
from move_ugc_async.errors import MoveInvalidRequestError
from move_ugc_async.webhooks import JobEvent, JobStarted, WebhookEvent


class EventFeed:
    """Wake waits by the webhooks of their jobs."""

    def __init__(self, context: ClientContext) -> None:
        self._context = context

    def feed(self, event: WebhookEvent) -> None:
        """Read the job that a webhook names, if this client waits for it.

        ```python
        client.events.feed(webhooks.parse(await request.body(), request.headers, secret))
        ```

        It wakes `wait`, `wait_many`, `watch` and workflows. The event is only a hint: every status is read from the
        API, so that a lost, repeated, late or reordered event changes when a wait ends, never its result.

        The job is read at once. Jobs whose events follow each other within 250 ms are read together, at most 2 seconds
        later. While events report the ends of jobs, polling is a safety net: jobs without an event are polled about
        once a minute, unless their wait has a `poll_interval`. Once a job ends without an event, and none follows for
        10 seconds, polling returns to its usual interval.

        Call it from any thread and at any time; it neither blocks nor sends anything itself. All `with_options()`
        copies share the events, and so do all event loops of the client. If nothing waits for the job, a later wait
        for it does not expect another event. Events of other kinds are ignored.

        Args:
            event: An event that `webhooks.parse` returned.

        Raises:
            MoveInvalidRequestError: The argument is not a `WebhookEvent`.
        """
        if not isinstance(event, WebhookEvent):  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"event must be a WebhookEvent, as webhooks.parse returns it; got {type(event).__name__}"
            raise MoveInvalidRequestError(msg)
        if isinstance(event, JobEvent):
            self._context.job_events.add(JobHint(event.job_id, is_end=not isinstance(event, JobStarted)))
