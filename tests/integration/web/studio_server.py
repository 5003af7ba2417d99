"""The application of `examples/web`, and its users."""

import re
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

import httpx
from studio import app
from studio.settings import Settings

from tests.integration.client.workflows import CLIP
from tests.support.wait_until import SAFETY_NET, wait_until_sync
from tests.support.web_server import WebServer

PASSWORD = "canary-password"
SETTINGS = {"secret_key": "canary-" + 32 * "k", "demo_password": PASSWORD}


class StudioServer:
    """The application, served until it is stopped."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.app = app.create_app(Settings.model_validate({**SETTINGS, **settings}))
        self._resources = ExitStack()
        self.url = self._resources.enter_context(WebServer(self.app)).url

    def stop(self) -> None:
        self._resources.close()

    def open(self) -> httpx.Client:
        """Return a browser without a session."""
        client = httpx.Client(base_url=self.url, timeout=SAFETY_NET, headers={"Accept": "text/html"})
        return self._resources.enter_context(client)

    def sign_in(self, user: str = "ada") -> httpx.Client:
        """Return the browser of a user."""
        browser = self.open()
        response = browser.post("/sign-in", data={"user": user, "password": PASSWORD})
        assert (response.status_code, response.headers["location"]) == (303, "/")
        return browser


def upload(browser: httpx.Client, id: str | None = None, content: bytes | None = None) -> httpx.Response:
    """Upload a clip."""
    content = CLIP.read_bytes() if content is None else content
    return browser.put(f"/uploads/{id or uuid4()}", params={"name": "dance.mp4"}, content=content)


def state_of(browser: httpx.Client, url: str) -> str:
    """Return the state that the page of a job shows."""
    found = re.search(r'class="state (\w+)"', browser.get(url).text)
    assert found
    return found[1]


def wait_for_state(browser: httpx.Client, url: str, state: str) -> None:
    """Wait until the page of a job shows a state."""
    wait_until_sync(lambda: state_of(browser, url) == state)
