"""Map every exception of the HTTP libraries to `MoveError`: all their calls run within one of these contexts.

A request whose outcome is not certain may have arrived. The library's own exception is not kept, since it holds the
request with the API key, or the presigned URL; the cause of an error of ours has its name, and its text or place.
"""

import errno
import os
import socket
import ssl
from abc import ABC, abstractmethod
from traceback import walk_tb
from typing import TypeGuard, cast

import httpx

from move_ugc_async._secrets import Secrets
from move_ugc_async._transport.http.types import Request
from move_ugc_async.errors import (
    CLOSED,
    REDIRECTED,
    MoveClientClosedError,
    MoveConfigurationError,
    MoveConnectionError,
    MoveError,
    MoveHTTPStatusError,
    MoveTimeoutError,
)

_LONGEST_TEXT = 300


class LibraryError(Exception):
    """What a library raised: its name, and its text without secrets or the place that raised it."""


class _ErrorMap(ABC):
    # No generator: from Python 3.12 on, the frames of contextlib would keep the errors in memory.
    __slots__ = ("_request",)

    def __init__(self, request: Request) -> None:
        self._request = request

    def __enter__(self) -> None:  # noqa: B027 - there is nothing to do
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if not isinstance(error, Exception) or isinstance(error, MoveError):
            return
        failure = self._map(error)
        if failure is None:
            return
        failure.__cause__ = LibraryError(_text_of(error, self._request))
        _forget_frames(error)
        try:
            raise failure
        finally:
            failure.__context__ = None
            # Error trackers show the local variables of the frame that raises.
            del error, failure

    @abstractmethod
    def _map(self, error: Exception) -> MoveError | None: ...


class SendErrorMap(_ErrorMap):
    """Map every exception of httpx and aiohttp, and of what they call, until the head of the response has come.

    Args:
        request: What is sent.
        through_proxy: Whether connections are made through a proxy of the environment.
    """

    __slots__ = ("_through_proxy",)

    def __init__(self, request: Request, *, through_proxy: bool = False) -> None:
        super().__init__(request)
        self._through_proxy = through_proxy

    def _map(self, error: Exception) -> MoveError:
        not_sent = _closed(error) or _not_sent(self._request, error, through_proxy=self._through_proxy)
        return not_sent or _broke(self._request, error)


class ResponseErrorMap(_ErrorMap):
    """Map every exception of a request that may have arrived, whatever its class says.

    These are those raised after the head of the response, and those of a transport that is not ours: it may send a
    request again, to another server even, and may connect again to read on.
    """

    __slots__ = ()

    def _map(self, error: Exception) -> MoveError:
        return _closed(error) or _broke(self._request, error)


class InjectedErrorMap(_ErrorMap):
    """Map the errors that an injected client raises itself to `MoveError`."""

    __slots__ = ()

    def _map(self, error: Exception) -> MoveError | None:
        match error:
            case httpx.InvalidURL():
                # httpx reads where a redirect leads even where it is not told to follow.
                return MoveHTTPStatusError(REDIRECTED)
            case httpx.RemoteProtocolError() if "in location header" in str(error):
                return MoveHTTPStatusError(REDIRECTED)
            case RuntimeError() if "client has been closed" in str(error):
                return MoveClientClosedError("the http_client that this client was given is closed")
            case RuntimeError() if "loop" in str(error):
                msg = "the http_client that this client was given belongs to another event loop: give each loop its own"
                return MoveConfigurationError(msg)
            case _:
                return None


def cannot_start(error: Exception) -> MoveConfigurationError:
    """Return the error of an HTTP library that cannot be imported, or cannot make its TLS context."""
    file = getattr(error, "filename", None)
    if file is not None and file == os.environ.get("SSLKEYLOGFILE"):
        return MoveConfigurationError("SSLKEYLOGFILE names a file that cannot be written: unset it or change it")
    if isinstance(error, OSError):
        msg = f"cannot read the certificates: {_described(error)}; check SSL_CERT_FILE and SSL_CERT_DIR"
        return MoveConfigurationError(msg)
    return MoveConfigurationError(f"cannot import the HTTP library: {type(error).__name__}; install it again")


def _forget_frames(error: BaseException | None) -> None:
    """Let go of where an error came from, which nobody is shown.

    From Python 3.12 on, the frames of the libraries' context managers keep errors in memory, and these the frames.
    """
    while error is not None:
        error.__traceback__ = None
        error = error.__context__


