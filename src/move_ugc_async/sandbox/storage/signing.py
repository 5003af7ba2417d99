"""Presigned URLs with S3's signature version 2.

The string to sign is the one of "Query string request authentication" in AWS's "Signing and
authenticating REST requests":
https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, quote, urlencode

from move_ugc_async.sandbox.storage.s3_error import S3Error

_AMZ_PREFIX = "x-amz-"


class Signer:
    """Sign URLs and check them.

    Args:
        secret: Decides the signatures, the access key id and the session token.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        identity = hashlib.sha256(self._secret).digest()
        self._key_id = "ASIA" + base64.b32encode(identity[:10]).decode()
        self._token = base64.b64encode(identity * 4).decode()

    def sign(self, method: str, path: str, *, lifetime: float, now: datetime) -> str:
        """Return path and query that allow one method until the lifetime, in seconds, is over."""
        expires = str(int((now + timedelta(seconds=lifetime)).timestamp()))
        query = {
            "AWSAccessKeyId": self._key_id,
            "Signature": self._signature(method, path, expires, {}, self._token),
            "x-amz-security-token": self._token,
            "Expires": expires,
        }
        return f"{quote(path)}?{urlencode(query)}"

    def check(self, method: str, path: str, query: str, headers: Mapping[str, str], *, now: datetime) -> None:
        """Raise the error that S3 answers with if a request is not allowed.

        The path is decoded, the query as it came, and names of headers are in lower case.
        """
        given = dict(parse_qsl(query, keep_blank_values=True))
        if not given:
            raise S3Error(403, "AccessDenied", "Access Denied")
        missing = {"Signature", "Expires", "AWSAccessKeyId"} - given.keys()
        if missing or not given["Expires"].isdecimal():
            raise S3Error(
                403,
                "AccessDenied",
                "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
            )
        expires = given["Expires"]
        if now.timestamp() > int(expires):
            raise S3Error(403, "AccessDenied", "Request has expired")
        if not _equal(given["AWSAccessKeyId"], self._key_id):
            raise S3Error(
                403,
                "InvalidAccessKeyId",
                "The AWS Access Key Id you provided does not exist in our records.",
            )
        token = given.get("x-amz-security-token", "")
        if not _equal(given["Signature"], self._signature(method, path, expires, headers, token)):
            raise S3Error(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided."
                " Check your key and signing method.",
            )

    def _signature(self, method: str, path: str, expires: str, headers: Mapping[str, str], token: str) -> str:
        amz_headers = {name: value for name, value in headers.items() if name.startswith(_AMZ_PREFIX)}
        amz_headers["x-amz-security-token"] = token
        lines = [
            method,
            headers.get("content-md5", ""),
            headers.get("content-type", ""),
            expires,
            *(f"{name}:{value}" for name, value in sorted(amz_headers.items())),
            path,
        ]
        digest = hmac.new(self._secret, "\n".join(lines).encode(), hashlib.sha1).digest()
        return base64.b64encode(digest).decode()


def _equal(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())
