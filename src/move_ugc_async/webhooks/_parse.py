"""Verify webhooks and parse them into events."""

from move_ugc_async.errors import MoveInvalidRequestError
from move_ugc_async.webhooks._events import Event, WebhookEvent, read_event
from move_ugc_async.webhooks._headers import WebhookHeaders
from move_ugc_async.webhooks._secret import WebhookSecrets, ensure_secrets, hide_secrets
from move_ugc_async.webhooks._signature import TOLERANCE, WebhookBody, verify


class WebhookVerifier:
    """Verifies the webhooks of an endpoint, with secrets that are checked once.

    Args:
        secrets: The secret of the endpoint, `whsec_…`, or several: a webhook is genuine if one of them has signed it.
        tolerance: Maximum difference between the timestamp of a webhook and now, in seconds; 0 or more.

    Raises:
        MoveConfigurationError: There is no secret, or one is invalid.
        MoveInvalidRequestError: The tolerance is invalid.
    """

    def __init__(self, secrets: WebhookSecrets, *, tolerance: float = TOLERANCE) -> None:
        secrets = hide_secrets(secrets)
        self._secrets = ensure_secrets(secrets)
        if not isinstance(tolerance, int | float) or not tolerance >= 0:  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"tolerance must be a number of seconds, 0 or more; got {tolerance!r}"
            raise MoveInvalidRequestError(msg)
        self._tolerance = tolerance

    def parse(self, body: WebhookBody, headers: WebhookHeaders, *, now: float | None = None) -> Event:
        """Verify a webhook and return its event. Arguments and errors: as for the function `parse`."""
        return read_event(*verify(body, headers, self._secrets, self._tolerance, now))


def parse(
    body: WebhookBody,
    headers: WebhookHeaders,
    secrets: WebhookSecrets,
    *,
    tolerance: float = TOLERANCE,
    now: float | None = None,
) -> Event:
    """Verify a webhook, and return its event.

    ```python
    event = webhooks.parse(await request.body(), request.headers, os.environ["MOVE_WEBHOOK_SECRET"])
    ```

    Nothing of the body is read before its signature is verified. A genuine body with missing or odd fields is still an
    event: an `UnknownEvent`, or one whose attributes are None.

    Args:
        body: Raw body of the request. A body that was parsed and encoded again has another signature.
        headers: Headers of the request: `svix-…` or `webhook-…`, in any case or as in a WSGI environment.
        secrets: Secret of the endpoint, `whsec_…`, as `webhooks.upsert` returned it on creation; or several, of which
            one must have signed the webhook. White space around a secret is ignored.
        tolerance: Maximum difference between the timestamp of the webhook and `now`, in seconds; 0 or more.
        now: Current time in seconds since 1970. Default: the system clock.

    Returns:
        A `JobStarted`, `JobCompleted`, `JobFailed` or `UnknownEvent`.

    Raises:
        WebhookVerificationError: The webhook is not genuine, too old or not a JSON object; respond with 400.
        MoveConfigurationError: There is no secret, or one is invalid; respond with 500, so that the webhook is retried.
        MoveInvalidRequestError: The body, the headers, the tolerance or `now` have an invalid type.
    """
    secrets = hide_secrets(secrets)
    return WebhookVerifier(secrets, tolerance=tolerance).parse(body, headers, now=now)


def verify_webhook(
    body: WebhookBody, headers: WebhookHeaders, secret: WebhookSecrets, *, now: float | None = None
) -> WebhookEvent:
    """Alias of `webhooks.parse`, with a tolerance of 300 seconds."""
    secret = hide_secrets(secret)
    return parse(body, headers, secret, now=now)
