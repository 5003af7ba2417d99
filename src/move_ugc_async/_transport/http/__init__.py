"""Connections and requests. No other package imports aiohttp or httpx."""

from move_ugc_async._transport.http.injected import HttpClient
from move_ugc_async._transport.http.pool import BackendName, HttpPool
from move_ugc_async._transport.http.types import Url, parse_url

__all__ = ["BackendName", "HttpClient", "HttpPool", "Url", "parse_url"]
