"""Mocks of clients have the signatures of the real ones."""

import inspect
from unittest.mock import AsyncMock, create_autospec

import pytest

from move_ugc_async import AsyncMoveUgc
from tests.support.servers import API_KEY

METHODS = [
    ("jobs", "wait"),
    ("jobs", "create_singlecam"),
    ("takes", "find"),
    ("files", "upload"),
    ("volumes", "wait"),
    ("client", "retrieve"),
    ("camera_settings", "list"),
    ("rigs", "list"),
    ("webhooks", "upsert"),
]


@pytest.mark.parametrize("is_instance", [False, True], ids=["class", "instance"])
@pytest.mark.parametrize(("service", "method"), METHODS)
def test_autospec_of_a_client_has_the_methods_of_its_services(service: str, method: str, *, is_instance: bool) -> None:
    client = create_autospec(AsyncMoveUgc, instance=is_instance)
    mocked = getattr(getattr(client, service), method)
    assert callable(mocked)
    with pytest.raises(TypeError):
        mocked(no_such_argument=1)
    with pytest.raises(AttributeError):
        getattr(client, service).no_such_method  # noqa: B018


@pytest.mark.anyio
async def test_autospec_of_a_client_returns_configured_values() -> None:
    client = create_autospec(AsyncMoveUgc, instance=True)
    client.jobs.wait.return_value = "job"
    assert isinstance(client.jobs.wait, AsyncMock) or inspect.iscoroutinefunction(client.jobs.wait)
    assert await client.jobs.wait("job-1", timeout=3600) == "job"
    client.jobs.wait.assert_awaited_once_with("job-1", timeout=3600)


def test_service_is_created_once() -> None:
    client = AsyncMoveUgc(API_KEY)
    assert client.jobs is client.jobs
    assert type(client.jobs) is AsyncMoveUgc.jobs
    assert inspect.getdoc(inspect.getattr_static(AsyncMoveUgc, "jobs")) == "Motion capture over a take."
