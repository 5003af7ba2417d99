"""The checksum that verifies transfers: storage announces it in response headers, and the SDK computes it itself.

For another algorithm, write a class with the three members of `MD5` and assign an instance of it to `CHECKSUM`.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Protocol

_MD5_ETAG = re.compile(r'^"?([0-9a-f]{32})"?$')


class Hasher(Protocol):
    """A checksum that is being computed, such as a `hashlib` object."""

    def update(self, data: bytes, /) -> None:
        """Add the next bytes."""

    def hexdigest(self) -> str:
        """Return the checksum of all bytes so far, in hexadecimal digits."""
        ...


class MD5:
    """The MD5 that storage announces as the ETag of most objects."""

    name = "md5"
    """Key of the checksum in sidecars and manifests."""

    def new(self) -> Hasher:
        """Start to compute a checksum."""
        # Systems in FIPS mode forbid MD5 otherwise.
        return hashlib.md5(usedforsecurity=False)

    def announced(self, headers: Mapping[str, str]) -> str | None:
        """Return the checksum of an object in hexadecimal digits, or None if its headers have no checksum."""
        # The ETag of an object that is encrypted with a key of its own is no MD5 (Amazon S3 API reference, "Object").
        encrypted = (
            headers.get("x-amz-server-side-encryption", "").startswith("aws:kms")
            or "x-amz-server-side-encryption-customer-algorithm" in headers
        )
        match = _MD5_ETAG.match(headers.get("etag", ""))
        return match[1] if match and not encrypted else None


CHECKSUM = MD5()
