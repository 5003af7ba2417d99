"""URLs and requests, independent of the HTTP library."""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from move_ugc_async._secrets import Secrets

KEEP_ALIVE = 30.0
"""Seconds that an idle connection is kept: about the longest poll interval."""

_PRINTABLE = re.compile(r"[\w.:+/=-]{1,128}", re.ASCII)
"""Matches ids and media types, but no URL with a query."""

_MAX_PORT = 65535
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]*:[0-9a-f:.]*")
"""A host name or address in the characters used in practice. Libraries disagree on everything else, whether RFC 3986
allows it or not."""


def printable(value: str | None, secrets: "Secrets") -> str | None:
    """Return the value of a header if it looks like an id or a name and contains no secret, else None."""
    if not value or not _PRINTABLE.fullmatch(value) or secrets.redact(value) != value:
        return None
    return value


class Url(httpx.URL):
    """A URL whose repr, which error trackers show, omits path and query: a presigned URL is a secret."""

    def __repr__(self) -> str:
        return f"Url('{self.scheme}://{self.raw_host.decode()}/…')"


def parse_url(text: str) -> Url | None:
    """Parse a URL; return None if it is invalid or libraries would parse it differently."""
    try:
        url = Url(text)
        # Raises ValueError if it is not a valid IDNA name, which httpx checks on access only.
        is_host = not url.host or _HOST.fullmatch(url.raw_host.decode())
    except (httpx.InvalidURL, ValueError):
        # A lone surrogate raises ValueError.
        return None
    return url if is_host and 0 <= (url.port or 0) <= _MAX_PORT else None


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. Its repr, which error trackers show, omits all fields that may hold a secret."""

    method: str
    url: Url = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    content: bytes | AsyncIterator[bytes] | None = field(default=None, repr=False)
    connect_timeout: float | None = None
    """Seconds that establishing a connection may take."""
    read_timeout: float | None = None
    """Seconds without a single byte of the response after which it fails."""
    on_written: Callable[[], None] | None = field(default=None, repr=False)
    """Called just before the first byte is written to a connection; before that nothing can have reached the server.

    An exception that it raises prevents the write. For requests with a body only.
    """
