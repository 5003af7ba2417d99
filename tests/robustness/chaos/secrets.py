"""Search for secrets in logs and errors."""

import logging
import pickle
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from tests.robustness.chaos.server import API_KEY

_SIGNATURE = re.compile(r"[?&]Signature=[A-Za-z0-9%]{8}")
_EXAMPLES = 5
_MAX_SEARCHED = 200
"""How many errors of one type are searched completely, which takes 10 ms each."""


class Secrets(logging.Handler):
    """Searches the debug logs of every library, and given texts and errors."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found = 0
        self.examples: list[str] = []
        self._kept: dict[type[BaseException], list[BaseException]] = {}
        self.asyncio_errors = 0
        """Number of errors that asyncio has logged, such as exceptions that were never retrieved."""

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Search the logs inside the context manager."""
        root = logging.getLogger()
        level = root.level
        root.setLevel(logging.DEBUG)
        root.addHandler(self)
        try:
            yield
        finally:
            root.removeHandler(self)
            root.setLevel(level)

    def emit(self, record: logging.LogRecord) -> None:
        self.asyncio_errors += record.name == "asyncio" and record.levelno >= logging.ERROR
        self.search(record.getMessage())
        self.search(repr(record.args))
        if record.exc_info and record.exc_info[1] is not None:
            self.search_error(record.exc_info[1])

    def keep(self, error: BaseException) -> None:
        """Search the message of an error now, and the whole error later, so that other calls meet their deadlines."""
        self.search(f"{error} {error!r}")
        kept = self._kept.setdefault(type(error), [])
        if len(kept) < _MAX_SEARCHED:
            kept.append(error)

    def search_kept(self) -> None:
        """Search the kept errors, and clear them."""
        for errors in self._kept.values():
            for error in errors:
                self.search_error(error)
        self._kept.clear()

    def search_error(self, error: BaseException) -> None:
        """Search the traceback of an error with local variables, and its pickle."""
        whole = traceback.TracebackException.from_exception(error, capture_locals=True)
        self.search("".join(whole.format()))
        self.search(pickle.dumps(error).decode("latin-1"))

    def search(self, text: str) -> None:
        """Search a text for secrets."""
        if API_KEY in text or _SIGNATURE.search(text):
            self.found += 1
            if len(self.examples) < _EXAMPLES:
                self.examples.append(text)
