"""httpx's transport interface over aiohttp, through httpx-aiohttp."""

import base64
import ssl
from typing import cast

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport
from yarl import URL

from move_ugc_async.transport.http.reader import Reader
from move_ugc_async.transport.http.url import raw_path


def new_aiohttp_transport(
    limits: httpx.Limits, verify: ssl.SSLContext, proxy: httpx.Proxy | None
) -> httpx.AsyncBaseTransport:
    """Make a transport whose session is opened by its first request."""

    async def as_it_was_given(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        # aiohttp would write the URL in its own way, and a presigned one is signed as it is.
        request.url = URL(f"{request.url.origin()}{raw_path.get()}", encoded=True)
        response = await handler(request)
        response.content = cast("aiohttp.StreamReader", Reader(response.content))
        return response

    def new_session() -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=limits.max_connections or 0, keepalive_timeout=limits.keepalive_expiry, ssl=verify
        )
        # aiohttp would add a Content-Type of its own, and no signature of a presigned URL fits that.
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=("Content-Type", "User-Agent", "Accept", "Accept-Encoding"),
            middlewares=(as_it_was_given,),
        )

    through = _with_credentials_in_a_header(proxy) if proxy else None
    return AiohttpTransport(client=new_session, verify=verify, limits=limits, proxy=through)


def _with_credentials_in_a_header(proxy: httpx.Proxy) -> httpx.Proxy:
    # httpx-aiohttp hands them over in a way that aiohttp warns of, and in the URL they would show up in its errors.
    if proxy.raw_auth is None:
        return proxy
    credentials = base64.b64encode(b":".join(proxy.raw_auth)).decode("ascii")
    # What aiohttp finds here under Authorization goes out as Proxy-Authorization, with a tunnel and without.
    return httpx.Proxy(proxy.url, headers={"Authorization": f"Basic {credentials}"})
