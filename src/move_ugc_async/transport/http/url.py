"""URLs."""

import httpx

_LARGEST_PORT = 65535


class Url(httpx.URL):
    """A URL that error trackers do not show among local variables: one that is presigned is a credential."""

    def __repr__(self) -> str:
        return f"Url('{self.scheme}://{self.host}/…')"


def parse_url(text: str) -> Url | None:
    """Read a URL; None where it is none."""
    try:
        url = Url(text)
    except (httpx.InvalidURL, ValueError):
        # Half a surrogate pair is a ValueError.
        return None
    return url if (url.port or 0) <= _LARGEST_PORT else None
