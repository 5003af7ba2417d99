"""The page of the console in a browser, and clients of its sandbox."""

from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Locator, Page, expect

from move_ugc_async.sandbox import Sandbox
from tests.browser.page_log import PageLog
from tests.integration.sandbox.api import CREATE_FILE, CREATE_SINGLE_CAM_JOB, CREATE_SINGLE_CAM_TAKE
from tests.support.wait_until import SAFETY_NET

_KEEP_MESSAGES = """
const start = setTimeout;
window.setTimeout = (run, ...rest) => String(run).includes(".dismiss(") ? 0 : start(run, ...rest);
"""
"""Lets messages stay until they are dismissed: a slow machine could miss them."""

CLIP = Path(__file__).parents[2] / "examples" / "assets" / "dance.mp4"


class ConsolePage:
    """The console of a sandbox.

    Attributes:
        page: The page.
        sandbox: What it shows.
        log: Errors and warnings in its console.
        requests: URLs of all requests.
    """

    def __init__(self, page: Page, sandbox: Sandbox) -> None:
        self.page = page
        self.sandbox = sandbox
        self.log = PageLog(page, "error", "warning")
        self.requests: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.add_init_script(_KEEP_MESSAGES)
        page.goto(f"{sandbox.url}/")
        expect(page.get_by_text("Live", exact=True)).to_be_visible()

    def open(self, view: str) -> Locator:
        """Follow the link to a view, and return its main part."""
        link = self.page.get_by_role("navigation").get_by_role("link", name=view)
        if link.get_attribute("aria-current") is None or "/" in self.page.url.partition("#/")[2]:
            link.click()
            expect(self.page.get_by_role("heading", name=view, level=1)).to_be_focused()
        return self.page.get_by_role("main")

    def row(self, text: str) -> Locator:
        """Return the row of a table."""
        return self.page.get_by_role("row").filter(has_text=text)

    def click(self, name: str) -> None:
        """Click a button."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def has_no_horizontal_scroll(self) -> bool:
        """Return whether everything fits into the width of the window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


class ApiClient:
    """Sends requests to a sandbox, outside the browser."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def call(self, query: str, **variables: Any) -> Any:
        """Return the value of the only root field, None if the response has no data."""
        response = httpx.post(
            self._sandbox.endpoint_url,
            json={"query": query, "variables": variables},
            headers={"authorization": self._sandbox.api_key},
            verify=False,
            timeout=SAFETY_NET,
        )
        data = response.json()["data"]
        return None if data is None else next(iter(data.values()))

    def create_job(self, name: str | None = None) -> str:
        """Upload the clip, and create a take and a job."""
        file = self.call(CREATE_FILE, type="mp4", name="dance")
        httpx.put(file["presignedUrl"], content=CLIP.read_bytes(), verify=False, timeout=SAFETY_NET)
        take = self.call(
            CREATE_SINGLE_CAM_TAKE, sources=[{"deviceLabel": "phone", "fileId": file["id"], "format": "MP4"}]
        )
        job = self.call(CREATE_SINGLE_CAM_JOB, takeId=take["id"], outputs=["RENDER_VIDEO", "MAIN_FBX"])
        if name is not None:
            self.call(
                "mutation($id: String!, $name: String) { updateJob(id: $id, name: $name) { id } }",
                id=job["id"],
                name=name,
            )
        return str(job["id"])
