"""Presigned URLs with S3's signature version 2.

The string to sign is defined in "Query string request authentication" of AWS's "Signing and authenticating REST
requests": https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote, urlencode

from move_ugc_async.sandbox.storage.s3_error import S3Error

_AMZ_PREFIX = "x-amz-"

_SECONDS = re.compile(r"[0-9]{1,19}")
"""A time in seconds; a number of more digits does not fit into 64 bits."""

_SUBRESOURCES = frozenset(
    {
        "acl",
        "cors",
        "delete",
        "lifecycle",
        "location",
        "logging",
        "notification",
        "partNumber",
        "policy",
        "requestPayment",
        "restore",
        "tagging",
        "torrent",
        "uploadId",
        "uploads",
        "versionId",
        "versioning",
        "versions",
        "website",
        "response-cache-control",
        "response-content-disposition",
        "response-content-encoding",
        "response-content-language",
        "response-content-type",
        "response-expires",
    }
)
"""Query parameters that belong to the signed resource, so that nobody can add them to a URL."""


class Signer:
    """Sign and verify URLs.

    Args:
        secret: Determines the signatures, the access key id and the session token.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        identity = hashlib.sha256(self._secret).digest()
        self._key_id = "ASIA" + base64.b32encode(identity[:10]).decode()
        self._token = base64.b64encode(identity * 4).decode()

    def sign(self, method: str, path: str, *, lifetime: float, now: datetime) -> str:
        """Return a path and query that permit one method for `lifetime` seconds."""
        expires = str(int((now + timedelta(seconds=lifetime)).timestamp()))
        query = {
            "AWSAccessKeyId": self._key_id,
            "Signature": self._signature(_string_to_sign(method, path, expires, {}, self._token)),
            "x-amz-security-token": self._token,
            "Expires": expires,
        }
        return f"{quote(path)}?{urlencode(query)}"

    def check(self, method: str, path: str, query: str, headers: Mapping[str, str], *, now: datetime) -> None:
        """Raise S3's error if a request is not permitted.

        `path` must be decoded, `query` as received, and header names in lower case.
        """
        parameters = dict(parse_qsl(query, keep_blank_values=True))
        if not parameters:
            raise S3Error(403, "AccessDenied", "Access Denied")
        missing = {"Signature", "Expires", "AWSAccessKeyId"} - parameters.keys()
        if missing or not _SECONDS.fullmatch(parameters["Expires"]):
            raise S3Error(
                403,
                "AccessDenied",
                "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
            )
        expires = parameters["Expires"]
        if now.timestamp() > int(expires):
            details = {"Expires": _iso(expires), "ServerTime": _iso(now.timestamp())}
            raise S3Error(403, "AccessDenied", "Request has expired", details=details)
        if not _equal(parameters["AWSAccessKeyId"], self._key_id):
            raise S3Error(
                403,
                "InvalidAccessKeyId",
                "The AWS Access Key Id you provided does not exist in our records.",
                details={"AWSAccessKeyId": parameters["AWSAccessKeyId"]},
            )
        token = parameters.get("x-amz-security-token", "")
        text = _string_to_sign(method, _resource(path, parameters), expires, headers, token)
        if not _equal(parameters["Signature"], self._signature(text)):
            raise S3Error(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided."
                " Check your key and signing method.",
                details={
                    "AWSAccessKeyId": parameters["AWSAccessKeyId"],
                    "StringToSign": text,
                    "SignatureProvided": parameters["Signature"],
                    "StringToSignBytes": text.encode().hex(" "),
                },
            )

    def _signature(self, text: str) -> str:
        digest = hmac.new(self._secret, text.encode(), hashlib.sha1).digest()
        return base64.b64encode(digest).decode()


def _resource(path: str, parameters: Mapping[str, str]) -> str:
    """Return the path with its sub-resources ("CanonicalizedResource")."""
    names = sorted(_SUBRESOURCES & parameters.keys())
    query = "&".join(f"{name}={parameters[name]}" if parameters[name] else name for name in names)
    return f"{path}?{query}" if query else path


def _string_to_sign(method: str, resource: str, expires: str, headers: Mapping[str, str], token: str) -> str:
    amz_headers = {name: value for name, value in headers.items() if name.startswith(_AMZ_PREFIX)}
    amz_headers["x-amz-security-token"] = token
    lines = [
        method,
        headers.get("content-md5", ""),
        headers.get("content-type", ""),
        expires,
        *(f"{name}:{value}" for name, value in sorted(amz_headers.items())),
        resource,
    ]
    return "\n".join(lines)


def _iso(timestamp: float | str) -> str:
    """Return a number of seconds as a time, or unchanged if it is too far away."""
    try:
        return datetime.fromtimestamp(int(timestamp), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return str(timestamp)


def _equal(value: str, expected: str) -> bool:
    return hmac.compare_digest(value.encode(), expected.encode())
