"""Combinations of event loop and HTTP library for tests."""

import pytest

EVERY_STACK = pytest.mark.parametrize("stack", ["asyncio-aiohttp", "asyncio-httpx", "trio-httpx"], indirect=True)
"""For behaviour that depends on both; other tests use the default HTTP library of each event loop."""
