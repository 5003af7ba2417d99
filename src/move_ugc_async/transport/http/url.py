"""URLs."""

from contextvars import ContextVar
from typing import TypeAlias

import httpx

Url: TypeAlias = httpx.URL

_LARGEST_PORT = 65535


def parse_url(text: str) -> Url | None:
    """Read a URL; None where it is none."""
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        return None
    return url if (url.port or 0) <= _LARGEST_PORT else None


raw_path: ContextVar[str] = ContextVar("move_ugc_async.raw_path")
"""Path and query of the request on its way, byte for byte, which httpx-aiohttp does not hand on."""
