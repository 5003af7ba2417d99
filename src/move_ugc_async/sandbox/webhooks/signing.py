"""Signatures of webhooks.

The scheme is "Verifying webhooks manually" of Svix: https://docs.svix.com/receiving/verifying-payloads/how-manual
"""

import base64
import hashlib
import hmac
from time import time as real_time

from move_ugc_async.sandbox.faults.exchange import ForgedPart

_PREFIX = "whsec_"
_OTHER_KEY = b"not the secret of this endpoint"
_TOO_OLD = 600
"""Age of a forged timestamp in seconds; receivers accept 300."""

_UUID_LENGTH = 36


def signing_key(secret: str) -> bytes:
    """Return the key in a secret, or empty bytes if it is not `whsec_` followed by base64."""
    if not secret.startswith(_PREFIX):
        return b""
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except ValueError:
        return b""


def signed_request(
    message_id: str, body: bytes, secret: str, forged: ForgedPart | None = None
) -> tuple[dict[str, str], bytes]:
    """Return headers and body of a webhook.

    The timestamp is real time, even if the sandbox's clock is not, since receivers compare it with their own clock.
    """
    headers = {"content-type": "application/json", "user-agent": "move-ugc-sandbox"}
    if forged == "headers":
        return headers, body
    timestamp = str(int(real_time()) - (_TOO_OLD if forged == "timestamp" else 0))
    key = _OTHER_KEY if forged == "signature" else signing_key(secret)
    digest = hmac.digest(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256)
    headers |= {
        "svix-id": message_id,
        "svix-timestamp": timestamp,
        "svix-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
    return headers, _of_another_job(body) if forged == "body" else body


def _of_another_job(body: bytes) -> bytes:
    """Return a body of the same length with another job id."""
    for marker in (b'"job": {"id": "', b'"job_id": "'):
        before, found, after = body.partition(marker)
        if found:
            return before + found + b"0" * _UUID_LENGTH + after[_UUID_LENGTH:]
    return body
