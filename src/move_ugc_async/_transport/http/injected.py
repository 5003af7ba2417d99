"""Send requests with an httpx client or transport of the user."""

import contextlib
from collections.abc import Mapping
from typing import TypeAlias

import httpx

from move_ugc_async._transport.http.exceptions import MapExceptions, response_error
from move_ugc_async._transport.http.httpx import HttpxResponse, build_request, send_shielded
from move_ugc_async._transport.http.types import Request
from move_ugc_async.errors import (
    REDIRECTED,
    MoveClientClosedError,
    MoveConfigurationError,
    MoveError,
    MoveHTTPStatusError,
)

HttpClient: TypeAlias = httpx.AsyncClient
HttpTransport: TypeAlias = httpx.AsyncBaseTransport


class InjectedBackend:
    """Send requests over a client of the user, which stays open."""

    def __init__(self, client: HttpClient) -> None:
        self._client = client

    async def send(self, request: Request) -> "HttpxResponse":
        """Send a request; return the response once its headers have arrived."""
        client = self._client
        errors = contextlib.nullcontext() if _is_plain(client) else MapExceptions(request, response_error)
        with errors, MapExceptions(request, _map_error):
            httpx_request = build_request(client.build_request, request)
            if request.on_written is not None:
                # A custom transport need not report when it writes.
                request.on_written()
            response = await send_shielded(
                lambda: client.send(httpx_request, stream=True, auth=None, follow_redirects=False)
            )
            return HttpxResponse(response, request)

    async def aclose(self) -> None:
        """Do nothing: the client belongs to the user."""


class TransportBackend:
    """Send requests over a transport of the user, which stays open."""

    def __init__(self, transport: HttpTransport) -> None:
        self._transport = transport

    async def send(self, request: Request) -> "HttpxResponse":
        """Send a request; return the response once its headers have arrived."""
        with MapExceptions(request, response_error):
            httpx_request = build_request(httpx.Request, request)
            if request.on_written is not None:
                # A custom transport need not report when it writes.
                request.on_written()
            response = await send_shielded(lambda: self._transport.handle_async_request(httpx_request))
            return HttpxResponse(response, request)

    async def aclose(self) -> None:
        """Do nothing: the transport belongs to the user."""


def _is_plain(client: HttpClient) -> bool:
    """Return whether a client uses only transports of httpx itself."""
    mounts: Mapping[object, object] = getattr(client, "_mounts", {})
    transports = [getattr(client, "_transport", None), *(each for each in mounts.values() if each is not None)]
    return all(type(each) is httpx.AsyncHTTPTransport for each in transports)


def _map_error(_request: Request, error: Exception) -> MoveError | None:
    """Return the error for an exception that the client itself raises."""
    match error:
        case httpx.InvalidURL():
            # httpx parses the Location of a redirect even if it does not follow redirects.
            return MoveHTTPStatusError(REDIRECTED)
        case httpx.RemoteProtocolError() if "in location header" in str(error):
            return MoveHTTPStatusError(REDIRECTED)
        case RuntimeError() if "client has been closed" in str(error):
            return MoveClientClosedError("http_client is closed")
        case RuntimeError() if "loop" in str(error):
            msg = "cannot use http_client: it belongs to another event loop; create one client per event loop"
            return MoveConfigurationError(msg)
        case _:
            return None
