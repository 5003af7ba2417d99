"""URLs that every HTTP library parses alike."""

import re

import httpx

_MAX_PORT = 65535
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]*:[0-9a-f:.]*")
"""A host name or address in the characters used in practice. Libraries disagree on everything else, whether RFC 3986
allows it or not."""


class Url(httpx.URL):
    """A URL whose repr, which error trackers show, omits path and query: a presigned URL is a secret."""

    def __repr__(self) -> str:
        return f"Url('{self.scheme}://{self.raw_host.decode()}/…')"


def parse_url(text: str) -> Url | None:
    """Parse a URL; return None if it is invalid or libraries would parse it differently."""
    try:
        url = Url(text)
        return url if _is_plain(url) else None
    except (httpx.InvalidURL, ValueError):
        # A lone surrogate raises ValueError.
        return None


def _is_plain(url: Url) -> bool:
    """Return whether all libraries parse the same host and port.

    Raises:
        ValueError: The host is not a valid IDNA name; httpx checks that on access only.
    """
    is_host = not url.host or _HOST.fullmatch(url.raw_host.decode()) is not None
    return is_host and 0 <= (url.port or 0) <= _MAX_PORT
