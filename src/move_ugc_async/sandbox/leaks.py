"""Requests to storage that carried credentials meant for the API alone."""

import hmac
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leak:
    """A request to storage that carried an `Authorization` header.

    Args:
        api_key: Whether the header held the sandbox's own API key.
    """

    method: str
    path: str
    api_key: bool


class Leaks:
    """A list of leaks that any thread may read while the sandbox serves."""

    def __init__(self, api_key: str) -> None:
        self._api_key = api_key.encode()
        self._leaks: list[Leak] = []

    def record(self, method: str, path: str, authorization: str | None) -> bool:
        """Record a request that carries an `Authorization` header, and return whether it does."""
        if authorization is None:
            return False
        is_key = hmac.compare_digest(authorization.removeprefix("Bearer ").encode(), self._api_key)
        self._leaks.append(Leak(method, path, is_key))
        return True

    def clear(self) -> None:
        """Remove all leaks."""
        self._leaks.clear()

    def all(self) -> tuple[Leak, ...]:
        """Return all leaks, the oldest first."""
        return tuple(self._leaks)
