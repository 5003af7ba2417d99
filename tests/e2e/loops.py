"""Event loops of the end-to-end tests."""

import pytest

both_loops = pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"], indirect=True)
"""For one test of each feature: it runs on trio, and so over httpx, as well."""

trio_when_proving = pytest.mark.parametrize(
    "anyio_backend", ["asyncio", pytest.param("trio", marks=pytest.mark.slow)], indirect=True
)
"""For tests whose second loop `make prove` runs."""
