"""Webhook endpoints: where the API reports events to."""

from collections.abc import Iterable

from pydantic import SecretStr

from move_ugc_async._generated.expand import WebhookExpand
from move_ugc_async._generated.fragments import WebhookEndpoint
from move_ugc_async._schema.scalars import JsonInput
from move_ugc_async._secrets import credential
from move_ugc_async._validation import ensure_id, ensure_selection
from move_ugc_async.services.base import Service
from move_ugc_async.services.expand import webhook_flags
from move_ugc_async.services.literals import EventName
from move_ugc_async.webhooks import check_secret


class AsyncWebhookService(Service):
    """Create and change webhook endpoints.

    Take it from a client, `client.webhooks`; it can be kept in a variable.
    """

    async def upsert(
        self,
        events: Iterable[EventName | str] | EventName | str | None,
        uid: str,
        url: str,
        description: str | None = None,
        secret: str | SecretStr | None = None,
        metadata: JsonInput = None,
        expand: Iterable[WebhookExpand] | WebhookExpand | None = None,
        *,
        timeout: float | None = None,
    ) -> WebhookEndpoint:
        """Create the endpoint of this `uid`, or change it.

        Args:
            events: Kinds of event to send, such as `ugc.job.state.completed`; None leaves it to the server.
            uid: Your own unique id of the endpoint.
            url: The address to send events to.
            description: Your description.
            secret: The signing secret, `whsec_…`; left out, the server makes one. It cannot be changed later.
            metadata: Any JSON value, or a JSON document as a string.
            expand: What else the endpoint shall carry.
            timeout: Seconds that the call may take with all its tries and waits; left out, the client's.

        Returns:
            The endpoint. Its `secret` is there on first creation only: keep it.

        Raises:
            MoveConfigurationError: The secret cannot sign webhooks. It could not be changed later, so nothing was sent.
            MoveError: Anything else that went wrong.
        """
        secret = credential(secret)
        if secret is not None:
            check_secret(SecretStr(secret) if isinstance(secret, str) else secret)  # pyright: ignore[reportUnnecessaryIsInstance]
        return await self._calls(timeout).upsert_webhook_endpoint(
            uid=ensure_id(uid, "a webhook endpoint"),
            url=url,
            events=ensure_selection(events, "events"),
            description=description,
            metadata=metadata,
            secret=secret,
            **webhook_flags(expand),
        )
