"""Proxies from the environment: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY."""

from urllib.request import getproxies, proxy_bypass


def environment_proxy(scheme: str, host: str) -> str | None:
    """Find the proxy for a request to a host, with its port, or None where it goes straight.

    The variables are read anew each time, as the standard library does it, so that a change takes effect at once.
    """
    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or proxy_bypass(host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"
