"""Search for secrets in the log and in errors, also in pickled ones."""

import logging
import pickle
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from tests.chaos.server import API_KEY

_SIGNATURE = re.compile(r"[?&]Signature=[A-Za-z0-9%]{8}")
_EXAMPLES = 5
_MOST_SHOWN = 200
"""How many errors of one type are searched completely, which takes ten milliseconds each."""


class Secrets(logging.Handler):
    """Read all that is logged, at debug level and by every library, and all that is shown to it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found = 0
        self.examples: list[str] = []
        self._kept: dict[type[BaseException], list[BaseException]] = {}
        self.complaints = 0
        """How many errors asyncio has logged, such as exceptions that were never retrieved."""

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Read the log while the block runs."""
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
        self.complaints += record.name == "asyncio" and record.levelno >= logging.ERROR
        self.look(record.getMessage())
        self.look(repr(record.args))
        if record.exc_info and record.exc_info[1] is not None:
            self.show(record.exc_info[1])

    def keep(self, error: BaseException) -> None:
        """Search the text of an error now, and the whole error later: other calls wait for their deadlines."""
        self.look(f"{error} {error!r}")
        kept = self._kept.setdefault(type(error), [])
        if len(kept) < _MOST_SHOWN:
            kept.append(error)

    def show_kept(self) -> None:
        """Search the errors that were kept, and forget them."""
        for errors in self._kept.values():
            for error in errors:
                self.show(error)
        self._kept.clear()

    def show(self, error: BaseException) -> None:
        """Search an error as error trackers show it: with local variables, and pickled."""
        whole = traceback.TracebackException.from_exception(error, capture_locals=True)
        self.look("".join(whole.format()))
        self.look(pickle.dumps(error).decode("latin-1"))

    def look(self, text: str) -> None:
        """Search a text."""
        if API_KEY in text or _SIGNATURE.search(text):
            self.found += 1
            if len(self.examples) < _EXAMPLES:
                self.examples.append(text)
