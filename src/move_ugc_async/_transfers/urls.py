"""Presigned URLs: which ones are safe to request, and when they expire."""

import contextlib
import ipaddress
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TypeAlias

from move_ugc_async._transport.http import Url, parse_url
from move_ugc_async.errors import MoveUnsafeURLError

_Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

# Cloud metadata services return the credentials of a machine.
_METADATA_NAMES = {
    "metadata",
    "metadata.goog",
    "metadata.google.internal",
    "metadata.azure.internal",
    "metadata.tencentyun.com",
    "instance-data",
    "instance-data.ec2.internal",
}
_METADATA_NETWORKS = [
    ipaddress.ip_network(network)
    for network in (
        # Link-local: EC2, ECS, EKS, Google, Azure, Oracle, OpenStack and others (RFC 3927, RFC 4291).
        "169.254.0.0/16",
        "fe80::/10",
        "fd00:ec2::/32",  # EC2 and EKS over IPv6
        "fd20:ce::/32",  # Google over IPv6
        "fd00:c1::/32",  # Oracle over IPv6
        "fd00:42::/32",  # Scaleway over IPv6
        "100.100.100.200/32",  # Alibaba
        "168.63.129.16/32",  # Azure's WireServer
        "192.0.0.192/32",  # Oracle Cloud Classic
    )
]
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")
"""The prefix for local NAT64, whose translation each network chooses (RFC 8215)."""


def storage_url(text: str, *, secure: bool) -> Url:
    """Parse a presigned URL, which must be https if `secure`, or raise `MoveUnsafeURLError`."""
    url = parse_url(text)
    if url is None or not url.scheme or not url.host:
        msg = "the server returned an invalid storage URL"
        raise MoveUnsafeURLError(msg)
    if url.scheme not in ("http", "https"):
        msg = f"the server returned a storage URL whose scheme must be http or https; got {url.scheme[:16]!r}"
        raise MoveUnsafeURLError(msg)
    if secure and url.scheme != "https":
        msg = "the server returned a storage URL without TLS, although its own endpoint uses https"
        raise MoveUnsafeURLError(msg)
    if url.userinfo:
        msg = "the server returned a storage URL with a user name"
        raise MoveUnsafeURLError(msg)
    if _is_cloud_metadata(url.raw_host.decode()):
        msg = "the server returned a storage URL of a cloud metadata service"
        raise MoveUnsafeURLError(msg)
    return url


def expires_at(url: Url) -> float | None:
    """Return when a presigned URL expires, in seconds since 1970; None if it does not say.

    `Expires` belongs to signature version 2, `X-Amz-Date` and `X-Amz-Expires` to version 4.
    """
    params = url.params
    try:
        if "Expires" in params:
            return float(params["Expires"])
        signed_at = datetime.strptime(params["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        return signed_at.timestamp() + float(params["X-Amz-Expires"])
    except (KeyError, ValueError):
        return None


def _is_cloud_metadata(host: str) -> bool:
    """Return whether the host of a URL is a metadata service, in any spelling of its name or address."""
    host = host.lower().rstrip(".").partition("%")[0]
    address = _parse_address(host)
    if address is None:
        return host in _METADATA_NAMES
    return any(equivalent in network for equivalent in _equivalents(address) for network in _METADATA_NETWORKS)


def _parse_address(host: str) -> _Address | None:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host)
    with contextlib.suppress(OSError):
        # As resolvers parse it: 2852039166, 0xa9fea9fe and 169.254.43518 are one address.
        return ipaddress.IPv4Address(socket.inet_aton(host))
    return None


def _equivalents(address: _Address) -> Iterator[_Address]:
    """Yield an address and the IPv4 addresses that gateways and systems may translate it to."""
    yield address
    if isinstance(address, ipaddress.IPv4Address):
        return
    packed = address.packed
    # The last 32 bits: IPv4-mapped and -compatible (RFC 4291), translated (RFC 6052, RFC 2765), ISATAP (RFC 5214).
    yield ipaddress.IPv4Address(packed[12:])
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if address in _LOCAL_NAT64:
        # Prefixes of 48, 56 and 64 bits; the octet at bit 64 is skipped (RFC 6052, section 2.2).
        embedding = packed[6:8] + packed[9:13]
        yield from (ipaddress.IPv4Address(embedding[start : start + 4]) for start in range(3))
