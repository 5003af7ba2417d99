"""Pagination with and without prefetch."""

import pytest

from move_ugc_async._concurrency.background import BackgroundTasks


@pytest.fixture(params=[False, True], ids=["plain", "prefetch"])
def prefetch(request: pytest.FixtureRequest) -> BackgroundTasks | None:
    return BackgroundTasks() if request.param else None
