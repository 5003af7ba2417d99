"""Fixtures of the tests of calls: the three ways of one."""

from tests.stacks import anyio_backend, authority, connect, http_backend, stack

__all__ = ["anyio_backend", "authority", "connect", "http_backend", "stack"]
