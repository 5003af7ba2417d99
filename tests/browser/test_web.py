"""The application of `examples/web`, in a browser and against a sandbox."""

import asyncio
import contextlib
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.sandbox import Sandbox
from tests.browser.conftest import ARTEFACTS
from tests.browser.results import CLIP
from tests.browser.studio_page import StudioPage
from tests.browser.studio_process import StudioProcess
from tests.support.ports import reserved_port
from tests.support.signed_webhooks import SECRET
from tests.support.wait_until import SAFETY_NET, wait_until_sync

pytestmark = pytest.mark.browser
Open = Callable[..., StudioPage]
LARGE = 200 * 1024**2
HOUR = 3600


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(clock="manual") as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def studio(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioProcess]:
    """Start the application, and register it for webhooks."""

    async def register() -> None:
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
            await client.webhooks.upsert(None, uid="studio", url=f"{studio.url}/webhooks/move", secret=SECRET)

    with reserved_port() as port:
        studio = StudioProcess(sandbox, tmp_path_factory.mktemp("studio"), port, SECRET)
        # In a thread, since playwright has an event loop in this one.
        with ThreadPoolExecutor() as thread:
            thread.submit(asyncio.run, register()).result()
        studio.start()
        yield studio
        studio.close()


@pytest.fixture
def open_page(browser: Browser, studio: StudioProcess) -> Iterator[Open]:
    """Yield a function that opens a page."""
    pages: list[StudioPage] = []

    def open_page(url: str | None = None, *, user: str | None = "Ada, Studio North") -> StudioPage:
        page = StudioPage(browser, url or studio.url, ARTEFACTS)
        pages.append(page)
        if user is not None:
            page.sign_in(user)
        return page

    yield open_page
    for page in pages:
        page.close()


@pytest.fixture
def large_clip(tmp_path: Path) -> Path:
    """Create a clip of 200 MB: a box of the container that players skip is almost all of it."""
    path = tmp_path / "large.mp4"
    shutil.copy(CLIP, path)
    with path.open("ab") as file:
        file.write((LARGE - file.tell()).to_bytes(4, "big") + b"free")
        file.truncate(LARGE)
    return path


def test_clip_becomes_a_result_that_is_played_and_downloaded(open_page: Open, sandbox: Sandbox) -> None:
    ada = open_page(user=None)
    ada.capture("sign-in")
    ada.sign_in()
    ada.capture("empty")
    charges = len(sandbox.ledger)
    ada.upload(CLIP)
    ada.expect_percentage("0 %")
    sandbox.clock.advance(5)
    ada.expect_percentage("44 %")
    expect(ada.page.get_by_role("status")).to_have_text("Capturing the motion …")
    ada.capture("running")
    sandbox.clock.advance(HOUR)
    ada.expect_state("Finished")
    ada.page.wait_for_function(
        "() => document.querySelector('#viewer').shadowRoot?.querySelectorAll('.pane').length === 2"
        " || document.querySelector('#viewer').querySelector('.pane')"
    )
    ada.capture("finished")
    with ada.page.expect_download() as download:
        ada.page.get_by_role("link", name="FBX").click()
    assert download.value.path().read_bytes().startswith(b"; FBX")
    sandbox.webhooks.wait_until_idle(SAFETY_NET)
    delivery = sandbox.webhooks.filter(event="ugc.job.state.completed")[-1]
    assert [each.status for each in delivery.attempts] == [204]
    ada.page.get_by_role("link", name="Your jobs").click()
    ada.capture("list")
    assert len(sandbox.ledger) == charges + 1


def test_failed_job_says_what_to_do_next(open_page: Open, sandbox: Sandbox) -> None:
    sandbox.fail_next_job("The person must be visible from head to toe.")
    ada = open_page()
    ada.upload(CLIP)
    ada.expect_percentage("0 %")
    sandbox.clock.advance(HOUR)
    ada.expect_state("Failed")
    expect(ada.page.get_by_role("alert")).to_contain_text("The person must be visible from head to toe.")
    ada.capture("failed")


