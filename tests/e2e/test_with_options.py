"""Options and deadlines that hold for some calls only."""

import inspect
from typing import Any

import pytest

import move_ugc_async
from move_ugc_async import (
    AsyncMoveUgc,
    Attempt,
    MoveClientClosedError,
    MoveConfigurationError,
    MoveError,
    MoveInvalidRequestError,
    MoveTimeoutError,
    SourceIn,
)
from move_ugc_async.sandbox import Delay, Sandbox, Stall, Status

pytestmark = pytest.mark.anyio


async def test_it_does_differently_what_it_was_told_and_the_rest_as_before(
    client: AsyncMoveUgc, sandbox: Sandbox
) -> None:
    sandbox.faults.add(Delay(2), operation="getClient", times=1)
    with pytest.raises(MoveTimeoutError, match=r"within 0\.2 s"):
        await client.with_options(timeout=0.2, max_retries=0).client.retrieve()
    assert await client.client.retrieve()
    attempts: list[Attempt] = []
    sandbox.faults.add(Status(503), operation="getClient", times=1)
    watched = client.with_options(on_attempt=attempts.append, backoff=lambda _tries, _random: 0.0)
    await watched.with_options(default_page_size=3).client.retrieve()
    assert [attempt.status for attempt in attempts] == [503, 200]


async def test_it_shares_the_connections(client: AsyncMoveUgc) -> None:
    await client.client.retrieve()
    other = client.with_options(timeout=5)
    await other.client.retrieve()
    assert other._resources.http is client._resources.http
    assert len(client._resources.http._connections.get().transports) == 1


async def test_closing_it_closes_nothing_and_it_ends_with_its_client(sandbox: Sandbox) -> None:
    client = AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url)
    async with client:
        async with client.with_options(timeout=5) as other:
            await other.client.retrieve()
        await client.client.retrieve()
    with pytest.raises(MoveClientClosedError):
        await other.client.retrieve()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"timeout": 0}, "timeout is a finite number above 0"),
        ({"max_retries": -1}, "max_retries"),
        ({"api_key": "mv_key_other_key"}, "with_options has no 'api_key'; it has timeout"),
        ({"time_out": 5}, "with_options has no 'time_out'"),
    ],
)
async def test_an_option_that_makes_no_sense_is_told(
    client: AsyncMoveUgc, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(MoveConfigurationError, match=message):
        client.with_options(**options)


def operations() -> list[tuple[str, str]]:
    """Every method of a service that is one operation of the API."""
    services = ("camera_settings", "client", "files", "jobs", "rigs", "takes", "volumes", "webhooks")
    without = {"create", "upload", "download", "download_outputs", "wait", "watch", "wait_many"}
    return [
        (service, name)
        for service in services
        for name, _ in inspect.getmembers(getattr(move_ugc_async, SERVICES[service]), inspect.isfunction)
        if not name.startswith("_") and (name not in without or (service, name) == ("files", "create"))
    ]


SERVICES = {
    "camera_settings": "AsyncCameraSettingsService",
    "client": "AsyncClientService",
    "files": "AsyncFileService",
    "jobs": "AsyncJobService",
    "rigs": "AsyncRigService",
    "takes": "AsyncTakeService",
    "volumes": "AsyncVolumeService",
    "webhooks": "AsyncWebhookService",
}
NEEDED: dict[str, Any] = {
    "id": "job-1",
    "ids": ["job-1"],
    "file_id": "file-1",
    "take_id": "take-1",
    "volume_id": "volume-1",
    "idempotency_key": "k",
    "file_type": "mp4",
    "metadata": {},
    "sources": [SourceIn(device_label="a", file_id="file-1", format="MP4")],
    "human_height": 1.8,
    "area_type": "NORMAL",
    "events": None,
    "uid": "u",
    "url": "https://example.org",
}


@pytest.mark.parametrize(("service", "name"), operations())
async def test_every_operation_takes_a_deadline_of_its_own(
    client: AsyncMoveUgc, sandbox: Sandbox, service: str, name: str
) -> None:
    sandbox.faults.add(Stall())
    method = getattr(getattr(client, service), name)
    parameters = inspect.signature(method).parameters.values()
    needed = {each.name: NEEDED[each.name] for each in parameters if each.default is each.empty}
    if name == "retrieve_many":
        (outcome,) = await method(**needed, timeout=0.05)
        assert isinstance(outcome.error, MoveTimeoutError)
        return
    with pytest.raises(MoveError) as caught:
        await method(**needed, timeout=0.05)
    lost = caught.value if isinstance(caught.value, MoveTimeoutError) else caught.value.__cause__
    assert isinstance(lost, MoveTimeoutError)
    assert lost.message == "no answer within 0.05 s"


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), "5", True])
async def test_a_deadline_that_makes_no_sense_is_told_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, timeout: Any
) -> None:
    with pytest.raises(MoveInvalidRequestError, match="timeout is a finite number of seconds above 0"):
        await client.client.retrieve(timeout=timeout)
    with pytest.raises(MoveInvalidRequestError, match="timeout"):
        client.jobs.list(timeout=timeout)
    assert not sandbox.journal.count()
