"""Signatures of webhooks, as Svix and the Standard Webhooks specification define them."""

import base64
import hashlib
import hmac
import time
from collections.abc import Sequence
from typing import TypeAlias

from move_ugc_async._secrets import Credential
from move_ugc_async.errors import MoveInvalidRequestError, WebhookVerificationError
from move_ugc_async.webhooks._headers import WebhookHeaders, read_headers, require_header
from move_ugc_async.webhooks._secret import signing_key

TOLERANCE = 300.0
"""Maximum difference between the timestamp of a webhook and now, in seconds (Svix, "Verifying payloads")."""

WebhookBody: TypeAlias = bytes | bytearray | memoryview | str
"""The raw body of a request. A string must be the unchanged body, decoded as UTF-8."""


def verify(
    body: WebhookBody, headers: WebhookHeaders, secrets: Sequence[Credential], tolerance: float, now: float | None
) -> tuple[str, bytes]:
    """Verify the signature and the age of a webhook, and return its id and its body.

    Raises:
        WebhookVerificationError: The webhook is not genuine, or too old.
        MoveInvalidRequestError: An argument has an invalid type.
    """
    content = _body_bytes(body)
    normalized = read_headers(headers)
    webhook_id, timestamp, signatures = (require_header(normalized, name) for name in ("id", "timestamp", "signature"))
    now = time.time() if now is None else now
    if not isinstance(now, int | float):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"now must be a number of seconds since 1970; got {now!r}"
        raise MoveInvalidRequestError(msg)
    # `not (… <= …)` also refuses NaN.
    if not (timestamp.isdigit() and abs(now - int(timestamp[:20])) <= tolerance):
        msg = f"webhook timestamp must be within {tolerance:g} s of now; check the clock of this host"
        raise WebhookVerificationError(msg)
    signed = b".".join((webhook_id.encode(), timestamp.encode(), content))
    given = [each.encode() for each in signatures.split()]
    for secret in secrets:
        expected = b"v1," + base64.b64encode(hmac.digest(signing_key(secret), signed, hashlib.sha256))
        if any(hmac.compare_digest(expected, each) for each in given):
            return webhook_id, content
    msg = "webhook signature does not match; pass the body unchanged, and the secret of this endpoint"
    raise WebhookVerificationError(msg)


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
