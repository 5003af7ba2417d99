"""Verification: the published test vector, accepted forms, several secrets, and refused variations."""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from http.client import HTTPMessage
from typing import Any, cast

import httpx
import pytest
from pydantic import SecretStr
from starlette.datastructures import Headers

from move_ugc_async import (
    MoveConfigurationError,
    MoveInvalidRequestError,
    WebhookVerificationError,
    verify_webhook,
    webhooks,
)
from tests.support.signed_webhooks import OTHER_SECRET, SECRET, TIME, signed

# Test vector of the Standard Webhooks specification.
BODY = b'{"event_type":"ping","data":{"success":true}}'
ID = "msg_loFOjxBNrRLzqYUf"
SIGNATURE = "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="
HEADERS = {"svix-id": ID, "svix-timestamp": str(TIME), "svix-signature": SIGNATURE}


def sign(body: bytes) -> dict[str, str]:
    return signed(body, ID)


@pytest.mark.parametrize(
    "headers",
    [
        HEADERS,
        {name.upper(): value for name, value in HEADERS.items()},
        {name.replace("svix", "webhook"): value for name, value in HEADERS.items()},
        {**HEADERS, "svix-signature": f"v1,AAAA v1a,x {SIGNATURE}"},
    ],
)
@pytest.mark.parametrize("secret", [SECRET, SECRET.encode(), SecretStr(SECRET), SECRET.removeprefix("whsec_")])
def test_verify_webhook_accepts_the_published_test_vector(headers: dict[str, str], secret: Any) -> None:
    event = verify_webhook(BODY, headers, secret, now=TIME)
    assert (event.id, event.name, event.payload["data"]) == (ID, None, {"success": True})


def test_event_has_the_name_in_its_body() -> None:
    body = b'{"event_name":"ugc.job.state.completed","detail":{}}'
    assert verify_webhook(body, sign(body), SECRET, now=TIME).name == "ugc.job.state.completed"


def test_verify_webhook_refuses_a_flipped_bit_at_any_position() -> None:
    for position in range(len(BODY)):
        flipped = bytearray(BODY)
        flipped[position] ^= 1
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
def test_verify_webhook_refuses_a_changed_header(change: dict[str, str], message: str) -> None:
    with pytest.raises(WebhookVerificationError, match=message):
        verify_webhook(BODY, {**HEADERS, **change}, SECRET, now=TIME)


@pytest.mark.parametrize(("offset", "genuine"), [(-301, False), (-300, True), (300, True), (301, False)])
def test_timestamp_may_differ_from_now_by_at_most_five_minutes(offset: int, *, genuine: bool) -> None:
    try:
        verify_webhook(BODY, HEADERS, SECRET, now=TIME + offset)
    except WebhookVerificationError:
        assert not genuine
    else:
        assert genuine


def test_verify_webhook_refuses_every_timestamp_when_now_is_nan() -> None:
    with pytest.raises(WebhookVerificationError, match="within 300 s"):
        verify_webhook(BODY, HEADERS, SECRET, now=math.nan)


def test_verify_webhook_refuses_another_secret_without_revealing_the_secret() -> None:
    secret = SECRET[:-4] + "AAAA"
    with pytest.raises(WebhookVerificationError) as caught:
        verify_webhook(BODY, HEADERS, secret, now=TIME)
    assert secret not in str(caught.value)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_?", "hunter2!", "whsec_é", "\ud800", None, 7, b"whsec_?"])
def test_invalid_secret_raises_a_configuration_error(secret: Any) -> None:
    with pytest.raises(MoveConfigurationError, match="webhook secret must be 'whsec_'") as caught:
        verify_webhook(BODY, {}, secret, now=TIME)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("secret", [f"{SECRET}\n", f" \t{SECRET}\r\n", f"{SECRET}\n".encode(), SecretStr(f"{SECRET} ")])
def test_white_space_around_a_secret_is_ignored(secret: Any) -> None:
    assert webhooks.parse(BODY, HEADERS, secret, now=TIME).message_id == ID
    assert webhooks.parse(BODY, HEADERS, [OTHER_SECRET, secret], now=TIME).message_id == ID


SEVERAL: dict[str, Callable[[], Any]] = {
    "list": lambda: [OTHER_SECRET, SECRET],
    "tuple of one": lambda: (SECRET,),
    "set": lambda: {SECRET, OTHER_SECRET},
    "generator": lambda: (each for each in (OTHER_SECRET, SECRET)),
    "dictionary": lambda: {OTHER_SECRET: 1, SECRET: 2},
    "mixed types": lambda: [OTHER_SECRET.encode(), SecretStr(SECRET)],
}


@pytest.mark.parametrize("form", SEVERAL)
def test_webhook_is_genuine_if_any_of_several_secrets_signed_it(form: str) -> None:
    assert webhooks.parse(BODY, HEADERS, SEVERAL[form](), now=TIME).id == ID
    with pytest.raises(WebhookVerificationError, match="signature"):
        webhooks.parse(BODY + b" ", HEADERS, SEVERAL[form](), now=TIME)


