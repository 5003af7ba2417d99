import base64
import hashlib
import hmac
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from move_ugc_async.sandbox.storage.s3_error import S3Error
from move_ugc_async.sandbox.storage.signing import Signer

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_signature_uses_the_documented_string_to_sign() -> None:
    query = parse_qs(urlsplit(Signer("secret").sign("PUT", "/bucket/key", lifetime=60, now=NOW)).query)
    token = query["x-amz-security-token"][0]
    text = f"PUT\n\n\n1767225660\nx-amz-security-token:{token}\n/bucket/key"
    digest = hmac.new(b"secret", text.encode(), hashlib.sha1).digest()
    assert query["Expires"] == ["1767225660"]
    assert query["Signature"] == [base64.b64encode(digest).decode()]


def test_signature_depends_on_the_secret() -> None:
    target = urlsplit(Signer("secret").sign("GET", "/bucket/key", lifetime=60, now=NOW))
    Signer("secret").check("GET", target.path, target.query, {}, now=NOW)
    with pytest.raises(S3Error, match="does not exist in our records"):
        Signer("other").check("GET", target.path, target.query, {}, now=NOW)
