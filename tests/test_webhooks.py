"""Webhook signatures: the published test vector, and variations that must be refused."""

import base64
import hashlib
import hmac
from typing import Any

import pytest
from pydantic import SecretStr

from move_ugc_async import WebhookVerificationError, verify_webhook

# The example of the Standard Webhooks specification.
SECRET = "whsec_plJ3nmyCDGBKInavdOK15jsl"
BODY = b'{"event_type":"ping","data":{"success":true}}'
ID, TIME = "msg_loFOjxBNrRLzqYUf", 1731705121
SIGNATURE = "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="
HEADERS = {"svix-id": ID, "svix-timestamp": str(TIME), "svix-signature": SIGNATURE}


def sign(body: bytes) -> dict[str, str]:
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    digest = hmac.new(key, f"{ID}.{TIME}.".encode() + body, hashlib.sha256).digest()
    return {**HEADERS, "svix-signature": f"v1,{base64.b64encode(digest).decode()}"}


@pytest.mark.parametrize(
    "headers",
    [
        HEADERS,
        {name.upper(): value for name, value in HEADERS.items()},
        {name.replace("svix", "webhook"): value for name, value in HEADERS.items()},
        {**HEADERS, "svix-signature": f"v1,AAAA v1a,x {SIGNATURE}"},
    ],
)
@pytest.mark.parametrize("secret", [SECRET, SecretStr(SECRET), SECRET.removeprefix("whsec_")])
def test_the_published_test_vector_is_verified(headers: dict[str, str], secret: Any) -> None:
    event = verify_webhook(BODY, headers, secret, now=TIME)
    assert (event.id, event.name, event.payload["data"]) == (ID, None, {"success": True})


def test_an_event_has_the_name_in_its_body() -> None:
    body = b'{"event_name":"ugc.job.state.completed","detail":{}}'
    assert verify_webhook(body, sign(body), SECRET, now=TIME).name == "ugc.job.state.completed"


def test_one_flipped_bit_anywhere_is_refused() -> None:
    for place in range(len(BODY)):
        flipped = bytearray(BODY)
        flipped[place] ^= 1
        with pytest.raises(WebhookVerificationError):
            verify_webhook(bytes(flipped), HEADERS, SECRET, now=TIME)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"svix-signature": "v1,AAAA"}, "signature"),
        ({"svix-signature": SIGNATURE.replace("v1,", "v2,")}, "signature"),
        ({"svix-signature": "v1,é"}, "signature"),
        ({"svix-id": "msg_other"}, "signature"),
        ({"svix-id": ""}, "svix-id is missing"),
        ({"svix-timestamp": str(TIME + 1)}, "signature"),
        ({"svix-timestamp": "soon"}, "timestamp"),
    ],
)
def test_a_changed_header_is_refused(change: dict[str, str], message: str) -> None:
    with pytest.raises(WebhookVerificationError, match=message):
        verify_webhook(BODY, {**HEADERS, **change}, SECRET, now=TIME)


@pytest.mark.parametrize(("off", "genuine"), [(-301, False), (-300, True), (300, True), (301, False)])
def test_a_timestamp_may_differ_from_now_by_at_most_five_minutes(off: int, *, genuine: bool) -> None:
    try:
        verify_webhook(BODY, HEADERS, SECRET, now=TIME + off)
    except WebhookVerificationError:
        assert not genuine
    else:
        assert genuine


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_?", SECRET[:-4] + "AAAA"])
def test_a_wrong_secret_is_refused_and_not_in_the_error(secret: str) -> None:
    with pytest.raises(WebhookVerificationError) as caught:
        verify_webhook(BODY, HEADERS, secret, now=TIME)
    assert secret in ("", "whsec_") or secret not in str(caught.value)


@pytest.mark.parametrize("body", [b"[1]", b"no json", b""])
def test_a_signed_body_that_is_not_a_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(WebhookVerificationError, match="JSON object"):
        verify_webhook(body, sign(body), SECRET, now=TIME)
