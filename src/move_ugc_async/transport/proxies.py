"""Proxies from the environment, read as httpx reads them: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY."""

import ipaddress
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies


def environment_proxy(scheme: str, host: str, port: int | None) -> str | None:
    """Find the proxy for a request, or None where it goes straight."""
    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or any(_exempts(entry.strip(), scheme, host, port) for entry in proxies.get("no", "").split(",")):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _exempts(entry: str, scheme: str, host: str, port: int | None) -> bool:
    """Tell whether an entry of NO_PROXY names the host.

    `*` names every host, `example.com` itself and its subdomains, `.example.com` its subdomains only; an address and
    `localhost` name themselves; an entry may have a scheme, where `all` is any, and a port.
    """
    if entry in ("", "*"):
        return entry == "*"
    if _is_address(entry, 6):
        entry = f"[{entry}]"
    pattern = urlsplit(entry if "://" in entry else f"all://{entry}")
    if pattern.scheme not in ("all", scheme):
        return False
    # A port that is not named is any; the one that a scheme implies is not told apart.
    if pattern.port is not None and pattern.port != port:
        return False
    return _names(pattern, host, exactly="://" in entry)


def _names(pattern: SplitResult, host: str, *, exactly: bool) -> bool:
    name, host = (pattern.hostname or "").lower(), host.lower()
    if name.startswith("*"):
        name, exactly = name[1:], False
    if exactly or name == "localhost" or _is_address(name, 4) or _is_address(name, 6):
        return name == host
    if name.startswith("."):
        return host.endswith(name)
    return host == name or host.endswith(f".{name}")


def _is_address(text: str, version: int) -> bool:
    try:
        return ipaddress.ip_address(text).version == version
    except ValueError:
        return False
