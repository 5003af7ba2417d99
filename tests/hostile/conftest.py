"""Fixtures of the tests of hostile servers: the three ways of one call."""

from tests.stacks import anyio_backend, authority, connect, http_backend, stack

__all__ = ["anyio_backend", "authority", "connect", "http_backend", "stack"]
