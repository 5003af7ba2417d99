"""The console of the sandbox."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, expect

from move_ugc_async.sandbox import Fault, ManualClock, Sandbox, Status
from tests.browser.conftest import ARTEFACTS
from tests.browser.console_page import CLIP, ApiClient, ConsolePage
from tests.integration.sandbox.api import GET_JOB
from tests.support.ports import reserved_port
from tests.support.wait_until import SAFETY_NET

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
OpenConsole = Callable[..., ConsolePage]


class Accepting:
    """Accepts all webhooks."""

    async def send(self, url: str, headers: Mapping[str, str], body: bytes) -> int:  # noqa: ARG002
        return 204


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    # It can be closed and started again at the same address.
    with reserved_port() as port, Sandbox(clock=ManualClock(), webhook_sender=Accepting(), port=port) as sandbox:
        yield sandbox


@pytest.fixture
def client(sandbox: Sandbox, silent_httpx: None) -> ApiClient:  # noqa: ARG001
    return ApiClient(sandbox)


@pytest.fixture
def show(browser: "Browser", sandbox: Sandbox, request: pytest.FixtureRequest) -> Iterator[OpenConsole]:
    """Yield a function that opens the console, and check the console and all requests at the end."""
    consoles: list[ConsolePage] = []

    def open_console(width: int = 1000, height: int = 760) -> ConsolePage:
        context = browser.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(SAFETY_NET * 1000)
        console = ConsolePage(context.new_page(), sandbox)
        consoles.append(console)
        return console

    address = sandbox.url
    yield open_console
    for number, console in enumerate(consoles):
        console.page.screenshot(path=ARTEFACTS / f"{request.node.name}{f'-{number}' if number else ''}.png")
        console.page.context.close()
        assert console.log.unexpected == []
        foreign = [url for url in console.requests if not url.startswith((f"{address}/", "data:", f"blob:{address}/"))]
        assert foreign == []


def test_jobs_appear_move_with_the_clock_and_are_ended_by_buttons(show: OpenConsole, client: ApiClient) -> None:
    console = show()
    console.open("Jobs")
    expect(console.page.get_by_role("heading", name="No jobs yet")).to_be_visible()
    for name in ("Waltz", "Tango", "Salsa"):
        client.create_job(name)
    for name in ("Waltz", "Tango", "Salsa"):
        expect(console.row(name)).to_contain_text("Queued")
    console.page.get_by_role("button", name="Clock: 2026-01-01 00:00:00, manual").click()
    console.page.get_by_label("Seconds").fill("5.5")
    console.click("Advance")
    expect(console.row("Waltz")).to_contain_text("Running")
    expect(console.row("Waltz")).to_contain_text("50%")
    expect(console.row("Waltz")).to_contain_text("5 s ago")
    console.page.keyboard.press("Escape")
    console.click("Finish Waltz")
    expect(console.row("Waltz")).to_contain_text("Finished")
    expect(console.page.get_by_role("button", name="Finish Waltz")).to_be_disabled()
    expect(console.page.locator("p[role=status]")).to_have_text("Job Waltz finished.")
    console.click("Fail Tango")
    expect(console.row("Tango")).to_contain_text("Failed")
    console.click("Let the next job fail")
    expect(console.page.get_by_text("The next job fails.")).to_be_visible()
    console.page.get_by_role("button", name="Clock:").click()
    console.click("+1 min")
    expect(console.row("Salsa")).to_contain_text("Finished")


def test_results_of_a_finished_job_are_played(show: OpenConsole, client: ApiClient) -> None:
    client.create_job("Waltz")
    client.create_job("Tango")
    console = show(width=1200, height=900)
    console.open("Jobs")
    console.page.get_by_role("link", name="Waltz").click()
    expect(console.page.get_by_role("group", name="Results")).to_have_count(0)
    assert not any("viewer.js" in url for url in console.requests)
    console.click("Finish Waltz")
    viewer = console.page.get_by_role("group", name="Results")
    expect(viewer.get_by_text("25 fps · 18 joints")).to_be_visible()
    expect(viewer.locator("video")).to_be_visible()
    with console.page.expect_download() as download:
        console.row("MAIN_FBX").get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.endswith(".fbx")
    assert download.value.path().read_bytes().startswith(b"; FBX")


def test_explorer_completes_checks_and_runs_operations(show: OpenConsole, client: ApiClient) -> None:
    job_id = client.create_job("Waltz")
    client.call(GET_JOB, id=job_id)
    console = show(width=1200)
    assert not any("explorer.js" in url for url in console.requests)
    console.open("Requests").get_by_role("link", name="GetJob").first.click()
    console.click("Open in the explorer")
    explorer = console.page.locator(".explorer").first
    query = explorer.get_by_role("textbox", name="Query")
    expect(query).to_contain_text("query GetJob")
    console.page.keyboard.press("Tab")
    console.click("Run")
    expect(explorer.get_by_text("Status 200 in")).to_be_visible()
    expect(explorer.get_by_role("textbox", name="Result")).to_contain_text(job_id)
    type_over(query, "{ listJobs { items { id moon } } }")
    expect(explorer.locator(".cm-lintRange-error")).to_have_text("moon")
    type_over(query, "{ client { ")
    query.press("Control+Space")
    explorer.get_by_role("option", name="portal").click()
    query.press("Control+Enter")
    expect(explorer.get_by_role("textbox", name="Result")).to_contain_text("https://portal.sandbox.invalid")
    type_over(explorer.get_by_role("textbox", name="Variables"), "[")
    explorer.get_by_role("textbox", name="Variables").press("Backspace")
    explorer.get_by_role("textbox", name="Variables").press("x")
    query.press("Control+Enter")
    expect(explorer.get_by_text("The variables must be JSON")).to_be_visible()


def type_over(editor: Locator, text: str) -> None:
    """Replace the text of an editor by keys; `Locator.fill` makes Chromium add inline styles, which are refused."""
    editor.press("Control+a")
    editor.press("Delete")
    editor.press_sequentially(text)


def test_faults_are_injected_and_seen_in_the_log_of_requests(
    show: OpenConsole, client: ApiClient, sandbox: Sandbox
) -> None:
    console = show()
    console.open("Faults")
    console.page.get_by_label("Fault").select_option("Throttled by AppSync")
    console.page.get_by_label("Requests").select_option("getJob")
    console.click("Inject")
    expect(console.row("graphql ThrottlingException")).to_contain_text("0 of 0")
    (rule,) = sandbox.faults.rules
    assert rule.plan.operation == "getJob"
    assert client.call("query($id: ID!) { getJob(jobId: $id) { id } }", id="job-1") is None
    expect(console.row("graphql ThrottlingException")).to_contain_text("1 of 1")
    assert sandbox.journal.filter(fault=Fault)
    console.open("Requests")
    expect(console.row("getJob")).to_contain_text("fault")
    expect(console.row("getJob")).to_contain_text("ms")
    console.page.get_by_role("link", name="getJob").click()
    expect(console.page.get_by_text("graphql ThrottlingException")).to_be_visible()
    console.open("Faults")
    console.click("Remove rule 1")
    expect(console.page.get_by_text("Without rules, no request fails.")).to_be_visible()
    console.page.get_by_label("Fault").select_option("Webhook lost")
    console.page.get_by_label("Requests").select_option("job.state.started")
    console.click("Inject")
    expect(console.row("lose_delivery")).to_contain_text("job.state.started")
    assert sandbox.faults.rules[0].plan.operation == "job.state.started"


def test_deliveries_of_webhooks_are_shown_and_sent_again(
    show: OpenConsole, client: ApiClient, sandbox: Sandbox
) -> None:
    upsert = 'mutation($url: String!) { upsertWebhookEndpoint(uid: "orders", url: $url) { uid } }'
    client.call(upsert, url="http://127.0.0.1:8080/hooks")
    client.create_job("Waltz")
    console = show()
    console.open("Jobs")
    console.click("Finish Waltz")
    console.open("Webhooks")
    expect(console.row("ugc.job.state.completed")).to_contain_text("delivered")
    console.click("Resend ugc.job.state.completed")
    expect(console.page.get_by_text("ugc.job.state.completed is sent again.")).to_be_visible()
    expect(console.row("ugc.job.state.completed")).to_contain_text("2: 204")
    assert len(sandbox.webhooks) == 3


def test_reset_asks_first_and_empties_all_lists(show: OpenConsole, client: ApiClient, sandbox: Sandbox) -> None:
    job_id = client.create_job("Waltz")
    console = show()
    console.open("Jobs").get_by_role("link", name="Waltz").click()
    console.click("Reset…")
    console.click("Cancel")
    assert len(sandbox.ledger) == 1
    console.log.permit("404")
    console.click("Reset…")
    console.page.get_by_role("dialog").get_by_role("button", name="Reset").click()
    expect(console.page.get_by_text("The sandbox is empty again.")).to_be_visible()
    assert sandbox.ledger == ()
    expect(console.page.get_by_role("alert").filter(has_text=f"unknown job {job_id}")).to_be_visible()
    console.open("Jobs")
    expect(console.page.get_by_role("heading", name="No jobs yet")).to_be_visible()


def test_action_on_a_job_that_is_gone_shows_an_error(show: OpenConsole, client: ApiClient) -> None:
    job_id = client.create_job("Waltz")
    console = show()
    console.open("Jobs")
    # The list is older than the state of the sandbox.
    console.page.route("**/finish", lambda route: route.continue_(url=route.request.url.replace(job_id, "job-gone")))
    console.log.permit("404")
    console.click("Finish Waltz")
    expect(console.page.get_by_role("alert").filter(has_text="unknown job job-gone")).to_be_visible()
    console.click("Dismiss")
    expect(console.page.get_by_text("unknown job job-gone")).to_have_count(0)


def test_page_says_when_the_sandbox_is_gone_and_continues_when_it_is_back(
    show: OpenConsole, client: ApiClient, sandbox: Sandbox
) -> None:
    client.create_job("Waltz")
    console = show()
    console.open("Jobs")
    # The browser reports failed requests.
    console.log.permit("ERR_")
    sandbox.close()
    expect(console.page.get_by_text("Connection lost.")).to_be_visible()
    expect(console.row("Waltz")).to_be_visible()
    console.click("Finish Waltz")
    expect(console.page.get_by_text("The sandbox cannot be reached: is it still running?")).to_be_visible()
    # The page tries again by itself, too: the button is gone as soon as that succeeds.
    console.click("Connect now")
    sandbox.start()
    expect(console.page.get_by_text("Live", exact=True)).to_be_visible()
    expect(console.page.get_by_role("heading", name="No jobs yet")).to_be_visible()


def test_page_says_when_the_sandbox_hangs(show: OpenConsole) -> None:
    console = show()
    console.page.clock.install()
    console.page.route("**/sandbox/events", lambda _: None)
    console.page.reload()
    expect(console.page.get_by_role("heading", name="Connecting…")).to_be_visible()
    console.page.clock.fast_forward(13_000)
    expect(console.page.get_by_text("Not responding")).to_be_visible()


def test_page_on_another_machine_asks_for_the_api_key(show: OpenConsole, sandbox: Sandbox) -> None:
    console = show()
    refusal = {"message": "enter the API key of the sandbox"}
    console.log.permit("401", "403")
    console.page.route("**/console/key", lambda route: route.fulfill(status=403, json=refusal))
    console.page.reload()
    console.page.get_by_label("API key").fill("mv_key_wrong")
    console.click("Open the console")
    expect(console.page.get_by_text("The sandbox does not accept this API key.")).to_be_visible()
    console.page.get_by_label("API key").fill(sandbox.api_key)
    console.click("Open the console")
    expect(console.page.get_by_text("Live", exact=True)).to_be_visible()


def test_everything_is_reached_with_the_keyboard(show: OpenConsole, client: ApiClient, sandbox: Sandbox) -> None:
    client.create_job("Waltz")
    console = show()
    press = console.page.keyboard.press
    press("Tab")
    expect(console.page.get_by_role("link", name="Skip to content")).to_be_focused()
    press("Enter")
    expect(console.page.get_by_role("heading", name="Overview")).to_be_focused()
    console.page.get_by_role("navigation").get_by_role("link", name="Jobs").focus()
    press("Enter")
    expect(console.page.get_by_role("heading", name="Jobs", level=1)).to_be_focused()
    for name in ("Let the next job fail", "Waltz", "take-", "Finish Waltz"):
        press("Tab")
        focused = console.page.locator(":focus")
        label = focused.get_attribute("aria-label") or focused.inner_text()
        if name == "take-" and label == "Finish Waltz":
            break
        assert label.startswith(name)
    press("Enter")
    expect(console.row("Waltz")).to_contain_text("Finished")
    # The focus stays where it was, or goes to the heading if that is gone.
    expect(console.page.get_by_role("button", name="Finish Waltz")).to_be_focused()
    expect(console.page.get_by_role("button", name="Finish Waltz")).to_be_disabled()
    press("Enter")
    expect(console.page.get_by_role("button", name="Dismiss")).to_have_count(0)
    sandbox.faults.add(Status(503), operation="nothing")
    console.open("Faults")
    console.page.get_by_role("button", name="Remove rule 1").focus()
    press("Enter")
    expect(console.page.get_by_role("heading", name="Faults", level=1)).to_be_focused()
    console.page.get_by_role("button", name="Clock:").focus()
    press("Enter")
    expect(console.page.get_by_role("region", name="Clock")).to_be_visible()
    press("Escape")
    expect(console.page.get_by_role("region", name="Clock")).to_be_hidden()


def test_all_views_fit_into_small_screens(show: OpenConsole, client: ApiClient, sandbox: Sandbox) -> None:
    sandbox.faults.add(Status(503), operation="nothing")
    job_id = client.create_job("A name that is much longer than the screen of a telephone is wide, without an end")
    console = show(width=360, height=700)
    for view in ("Overview", "Jobs", "Takes", "Volumes", "Files", "Requests", "Webhooks", "Faults", "Explorer"):
        console.open(view)
        assert console.has_no_horizontal_scroll(), view
        for scheme in ("dark", "light"):
            console.page.emulate_media(color_scheme=scheme)
            console.page.screenshot(path=ARTEFACTS / f"console-{view.lower()}-360-{scheme}.png")
    console.page.goto(f"{sandbox.url}/#/jobs/{job_id}")
    console.page.get_by_role("button", name="Finish").click()
    expect(console.page.get_by_role("region", name="GLB: motion.glb")).to_be_visible()
    assert console.has_no_horizontal_scroll()


def test_programs_that_empty_lists_show_run(show: OpenConsole, sandbox: Sandbox, tmp_path: Path) -> None:
    console = show()
    programs: list[str] = []
    for view in ("Overview", "Jobs", "Takes", "Volumes", "Files", "Requests", "Webhooks"):
        console.open(view)
        programs.append(console.page.get_by_label("Python", exact=True).inner_text())
    for name in ("clip", "left", "right"):
        (tmp_path / f"{name}.mp4").write_bytes(CLIP.read_bytes())
    runner = "import json, sys\nfor text in json.load(sys.stdin): exec(text, {'__name__': 'program'})"
    with Sandbox(api_key=sandbox.api_key) as other:
        texts = json.dumps([text.replace(sandbox.url, other.url) for text in programs])
        ran = subprocess.run(
            [sys.executable, "-c", runner], input=texts, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
        assert len(other.ledger) == 3
    assert list((tmp_path / "results").iterdir())