def test_two_users_do_not_see_each_other(open_page: Open) -> None:
    ada, grace = open_page(), open_page(user="Grace, Studio South")
    ada.upload(CLIP)
    expect(grace.page.get_by_role("heading", name="No jobs yet")).to_be_visible()
    grace.log.permit("404")
    grace.page.goto(ada.page.url)
    expect(grace.page.get_by_role("heading", name="Not found")).to_be_visible()
    grace.capture("not-found")
    grace.page.get_by_role("button", name="Sign out").click()
    expect(grace.page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_large_upload_takes_constant_memory(open_page: Open, studio: StudioProcess, large_clip: Path) -> None:
    ada = open_page()
    ada.upload(CLIP)
    ada.page.goto(studio.url)
    before = studio.peak_memory()
    ada.upload(large_clip)
    assert studio.peak_memory() < before + LARGE / 8
    expect(ada.page.get_by_text("209.7 MB")).to_be_visible()


def test_cancelled_upload_leaves_nothing_behind(
    open_page: Open, studio: StudioProcess, sandbox: Sandbox, large_clip: Path
) -> None:
    ada = open_page()
    jobs, charges = ada.page.locator(".list li").count(), len(sandbox.ledger)
    network = ada.page.context.new_cdp_session(ada.page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 2_000_000}
    network.send("Network.emulateNetworkConditions", slow)
    ada.choose(large_clip)
    expect(ada.page.locator(".progress .detail")).to_contain_text(re.compile(r"[1-9]\d? % of 210 MB"))
    ada.capture("upload")
    ada.page.get_by_role("button", name="Cancel").click()
    expect(ada.page.locator(".progress")).to_be_hidden()
    wait_until_sync(lambda: any(line.get("status") == 499 for line in studio.lines()))
    ada.page.reload()
    assert ada.page.locator(".list li").count() == jobs
    assert len(sandbox.ledger) == charges


def test_clip_is_chosen_only_on_a_page_whose_script_has_run(open_page: Open) -> None:
    ada = open_page()
    ada.log.permit("ERR_FAILED")
    ada.page.route("**/studio.js", lambda route: route.abort())
    ada.page.reload()
    expect(ada.page.get_by_label("Choose a clip")).to_be_disabled()
    ada.page.unroute_all(behavior="wait")
    ada.page.reload()
    ada.upload(CLIP)
    ada.expect_percentage("0 %")


def test_file_that_is_no_video_is_refused_with_advice(open_page: Open, tmp_path: Path) -> None:
    ada = open_page()
    (tmp_path / "notes.mp4").write_text("no video")
    ada.log.permit("415")
    ada.choose(tmp_path / "notes.mp4")
    expect(ada.page.get_by_role("alert")).to_have_text("This is not a video. Choose an MP4, MOV or AVI file.")


def test_restart_half_way_loses_nothing(open_page: Open, studio: StudioProcess, sandbox: Sandbox) -> None:
    ada = open_page()
    charges = len(sandbox.ledger)
    ada.upload(CLIP)
    ada.expect_percentage("0 %")
    sandbox.clock.advance(5)
    ada.expect_percentage("44 %")
    ada.log.permit("ERR_")
    # The page stays open, with its stream.
    studio.stop()
    sandbox.clock.advance(2)
    studio.start()
    ada.expect_percentage("66 %")
    sandbox.clock.advance(HOUR)
    ada.expect_state("Finished")
    assert len(sandbox.ledger) == charges + 1


def test_page_follows_its_job_again_after_the_error_of_a_proxy(open_page: Open, sandbox: Sandbox) -> None:
    ada = open_page()
    # A browser that receives such a response closes its stream for good.
    ada.page.route("**/events", lambda route: route.fulfill(status=502, body="Bad Gateway"))
    ada.log.permit("502")
    ada.choose(CLIP)
    expect(ada.page.get_by_text("Connecting …")).to_be_visible()
    ada.page.unroute("**/events")
    ada.expect_percentage("0 %")
    sandbox.clock.advance(HOUR)
    ada.expect_state("Finished")


def test_jobs_end_without_webhooks(open_page: Open, sandbox: Sandbox, tmp_path: Path) -> None:
    with reserved_port() as port, contextlib.closing(StudioProcess(sandbox, tmp_path, port)) as studio:
        studio.start()
        ada = open_page(studio.url)
        ada.upload(CLIP)
        ada.expect_percentage("0 %")
        sandbox.clock.advance(HOUR)
        ada.expect_state("Finished")
        # The viewer may still be loading.
        ada.log.permit("ERR_")
