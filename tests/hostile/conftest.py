"""Fixtures of the tests of hostile servers: the three ways of one call."""

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from move_ugc_async import AsyncMoveUgc
from tests.servers import API_KEY, Authority

Connect: TypeAlias = Callable[..., AsyncMoveUgc]


@pytest.fixture(params=["asyncio-aiohttp", "asyncio-httpx", "trio-httpx"])
def stack(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def anyio_backend(stack: str) -> str:
    return stack.partition("-")[0]


@pytest.fixture
def connect(stack: str) -> Connect:
    """Make clients of a server that never repeat a call unless told to."""

    def connect(url: str, **settings: Any) -> AsyncMoveUgc:
        return AsyncMoveUgc(
            API_KEY,
            endpoint_url=f"{url}/graphql",
            **{"http_backend": stack.partition("-")[2], "max_retries": 0, **settings},
        )

    return connect


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()
