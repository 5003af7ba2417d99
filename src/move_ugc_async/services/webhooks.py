"""Webhook endpoints: URLs that the API sends events to."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

from pydantic import SecretStr

from move_ugc_async._generated.expand import WebhookExpand
from move_ugc_async._generated.fragments import WebhookEndpoint
from move_ugc_async._schema.scalars import JsonInput
from move_ugc_async._secrets import credential
from move_ugc_async._validation import ensure_id, ensure_selection, ensure_url
from move_ugc_async.services.base import Service
from move_ugc_async.services.expand import Expand, webhook_flags
from move_ugc_async.webhooks._secret import ensure_secret

EventName: TypeAlias = Literal[
    "ugc.job.state.completed", "ugc.job.state.failed", "job.state.completed", "job.state.started"
]


class AsyncWebhookService(Service):
    """Create and update webhook endpoints.

    Available as `client.webhooks`.
    """

    async def upsert(
        self,
        events: Iterable[EventName | str] | EventName | str | None,
        uid: str,
        url: str,
        description: str | None = None,
        secret: str | SecretStr | None = None,
        metadata: JsonInput = None,
        expand: Expand[WebhookExpand] = None,
        *,
        timeout: float | None = None,
    ) -> WebhookEndpoint:
        """Create the webhook endpoint with this `uid`, or update it.

        ```python
        endpoint = await client.webhooks.upsert(
            ["ugc.job.state.completed", "ugc.job.state.failed"], uid="render-farm", url="https://studio.example/move"
        )
        ```

        Args:
            events: Names of the events to send, such as `ugc.job.state.completed`. None: the server's default.
            uid: Your own unique id for the endpoint.
            url: Absolute URL that receives the events, with `https://` or `http://`.
            description: Text for your own use.
            secret: Signing secret: `whsec_` followed by base64; white space around it is not sent. Default: the server
                creates one. It cannot be changed later.
            metadata: Any JSON value, or a JSON document as a string.
            expand: Related objects to include in the result.
            timeout: Deadline in seconds, including all attempts and pauses; above 0. Default: the client's `timeout`.

        Returns:
            The endpoint. Its `secret` is returned on creation only: store it for `webhooks.parse`.

        Raises:
            MoveConfigurationError: The secret cannot sign; nothing was sent.
            MoveInvalidRequestError: The URL, the uid or the events are empty or invalid; nothing was sent.
            MoveError: Any other error.
        """
        if secret is not None:
            secret = credential(secret)
            secret = ensure_secret(secret)
        return await self._context.api.upsert_webhook_endpoint(
            uid=ensure_id(uid, "a webhook endpoint"),
            url=ensure_url(url, "url"),
            events=ensure_selection(events, "events"),
            description=description,
            metadata=metadata,
            secret=secret,
            **webhook_flags(expand),
            call_options=self._call_options(timeout),
        )
