"""Map every exception of the HTTP libraries to `MoveError`.

Unless a request provably was not sent, it may have arrived. The original exception is dropped, since it refers to the
request with the API key or the presigned URL; a `LibraryError` as the cause keeps its name, and its text or location.
"""

import errno
import os
import socket
import ssl
from collections.abc import Callable
from functools import partial
from traceback import walk_tb
from typing import cast

import httpx

from move_ugc_async._secrets import Secrets
from move_ugc_async._transport.http.types import Request
from move_ugc_async.errors import (
    CLOSED,
    MoveClientClosedError,
    MoveConfigurationError,
    MoveConnectionError,
    MoveError,
    MoveTimeoutError,
)

_MAX_TEXT = 300
_NEVER_SENT = (httpx.ConnectError, httpx.ProxyError, httpx.UnsupportedProtocol)


class LibraryError(Exception):
    """The name of an exception of a library, and its redacted text or the location that raised it."""


class MapExceptions:
    """Raise the error that a function returns for an exception of the `with` block, if it returns one."""

    # Not a generator: from Python 3.12 on, the frames of contextlib would keep the errors in memory.
    __slots__ = ("_map_error", "_request")

    def __init__(self, request: Request, map_error: Callable[[Request, Exception], MoveError | None]) -> None:
        self._request = request
        self._map_error = map_error

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if not isinstance(error, Exception) or isinstance(error, MoveError):
            return
        failure = self._map_error(self._request, error)
        if failure is None:
            return
        failure.__cause__ = LibraryError(_describe(error, self._request))
        _drop_tracebacks(error)
        try:
            raise failure
        finally:
            failure.__context__ = None
            # Error trackers show the local variables of this frame.
            del error, failure


def send_error(request: Request, error: Exception, *, via: str = "") -> MoveError:
    """Return the error for an exception before the headers of the response have arrived."""
    target = request.url.host + via
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout) or _is_a(error, "ConnectionTimeoutError"):
        return MoveTimeoutError(f"cannot connect to {target} in time", may_have_arrived=False)
    if isinstance(error, _NEVER_SENT) or _is_a(error, "ClientConnectorError", "ClientHttpProxyError", "InvalidURL"):
        return MoveConnectionError(f"cannot connect to {target}: {_reason(error)}", may_have_arrived=False)
    if _consists_of(error, UnicodeError):
        msg = f"cannot connect to {target}: the host name, or that of the proxy, is invalid"
        return MoveConnectionError(msg, may_have_arrived=False)
    return response_error(request, error)


proxied_send_error = partial(send_error, via=" through the proxy from the environment")


def response_error(request: Request, error: Exception) -> MoveError:
    """Return the error for an exception of a request that may have arrived, regardless of its class.

    Used after the headers of the response, and for custom transports: these may resend a request, even to another
    server, and reconnect while they read.
    """
    host = request.url.host
    if isinstance(error, RuntimeError) and "closed" in str(error) and "loop" not in str(error):
        # The connections were closed during the request; neither library has an error class for that.
        return MoveClientClosedError(CLOSED)
    if isinstance(error, httpx.TimeoutException) or _is_a(error, "ServerTimeoutError"):
        return MoveTimeoutError(f"{host} stopped responding")
    return MoveConnectionError(f"the connection to {host} broke: {type(error).__name__}")


def cannot_start(error: Exception) -> MoveConfigurationError:
    """Return the error for an HTTP library that cannot be imported or cannot create its TLS context."""
    file = getattr(error, "filename", None)
    if file is not None and file == os.environ.get("SSLKEYLOGFILE"):
        return MoveConfigurationError("cannot write the file that SSLKEYLOGFILE names: unset or change it")
    if isinstance(error, OSError):
        msg = f"cannot read the certificates: {_system_text(error)}; check SSL_CERT_FILE and SSL_CERT_DIR"
        return MoveConfigurationError(msg)
    return MoveConfigurationError(f"cannot import the HTTP library: {type(error).__name__}; reinstall it")


def _drop_tracebacks(error: BaseException | None) -> None:
    """Drop the tracebacks of an error and its contexts.

    From Python 3.12 on, the frames of context managers in the libraries keep errors in memory, and these the frames.
    """
    while error is not None:
        error.__traceback__ = None
        error = error.__context__


def _consists_of(error: BaseException | None, kind: type[Exception]) -> bool:
    """Return whether an error is of a kind, or a group of errors of that kind only."""
    if isinstance(error, BaseExceptionGroup):
        return all(_consists_of(inner, kind) for inner in cast("BaseExceptionGroup[BaseException]", error).exceptions)
    return isinstance(error, kind)


def _is_a(error: BaseException, *names: str) -> bool:
    """Return whether an error is of an aiohttp class with one of these names, without importing aiohttp."""
    return any(base.__module__.startswith("aiohttp") and base.__name__ in names for base in type(error).__mro__)


def _reason(error: Exception) -> str:
    if _is_a(error, "ClientHttpProxyError"):
        # The text quotes a URL.
        return f"the proxy refused with status {getattr(error, 'status', None)}"
    system = _system_error(error)
    if system is not None:
        return _system_text(system)
    return str(error) if isinstance(error, httpx.HTTPError) and str(error) else type(error).__name__


def _system_error(error: BaseException) -> OSError | None:
    """Return the OSError behind a library error: aiohttp keeps it in an attribute, others in a chain or group."""
    pending: list[object] = [error]
    for each in pending:
        if not isinstance(each, BaseException) or len(pending) > 100:  # noqa: PLR2004 - chains may be cyclic
            continue
        if isinstance(each, OSError) and each.errno is not None and not type(each).__module__.startswith("aiohttp"):
            return each
        pending += [getattr(each, "certificate_error", None), getattr(each, "os_error", None)]
        pending += [*getattr(each, "exceptions", ()), each.__cause__, each.__context__]
    return None


def _system_text(error: OSError) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return f"certificate verify failed ({error.verify_message}); SSL_CERT_FILE names the authorities to trust"
        case ssl.SSLError():
            return f"TLS failed ({error.reason or type(error).__name__})"
        case socket.gaierror():
            return error.strerror or "the host name is unknown"
        case OSError(errno=int(number)) if number in errno.errorcode:
            return os.strerror(number)
        case _:
            return type(error).__name__


def _describe(error: Exception, request: Request) -> str:
    kind = type(error)
    name = f"{kind.__module__}.{kind.__qualname__}"
    if not isinstance(error, httpx.HTTPError | OSError) and not kind.__module__.startswith("aiohttp"):
        # The text may quote anything, such as a response header.
        *_, (frame, line) = walk_tb(error.__traceback__)
        return f"{name} at {frame.f_globals.get('__name__')}:{line}"
    text = Secrets.of_request(request.url, request.headers).redact(str(error)[: 10 * _MAX_TEXT])
    return f"{name}: {text[:_MAX_TEXT]}"
