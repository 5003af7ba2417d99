"""Fixtures for tests of calls."""

from tests.support.stacks import anyio_backend, authority, connect, http_backend, stack

__all__ = ["anyio_backend", "authority", "connect", "http_backend", "stack"]
