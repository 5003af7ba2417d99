"""The page of the viewer in a browser."""

import io
from typing import Any

from PIL import Image, ImageChops
from playwright.sync_api import Locator, Page

from tests.browser.page_log import PageLog


class ViewerPage:
    """A page that shows results, at the first frame unless it plays by itself.

    Attributes:
        page: The page.
        url: Its address.
        log: Errors in its console.
        requests: URLs of all requests.
    """

    def __init__(self, page: Page, url: str, *, still: bool) -> None:
        self.page = page
        self.url = url
        self.log = PageLog(page, "error")
        self.requests: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(url)
        self.wait("viewer && viewer.inspect().panes.every((pane) => pane.state !== 'loading')")
        if still:
            self.settle()

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression in which `viewer` is the component."""
        return self.page.evaluate(f"() => {{ {_VIEWER} return {expression}; }}")

    def run(self, statements: str) -> None:
        """Run statements in which `viewer` is the component."""
        self.page.evaluate(f"() => {{ {_VIEWER} {statements}; }}")

    def wait(self, expression: str) -> None:
        """Wait until an expression in which `viewer` is the component is true."""
        self.page.wait_for_function(f"() => {{ {_VIEWER} return {expression}; }}")

    def run_once(self, expression: str, statements: str) -> None:
        """Run statements in the frame in which an expression becomes true, before more of the playback passes."""
        self.wait(f"{expression} && ((() => {{ {statements}; }})(), true)")

    def inspect(self) -> Any:
        """Return what the viewer shows."""
        return self.evaluate("viewer.inspect()")

    def settle(self) -> None:
        """Wait until all sources are loaded, changes are drawn, the camera rests, and the video shows its frame."""
        self.page.evaluate(
            f"""async () => {{
                {_VIEWER}
                const frame = () => new Promise((done) => requestAnimationFrame(done));
                for (let still = 0, last = -1; still < 5; ) {{
                    await frame();
                    const {{ drawn, panes }} = viewer.inspect();
                    const isLoading = panes.some((pane) => pane.state === "loading") || {_VIDEO}?.seeking;
                    still = drawn === last && !isLoading ? still + 1 : 0;
                    last = drawn;
                }}
            }}"""
        )

    def seek(self, time: float) -> None:
        """Go to a time, and wait until it is drawn."""
        self.run(f"viewer.seek({time})")
        self.settle()

    def video_time(self) -> float:
        """Return the position of the video."""
        return float(self.evaluate(f"{_VIDEO}.currentTime"))

    def pane(self, kind: str) -> Locator:
        """Return the pane of a kind of source."""
        return self.page.locator(f".pane.{kind}")

    def source(self, name: str) -> Locator:
        """Return the button of a source, by the name of its file."""
        return self.page.locator(f'.sources button[title="{name}"]')

    def image(self, target: Locator | None = None) -> Image.Image:
        """Return a screenshot of the stage, or of a part of the page."""
        content = (target or self.page.locator(".viewer .stage")).screenshot()
        return Image.open(io.BytesIO(content)).convert("RGB")


_VIEWER = "const viewer = document.querySelector('move-viewer').viewer;"
_VIDEO = "document.querySelector('move-viewer').shadowRoot.querySelector('.stage').shadowRoot.querySelector('video')"


STAGE = "document.querySelector('move-viewer').shadowRoot.querySelector('.stage').shadowRoot"
"""The shadow root of the component."""


def changed_pixels(before: Image.Image, after: Image.Image) -> int:
    """Return the number of pixels that differ visibly."""
    difference = ImageChops.difference(before, after).convert("L")
    return sum(difference.histogram()[25:])


def box_of_colour(image: Image.Image, *, blue: bool) -> tuple[int, int, int, int] | None:
    """Return the box around the pixels of the first actor, who is blue, or of the second, who is orange."""
    red, _, blues = image.split()
    strong = ImageChops.subtract(blues, red) if blue else ImageChops.subtract(red, blues)
    return strong.point(lambda value: 255 if value > 90 else 0).getbbox()
