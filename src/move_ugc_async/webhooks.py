"""Webhooks that come from the API: is this one genuine, and what does it say."""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import SecretStr
from pydantic_core import from_json

from move_ugc_async.errors import WebhookVerificationError

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


def verify_webhook(
    body: bytes, headers: Mapping[str, str], secret: str | SecretStr, *, now: float | None = None
) -> WebhookEvent:
    """Check a webhook's signature, and read it.

    Args:
        body: The body as it came, byte for byte: one that was decoded and encoded again has another signature.
        headers: The request's headers; names in any case, `svix-…` or `webhook-…`.
        secret: The endpoint's secret, `whsec_…`, which `webhooks.upsert` gave on first creation.
        now: Seconds since 1970; left out, the clock's.

    Raises:
        WebhookVerificationError: It is not genuine, too old, or not readable. Answer it with a 4xx.
    """
    # Error trackers show the local variables of whoever raises: the secret, and what it signs, are none of them.
    secret = SecretStr(secret) if isinstance(secret, str) else secret
    known = {name.lower(): value for name, value in headers.items()}
    message_id, timestamp, signatures = (_header(known, name) for name in ("id", "timestamp", "signature"))
    _check_time(timestamp, time.time() if now is None else now)
    signed = b".".join((message_id.encode(), timestamp.encode(), body))
    given = [signature.partition(",")[2] for signature in signatures.split(" ") if signature.startswith("v1,")]
    if not _is_among(given, signed, secret):
        msg = "the signature does not fit the body"
        raise WebhookVerificationError(msg)
    return _read(message_id, body)


def _is_among(given: Sequence[str], signed: bytes, secret: SecretStr) -> bool:
    expected = base64.b64encode(hmac.digest(_key(secret), signed, hashlib.sha256))
    return any(hmac.compare_digest(expected, each.encode()) for each in given)


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(f"svix-{name}") or headers.get(f"webhook-{name}")
    if not value:
        msg = f"the header svix-{name} is missing"
        raise WebhookVerificationError(msg)
    return value


def _check_time(timestamp: str, now: float) -> None:
    if not (timestamp.isascii() and timestamp.isdigit()) or abs(now - int(timestamp[:20])) > TOLERANCE:
        msg = f"the timestamp is not within {TOLERANCE:g} s of now"
        raise WebhookVerificationError(msg)


def _key(secret: SecretStr) -> bytes:
    try:
        key = base64.b64decode(secret.get_secret_value().removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not key:
        msg = "the secret is not one: it is 'whsec_' and base64"
        raise WebhookVerificationError(msg)
    return key


def _read(message_id: str, body: bytes) -> WebhookEvent:
    try:
        payload = from_json(body, allow_inf_nan=False)
    except ValueError:
        payload = None
    if not isinstance(payload, dict):
        msg = "the body is not a JSON object"
        raise WebhookVerificationError(msg)
    fields = cast("dict[str, Any]", payload)
    name = fields.get("event_name")
    return WebhookEvent(message_id, name if isinstance(name, str) else None, fields)
