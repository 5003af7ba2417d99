"""Webhooks that come from the API: is this one genuine, and what does it say."""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, cast

from pydantic import SecretStr

from move_ugc_async._schema.scalars import parse_document
from move_ugc_async.errors import MoveConfigurationError, MoveInvalidRequestError, WebhookVerificationError

TOLERANCE = 300.0
"""Seconds by which a webhook's timestamp may differ from now, either way (Svix, "Verifying payloads")."""

_PREFIX = "whsec_"


@dataclass(frozen=True, slots=True)
class WebhookEvent:
    """What a genuine webhook says.

    Attributes:
        id: Stays the same when the webhook is sent again: use it to drop duplicates.
        name: What happened, such as `ugc.job.state.completed`; None where the body does not say.
        payload: The whole body, decoded.
    """

    id: str
    name: str | None
    payload: dict[str, Any]


WebhookBody: TypeAlias = bytes | bytearray | memoryview | str
"""The body of a request as it came. A string must be the body decoded as UTF-8, unchanged."""

_Text: TypeAlias = str | bytes


class HeaderItems(Protocol):
    """Headers that are no `Mapping`, such as those of `http.server` and `email`."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Return the pairs of names and values."""
        ...


WebhookHeaders: TypeAlias = (
    Mapping[str, str] | Mapping[str, Sequence[str]] | Iterable[tuple[_Text, _Text]] | HeaderItems
)
"""The headers of a request: a mapping, also of lists of values, or pairs, also of bytes as in ASGI."""


def verify_webhook(
    body: WebhookBody, headers: WebhookHeaders, secret: str | bytes | SecretStr, *, now: float | None = None
) -> WebhookEvent:
    """Verify the signature of a webhook, and read it.

    Args:
        body: The body as it came, byte for byte: one that was decoded and encoded again has another signature.
        headers: The request's headers; names in any case, `svix-…`, `webhook-…`, or as WSGI names them.
        secret: The endpoint's secret, `whsec_…`, which `webhooks.upsert` returned on first creation.
        now: Seconds since 1970; left out, the clock's.

    Raises:
        WebhookVerificationError: It is not genuine, too old, or not readable. Answer it with a 4xx.
        MoveConfigurationError: The secret cannot be used. Answer with a 5xx, so that the webhook is sent again.
        MoveInvalidRequestError: The body or the headers are of a wrong type.
    """
    # Error trackers show the local variables of whoever raises: the secret, and what it signs, are none of them.
    secret = secret.decode("latin-1") if isinstance(secret, bytes) else secret
    secret = SecretStr(secret) if isinstance(secret, str) else secret
    check_secret(secret)
    content = _bytes_of(body)
    known = _read_headers(headers)
    message_id, timestamp, signatures = (_header(known, name) for name in ("id", "timestamp", "signature"))
    _check_time(timestamp, time.time() if now is None else now)
    signed = b".".join((message_id.encode(), timestamp.encode(), content))
    given = [signature.partition(",")[2] for signature in signatures.split(" ") if signature.startswith("v1,")]
    if not _is_among(given, signed, secret):
        msg = "the signature does not fit the body"
        raise WebhookVerificationError(msg)
    return _read(message_id, content)


def _bytes_of(body: WebhookBody) -> bytes:
    if isinstance(body, bytes | bytearray | memoryview):
        return bytes(body)
    if not isinstance(body, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"body must be the raw bytes of the request; got {type(body).__name__}"
        raise MoveInvalidRequestError(msg)
    try:
        return body.encode()
    except UnicodeEncodeError:
        msg = "the body is not UTF-8"
        raise WebhookVerificationError(msg) from None


def _is_among(given: Sequence[str], signed: bytes, secret: SecretStr) -> bool:
    expected = base64.b64encode(hmac.digest(_key(secret), signed, hashlib.sha256))
    return any(hmac.compare_digest(expected, each.encode()) for each in given)


def _read_headers(headers: WebhookHeaders) -> dict[str, str]:
    given: Any = headers
    try:
        pairs: Iterable[tuple[_Text, object]] = given.items() if hasattr(given, "items") else given
        return {_name(name): value for name, each in pairs if (value := _value(each)) is not None}
    except (TypeError, ValueError):
        msg = f"headers must be a mapping or pairs of names and values; got {type(given).__name__}"
        raise MoveInvalidRequestError(msg) from None


def _name(name: _Text) -> str:
    text = name.decode("latin-1") if isinstance(name, bytes) else name
    # WSGI writes `HTTP_SVIX_ID`.
    return text.lower().replace("_", "-").removeprefix("http-")


def _value(value: object) -> str | None:
    """Return the value of a header; several are joined, as for signatures. None where it is no text."""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, list | tuple):
        return " ".join(each for each in map(_value, cast("Sequence[object]", value)) if each is not None)
    return value if isinstance(value, str) else None


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(f"svix-{name}") or headers.get(f"webhook-{name}")
    if not value:
        msg = f"the header svix-{name} is missing"
        raise WebhookVerificationError(msg)
    if not value.isascii():
        msg = f"the header svix-{name} is not ASCII"
        raise WebhookVerificationError(msg)
    return value


def _check_time(timestamp: str, now: float) -> None:
    # NaN is near nothing.
    if not (timestamp.isascii() and timestamp.isdigit() and abs(now - int(timestamp[:20])) <= TOLERANCE):
        msg = f"the timestamp is not within {TOLERANCE:g} s of now"
        raise WebhookVerificationError(msg)


def check_secret(secret: SecretStr) -> None:
    """Check that a secret can sign webhooks.

    Raises:
        MoveConfigurationError: It is not `whsec_` followed by base64.
    """
    if not isinstance(secret, SecretStr) or not _key(secret):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = "webhook secret is invalid: expected 'whsec_' followed by base64, as webhooks.upsert returned it"
        raise MoveConfigurationError(msg)


def _key(secret: SecretStr) -> bytes:
    """Return the key that a secret stands for; empty where it stands for none."""
    try:
        # A secret that was read from a file ends with a line break.
        return base64.b64decode(secret.get_secret_value().strip().removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _read(message_id: str, body: bytes) -> WebhookEvent:
    try:
        payload = parse_document(body)
    except ValueError:
        payload = None
    if not isinstance(payload, dict):
        msg = "the body is not a JSON object"
        raise WebhookVerificationError(msg)
    fields = cast("dict[str, Any]", payload)
    name = fields.get("event_name")
    return WebhookEvent(message_id, name if isinstance(name, str) else None, fields)
