"""Faults of deliveries: lost, late, repeated, reordered and forged webhooks."""

import threading
from collections.abc import Callable

import pytest

from move_ugc_async.sandbox import (
    DelayDelivery,
    Drop,
    Fault,
    ForgeDelivery,
    LoseDelivery,
    ReorderDelivery,
    RepeatDelivery,
    Sandbox,
    Status,
)
from tests.integration.sandbox.api import Api, FakeMedia
from tests.integration.sandbox.receiver import (
    COMPLETED,
    ERROR,
    NESTED,
    OK,
    STARTED,
    Receiver,
    is_genuine,
    register,
    summary,
)
from tests.support.servers import Received, Reply
from tests.support.wait_until import SAFETY_NET

pytestmark = pytest.mark.anyio


def checking(request: Received) -> Reply:
    """Respond as a receiver that checks signatures and times."""
    return OK if is_genuine(request) else Reply(status=400)


async def test_lost_delivery_is_never_sent(api: Api) -> None:
    rule = api.sandbox.faults.add(LoseDelivery(), operation=NESTED, times=1)
    with Receiver() as receiver:
        await register(api, receiver.url, events=[NESTED, COMPLETED])
        await api.single_cam_job()
        await api.sandbox.webhooks.wait_until_idle_async()
    assert receiver.events == [COMPLETED]
    assert summary(api.sandbox) == [(NESTED, "lost", [None]), (COMPLETED, "delivered", [204])]
    assert api.sandbox.webhooks.deliveries[0].attempts[0].fault == LoseDelivery()
    assert (rule.matched, rule.acted) == (1, 1)


async def test_lost_attempt_is_retried_on_schedule(manual_api: Api) -> None:
    sandbox = manual_api.sandbox
    sandbox.faults.add([LoseDelivery(retry=True), LoseDelivery(retry=True)])
    with Receiver() as receiver:
        await register(manual_api, receiver.url, events=[NESTED])
        await manual_api.single_cam_job()
        sandbox.clock.advance(25 + 5)
        await sandbox.webhooks.wait_until_idle_async()
        assert receiver.requests == []
        sandbox.clock.advance(300)
        await sandbox.webhooks.wait_until_idle_async()
    assert summary(sandbox) == [(NESTED, "delivered", [None, None, 204])]


async def test_delayed_delivery_arrives_after_the_next_one(manual_api: Api) -> None:
    sandbox = manual_api.sandbox
    sandbox.faults.add(DelayDelivery(60), operation=STARTED)
    with Receiver() as receiver:
        await register(manual_api, receiver.url)
        await manual_api.single_cam_job()
        sandbox.clock.advance(62.4)
        await sandbox.webhooks.wait_until_idle_async()
        assert receiver.events == [NESTED, COMPLETED]
        sandbox.clock.advance(0.1)
        await sandbox.webhooks.wait_until_idle_async()
    assert receiver.events == [NESTED, COMPLETED, STARTED]
    assert sandbox.webhooks.deliveries[0].attempts[0].fault == DelayDelivery(60)


async def test_repeated_delivery_is_sent_at_the_same_time_with_the_same_id(api: Api) -> None:
    api.sandbox.faults.add(RepeatDelivery(2), times=1)
    all_arrived = threading.Barrier(3)

    def answer_when_all_arrived(_: Received) -> Reply:
        all_arrived.wait(SAFETY_NET)
        return OK

    with Receiver(answer_when_all_arrived) as receiver:
        await register(api, receiver.url, events=[NESTED])
        await api.single_cam_job()
        await api.sandbox.webhooks.wait_until_idle_async()
    assert len(receiver.requests) == 3
    assert len(set(receiver.ids)) == 1
    assert all(map(is_genuine, receiver.requests))
    assert summary(api.sandbox) == [(NESTED, "delivered", [204])]


async def test_reordered_delivery_follows_the_next_one(api: Api) -> None:
    api.sandbox.faults.add(ReorderDelivery(), operation=STARTED)
    with Receiver() as receiver:
        await register(api, receiver.url)
        await api.single_cam_job()
        await api.sandbox.webhooks.wait_until_idle_async()
    assert receiver.events == [NESTED, COMPLETED, STARTED]


