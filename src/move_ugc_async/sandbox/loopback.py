"""Host names that always mean this machine."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Return whether a host name is `localhost`, a name below it, or a loopback address."""
    name = host.lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