def consists_of(error: BaseException | None, kind: type[Exception]) -> TypeGuard[Exception]:
    """Tell whether it is of a kind, or a group of nothing else."""
    if isinstance(error, BaseExceptionGroup):
        return all(consists_of(inner, kind) for inner in cast("BaseExceptionGroup[BaseException]", error).exceptions)
    return isinstance(error, kind)


def _closed(error: Exception) -> MoveClientClosedError | None:
    text = str(error) if isinstance(error, RuntimeError) else ""
    # Closed while the request was under way; neither library has another way to say so.
    return MoveClientClosedError(CLOSED) if "closed" in text and "loop" not in text else None


def _not_sent(
    request: Request, error: Exception, *, through_proxy: bool
) -> MoveConnectionError | MoveTimeoutError | None:
    host = request.url.host
    target = f"{host} through the proxy of the environment" if through_proxy else host
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout) or _is_a(error, "ConnectionTimeoutError"):
        return MoveTimeoutError(f"no connection to {target} in time", may_have_arrived=False)
    if isinstance(error, _NEVER_SENT) or _is_a(error, "ClientConnectorError", "ClientHttpProxyError", "InvalidURL"):
        return MoveConnectionError(f"cannot connect to {target}: {_reason(error)}", may_have_arrived=False)
    return None


def _broke(request: Request, error: Exception) -> MoveConnectionError | MoveTimeoutError:
    host = request.url.host
    if isinstance(error, httpx.TimeoutException) or _is_a(error, "ServerTimeoutError"):
        return MoveTimeoutError(f"{host} stopped answering")
    return MoveConnectionError(f"the connection to {host} broke ({type(error).__name__})")


_NEVER_SENT = (httpx.ConnectError, httpx.ProxyError, httpx.UnsupportedProtocol)


def _is_a(error: BaseException, *names: str) -> bool:
    """Tell an aiohttp error by name, without importing aiohttp."""
    return any(base.__module__.startswith("aiohttp") and base.__name__ in names for base in type(error).__mro__)


def _reason(error: Exception) -> str:
    if _is_a(error, "ClientHttpProxyError"):
        # Its text quotes a URL.
        return f"the proxy refused ({getattr(error, 'status', None)})"
    system = _system_error(error)
    if system is not None:
        return _described(system)
    return str(error) if isinstance(error, httpx.HTTPError) and str(error) else type(error).__name__


def _system_error(error: BaseException) -> OSError | None:
    """Find the error of the system behind a library's: aiohttp keeps it in an attribute, others in a chain or group."""
    pending: list[object] = [error]
    for each in pending:
        if not isinstance(each, BaseException) or len(pending) > 100:  # noqa: PLR2004 - a chain may be a circle
            continue
        if isinstance(each, OSError) and each.errno is not None and not type(each).__module__.startswith("aiohttp"):
            return each
        pending += [getattr(each, "certificate_error", None), getattr(each, "os_error", None)]
        pending += [*getattr(each, "exceptions", ()), each.__cause__, each.__context__]
    return None


def _described(error: OSError) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return f"certificate verify failed ({error.verify_message}); SSL_CERT_FILE names the authorities to trust"
        case ssl.SSLError():
            return f"TLS failed ({error.reason or type(error).__name__})"
        case socket.gaierror():
            return error.strerror or "the name is unknown"
        case OSError(errno=int(number)) if number in errno.errorcode:
            return os.strerror(number)
        case _:
            return type(error).__name__


def _text_of(error: Exception, request: Request) -> str:
    kind = type(error)
    name = f"{kind.__module__}.{kind.__qualname__}"
    if not isinstance(error, httpx.HTTPError | OSError) and not kind.__module__.startswith("aiohttp"):
        # Its text may quote anything, such as a header of the response.
        return f"{name} at {_place_of(error)}"
    text = Secrets.of_request(request.url, request.headers).hide(str(error)[: 10 * _LONGEST_TEXT])
    return f"{name}: {text[:_LONGEST_TEXT]}"


def _place_of(error: Exception) -> str:
    *_, (frame, line) = walk_tb(error.__traceback__)
    return f"{frame.f_globals.get('__name__')}:{line}"
