"""Signed webhooks, with an implementation of the signature that is independent of the package."""

import base64
import hashlib
import hmac
import json
from typing import Any

# From the test vector of the Standard Webhooks specification.
SECRET = "whsec_plJ3nmyCDGBKInavdOK15jsl"
OTHER_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
TIME = 1731705121
COMPLETED = "ugc.job.state.completed"
JOB, TAKE = "2f1c9a5e-7d1f-4a43-9f1e-0c9e5b1d7a11", "5a0b7c3d-0000-4a43-9f1e-0c9e5b1d7a22"


def signed(body: bytes, message_id: str = "msg_1", *, secret: str = SECRET, time: int = TIME) -> dict[str, str]:
    """Return the headers of a genuine webhook."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{message_id}.{time}.".encode() + body, hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(digest).decode()}"
    return {"svix-id": message_id, "svix-timestamp": str(time), "svix-signature": signature}


def ugc_body(name: str = COMPLETED, *, job: Any = JOB, take: Any = TAKE, **job_fields: Any) -> bytes:
    """Return a body in the form of `ugc.job.state.completed`."""
    attributes = {"job": {"id": job, **job_fields}, "take": {"id": take}}
    detail = {"api_name": "ugc", "client_id": "c", "event_name": name, "event_attributes": attributes}
    return encode({"event_name": name, "timestamp": "2024-11-15T21:12:01.5Z", "detail": detail})


def plain_body(name: str = "job.state.completed", job: Any = JOB) -> bytes:
    """Return a body in the form of `job.state.completed`."""
    detail = {"api_name": "ugc", "client_id": "c", "job_id": job}
    return encode({"event_name": name, "timestamp": "2024-11-15T21:12:01.5Z", "detail": detail})


def encode(document: Any) -> bytes:
    return json.dumps(document).encode()
