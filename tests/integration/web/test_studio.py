"""The application of `examples/web`, without a browser."""

import json
import logging
import re
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from urllib.request import Request, urlopen
from uuid import uuid4

import anyio.to_thread
import pytest
from itsdangerous import TimestampSigner
from limits import RateLimitItemPerMinute
from studio import gate
from studio.gate import JsonFormatter, limiter
from studio.store import Job, Store

from move_ugc_async.sandbox import Sandbox, Stall
from tests.integration.client.workflows import CLIP
from tests.integration.web.studio_server import PASSWORD, StudioServer, upload, wait_for_state
from tests.support.signed_webhooks import SECRET
from tests.support.wait_until import SAFETY_NET, wait_until_sync

Serve = Callable[..., StudioServer]


@pytest.fixture(autouse=True)
def _no_requests_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    limiter.storage.reset()
    # Polling the state of a job sends more than a browser does.
    monkeypatch.setattr(gate, "REQUESTS", RateLimitItemPerMinute(1_000_000, namespace="requests"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return (
        str(request.getfixturevalue("postgresql_database"))
        if request.param == "postgresql"
        else f"sqlite:///{tmp_path}/jobs"
    )


def test_clip_becomes_files_and_a_preview_on_each_database(serve: Serve, sandbox: Sandbox, database_url: str) -> None:
    server = serve(database_url=database_url)
    browser, upload_id = server.sign_in(), str(uuid4())
    assert "No jobs yet" in browser.get("/").text
    assert [browser.get(f"/health/{kind}").json() for kind in ("live", "ready")] == [
        {"status": "live"},
        {"status": "ready"},
    ]
    url = upload(browser, upload_id).json()["url"]
    # A browser that has lost the response uploads again.
    assert upload(browser, upload_id).json()["url"] == url
    wait_for_state(browser, url, "finished")
    assert "dance.mp4" in browser.get("/").text
    links = re.findall(r"/downloads/[^\"]+", browser.get(url).text)
    assert len(links) == 6
    # Not with httpx, which logs the presigned URL of the redirect.
    session = {"Cookie": f"session={browser.cookies['session']}"}
    with urlopen(Request(server.url + links[0], headers=session)) as response:
        assert response.status == 200
        assert "X-Amz-Request-Id" in response.headers
    assert browser.get(f"{url}/preview/main_glb").content[:4] == b"glTF"
    part = browser.get(f"{url}/preview/render_video", headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert "event: done\nid: " in browser.get(f"{url}/events").text
    assert len(sandbox.ledger) == 1


def test_job_that_fails_shows_the_advice_of_the_api(serve: Serve, sandbox: Sandbox) -> None:
    sandbox.fail_next_job("Record the <whole> body.")
    browser = serve().sign_in()
    url = upload(browser).json()["url"]
    wait_for_state(browser, url, "failed")
    assert "Record the &lt;whole&gt; body." in browser.get(url).text


def test_objects_of_other_users_are_not_found(serve: Serve, sandbox: Sandbox) -> None:
    server = serve(link_lifetime=1000)
    ada, grace, nobody = server.sign_in("ada"), server.sign_in("grace"), server.open()
    upload_id = str(uuid4())
    url = upload(ada, upload_id).json()["url"]
    wait_for_state(ada, url, "finished")
    link = re.findall(r"/downloads/[^\"]+", ada.get(url).text)[0]
    assert "dance.mp4" not in grace.get("/").text
    for path in (url, f"{url}/events", f"{url}/preview/main_glb", link):
        assert grace.get(path).status_code == 404
        assert nobody.get(path).headers["location"] == "/sign-in"
        assert nobody.get(path, headers={"Accept": "application/json"}).status_code == 401
    assert upload(grace, upload_id).status_code == 404
    assert upload(nobody).headers["location"] == "/sign-in"
    assert len(sandbox.ledger) == 1


def test_clip_that_is_uploaded_twice_at_once_is_one_job(
    serve: Serve, sandbox: Sandbox, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = threading.Barrier(2)
    add = Store.add

    async def add_when_both_have_uploaded(self: Store, job: Job) -> Job:
        await anyio.to_thread.run_sync(partial(both.wait, SAFETY_NET))
        return await add(self, job)

    monkeypatch.setattr(Store, "add", add_when_both_have_uploaded)
    server, upload_id = serve(database_url=database_url), str(uuid4())
    browsers = [server.sign_in("grace"), server.sign_in("grace")]
    with ThreadPoolExecutor() as threads:
        responses = list(threads.map(lambda browser: upload(browser, upload_id), browsers))
    assert [(each.status_code, each.json()["url"]) for each in responses] == [(201, f"/jobs/{upload_id}")] * 2
    wait_for_state(browsers[0], f"/jobs/{upload_id}", "finished")
    assert len(sandbox.ledger) == 1


@pytest.mark.parametrize("name", ["a\0b.mp4", "a\nb.mp4", "\x7f.mp4", 252 * "a" + ".mp4", ""])
def test_names_that_no_file_has_are_refused_before_the_upload(serve: Serve, sandbox: Sandbox, name: str) -> None:
    browser = serve().sign_in()
    response = browser.put(f"/uploads/{uuid4()}", params={"name": name}, content=CLIP.read_bytes())
    assert (response.status_code, "Not valid" in response.text) == (422, True)
    assert not sandbox.journal.count("createFile")


def test_invalid_forms_are_answered_with_a_page_that_does_not_repeat_them(serve: Serve) -> None:
    response = serve().open().post("/sign-in", files={"user": b"ada", "password": b"canary"})
    assert (response.status_code, "Not valid" in response.text, "canary" in response.text) == (422, True, False)


def test_only_scripts_and_styles_are_cached(serve: Serve) -> None:
    browser = serve().sign_in()
    url = upload(browser).json()["url"]
    wait_for_state(browser, url, "finished")
    private = ("/", url, f"{url}/preview/main_glb", "/health/ready", "/unknown")
    assert {browser.get(path).headers["cache-control"] for path in private} == {"no-store"}
    assert {browser.head(path).headers["cache-control"] for path in ("/static/studio.js", "/viewer/viewer.js")} == {
        "no-cache"
    }


def test_links_expire(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    def set_clock(seconds: int) -> None:
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: 1_800_000_000 + seconds)

    set_clock(0)
    browser = serve(link_lifetime=60).sign_in()
    url = upload(browser).json()["url"]
    wait_for_state(browser, url, "finished")
    link = re.findall(r"/downloads/[^\"]+", browser.get(url).text)[0]
    forged = link.replace("/downloads/", "/downloads/x")
    set_clock(61)
    assert [browser.get(each).status_code for each in (link, forged)] == [410, 410]
    assert "Link expired" in browser.get(link).text


def test_creation_that_a_restart_interrupted_is_resumed_and_billed_once(serve: Serve, sandbox: Sandbox) -> None:
    rule = sandbox.faults.add(Stall(after_work=True), operation="createSingleCamJob", times=1)
    first = serve()
    url = upload(first.sign_in()).json()["url"]
    wait_until_sync(lambda: rule.acted and sandbox.ledger)
    first.stop()
    browser = serve().sign_in()
    wait_for_state(browser, url, "finished")
    assert len(sandbox.ledger) == 1


def test_waits_are_resumed_after_a_restart(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox(clock="manual") as sandbox:
        monkeypatch.setenv("MOVE_UGC_ENDPOINT_URL", sandbox.endpoint_url)
        first = serve()
        browser = first.sign_in()
        url = upload(browser).json()["url"]
        wait_for_state(browser, url, "running")
        first.stop()
        sandbox.clock.advance(3600)
        wait_for_state(serve().sign_in(), url, "finished")
        assert len(sandbox.ledger) == 1


def test_forged_webhooks_are_refused(serve: Serve) -> None:
    server = serve(webhook_secret=f"{SECRET},whsec_b3RoZXIgc2VjcmV0IG90aGVyIHNlY3JldA==")
    assert server.open().post("/webhooks/move", content=b"{}").status_code == 400
    assert serve().open().post("/webhooks/move", content=b"{}").status_code == 404


def test_requests_that_are_too_many_too_large_or_of_other_sites_are_refused(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The minute does not pass.
    monkeypatch.setattr("limits.storage.memory.time", SimpleNamespace(time=lambda: 1_800_000_000.0))
    server = serve(max_upload_size=100_000, uploads_per_hour=2)
    browser = server.sign_in()
    other_site = browser.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert (other_site.status_code, "Not allowed" in other_site.text) == (403, True)
    assert browser.post("/sign-in", content=b"x" * 20_000).status_code == 413
    assert upload(browser, content=b"x" * 100_001).status_code == 413
    assert browser.put(f"/uploads/{uuid4()}?name=a.mp4", content=iter([b"x"])).status_code == 413
    assert upload(browser, content=b"not a video").status_code == 415
    assert upload(browser).status_code == 201
    refused = upload(browser)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "3600")
    statuses = [
        server.open().post("/sign-in", data={"user": "ada", "password": "wrong"}).status_code for _ in range(10)
    ]
    assert statuses == [403] * 9 + [429]


def test_pages_have_a_strict_policy_and_cookies_are_for_this_site(serve: Serve) -> None:
    server = serve(secure_cookies=True)
    response = server.open().post("/sign-in", data={"user": "ada", "password": PASSWORD})
    cookie = response.headers["set-cookie"].lower()
    assert all(each in cookie for each in ("httponly", "samesite=lax", "secure"))
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_logs_are_json_lines_without_secrets(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    server = serve()
    with caplog.at_level(logging.INFO):
        browser = server.sign_in()
        url = upload(browser).json()["url"]
        wait_for_state(browser, url, "finished")
        browser.get(re.findall(r"/downloads/[^\"]+", browser.get(url).text)[0])
        server.stop()
    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    (download,) = [line for line in lines if line.get("route") == "/downloads/{token}"]
    assert (download["status"], download["user"]) == (303, "ada")
    text = json.dumps(lines)
    # The fixture `watch` looks for API keys and presigned URLs.
    assert "canary" not in text
    assert "dance.mp4" not in "".join(json.dumps(line) for line in lines if line["logger"] == "studio.requests")


def test_unknown_database_is_an_error_at_the_start(serve: Serve, tmp_path: Path) -> None:
    serve(database_url=f"sqlite:///{tmp_path}/other.db")
    with closing(sqlite3.connect(tmp_path / "other.db")) as database:
        assert database.execute("SELECT count(*) FROM jobs").fetchone() == (0,)
