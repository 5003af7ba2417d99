import base64
import re

import pytest

from tests.integration.sandbox.api import Api

pytestmark = pytest.mark.anyio

_UPSERT = """mutation (
  $uid: String!, $url: String!, $events: [String!], $description: String, $metadata: AWSJSON, $secret: String
) {
  upsertWebhookEndpoint(
    uid: $uid, url: $url, events: $events, description: $description, metadata: $metadata, secret: $secret
  ) { uid url events description metadata secret client { id } }
}"""
_URL = "https://example.com/hook"


async def test_secret_is_shown_on_creation_only(api: Api) -> None:
    first = await api.call(_UPSERT, uid="a", url=_URL)
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/=]+", first["secret"])
    assert len(base64.b64decode(first["secret"].removeprefix("whsec_"))) == 24
    assert (await api.call(_UPSERT, uid="a", url=_URL))["secret"] is None
    assert (await api.call(_UPSERT, uid="b", url=_URL))["secret"] not in {None, first["secret"]}


async def test_given_webhook_secret_is_kept_and_cannot_be_changed(api: Api) -> None:
    assert (await api.call(_UPSERT, uid="a", url=_URL, secret="whsec_mine"))["secret"] == "whsec_mine"
    assert (await api.call(_UPSERT, uid="a", url=_URL, secret="whsec_mine"))["secret"] is None
    error = await api.error(_UPSERT, uid="a", url=_URL, secret="whsec_AAAA")
    assert error["errorType"] == "MoveValidationError"
    assert (await api.call(_UPSERT, uid="a", url=_URL, secret="whsec_mine"))["secret"] is None


async def test_webhook_update_changes_only_the_given_fields(api: Api) -> None:
    await api.call(_UPSERT, uid="a", url=_URL, events=["x"], description="d", metadata="{ }")
    other = "https://example.com/other"
    kept = await api.call(_UPSERT, uid="a", url=other)
    assert (kept["url"], kept["events"], kept["description"], kept["metadata"]) == (other, ["x"], "d", "{ }")
    changed = await api.call(_UPSERT, uid="a", url=other, events=[], description="", metadata="1")
    assert (changed["events"], changed["description"], changed["metadata"]) == ([], "", "1")


@pytest.mark.parametrize("secret", ["whsec_", "whsec_?", "mine", "AAAA", "whsec_AAA"])
async def test_secret_that_cannot_sign_is_rejected(api: Api, secret: str) -> None:
    error = await api.error(_UPSERT, uid="a", url=_URL, secret=secret)
    assert error["errorType"] == "MoveValidationError"
    assert secret not in error["message"].replace("whsec_ followed", "")
    assert (await api.call(_UPSERT, uid="a", url=_URL))["secret"] is not None


@pytest.mark.parametrize(
    "url", ["", "example.com", "ftp://example.com", "http://", "http://a:0/", "http://a b/", "http://[/"]
)
async def test_upsert_rejects_a_url_that_cannot_be_called(api: Api, url: str) -> None:
    assert (await api.error(_UPSERT, uid="a", url=url))["message"] == "url must be an http or https URL"
