"""Agreement with the libraries of Svix and of the Standard Webhooks specification.

They sign what is verified here, and verify what is signed here, for random bodies, ids and secrets.
"""

import base64
import contextlib
import importlib.util
from datetime import UTC, datetime
from typing import Any

import pytest
import standardwebhooks.webhooks
from hypothesis import given, settings
from hypothesis import strategies as st

from move_ugc_async import MoveError, WebhookVerificationError, webhooks
from tests.support.signed_webhooks import SECRET, TIME, encode, signed

NOW = datetime.fromtimestamp(TIME, UTC)


def load_svix() -> Any:
    """Return the module of Svix for webhooks, without the hundreds of models of its API."""
    spec = importlib.util.find_spec("svix")
    assert spec is not None
    (folder,) = spec.submodule_search_locations or ()
    module = importlib.util.spec_from_file_location("svix_webhooks", f"{folder}/webhooks.py")
    assert module is not None
    assert module.loader is not None
    loaded = importlib.util.module_from_spec(module)
    module.loader.exec_module(loaded)
    return loaded


ORACLES = {"svix": load_svix().Webhook, "standardwebhooks": standardwebhooks.webhooks.Webhook}
PREFIXES = {"svix": "svix", "standardwebhooks": "webhook"}
each_oracle = pytest.mark.parametrize("oracle", ORACLES)

documents = st.dictionaries(st.text(max_size=8), st.text(max_size=8) | st.integers() | st.none(), max_size=4)
secrets = st.binary(min_size=24, max_size=64).map(lambda key: f"whsec_{base64.b64encode(key).decode()}")
message_ids = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789_-.", min_size=1, max_size=40)


class _FrozenTime(datetime):
    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return NOW.astimezone(tz)


@pytest.fixture(autouse=True, scope="module")
def _time_of_the_oracles() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(standardwebhooks.webhooks, "datetime", _FrozenTime)
        yield


@each_oracle
@settings(max_examples=20)
@given(document=documents, secret=secrets, message_id=message_ids)
def test_webhook_that_the_library_signs_is_genuine(oracle: str, document: Any, secret: str, message_id: str) -> None:
    body = encode(document).decode()
    prefix = PREFIXES[oracle]
    headers = {
        f"{prefix}-id": message_id,
        f"{prefix}-timestamp": str(TIME),
        f"{prefix}-signature": ORACLES[oracle](secret).sign(message_id, NOW, body),
    }
    for form in (body, body.encode()):
        assert webhooks.parse(form, headers, [SECRET, secret], now=TIME).payload == document
    with pytest.raises(WebhookVerificationError, match="signature"):
        webhooks.parse(body + " ", headers, secret, now=TIME)


@each_oracle
@settings(max_examples=20)
@given(document=documents, secret=secrets, message_id=message_ids)
def test_library_accepts_webhooks_signed_by_the_tests(oracle: str, document: Any, secret: str, message_id: str) -> None:
    body = encode(document)
    headers = signed(body, message_id, secret=secret)
    prefixed = {name.replace("svix", PREFIXES[oracle]): value for name, value in headers.items()}
    ORACLES[oracle](secret).verify(body, prefixed)
    assert webhooks.parse(body, prefixed, secret, now=TIME).message_id == message_id


texts = st.text(max_size=20) | st.sampled_from(["v1,", "v1,AAAA", str(TIME), "1e3", "\ud800"])
names = st.sampled_from(["svix-id", "svix-timestamp", "svix-signature"])


@each_oracle
@settings(max_examples=30)
@given(change=st.dictionaries(names, texts, max_size=2), extra=texts, offset=st.sampled_from([0, 300, -301, 301]))
def test_library_accepts_each_webhook_that_parse_accepts(oracle: str, change: Any, extra: str, offset: int) -> None:
    genuine = signed(b"{}", time=TIME + offset)
    headers = {**genuine, "svix-signature": f"{genuine['svix-signature']} {extra}", **change}
    try:
        webhooks.parse(b"{}", headers, SECRET, now=TIME)
    except MoveError:
        return
    # The libraries raise a bare `ValueError` for a signature without a comma.
    with contextlib.suppress(ValueError):
        ORACLES[oracle](SECRET).verify(
            b"{}", {name.replace("svix", PREFIXES[oracle]): headers[name] for name in headers}
        )


@given(
    secret=st.text(max_size=40) | st.binary(max_size=40) | st.integers() | st.none() | st.lists(st.text(), max_size=3)
)
@settings(max_examples=30)
def test_any_secret_is_used_or_refused_with_a_typed_error(secret: Any) -> None:
    with contextlib.suppress(MoveError):
        webhooks.parse(b"{}", signed(b"{}"), secret, now=TIME)


def test_oracles_read_the_time_of_the_test() -> None:
    with pytest.raises(standardwebhooks.webhooks.WebhookVerificationError, match="too old"):
        ORACLES["svix"](SECRET).verify(b"{}", signed(b"{}", time=TIME - 301))
