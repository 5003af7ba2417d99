"""Fixtures to import that run a test on each stack: aiohttp and httpx on asyncio, httpx on trio."""

from collections.abc import Callable
from typing import Any, TypeAlias, cast

import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async._transport.http import BackendName
from tests.support.loop_time import backend_for
from tests.support.servers import API_KEY, Authority

Connect: TypeAlias = Callable[..., AsyncMoveUgc]


@pytest.fixture(params=["asyncio-aiohttp", "asyncio-httpx", "trio-httpx"])
def stack(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def anyio_backend(request: pytest.FixtureRequest, stack: str) -> Any:
    return backend_for(request, stack.partition("-")[0])


@pytest.fixture
def http_backend(stack: str) -> BackendName:
    return cast("BackendName", stack.partition("-")[2])


@pytest.fixture
def connect(http_backend: BackendName) -> Connect:
    """Return a function that creates clients, by default without retries."""

    def connect(url: str, **settings: Any) -> AsyncMoveUgc:
        return AsyncMoveUgc(
            API_KEY, endpoint_url=f"{url}/graphql", **{"http_backend": http_backend, "max_retries": 0, **settings}
        )

    return connect


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()