@pytest.mark.parametrize("position", [1, 2, 3])
@pytest.mark.parametrize("invalid", ["", "hunter2!", "whsec_", None, b"hunter2!", SecretStr("hunter2!")])
def test_error_names_an_invalid_secret_by_its_position_only(position: int, invalid: Any) -> None:
    secrets = [SECRET, OTHER_SECRET]
    secrets.insert(position - 1, invalid)
    with pytest.raises(MoveConfigurationError, match=rf"^the webhook secret {position} of 3 must be") as caught:
        webhooks.parse(BODY, HEADERS, secrets, now=TIME)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("secrets", [[], (), "", iter(())])
def test_no_secret_is_a_configuration_error(secrets: Any) -> None:
    with pytest.raises(MoveConfigurationError, match="secret"):
        webhooks.parse(BODY, HEADERS, secrets, now=TIME)


@pytest.mark.parametrize(
    ("tolerance", "age", "genuine"), [(0, 0, True), (0, 1, False), (900, 900, True), (10, 11, False)]
)
def test_tolerance_limits_the_age_of_a_webhook(tolerance: float, age: float, *, genuine: bool) -> None:
    for now in (TIME + age, TIME - age):
        if genuine:
            assert webhooks.parse(BODY, HEADERS, SECRET, tolerance=tolerance, now=now).id == ID
        else:
            with pytest.raises(WebhookVerificationError, match=rf"within {tolerance} s of now"):
                webhooks.parse(BODY, HEADERS, SECRET, tolerance=tolerance, now=now)


@pytest.mark.parametrize("now", ["1769817600", datetime(2026, 1, 31, tzinfo=UTC)])
def test_invalid_now_is_refused(now: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match="now must be a number of seconds since 1970; got"):
        webhooks.parse(BODY, HEADERS, SECRET, now=now)


@pytest.mark.parametrize("tolerance", [-1, math.nan, "300", None])
def test_invalid_tolerance_is_refused(tolerance: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match="tolerance must be a number of seconds, 0 or more; got"):
        webhooks.parse(BODY, HEADERS, SECRET, tolerance=tolerance, now=TIME)


def test_system_clock_is_the_default_time() -> None:
    with pytest.raises(WebhookVerificationError, match="check the clock"):
        webhooks.parse(BODY, HEADERS, SECRET)


@pytest.mark.parametrize("body", [BODY, bytearray(BODY), memoryview(BODY), BODY.decode()])
def test_body_may_be_bytes_or_decoded_text(body: Any) -> None:
    assert verify_webhook(body, HEADERS, SECRET, now=TIME).payload["data"] == {"success": True}


def message(headers: dict[str, str]) -> HTTPMessage:
    """Return headers in the type of `http.server`."""
    result = HTTPMessage()
    for name, value in headers.items():
        result[name] = value
    return result


HEADER_FORMS: dict[str, Any] = {
    "ASGI": [(name.encode(), value.encode()) for name, value in HEADERS.items()],
    "pairs": list(HEADERS.items()),
    "iterator": lambda: iter(HEADERS.items()),
    "lists of values": {name: [value] for name, value in HEADERS.items()},
    "several signatures": {**HEADERS, "svix-signature": ["v1,AAAA", SIGNATURE]},
    "httpx": httpx.Headers(HEADERS),
    "http.server": message(HEADERS),
    "Starlette": Headers(HEADERS),
    "WSGI": {"HTTP_" + name.upper().replace("-", "_"): value for name, value in HEADERS.items()} | {"wsgi.input": 7},
}


@pytest.mark.parametrize("form", HEADER_FORMS)
def test_verify_webhook_accepts_headers_of_each_framework(form: str) -> None:
    headers: Any = HEADER_FORMS[form]
    headers = cast("Any", headers()) if callable(headers) else headers
    assert verify_webhook(BODY, headers, SECRET, now=TIME).id == ID


@pytest.mark.parametrize(
    ("body", "headers"),
    [({"a": 1}, HEADERS), (None, HEADERS), (7, HEADERS), (BODY, None), (BODY, 7), (BODY, "svix-id: x"), (BODY, [1])],
)
def test_verify_webhook_refuses_arguments_of_a_wrong_type(body: Any, headers: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match=r"body must be|headers must be"):
        verify_webhook(body, headers, SECRET, now=TIME)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("\ud800", HEADERS),
        (BODY, {**HEADERS, "svix-id": "\ud800"}),
        (BODY, {**HEADERS, "svix-signature": "v1,\udcff"}),
        (BODY, {**HEADERS, "svix-timestamp": "\u0661\u0662"}),
        (BODY, {**HEADERS, "svix-timestamp": "9" * 5000}),
        (BODY, {**HEADERS, "svix-id": None}),
        (BODY, {**HEADERS, "svix-id": []}),
        (BODY, {}),
    ],
)
def test_hostile_request_raises_a_verification_error(body: Any, headers: Any) -> None:
    with pytest.raises(WebhookVerificationError):
        verify_webhook(body, headers, SECRET, now=TIME)


def test_signed_body_with_half_a_surrogate_pair_is_parsed() -> None:
    body = b'{"event_name": "x", "cut": "\\ud83d"}'
    assert verify_webhook(body, sign(body), SECRET, now=TIME).payload["cut"] == "\ud83d"


@pytest.mark.parametrize("body", [b"[1]", b"no json", b"", b"\xff", b"[" * 100_000])
def test_signed_body_that_is_not_a_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(WebhookVerificationError, match="JSON object"):
        verify_webhook(body, sign(body), SECRET, now=TIME)
