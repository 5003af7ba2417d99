"""Event loops of the end-to-end tests."""

import pytest

both_loops = pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"], indirect=True)
"""For one test of each feature: it runs on trio, and so over httpx, as well."""
