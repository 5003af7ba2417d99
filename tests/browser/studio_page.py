"""The pages of the application of `examples/web` in a browser."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.page_log import PageLog
from tests.browser.studio_process import PASSWORD
from tests.support.wait_until import SAFETY_NET


class StudioPage:
    """The browser of a user.

    Attributes:
        page: The page.
        log: Errors in its console, none of which may be unexpected when it is closed.
    """

    def __init__(self, browser: Browser, url: str, artefacts: Path) -> None:
        self._artefacts = artefacts
        self._context = browser.new_context(reduced_motion="reduce", viewport={"width": 1400, "height": 900})
        self._context.set_default_timeout(SAFETY_NET * 1000)
        self.url = url
        self.page: Page = self._context.new_page()
        self.log = PageLog(self.page, "error")
        self.page.goto(url)

    def sign_in(self, name: str = "Ada, Studio North") -> None:
        """Sign in as one of the users."""
        self.page.get_by_label("User").select_option(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", name="Your jobs")).to_be_visible()
        # The heading is visible before the rest of the page is there and before its script has run.
        self.page.wait_for_load_state()

    def choose(self, clip: Path) -> None:
        """Choose a clip, whose upload begins."""
        control = self.page.get_by_label("Choose a clip")
        # Playwright sets the files of disabled controls as well.
        expect(control).to_be_enabled()
        control.set_input_files(clip)

    def upload(self, clip: Path) -> None:
        """Upload a clip, and wait until the page of its job shows that it runs."""
        self.choose(clip)
        self.page.wait_for_url("**/jobs/*")
        # The page is visible before its job is created and charged.
        self.expect_state("Running")

    def expect_state(self, state: str) -> None:
        """Wait until the page of a job shows a state."""
        expect(self.page.locator(".title .state")).to_have_text(state)

    def expect_percentage(self, text: str) -> None:
        """Wait until the page of a job shows its progress."""
        expect(self.page.locator(".percentage")).to_have_text(text)

    def capture(self, name: str) -> None:
        """Save screenshots of the page, narrow and light, wide and dark, and check that it fits."""
        for width, scheme in ((360, "light"), (1400, "dark")):
            self.page.set_viewport_size({"width": width, "height": 800})
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            self.page.screenshot(path=self._artefacts / f"web-{name}-{width}.png", full_page=True)
            assert self.page.evaluate("document.documentElement.scrollWidth") <= width

    def close(self) -> None:
        """Close the browser, and check its console."""
        self._context.close()
        assert self.log.unexpected == []
