"""The data that the console receives from the server."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from move_ugc_async.sandbox import Clock, Delay, ManualClock, Sandbox, Stall, Status, TimedClock
from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.console.event_stream import Changes
from tests.integration.sandbox.api import GET_JOB, Api, FakeMedia
from tests.support.wait_until import SAFETY_NET, wait_until_sync

pytestmark = pytest.mark.anyio
ASSETS = ["", "console/console.js", "console/console.css", "console/explorer.js", "console/viewer.js"]
TEXTS = ["console/schema.graphql", "console/LICENSE-console.txt"]


async def get(api: Api, path: str, **headers: str) -> httpx.Response:
    return await api.http.get(f"{api.sandbox.url}/{path}", headers=headers)


async def read(api: Api, path: str) -> Any:
    response = await get(api, f"sandbox/{path}", authorization=api.sandbox.api_key)
    assert response.status_code == 200, response.text
    return response.json()


@contextmanager
def events(sandbox: Sandbox) -> Iterator[Iterator[dict[str, Any]]]:
    """Yield the events of a sandbox."""
    url, headers = f"{sandbox.url}/sandbox/events", {"authorization": sandbox.api_key}
    with httpx.stream("GET", url, headers=headers, verify=False, timeout=SAFETY_NET) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        yield (json.loads(line.removeprefix("data: ")) for line in response.iter_lines() if line)


def wait_for(stream: Iterator[dict[str, Any]], name: str, accept: Callable[[Any], bool]) -> Any:
    return next(event[name] for event in stream if name in event and accept(event[name]))


@pytest.mark.parametrize("path", [*ASSETS, *TEXTS])
async def test_page_is_served_with_a_strict_policy_and_without_a_key(api: Api, path: str) -> None:
    response = await get(api, path)
    assert response.status_code == 200
    assert response.content
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
    assert response.headers["cross-origin-resource-policy"] == "same-origin"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in response.headers
    assert api.sandbox.api_key not in response.text


@pytest.mark.parametrize("path", ["console/", "console/page.py", "console/..%2fpage.py", "console/static/console.js"])
async def test_other_files_of_the_package_are_not_served(api: Api, path: str) -> None:
    assert (await get(api, path)).status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://{host}"}, 200),
        ({"origin": "http://localhost:1", "host": "localhost:1"}, 200),
        # Through a tunnel or reverse proxy on this machine, which sends its own host.
        ({"origin": "https://console.example"}, 403),
        ({}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:1"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://10.1.2.3", "host": "10.1.2.3"}, 403),
    ],
)
async def test_only_a_page_of_the_sandbox_on_this_machine_gets_the_api_key(
    api: Api, headers: dict[str, str], status: int
) -> None:
    host = httpx.URL(api.sandbox.url).netloc.decode()
    sent = {name: value.format(host=host) for name, value in headers.items()}
    response = await api.http.post(f"{api.sandbox.url}/console/key", headers=sent)
    assert response.status_code in ({403, 421} if status == 403 else {200})
    assert (api.sandbox.api_key in response.text) == (status == 200)
    assert "access-control-allow-origin" not in response.headers


async def test_console_refuses_the_api_key_under_a_public_name(http: httpx.AsyncClient) -> None:
    with Sandbox(public_url="https://move.example", media=FakeMedia()) as sandbox:
        (listener,) = (each for each in _listeners(sandbox))
        headers = {"origin": "https://move.example", "host": "move.example"}
        response = await http.post(f"http://127.0.0.1:{listener}/console/key", headers=headers)
    assert (response.status_code, response.json()["message"]) == (403, "enter the API key of the sandbox")


def _listeners(sandbox: Sandbox) -> Iterator[int]:
    for _, callback in sandbox._resources._exit_callbacks:
        owner = getattr(callback, "__self__", None)
        if hasattr(owner, "getsockname"):
            yield owner.getsockname()[1]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "events"), ("GET", "requests"), ("POST", "reset"), ("POST", "clock"), ("GET", "ledger")],
)
async def test_admin_api_refuses_pages_of_other_sites_and_other_keys(api: Api, method: str, path: str) -> None:
    url, key = f"{api.sandbox.url}/sandbox/{path}", api.sandbox.api_key
    for headers, status in (
        ({}, 401),
        ({"authorization": "mv_key_other"}, 401),
        ({"authorization": key, "origin": "http://evil.example"}, 403),
        ({"authorization": key, "origin": "http://localhost:3000"}, 403),
    ):
        response = await api.http.request(method, url, headers=headers, json={"advance": 1})
        assert response.status_code == status, headers
        assert "access-control-allow-origin" not in response.headers
    preflight = await api.http.request("OPTIONS", url, headers={"origin": "http://evil.example"})
    assert preflight.status_code == 403


async def test_first_event_has_all_sections_and_later_events_only_changes(manual_api: Api) -> None:
    with events(manual_api.sandbox) as stream:
        first = next(stream)
        assert {name for name, value in first.items() if value == []} == {
            "files", "takes", "jobs", "volumes", "requests", "webhooks", "deliveries", "faults", "leaks",
        }  # fmt: skip
        assert first["clock"] == {"now": "2026-01-01T00:00:00+00:00", "rate": 0.0, "speed": 1.0}
        assert first["sandbox"]["endpoint_url"] == manual_api.sandbox.endpoint_url
        job_id = await manual_api.single_cam_job()
        (job,) = wait_for(stream, "jobs", bool)
        assert (job["id"], job["state"], job["percentage"]) == (job_id, "NOT_STARTED", 0)
        manual_api.sandbox.clock.advance(13.75)
        event = next(stream)
        assert event["jobs"][0]["percentage"] == 50
        assert event["clock"]["now"] == "2026-01-01T00:00:13.750000+00:00"
        assert "files" not in event
        manual_api.sandbox.faults.add(Status(503), operation="getJob")
        assert len(wait_for(stream, "faults", bool)) == 1


async def test_stream_sends_no_event_without_a_change(manual_api: Api) -> None:
    changes = Changes(_backend(manual_api.sandbox))
    assert changes.next() is not None
    assert changes.next() is None
    manual_api.sandbox.clock.advance(60)
    assert list(changes.next() or {}) == ["clock"]
    assert changes.next() is None


def test_stream_sends_jumps_and_rates_of_the_clock_but_not_its_usual_progress() -> None:
    clock = TimedClock()
    with Sandbox(clock=clock, media=FakeMedia()) as sandbox:
        changes = Changes(_backend(sandbox))
        changes.next()
        assert changes.next() is None
        clock.set_rate(600)
        assert (changes.next() or {})["clock"]["rate"] == 600
        assert changes.next() is None
        clock.advance(3600)
        assert changes.next() is not None


def _backend(sandbox: Sandbox) -> Backend:
    return sandbox._running()


async def test_console_does_not_move_an_instant_clock(api: Api) -> None:
    job_id = await api.single_cam_job()
    before = api.sandbox.clock.peek()
    for _ in range(3):
        Changes(_backend(api.sandbox)).next()
        assert (await read(api, f"jobs/{job_id}"))["state"] == "FINISHED"
    assert api.sandbox.clock.peek() == before


def test_stream_ends_when_the_sandbox_is_closed() -> None:
    sandbox = Sandbox(media=FakeMedia())
    sandbox.start()
    with events(sandbox) as stream:
        next(stream)
        closing = threading.Thread(target=sandbox.close)
        closing.start()
        with pytest.raises(httpx.RemoteProtocolError):
            list(stream)
    closing.join(SAFETY_NET)
    assert not closing.is_alive()


async def test_request_log_has_status_error_and_duration(api: Api) -> None:
    api.sandbox.faults.add(Status(503), operation="GetJob", times=1)
    await api.send(GET_JOB, {"id": "job-1"})
    await api.send(GET_JOB, {"id": "job-2"})
    with events(api.sandbox) as stream:
        found, refused = next(stream)["requests"]
    assert (refused["operation"], refused["status"], refused["has_fault"]) == ("GetJob", 503, True)
    assert (found["status"], found["error"]) == (200, "MoveNotFoundError: Resource not found in move-ugc-api.")
    assert all(0 <= each["seconds"] < SAFETY_NET for each in (found, refused))
    for number, fault in ((1, {"status": {"code": 503, "body": "", "headers": {}, "after_work": False}}), (2, None)):
        details = await read(api, f"requests/{number}")
        assert (details["document"], details["variables"]) == (GET_JOB, {"id": f"job-{number}"})
        assert details["fault"] == fault
    missing = await get(api, "sandbox/requests/3", authorization=api.sandbox.api_key)
    assert missing.status_code == 404


async def test_request_log_shows_requests_that_are_not_finished(api: Api) -> None:
    api.sandbox.faults.add(Stall(), operation="GetJob", times=1)
    log = api.sandbox.journal.log

    def send() -> None:
        with pytest.raises(httpx.HTTPError):
            httpx.post(
                api.sandbox.endpoint_url,
                json={"query": GET_JOB, "variables": {"id": "job-1"}},
                headers={"authorization": api.sandbox.api_key},
                verify=False,
                timeout=SAFETY_NET,
            )

    sender = threading.Thread(target=send)
    sender.start()
    wait_until_sync(lambda: any(each.entry for each in log.requests))
    (request,) = log.requests
    assert request.seconds is None
    api.sandbox.close()
    sender.join(SAFETY_NET)
    assert request.seconds is not None
    api.sandbox.start()


async def test_secrets_in_documents_are_redacted(api: Api) -> None:
    await api.send('mutation { upsertWebhookEndpoint(uid: "a", url: "http://a", secret: "whsec_AAAA") { uid } }')
    document = (await read(api, "requests/1"))["document"]
    assert "whsec_" not in document
    assert "[redacted]" in document


async def test_log_of_requests_ends_with_the_journal(api: Api) -> None:
    await api.send(GET_JOB, {"id": "job-1"})
    api.sandbox.journal.clear()
    assert api.sandbox.journal.log.requests == ()
    await get(api, "")
    await read(api, "ledger")
    assert api.sandbox.journal.log.requests == ()


@pytest.fixture
async def finished(api: Api) -> dict[str, Any]:
    job_id = await api.single_cam_job()
    return await read(api, f"jobs/{job_id}")


async def test_content_is_served_to_the_page_without_faults_and_entries_in_the_journal(
    api: Api, finished: dict[str, Any]
) -> None:
    api.sandbox.faults.add(Delay(SAFETY_NET))
    count = len(api.sandbox.journal)
    urls = {each["output"]: each["url"] for each in finished["outputs"]}
    video = await get(api, urls["RENDER_VIDEO"], range="bytes=1-2")
    assert (video.status_code, video.content, video.headers["content-type"]) == (206, b"li", "video/mp4")
    model = await get(api, urls["MAIN_FBX"])
    assert model.content.startswith(b"MAIN_FBX of 1 actors")
    assert model.headers["content-disposition"].startswith("attachment")
    motion = await get(api, finished["motion_url"])
    assert motion.content.startswith(b"MAIN_GLB of 1 actors")
    for response in (video, model, motion):
        assert "sandbox" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"
    assert len(api.sandbox.journal) == count


async def test_content_needs_its_own_signature(api: Api, finished: dict[str, Any]) -> None:
    path, query = finished["motion_url"].split("?")
    other = finished["outputs"][0]["url"].split("?")[0]
    for url in (path, f"{path}?{query.replace('Signature=', 'Signature=A')}", f"{other}?{query}"):
        assert (await get(api, url)).status_code == 403


async def test_content_that_does_not_exist_yet_is_not_found(manual_api: Api) -> None:
    job_id = await manual_api.single_cam_job()
    job = await read(manual_api, f"jobs/{job_id}")
    for url in (job["motion_url"], job["outputs"][0]["url"]):
        response = await get(manual_api, url)
        assert (response.status_code, response.json()["message"]) == (404, "the file has no content yet")


@pytest.mark.parametrize("clock", [ManualClock(), TimedClock()], ids=["manual", "timed"])
async def test_urls_of_content_are_always_the_same_and_outlive_a_moved_clock(
    clock: Clock, http: httpx.AsyncClient
) -> None:
    with Sandbox(clock=clock, media=FakeMedia()) as sandbox:
        api = Api(sandbox, http)
        await api.upload()
        with events(sandbox) as stream:
            (before,) = next(stream)["files"]
        clock.advance(10 * 365 * 86_400)
        with events(sandbox) as stream:
            assert next(stream)["files"] == [before]
        assert (await get(api, before["url"])).status_code == 200
