"""Webhooks are delivered on the schedule of Svix."""

import functools
import socket
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from move_ugc_async.sandbox import Sandbox, TimedClock, WebhookAttempt, WebhookBlockedError, WebhookError
from move_ugc_async.sandbox.clock import START
from move_ugc_async.sandbox.webhooks.dispatcher import Dispatcher
from move_ugc_async.sandbox.webhooks.socket_sender import SocketSender
from tests.integration.sandbox.api import Api, FakeMedia
from tests.integration.sandbox.receiver import (
    COMPLETED,
    ERROR,
    FAILED,
    NESTED,
    OK,
    STARTED,
    Receiver,
    is_genuine,
    register,
    summary,
)
from tests.support.ports import reserved_port
from tests.support.servers import EARLY_HINT, Authority, HttpServer, Reply, never
from tests.support.wait_until import SAFETY_NET

pytestmark = pytest.mark.anyio

DELAYS = (5, 300, 1800, 7200, 18_000, 36_000, 36_000)


async def test_events_of_a_job_are_delivered_signed_with_their_documented_bodies(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("move_ugc_async.sandbox.webhooks.signing.real_time", lambda: 1_900_000_000.5)
    with Receiver() as receiver:
        await register(api, f"{receiver.url}/hook?x=1")
        take_id = await api.single_cam_take()
        job_id = await api.single_cam_job(takeId=take_id, metadata='{"order": [7, "\\u00e4"]}')
        await api.sandbox.webhooks.wait_until_idle_async()
    assert receiver.events == [STARTED, NESTED, COMPLETED]
    client_id = (await api.call("{ client { id } }"))["id"].removeprefix("client-")
    started, nested, completed = (request.json() for request in receiver.requests)
    created = nested["detail"]["event_attributes"]["job"].pop("created")
    assert created.startswith("2026-01-01T00:00:00.0")
    assert created.endswith("Z")
    assert nested["detail"] == {
        "api_name": "move-ugc-api",
        "client_id": client_id,
        "event_name": NESTED,
        "event_attributes": {
            "job": {"id": job_id.removeprefix("job-"), "metadata": {"order": [7, "ä"]}},
            "take": {"id": take_id.removeprefix("take-")},
        },
    }
    for body, name in [(started, STARTED), (completed, COMPLETED)]:
        assert body == {
            "event_name": name,
            "timestamp": created,
            "detail": {"api_name": "move-ugc-api", "client_id": client_id, "job_id": job_id.removeprefix("job-")},
        }
    for request in receiver.requests:
        assert (request.method, request.target) == ("POST", "/hook?x=1")
        assert request.header("content-type") == "application/json"
        assert is_genuine(request)
        assert request.header("svix-timestamp") == "1900000000"
    assert len(set(receiver.ids)) == 3
    assert [each.id for each in api.sandbox.webhooks] == receiver.ids
    assert {(each.endpoint, each.job_id, each.state) for each in api.sandbox.webhooks} == {("a", job_id, "delivered")}


async def test_url_with_international_characters_is_called_in_ascii(api: Api) -> None:
    with Receiver() as receiver:
        await register(
            api, f"http://b\u00fccher.localhost:{receiver.url.rpartition(':')[2]}/caf\u00e9%20?x=\u00fc&y=%3D"
        )
        await api.single_cam_job(takeId=await api.single_cam_take())
        await api.sandbox.webhooks.wait_until_idle_async()
    assert {(request.target, request.header("host")) for request in receiver.requests} == {
        ("/caf%C3%A9%20?x=%C3%BC&y=%3D", f"xn--bcher-kva.localhost:{receiver.url.rpartition(':')[2]}")
    }


async def test_failed_job_sends_the_event_of_its_failure(api: Api) -> None:
    with Receiver() as receiver:
        await register(api, receiver.url)
        api.sandbox.fail_next_job()
        await api.single_cam_job()
        await api.sandbox.webhooks.wait_until_idle_async()
    assert receiver.events == [STARTED, FAILED]


@pytest.mark.parametrize(
    ("events", "received"),
    [
        (None, [STARTED, NESTED, COMPLETED]),
        ([], [STARTED, NESTED, COMPLETED]),
        ([COMPLETED, FAILED], [COMPLETED]),
        (["other"], []),
    ],
)
async def test_endpoint_receives_the_events_that_it_subscribed(
    api: Api, events: list[str] | None, received: list[str]
) -> None:
    with Receiver() as receiver:
        await register(api, receiver.url, events=events)
        await api.single_cam_job()
        await api.sandbox.webhooks.wait_until_idle_async()
    assert receiver.events == received


async def test_every_endpoint_receives_the_same_id_signed_with_its_own_secret(api: Api) -> None:
    with Receiver() as first, Receiver() as second:
        await register(api, first.url, events=[NESTED])
        await register(api, second.url, uid="b", events=[NESTED], secret="whsec_AAAA")
        await api.single_cam_job()
        await api.sandbox.webhooks.wait_until_idle_async()
    assert first.ids == second.ids != [None]
    assert is_genuine(first.requests[0])
    assert not is_genuine(second.requests[0])
    assert [each.endpoint for each in api.sandbox.webhooks.filter(id=first.ids[0])] == ["a", "b"]


async def test_events_are_delivered_when_the_clock_reaches_them(manual_api: Api) -> None:
    sandbox = manual_api.sandbox
    with Receiver() as receiver:
        await register(manual_api, receiver.url, events=[STARTED, NESTED])
        await manual_api.single_cam_job()  # a clip of 10 s takes 25 s
        seen = []
        for seconds in (0, 2.4, 0.1, 22.4, 0.1):
            sandbox.clock.advance(seconds)
            await sandbox.webhooks.wait_until_idle_async()
            seen.append(len(receiver.requests))
    assert seen == [0, 0, 1, 1, 2]
    assert [each.attempts[0].time - START for each in sandbox.webhooks] == [
        timedelta(seconds=2.5),
        timedelta(seconds=25),
    ]


async def test_failed_delivery_is_retried_on_schedule_until_the_last_attempt(manual_api: Api) -> None:
    sandbox = manual_api.sandbox
    with Receiver(ERROR) as receiver:
        await register(manual_api, receiver.url, events=[NESTED])
        await manual_api.single_cam_job()
        sandbox.clock.advance(25)
        for number, seconds in enumerate(DELAYS, 1):
            await sandbox.webhooks.wait_until_idle_async()
            (delivery,) = sandbox.webhooks
            assert (delivery.state, len(receiver.requests)) == ("pending", number)
            assert delivery.next_attempt == sandbox.clock.now() + timedelta(seconds=seconds)
            sandbox.clock.advance(seconds - 0.001)
            await sandbox.webhooks.wait_until_idle_async()
            assert len(receiver.requests) == number
            sandbox.clock.advance(0.001)
        await sandbox.webhooks.wait_until_idle_async()
        sandbox.clock.advance(10**6)
        await sandbox.webhooks.wait_until_idle_async()
    assert (len(receiver.requests), len(set(receiver.ids))) == (8, 1)
    assert all(map(is_genuine, receiver.requests))
    assert summary(sandbox) == [(NESTED, "failed", [500] * 8)]
    assert sandbox.webhooks.deliveries[0].next_attempt is None


async def test_one_advance_makes_all_attempts_of_that_time(manual_api: Api) -> None:
    with Receiver(ERROR, ERROR, ERROR, OK) as receiver:
        await register(manual_api, receiver.url, events=[NESTED])
        await manual_api.single_cam_job()
        manual_api.sandbox.clock.advance(3600)
        await manual_api.sandbox.webhooks.wait_until_idle_async()
    assert len(set(receiver.ids)) == 1
    (delivery,) = manual_api.sandbox.webhooks
    assert delivery.state == "delivered"
    assert [(each.time - START).total_seconds() for each in delivery.attempts] == [25, 30, 330, 2130]


async def test_instant_clock_repeats_at_once(api: Api) -> None:
    with Receiver(ERROR, OK) as receiver:
        await register(api, receiver.url, events=[NESTED])
        await api.single_cam_job()
        await api.sandbox.webhooks.wait_until_idle_async()
    assert summary(api.sandbox) == [(NESTED, "delivered", [500, 204])]
    assert len(receiver.requests) == 2


@pytest.mark.parametrize("status", [200, 299, 302, 307, 400, 404, 503])
async def test_only_2xx_is_success_and_redirects_are_not_followed(manual_api: Api, status: int) -> None:
    with Receiver() as target, Receiver(Reply(b"body", status, (("Location", target.url),))) as receiver:
        await register(manual_api, receiver.url, events=[NESTED])
        await manual_api.single_cam_job()
        manual_api.sandbox.clock.advance(25)
        await manual_api.sandbox.webhooks.wait_until_idle_async()
    assert summary(manual_api.sandbox) == [(NESTED, "delivered" if status < 300 else "pending", [status])]
    assert target.requests == []


async def test_delivery_is_retried_when_the_endpoint_cannot_be_reached(manual_api: Api) -> None:
    with reserved_port() as port:
        await register(manual_api, f"http://localhost:{port}", events=[NESTED])
        await manual_api.single_cam_job()
        manual_api.sandbox.clock.advance(25)
        await manual_api.sandbox.webhooks.wait_until_idle_async()
    (delivery,) = manual_api.sandbox.webhooks
    assert delivery.state == "pending"
    (attempt,) = delivery.attempts
    assert attempt.status is None
    assert attempt.error in ("Connection refused", "cannot connect")


async def test_response_that_is_not_http_is_a_failure_and_interim_responses_are_skipped(manual_api: Api) -> None:
    final = EARLY_HINT + b"HTTP/1.1 204 No Content\r\n\r\n"
    replies = [Reply(instead="reset"), Reply(instead="close"), Reply(raw=b"hello\r\n\r\n"), Reply(raw=final)]
    with Receiver(*replies) as receiver:
        await register(manual_api, receiver.url, events=[NESTED])
        await manual_api.single_cam_job()
        manual_api.sandbox.clock.advance(3600)
        await manual_api.sandbox.webhooks.wait_until_idle_async()
    (delivery,) = manual_api.sandbox.webhooks
    assert [each.status for each in delivery.attempts] == [None, None, None, 204]
    errors = {"the endpoint sent no HTTP response", "the endpoint reset the connection"}
    assert {each.error for each in delivery.attempts[:3]} <= errors
    assert "sent no HTTP response" in (delivery.attempts[2].error or "")


async def test_attempt_ends_after_its_timeout(http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    impatient = functools.partial(Dispatcher, timeout=0)
    monkeypatch.setattr("move_ugc_async.sandbox.assembly.Dispatcher", impatient)
    with Receiver(never()) as receiver, Sandbox(media=FakeMedia()) as sandbox:
        api = Api(sandbox, http)
        await register(api, receiver.url, events=[NESTED])
        await api.single_cam_job()
        await sandbox.webhooks.wait_until_idle_async()
        (delivery,) = sandbox.webhooks
    assert (delivery.state, len(delivery.attempts)) == ("failed", 8)
    assert {(each.status, each.error) for each in delivery.attempts} == {(None, "no response within 0 s")}


async def test_endpoint_has_15_seconds_from_whose_end_the_retry_counts(http: httpx.AsyncClient) -> None:
    class SlowSender:
        async def send(self, *_: object) -> int:
            raise TimeoutError

    with Sandbox(clock="manual", media=FakeMedia(), webhook_sender=SlowSender()) as sandbox:
        api = Api(sandbox, http)
        await register(api, "https://app.example", events=[NESTED])
        await api.single_cam_job()
        sandbox.clock.advance(25)
        await sandbox.webhooks.wait_until_idle_async()
        (delivery,) = sandbox.webhooks
    end = START + timedelta(seconds=25)
    assert delivery.attempts == (WebhookAttempt(end, None, "no response within 15 s"),)
    assert delivery.next_attempt == end + timedelta(seconds=15 + 5)


@pytest.mark.parametrize("url", ["https://example.com/hook", "http://10.1.2.3", "http://localhost.evil.example"])
async def test_webhook_for_another_host_is_not_sent(api: Api, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asyncio.open_connection", lambda *_, **__: pytest.fail("connects"))
    await register(api, url, events=[NESTED])
    await api.single_cam_job()
    await api.sandbox.webhooks.wait_until_idle_async()
    (delivery,) = api.sandbox.webhooks
    assert (delivery.state, len(delivery.attempts)) == ("blocked", 1)
    assert "--webhook-host" in (delivery.attempts[0].error or "")


@pytest.mark.parametrize("hosts", [["Receiver.internal"], ["*"]])
async def test_permitted_host_is_sent_to(hosts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    resolve = socket.getaddrinfo

    def resolve_locally(host: Any, *more: Any, **options: Any) -> Any:
        return resolve("127.0.0.1" if host == "receiver.internal" else host, *more, **options)

    monkeypatch.setattr("socket.getaddrinfo", resolve_locally)
    with Receiver() as receiver:
        sender = SocketSender(hosts)
        assert await sender.send(f"http://receiver.internal:{receiver.port}", {}, b"{}") == 204
        assert await SocketSender().send(f"http://sub.localhost:{receiver.port}", {}, b"{}") == 204
        with pytest.raises(WebhookBlockedError):
            await SocketSender().send(f"http://receiver.internal:{receiver.port}", {}, b"{}")
    assert [request.header("host") for request in receiver.requests] == [
        f"receiver.internal:{receiver.port}",
        f"sub.localhost:{receiver.port}",
    ]


@pytest.mark.parametrize("host", ["localhost.", "127.0.0.1.", "a.localhost."])
async def test_dot_at_the_end_of_a_loopback_name_is_ignored(host: str) -> None:
    with Receiver() as receiver:
        assert await SocketSender().send(f"http://{host}:{receiver.port}/", {}, b"{}") == 204


class _OpenServer(HttpServer):
    """A server that responds, and never ends its connections."""

    def serve(self, sock: socket.socket, number: int) -> None:  # noqa: ARG002 - connections are alike
        sock.recv(65536)
        sock.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        self.stopping.wait()


async def test_failure_of_tls_is_named() -> None:
    for server, reason in [
        (HttpServer(OK, tls=Authority().server_context()), "certificate"),
        (_OpenServer(), "wrong version number|record layer failure"),
    ]:
        with server, pytest.raises(WebhookError, match=f"^TLS failed: .*({reason})"):
            await SocketSender().send(f"https://localhost:{server.port}/", {}, b"{}")


async def test_response_counts_if_the_endpoint_does_not_end_tls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority()
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.write(tmp_path / "ca.pem")))
    monkeypatch.setattr("move_ugc_async.sandbox.webhooks.socket_sender._DRAIN_SECONDS", 0.01)
    with _OpenServer(tls=authority.server_context()) as server, anyio.fail_after(SAFETY_NET):
        assert await SocketSender().send(f"https://localhost:{server.port}/", {}, b"{}") == 204


async def test_endpoint_receives_no_events_from_before_it_was_created(api: Api) -> None:
    with Receiver() as first, Receiver() as second:
        await register(api, first.url, events=[NESTED])
        await api.single_cam_job()
        await register(api, second.url, uid="b", events=[NESTED])
        await api.sandbox.webhooks.wait_until_idle_async()
        assert (len(first.requests), len(second.requests)) == (1, 0)
        await api.single_cam_job()
        await api.sandbox.webhooks.wait_until_idle_async()
    assert (len(first.requests), len(second.requests)) == (2, 1)


async def test_endpoint_created_before_the_end_of_a_job_receives_it(manual_api: Api) -> None:
    await manual_api.single_cam_job()
    manual_api.sandbox.clock.advance(10)
    with Receiver() as receiver:
        await register(manual_api, receiver.url)
        manual_api.sandbox.clock.advance(15)
        await manual_api.sandbox.webhooks.wait_until_idle_async()
    assert receiver.events == [NESTED, COMPLETED]


async def test_jobs_without_endpoints_start_no_thread_and_are_not_delivered_later(api: Api) -> None:
    before = {each.name for each in threading.enumerate()}
    await api.single_cam_job()
    await api.sandbox.webhooks.wait_until_idle_async()
    assert {each.name for each in threading.enumerate()} - before <= {"AnyIO worker thread"}
    with Receiver() as receiver:
        await register(api, receiver.url)
        await api.sandbox.webhooks.wait_until_idle_async()
    assert (receiver.requests, len(api.sandbox.webhooks)) == ([], 0)


async def test_retry_is_sent_to_the_new_url_when_the_endpoint_was_changed(manual_api: Api) -> None:
    with Receiver(ERROR) as old, Receiver() as new:
        await register(manual_api, old.url, events=[NESTED])
        await manual_api.single_cam_job()
        manual_api.sandbox.clock.advance(25)
        await manual_api.sandbox.webhooks.wait_until_idle_async()
        await register(manual_api, new.url)
        manual_api.sandbox.clock.advance(5)
        await manual_api.sandbox.webhooks.wait_until_idle_async()
    assert old.ids == new.ids
    assert old.requests[0].body == new.requests[0].body


async def test_later_sandbox_on_a_data_folder_continues_the_deliveries(http: httpx.AsyncClient, tmp_path: Path) -> None:
    with Receiver(ERROR, OK) as receiver:
        with Sandbox(clock="manual", data=tmp_path, media=FakeMedia()) as first:
            api = Api(first, http)
            await register(api, receiver.url, events=[NESTED])
            await api.single_cam_job()
            await api.single_cam_job()
            first.clock.advance(25)
            first.webhooks.wait_until_idle()
            before = first.webhooks.deliveries
        assert first.webhooks.deliveries == before
        with Sandbox(clock="manual", data=tmp_path, media=FakeMedia()) as second:
            assert second.webhooks.deliveries == before
            second.clock.advance(30)
            second.webhooks.wait_until_idle()
            assert summary(second) == [(NESTED, "delivered", [500, 204]), (NESTED, "delivered", [204])]
    assert receiver.ids[0] == receiver.ids[2]


async def test_resend_starts_the_schedule_again_with_the_same_id(manual_api: Api) -> None:
    webhooks, clock = manual_api.sandbox.webhooks, manual_api.sandbox.clock
    with Receiver(OK, ERROR, OK) as receiver:
        await register(manual_api, receiver.url, events=[NESTED])
        await manual_api.single_cam_job()
        clock.advance(25)
        webhooks.wait_until_idle()
        webhooks.resend(webhooks.deliveries[0].id)
        webhooks.wait_until_idle()
        assert webhooks.filter(state="pending")
        clock.advance(5)
        webhooks.wait_until_idle()
        with pytest.raises(LookupError, match="unknown webhook"):
            webhooks.resend("msg_other")
        with pytest.raises(LookupError, match="for endpoint 'b'"):
            webhooks.resend(webhooks.deliveries[0].id, endpoint="b")
    assert summary(manual_api.sandbox) == [(NESTED, "delivered", [204, 500, 204])]
    assert len(set(receiver.ids)) == 1


async def test_resend_during_an_attempt_is_made_after_it(api: Api) -> None:
    gate = threading.Event()
    webhooks = api.sandbox.webhooks
    with Receiver(Reply(status=204, after=gate), OK) as receiver:
        await register(api, receiver.url, events=[NESTED])
        await api.single_cam_job()
        await receiver.received(1)
        webhooks.resend(webhooks.deliveries[0].id)
        gate.set()
        await webhooks.wait_until_idle_async()
    assert len(receiver.requests) == 2
    assert summary(api.sandbox) == [(NESTED, "delivered", [204, 204])]


async def test_wait_fails_if_an_endpoint_does_not_respond_and_close_does_not_wait(
    http: httpx.AsyncClient,
) -> None:
    with HttpServer(never()) as receiver:
        with Sandbox(media=FakeMedia()) as sandbox:
            api = Api(sandbox, http)
            await register(api, receiver.url, events=[NESTED])
            await api.single_cam_job()
            await receiver.received(1)
            with pytest.raises(TimeoutError, match=f"{NESTED} to 'a'"):
                sandbox.webhooks.wait_until_idle(timeout=0)
        assert summary(sandbox) == [(NESTED, "pending", [])]
        with pytest.raises(RuntimeError, match="not running"):
            sandbox.webhooks.wait_until_idle()


@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
@pytest.mark.usefixtures("anyio_backend")
async def test_wait_until_idle_does_not_block_asyncio_or_trio(api: Api) -> None:
    with Receiver() as receiver:
        await register(api, receiver.url, events=[NESTED])
        await api.single_cam_job()
        await api.sandbox.webhooks.wait_until_idle_async()
    assert receiver.events == [NESTED]


async def test_timed_clock_delivers_on_time_without_help(http: httpx.AsyncClient) -> None:
    with Receiver(ERROR, OK) as receiver, Sandbox(clock=TimedClock(speed=1000), media=FakeMedia()) as sandbox:
        api = Api(sandbox, http)
        await register(api, receiver.url, events=[NESTED])
        await api.single_cam_job()
        await receiver.received(2)
        await sandbox.webhooks.wait_until_idle_async()
    assert summary(sandbox) == [(NESTED, "delivered", [500, 204])]


async def test_another_sender_delivers_into_an_application(http: httpx.AsyncClient) -> None:
    class Sender:
        def __init__(self) -> None:
            self.sent: list[tuple[str, str, bytes]] = []

        async def send(self, url: str, headers: Any, body: bytes) -> int:
            self.sent.append((url, headers["svix-id"], body[:14]))
            if len(self.sent) == 1:
                msg = "the application raised an error"
                raise WebhookError(msg)
            if len(self.sent) == 2:
                msg = "of the application"
                raise LookupError(msg)
            return 204

    sender = Sender()
    with Sandbox(media=FakeMedia(), webhook_sender=sender) as sandbox:
        api = Api(sandbox, http)
        await register(api, "https://app.example/hook", events=[NESTED])
        await api.single_cam_job()
        await sandbox.webhooks.wait_until_idle_async()
    (delivery,) = sandbox.webhooks
    assert sender.sent == [("https://app.example/hook", delivery.id, b'{"event_name":')] * 3
    assert [each.error for each in delivery.attempts] == [
        "the application raised an error",
        "the sender raised LookupError: of the application",
        None,
    ]


async def test_same_seed_has_the_same_deliveries(http: httpx.AsyncClient) -> None:
    logs = []
    for seed in (1, 1, 2):
        with Receiver(ERROR, OK) as receiver, Sandbox(seed=seed, media=FakeMedia()) as sandbox:
            api = Api(sandbox, http)
            await register(api, receiver.url)
            await api.single_cam_job()
            await sandbox.webhooks.wait_until_idle_async()
            logs.append(sandbox.webhooks.deliveries)
    assert logs[0] == logs[1]
    assert {each.id for each in logs[0]}.isdisjoint(each.id for each in logs[2])


async def test_deliveries_are_listed_and_resent_over_http(api: Api) -> None:
    admin = {"authorization": api.sandbox.api_key}
    url = f"{api.sandbox.url}/sandbox/webhooks"
    with Receiver() as receiver:
        await register(api, receiver.url, events=[NESTED])
        job_id = await api.single_cam_job()
        await api.sandbox.webhooks.wait_until_idle_async()
        (delivery,) = (await api.http.get(url, headers=admin)).json()["deliveries"]
        assert (await api.http.post(f"{url}/{delivery['id']}/resend", headers=admin)).status_code == 204
        assert (await api.http.post(f"{url}/msg_x/resend", headers=admin)).status_code == 404
        assert (await api.http.get(url)).status_code == 401
        await api.sandbox.webhooks.wait_until_idle_async()
    assert delivery == {
        "id": receiver.ids[0],
        "endpoint": "a",
        "event": NESTED,
        "job_id": job_id,
        "state": "delivered",
        "attempts": [{"time": delivery["attempts"][0]["time"], "status": 204, "error": None, "fault": None}],
        "next_attempt": None,
    }
    assert len(receiver.requests) == 2


async def test_deliveries_can_be_filtered(api: Api) -> None:
    with Receiver() as receiver:
        await register(api, receiver.url)
        first, second = await api.single_cam_job(), await api.single_cam_job()
        await api.sandbox.webhooks.wait_until_idle_async()
    webhooks = api.sandbox.webhooks
    assert len(webhooks) == 6
    assert {each.job_id for each in webhooks.filter(event=NESTED)} == {first, second}
    assert len(webhooks.filter(job_id=first, state="delivered", endpoint="a")) == 3
    assert webhooks.filter(endpoint="b") == webhooks.filter(state="failed") == ()
