"""URLs."""

from contextvars import ContextVar

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
    except httpx.InvalidURL:
        return None
    return url if (url.port or 0) <= _LARGEST_PORT else None


raw_path: ContextVar[str] = ContextVar("move_ugc_async.raw_path")
"""Path and query of the request on its way, byte for byte, which httpx-aiohttp does not hand on."""
