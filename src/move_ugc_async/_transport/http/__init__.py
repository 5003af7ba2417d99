"""Connections and requests. No other package imports aiohttp or httpx."""

from move_ugc_async._transport.http.injected import HttpClient, HttpTransport
from move_ugc_async._transport.http.pool import BackendName, HttpPool
from move_ugc_async._transport.http.types import Url, parse_url

__all__ = ["BackendName", "HttpClient", "HttpPool", "HttpTransport", "Url", "parse_url"]
