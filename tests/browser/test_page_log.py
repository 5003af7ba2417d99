"""The log of a page's errors."""

import pytest
from playwright.sync_api import Browser

from tests.browser.page_log import PageLog

pytestmark = pytest.mark.browser


def test_permitted_errors_are_expected_however_late_they_are_reported(browser: Browser) -> None:
    page = browser.new_page()
    log, strict = PageLog(page, "error"), PageLog(page, "error", "warning")
    for each in (log, strict):
        each.permit("ERR_")
    with page.expect_console_message(lambda message: message.text == "last"):
        page.evaluate(
            """async () => {
                const later = (text) => new Promise((done) => setTimeout(() => done(console.error(text))));
                await later("Failed to load resource: net::ERR_CONNECTION_REFUSED");
                await later("other");
                console.warn("careful");
                console.log("last");
            }"""
        )
    page.close()
    assert log.unexpected == ["other"]
    assert strict.unexpected == ["other", "careful"]
