"""What goes wrong below, as errors of ours."""

import sys
from typing import TYPE_CHECKING, TypeGuard, cast

import httpx

from move_ugc_async.errors import (
    CLOSED,
    REDIRECTED,
    MoveClientClosedError,
    MoveConfigurationError,
    MoveConnectionError,
    MoveHTTPStatusError,
    MoveTimeoutError,
)
from move_ugc_async.transport.messages import Request

if TYPE_CHECKING:
    import aiohttp


class ErrorsOf:
    """Turn what httpx and aiohttp raise into errors of ours, without the URL, which may be a credential."""

    # No generator: from Python 3.12 on, the frames of contextlib would keep the errors in memory.
    __slots__ = ("_request",)

    def __init__(self, request: Request) -> None:
        self._request = request

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, RuntimeError):
            # Closed while the request was under way; neither library has another way to say so.
            if "closed" in str(error):
                raise MoveClientClosedError(CLOSED) from error
        # A ValueError is what they make of something that they do not expect. Its text may quote the URL.
        elif isinstance(error, httpx.RequestError) or _is_aiohttp_error(error) or consists_of(error, ValueError):
            _forget_frames(error)
            try:
                raise _no_answer(self._request, error) from None
            finally:
                # aiohttp's have the request with them, and error trackers show the local variables of whoever raises.
                del error


class ErrorsOfInjected:
    """Turn what an injected client raises of itself into errors of ours."""

    __slots__ = ()

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        match error:
            case httpx.InvalidURL():
                # httpx reads where a redirect leads even where it is not told to follow.
                raise MoveHTTPStatusError(REDIRECTED) from None
            case httpx.RemoteProtocolError() if "in location header" in str(error):
                raise MoveHTTPStatusError(REDIRECTED) from None
            case RuntimeError() if "client has been closed" in str(error):
                msg = "the http_client that this client was given is closed"
                raise MoveClientClosedError(msg) from None
            case RuntimeError() if "loop" in str(error):
                msg = "the http_client that this client was given belongs to another event loop: give each loop its own"
                raise MoveConfigurationError(msg) from None
            case _:
                pass


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


def _is_aiohttp_error(error: BaseException | None) -> TypeGuard["aiohttp.ClientError"]:
    # Another thread may be importing aiohttp, which has no classes yet then.
    return isinstance(error, getattr(sys.modules.get("aiohttp"), "ClientError", ()))


def _no_answer(request: Request, error: Exception) -> MoveConnectionError | MoveTimeoutError:
    host = request.url.host
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout) or _is_a(error, "ConnectionTimeoutError"):
        return MoveTimeoutError(f"no connection to {host} in time", may_have_arrived=False)
    if isinstance(error, httpx.TimeoutException) or _is_a(error, "ServerTimeoutError"):
        return MoveTimeoutError(f"{host} stopped answering")
    if isinstance(error, _NEVER_SENT) or _is_a(error, "ClientConnectorError", "ClientHttpProxyError", "InvalidURL"):
        return MoveConnectionError(f"cannot connect to {host}: {_reason(error)}", may_have_arrived=False)
    return MoveConnectionError(f"the connection to {host} broke ({type(error).__name__})")


_NEVER_SENT = (httpx.ConnectError, httpx.ProxyError, httpx.UnsupportedProtocol)


def _is_a(error: BaseException, *names: str) -> bool:
    """Tell an aiohttp error by name, without importing aiohttp."""
    return any(base.__module__.startswith("aiohttp") and base.__name__ in names for base in type(error).__mro__)


def _reason(error: Exception) -> str:
    plain = _plain(error)
    if _is_a(plain, "ClientHttpProxyError"):
        # Its text quotes a URL.
        return f"the proxy refused ({getattr(plain, 'status', None)})"
    if "CERTIFICATE_VERIFY_FAILED" in str(plain):
        return f"{plain}; SSL_CERT_FILE names the authorities to trust"
    return str(plain) or type(plain).__name__


def _plain(error: BaseException) -> BaseException:
    """Find the error that says something: aiohttp keeps it in an attribute, and trio's say nothing themselves."""
    inner: BaseException | None = (
        getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error.__context__
    )
    return error if inner is None or (str(error) and inner is error.__context__) else _plain(inner)
