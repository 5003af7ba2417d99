"""The marker for tests that run on both event loops."""

import pytest

both_loops = pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"], indirect=True)
"""Also runs a test on trio, and so over httpx; for one test of each feature."""
