"""Verification of webhooks that the API sends."""

import base64
import hashlib
import hmac
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, cast

from pydantic import SecretStr

from move_ugc_async._schema.scalars import parse_document
from move_ugc_async._secrets import Credential, credential
from move_ugc_async.errors import MoveConfigurationError, MoveInvalidRequestError, WebhookVerificationError

TOLERANCE = 300.0
"""Maximum difference between the timestamp of a webhook and now, in seconds (Svix, "Verifying payloads")."""


@dataclass(frozen=True, slots=True)
class WebhookEvent:
    """A verified webhook.

    Attributes:
        id: Id of the webhook. A retry of it has the same id: use it to drop duplicates.
        name: Name of the event, such as `ugc.job.state.completed`, or None.
        payload: The whole body, parsed.
    """

    id: str
    name: str | None
    payload: dict[str, Any]


WebhookBody: TypeAlias = bytes | bytearray | memoryview | str
"""The raw body of a request. A string must be the unchanged body, decoded as UTF-8."""

_Text: TypeAlias = str | bytes


class HeaderItems(Protocol):
    """Headers with `items()` that are not a `Mapping`, such as those of `http.server` and `email`."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Return pairs of names and values."""
        ...


WebhookHeaders: TypeAlias = (
    Mapping[str, str] | Mapping[str, Sequence[str]] | Iterable[tuple[_Text, _Text]] | HeaderItems
)
"""The headers of a request: a mapping to values or lists of values, or pairs of strings or bytes (ASGI)."""


def verify_webhook(
    body: WebhookBody, headers: WebhookHeaders, secret: str | bytes | SecretStr, *, now: float | None = None
) -> WebhookEvent:
    """Verify the signature of a webhook and return its event.

    ```python
    event = verify_webhook(await request.body(), request.headers, os.environ["MOVE_WEBHOOK_SECRET"])
    ```

    Args:
        body: Raw body of the request. A body that was parsed and encoded again has another signature.
        headers: Headers of the request: `svix-…` or `webhook-…`, in any case or as in a WSGI environment.
        secret: Secret of the endpoint, `whsec_…`, as `webhooks.upsert` returned it on creation.
        now: Current time in seconds since 1970. Default: the system clock. The timestamp of the webhook must be within
            300 seconds of it.

    Raises:
        WebhookVerificationError: The webhook is not genuine, too old or unreadable; respond with 400.
        MoveConfigurationError: The secret is invalid; respond with 500, so that the webhook is retried.
        MoveInvalidRequestError: The body or the headers have an invalid type.
    """
    secret = credential(secret)
    check_secret(secret)
    content = _body_bytes(body)
    normalized = _read_headers(headers)
    webhook_id, timestamp, signatures = (_header(normalized, name) for name in ("id", "timestamp", "signature"))
    now = time.time() if now is None else now
    # `not (… <= …)` also refuses NaN.
    if not (timestamp.isdigit() and abs(now - int(timestamp[:20])) <= TOLERANCE):
        msg = f"webhook timestamp must be within {TOLERANCE:g} s of now; check the clock of this host"
        raise WebhookVerificationError(msg)
    signed = b".".join((webhook_id.encode(), timestamp.encode(), content))
    expected = b"v1," + base64.b64encode(hmac.digest(_signing_key(secret), signed, hashlib.sha256))
    if not any(hmac.compare_digest(expected, each.encode()) for each in signatures.split(" ")):
        msg = "webhook signature does not match; pass the body unchanged, and the secret of this endpoint"
        raise WebhookVerificationError(msg)
    return _read_event(webhook_id, content)


def _body_bytes(body: WebhookBody) -> bytes:
    if isinstance(body, bytes | bytearray | memoryview):
        return bytes(body)
    if not isinstance(body, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"body must be the raw bytes of the request; got {type(body).__name__}"
        raise MoveInvalidRequestError(msg)
    try:
        return body.encode()
    except UnicodeEncodeError:
        msg = "webhook body must be UTF-8"
        raise WebhookVerificationError(msg) from None


def _read_headers(headers: WebhookHeaders) -> dict[str, str]:
    source: Any = headers
    try:
        pairs: Iterable[tuple[_Text, object]] = source.items() if hasattr(source, "items") else source
        return {_name(name): value for name, each in pairs if (value := _value(each)) is not None}
    except (TypeError, ValueError):
        msg = f"headers must be a mapping or pairs of names and values; got {type(source).__name__}"
        raise MoveInvalidRequestError(msg) from None


def _name(name: _Text) -> str:
    text = name.decode("latin-1") if isinstance(name, bytes) else name
    # WSGI names the header `HTTP_SVIX_ID`.
    return text.lower().replace("_", "-").removeprefix("http-")


def _value(value: object) -> str | None:
    """Return the text of a header value, or None. Several values are joined by spaces, as Svix joins signatures."""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, list | tuple):
        return " ".join(each for each in map(_value, cast("Sequence[object]", value)) if each is not None)
    return value if isinstance(value, str) else None


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(f"svix-{name}") or headers.get(f"webhook-{name}")
    if not value:
        msg = f"webhook header svix-{name} is missing"
        raise WebhookVerificationError(msg)
    if not value.isascii():
        msg = f"webhook header svix-{name} must be ASCII"
        raise WebhookVerificationError(msg)
    return value


def check_secret(secret: Credential) -> None:
    """Raise a `MoveConfigurationError` if a webhook secret is not `whsec_` followed by base64."""
    if not isinstance(secret, Credential) or not _signing_key(secret):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = "the webhook secret must be 'whsec_' followed by base64, as webhooks.upsert returned it"
        raise MoveConfigurationError(msg)


def _signing_key(secret: Credential) -> bytes:
    """Return the signing key of a secret, or empty bytes if the secret is invalid."""
    try:
        # A secret from a file ends with a line break.
        return base64.b64decode(secret.reveal().strip().removeprefix("whsec_"), validate=True)
    except ValueError:
        return b""


def _read_event(webhook_id: str, body: bytes) -> WebhookEvent:
    try:
        payload = parse_document(body)
    except ValueError:
        payload = None
    if not isinstance(payload, dict):
        msg = "webhook body must be a JSON object"
        raise WebhookVerificationError(msg)
    fields = cast("dict[str, Any]", payload)
    name = fields.get("event_name")
    return WebhookEvent(webhook_id, name if isinstance(name, str) else None, fields)
