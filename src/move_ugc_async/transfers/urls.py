"""Which URLs of the server's are followed, and when they expire."""

import ipaddress
import socket
from datetime import UTC, datetime

from move_ugc_async.errors import MoveMalformedResponseError, MoveUnsafeURLError
from move_ugc_async.transport.http import Url, parse_url

_METADATA = ipaddress.IPv6Address("fd00:ec2::254")
"""Where Amazon's machines find what is at 169.254.169.254, too."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_SIGNED_AT = "%Y%m%dT%H%M%SZ"


def storage_url(text: str, *, secure: bool) -> Url:
    """Read a presigned URL.

    Args:
        text: The URL.
        secure: Whether it has to be https, since the API itself is.

    Raises:
        MoveMalformedResponseError: It is no URL.
        MoveUnsafeURLError: It is one that must not be followed.
    """
    url = parse_url(text)
    if url is None or not url.scheme or not url.host:
        msg = "the server gave a storage URL that is none"
        raise MoveMalformedResponseError(msg)
    if url.scheme not in ("http", "https"):
        msg = f"the server gave a storage URL of the scheme {url.scheme[:16]!r}; http and https are followed"
        raise MoveUnsafeURLError(msg)
    if secure and url.scheme != "https":
        msg = "the server gave a storage URL without TLS, although the API is reached over https"
        raise MoveUnsafeURLError(msg)
    if url.userinfo:
        msg = "the server gave a storage URL with a user name"
        raise MoveUnsafeURLError(msg)
    if _is_link_local(url.host):
        msg = "the server gave a storage URL of this machine's own network link"
        raise MoveUnsafeURLError(msg)
    return url


def expires_at(url: Url) -> float | None:
    """Give the moment, in seconds since 1970, at which a presigned URL expires; None where it does not say.

    `Expires` is of signature version 2, `X-Amz-Date` and `X-Amz-Expires` are of version 4.
    """
    given = url.params
    try:
        if "Expires" in given:
            return float(given["Expires"])
        signed = datetime.strptime(given["X-Amz-Date"], _SIGNED_AT).replace(tzinfo=UTC)
        return signed.timestamp() + float(given["X-Amz-Expires"])
    except (KeyError, ValueError):
        return None


def _is_link_local(host: str) -> bool:
    # There the clouds answer whoever asks with the machine's own credentials (169.254.169.254, RFC 3927).
    address = _address(host.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        last = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        inner = address.ipv4_mapped or address.sixtofour or (last if address in _NAT64 else None)
        return address.is_link_local or address == _METADATA or (inner is not None and inner.is_link_local)
    return address is not None and address.is_link_local


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        # As resolvers read it: 2852039166, 0xa9fea9fe and 169.254.43518 are one address.
        return ipaddress.IPv4Address(socket.inet_aton(host.rstrip(".")))
    except OSError:
        return None
