"""URLs of endpoints."""

import string
from urllib.parse import SplitResult, quote, urlsplit

_SAFE = string.punctuation
"""Characters that are sent as they are."""


def split_url(url: str) -> SplitResult:
    """Split a URL into the ASCII parts that are sent; names of hosts become their IDNA form.

    Raises:
        ValueError: It is not a URL of HTTP with a host.
    """
    parts = urlsplit(url)
    is_http = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    if not is_http or not url.isprintable() or " " in url:
        msg = "url must be an http or https URL"
        raise ValueError(msg)
    return parts._replace(
        netloc=parts.netloc.encode("idna").decode(), path=quote(parts.path, _SAFE), query=quote(parts.query, _SAFE)
    )
