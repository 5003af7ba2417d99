"""The one room that names httpx and aiohttp."""

from move_ugc_async.transport.http.client import Backend, Http
from move_ugc_async.transport.http.over_httpx import HttpClient
from move_ugc_async.transport.http.url import Url, parse_url

__all__ = ["Backend", "Http", "HttpClient", "Url", "parse_url"]
