"""Read proxies from HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, as curl and httpx do."""

import contextlib
import ipaddress
import re
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies

import httpx

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SEPARATORS = re.compile(r"[,\s]+")


def environment_proxy(scheme: str, host: str, port: int | None) -> str | None:
    """Return the URL of the proxy for a request, or None for a direct connection."""
    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy:
        return None
    port, host = port or _DEFAULT_PORTS.get(scheme), _normal(host)
    if any(_exempts(entry, scheme, host, port) for entry in _SEPARATORS.split(proxies.get("no", ""))):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _exempts(entry: str, scheme: str, host: str, port: int | None) -> bool:
    """Return whether an entry of NO_PROXY matches the host; an invalid entry matches no host.

    `*` matches every host. `example.com` and `.example.com` match the domain and its subdomains, `*.example.com` its
    subdomains. Addresses, networks (`10.0.0.0/8`, `fd00::/8`) and `localhost` match exactly. An entry may have a
    scheme (`all` for any) and a port.
    """
    if entry in ("", "*"):
        return entry == "*"
    with contextlib.suppress(ValueError):
        pattern = urlsplit(_as_url(entry))
        if pattern.scheme in ("all", scheme) and pattern.port in (None, port):
            return _matches(pattern, host, exactly="://" in entry)
    return False


def _as_url(entry: str) -> str:
    if "://" in entry:
        return entry
    if entry.count(":") > 1 and not entry.startswith("["):
        # An IPv6 address or network without brackets.
        address, slash, prefix = entry.partition("/")
        entry = f"[{address}]{slash}{prefix}"
    return f"all://{entry}"


def _matches(pattern: SplitResult, host: str, *, exactly: bool) -> bool:
    name = _normal(pattern.hostname or "")
    if _is_address(name):
        network = ipaddress.ip_network(name + pattern.path.rstrip("/"), strict=False)
        return _is_address(host) and ipaddress.ip_address(host) in network
    if name.startswith("*"):
        name, exactly = name[1:], False
        if name.startswith("."):
            return host.endswith(name)
    name = name.lstrip(".")
    if exactly or name == "localhost":
        return host == name
    return bool(name) and (host == name or host.endswith(f".{name}"))


def _normal(name: str) -> str:
    """Return a host name in lower case and encoded with IDNA, or only in lower case if it cannot be encoded."""
    name = name.lower().rstrip(".")
    if name.isascii():
        return name
    # Entries may begin with `*` or an empty label, which IDNA cannot encode.
    rest = name.lstrip("*.")
    try:
        return name.removesuffix(rest) + httpx.URL(host=rest).raw_host.decode("ascii")
    except httpx.InvalidURL:
        return name


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
