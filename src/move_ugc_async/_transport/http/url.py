"""URLs."""

import re

import httpx

_LARGEST_PORT = 65535
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]*:[0-9a-f:.]*")
"""A name or an address, with no more than names have in practice: libraries read whatever else RFC 3986 allows, and
what it does not, each in its own way, or not at all."""


class Url(httpx.URL):
    """A URL that error trackers do not show among local variables: one that is presigned is a credential."""

    def __repr__(self) -> str:
        return f"Url('{self.scheme}://{self.raw_host.decode()}/…')"


def parse_url(text: str) -> Url | None:
    """Read a URL; None where it is none."""
    try:
        url = Url(text)
        return url if _is_plain(url) else None
    except (httpx.InvalidURL, ValueError):
        # Half a surrogate pair is a ValueError.
        return None


def _is_plain(url: Url) -> bool:
    """Tell whether all libraries read the same host and port.

    Raises:
        ValueError: The host is a name that stands for no other; httpx does not look before it is asked.
    """
    is_host = not url.host or _HOST.fullmatch(url.raw_host.decode()) is not None
    return is_host and 0 <= (url.port or 0) <= _LARGEST_PORT