async def test_reordered_delivery_waits_for_the_next_one_or_its_time(manual_api: Api) -> None:
    sandbox = manual_api.sandbox
    sandbox.faults.add(ReorderDelivery(60), operation=STARTED)
    sandbox.faults.add(ReorderDelivery(60), operation=COMPLETED)
    with Receiver() as receiver:
        await register(manual_api, receiver.url, events=[STARTED, COMPLETED])
        await manual_api.single_cam_job()
        for seconds, events in [(10, []), (52.4, []), (0.1, [STARTED, COMPLETED])]:
            sandbox.clock.advance(seconds)
            await sandbox.webhooks.wait_until_idle_async()
            assert receiver.events == events
        await manual_api.single_cam_job()
        sandbox.clock.advance(2.5)
        await sandbox.webhooks.wait_until_idle_async()
        await register(manual_api, receiver.url, events=[STARTED, NESTED])
        sandbox.clock.advance(22.5)
        await sandbox.webhooks.wait_until_idle_async()
    assert receiver.events == [STARTED, COMPLETED, NESTED, STARTED]


@pytest.mark.parametrize("part", ["signature", "body", "headers", "timestamp"])
async def test_forged_delivery_is_refused_and_the_genuine_one_follows(api: Api, part: str) -> None:
    api.sandbox.faults.add(ForgeDelivery(part), times=1)  # type: ignore[arg-type]
    replies = [Reply(status=400), OK] if part == "timestamp" else [checking]
    with Receiver(*replies) as receiver:
        await register(api, receiver.url, events=[NESTED])
        await api.single_cam_job()
        await api.sandbox.webhooks.wait_until_idle_async()
    forged, genuine = receiver.requests
    assert summary(api.sandbox) == [(NESTED, "delivered", [400, 204])]
    assert is_genuine(genuine)
    assert is_genuine(forged) == (part == "timestamp")
    assert (forged.header("svix-id") is None) == (part == "headers")
    assert (forged.body == genuine.body) == (part != "body")
    assert forged.json().keys() == genuine.json().keys()
    if part == "timestamp":
        age = int(genuine.header("svix-timestamp") or 0) - int(forged.header("svix-timestamp") or 0)
        assert 600 <= age < 900


async def test_faults_of_requests_and_of_deliveries_are_independent(api: Api) -> None:
    lost = api.sandbox.faults.add(LoseDelivery())
    with Receiver() as receiver:
        await register(api, receiver.url, events=[NESTED])
        dropped = api.sandbox.faults.add(Status(503), operation=NESTED)
        await api.single_cam_job()
        await api.sandbox.webhooks.wait_until_idle_async()
    assert (lost.matched, lost.acted, dropped.matched) == (1, 1, 0)
    assert {entry.fault for entry in api.sandbox.journal} == {None}


async def test_rule_selects_an_endpoint_or_a_path(api: Api) -> None:
    api.sandbox.faults.add(LoseDelivery(), operation="second")
    api.sandbox.faults.add(LoseDelivery(), path="/thi*")
    with Receiver() as receiver:
        for uid in ("first", "second", "third"):
            await register(api, f"{receiver.url}/{uid}", uid=uid, events=[NESTED])
        await api.single_cam_job()
        await api.sandbox.webhooks.wait_until_idle_async()
    assert [request.target for request in receiver.requests] == ["/first"]


async def test_random_faults_depend_on_the_seed_alone(api: Api) -> None:
    async def states(seed: int) -> list[str]:
        with Receiver() as receiver, Sandbox(seed=seed, media=FakeMedia()) as sandbox:
            other = Api(sandbox, api.http)
            sandbox.faults.add(LoseDelivery(), probability=0.5)
            await register(other, receiver.url)
            await register(other, receiver.url, uid="b", events=[NESTED])
            for _ in range(4):
                await other.single_cam_job()
            await sandbox.webhooks.wait_until_idle_async()
            return [each.state for each in sandbox.webhooks]

    first = await states(1)
    assert first == await states(1)
    assert set(first) == {"lost", "delivered"}


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: DelayDelivery(-1), "seconds must be a finite number, 0 or more; got -1"),
        (lambda: ReorderDelivery(float("inf")), "seconds must be a finite number"),
        (lambda: RepeatDelivery(0), "times must be from 1 to 100; got 0"),
        (lambda: ForgeDelivery("nose"), "part must be one of signature, timestamp, body, headers; got 'nose'"),
    ],
)
def test_invalid_fault_of_a_delivery_raises_value_error(make: Callable[[], Fault], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        make()


def test_script_cannot_mix_faults_of_requests_and_deliveries() -> None:
    with pytest.raises(ValueError, match="faults must not mix"):
        Sandbox().faults.add([Drop(), None, LoseDelivery()])


async def test_each_attempt_chooses_its_own_fault(api: Api) -> None:
    rule = api.sandbox.faults.add([None, RepeatDelivery()])
    with Receiver(ERROR, OK) as receiver:
        await register(api, receiver.url, events=[NESTED])
        await api.single_cam_job()
        await api.sandbox.webhooks.wait_until_idle_async()
    assert len(receiver.requests) == 3
    assert (rule.matched, rule.acted) == (2, 1)
