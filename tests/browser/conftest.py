"""Fixtures that show results in Chromium. `make test-browser` runs these tests."""

import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from move_ugc_async.viewer import ViewerServer
from tests.browser.results import write_results
from tests.support.wait_until import SAFETY_NET

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.viewer_page import ViewerPage

if find_spec("playwright") is None:
    # The other environments have no browser.
    collect_ignore_glob = ["test_*.py"]
else:
    from playwright.sync_api import expect

    expect.set_options(timeout=SAFETY_NET * 1000)

ARTEFACTS = Path(__file__).parents[2] / "build" / "browser"
ARGUMENTS = [
    # CI runs as root.
    "--no-sandbox",
    # Draw without a graphics card.
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def find_chromium() -> str:
    """Return the path of the browser."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "Chromium must be installed: apt-get install chromium"
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Yield a browser."""
    from playwright.sync_api import sync_playwright

    shutil.rmtree(ARTEFACTS, ignore_errors=True)
    ARTEFACTS.mkdir(parents=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the outputs of a job with two actors."""
    return write_results(tmp_path_factory.mktemp("results") / "dance", actors=2)


@pytest.fixture
def show(browser: "Browser", request: pytest.FixtureRequest) -> Iterator[Callable[..., "ViewerPage"]]:
    """Yield a function that shows files or folders, and check the console and all requests at the end."""
    from tests.browser.viewer_page import ViewerPage

    pages: list[ViewerPage] = []
    servers: list[ViewerServer] = []

    def open_page(
        *paths: Path, width: int = 800, height: int = 600, scheme: str = "light", still: bool = True
    ) -> ViewerPage:
        server = ViewerServer(*paths)
        server.start()
        servers.append(server)
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            # Nothing moves by itself, so that images are the same each time.
            reduced_motion="reduce" if still else "no-preference",
        )
        context.set_default_timeout(SAFETY_NET * 1000)
        page = ViewerPage(context.new_page(), server.url, still=still)
        pages.append(page)
        return page

    yield open_page
    for number, page in enumerate(pages):
        name = request.node.name.replace("/", "-")
        page.page.screenshot(path=ARTEFACTS / f"{name}{f'-{number}' if number else ''}.png")
        page.page.context.close()
    for server in servers:
        server.close()
    for page in pages:
        assert page.log.unexpected == []
        assert {request.split("/")[2] for request in page.requests if not request.startswith(("data:", "blob:"))} == {
            page.url.split("/")[2]
        }
