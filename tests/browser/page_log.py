"""Messages of a page in the console of the browser."""

from playwright.sync_api import Page


class PageLog:
    """Collects the console messages of a page of some kinds, and exceptions of its scripts.

    Args:
        page: The page.
        kinds: Kinds of console messages, such as `error`.
    """

    def __init__(self, page: Page, *kinds: str) -> None:
        self._texts: list[str] = []
        self._permitted: list[str] = []
        page.on("console", lambda message: self._texts.append(message.text) if message.type in kinds else None)
        page.on("pageerror", lambda error: self._texts.append(str(error)))

    def permit(self, *texts: str) -> None:
        """Permit messages that contain one of these texts.

        For the whole life of the page: the browser may report an error long after its cause.
        """
        self._permitted += texts

    @property
    def unexpected(self) -> list[str]:
        """The messages that are not permitted."""
        return [each for each in self._texts if not any(text in each for text in self._permitted)]
