"""Which event loops and HTTP libraries a test runs on."""

import pytest

EVERY_STACK = pytest.mark.parametrize("stack", ["asyncio-aiohttp", "asyncio-httpx", "trio-httpx"], indirect=True)
"""For what each HTTP library does in its own way on each event loop; other tests run on what users get."""
