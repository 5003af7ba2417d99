"""Detection of secrets in everything that a test logs, raises or records."""

import logging
import pickle
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

import move_ugc_async
from move_ugc_async import MoveError
from move_ugc_async.sandbox.journal import Journal, JournalEntry

SECRET = re.compile(
    r"mv_key_\w|whsec_\w|canary|[?&](x-amz-)?(signature|security-token)=\w|[?&]code=\w",
    re.IGNORECASE,
)
"""Matches API keys, webhook secrets, presigned URLs, URLs of share codes, and values with the word canary."""

PACKAGE = str(Path(move_ugc_async.__file__).parent)
PUBLIC = ("/services/", "/client.py", "/webhooks.py", "/pagination.py", "/cli/")
TRACED_FOLDERS = (PACKAGE, "site-packages")
_LEVEL = logging.DEBUG - 1
"""The level of the root logger while it is watched. No test sets this level."""


def texts_of(error: BaseException) -> Iterator[str]:
    """Yield every text of an error that an error tracker, a log or another process can read."""
    yield from (str(error), repr(error), repr(vars(error)), repr(pickle.dumps(error)))
    for frame, _ in traceback.walk_tb(error.__traceback__):
        if any(place in frame.f_code.co_filename for place in TRACED_FOLDERS):
            yield from (f"{frame.f_code.co_qualname} {name}={value!r}" for name, value in frame.f_locals.items())
    if error.__cause__ is not None:
        yield from texts_of(error.__cause__)
    if error.__context__ is not None and error.__context__ is not error.__cause__:
        # Also if it is suppressed, since the attribute can be read.
        yield from texts_of(error.__context__)


class Watch(logging.Handler):
    """Searches log records, expected errors of the library and journals of sandboxes for secrets."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Search a record, its arguments and its exception."""
        self.search("log", f"{record.name}: {record.getMessage()} {record.args}")
        if record.exc_info:
            self.search("log", logging.Formatter().formatException(record.exc_info))

    def search(self, where: str, text: str) -> None:
        """Search a text for secrets."""
        if match := SECRET.search(text):
            self.found.append(f"{where}: {text[max(match.start() - 100, 0) : match.end() + 100]}")

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Search everything inside the context manager."""
        root = logging.getLogger()
        level, others = root.level, list(root.handlers)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                pytest.ExceptionInfo, "fill_unfilled", self._search_errors(pytest.ExceptionInfo.fill_unfilled)
            )
            patch.setattr(Journal, "record", self._search_entries(Journal.record))
            root.setLevel(_LEVEL)
            root.addHandler(self)
            for other in others:
                other.addFilter(_is_logged_without_watch)
            try:
                yield
            finally:
                for other in others:
                    other.removeFilter(_is_logged_without_watch)
                root.removeHandler(self)
                root.setLevel(level)

    def _search_errors(self, fill: Any) -> Any:
        @wraps(fill)
        def fill_and_search(info: pytest.ExceptionInfo[BaseException], raised: Any) -> None:
            fill(info, raised)
            if isinstance(info.value, MoveError) and _is_from_public_call(info.value):
                for text in texts_of(info.value):
                    self.search("error", text)

        return fill_and_search

    def _search_entries(self, record: Any) -> Any:
        @wraps(record)
        def search_and_record(journal: Journal, entry: JournalEntry, *args: Any) -> None:
            self.search("journal", repr(replace(entry, fault=None)))
            record(journal, entry, *args)

        return search_and_record


def _is_from_public_call(error: MoveError) -> bool:
    """Return whether a public method raised an error. Tests pass plain text to private ones, which users cannot."""
    files = (frame.f_code.co_filename for frame, _ in traceback.walk_tb(error.__traceback__))
    first = next((file.removeprefix(PACKAGE) for file in files if file.startswith(PACKAGE)), None)
    return first is None or first.startswith(PUBLIC)


def _is_logged_without_watch(record: logging.LogRecord) -> bool:
    """Return whether a record would be logged without the watch, so that tests see only their own."""
    logger: logging.Logger | None = logging.getLogger(record.name)
    while logger is not None and not logger.level:
        logger = logger.parent
    level = logger.level if logger is not None else logging.NOTSET
    return record.levelno >= (logging.WARNING if level == _LEVEL else level)
