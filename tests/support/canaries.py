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

KEY = re.compile(r"mv_key_\w|whsec_\w", re.IGNORECASE)
"""Matches API keys and webhook secrets, which no local variable may hold."""

PACKAGE = str(Path(move_ugc_async.__file__).parent)
PUBLIC = ("/services/", "/client.py", "/webhooks/", "/contrib/", "/pagination.py", "/cli/")
TRACED_FOLDERS = (PACKAGE, "site-packages")
RESPONSE_FOLDERS = ("/_transport/", "/_transfers/", "/_generated/", "/_schema/")
"""Folders of frames that handle requests and responses, whose local variables may hold presigned URLs and share codes.

Those of other packages may hold them, too.
"""

_LEVEL = logging.DEBUG - 1
"""The level of the root logger while it is watched. No test sets this level."""


def texts_of(error: BaseException) -> Iterator[str]:
    """Yield every text of an error that an error tracker, a log or another process can read.

    The local variables of frames that handle a response are in `response_locals_of`.
    """
    for each in _chain(error):
        yield from (str(each), repr(each), repr(vars(each)), repr(pickle.dumps(each)))
        yield from _locals_of(each, of_response=False)


def response_locals_of(error: BaseException) -> Iterator[str]:
    """Yield the local variables of frames that handle a response."""
    for each in _chain(error):
        yield from _locals_of(each, of_response=True)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, its causes, and its contexts: those that are suppressed can be read, too."""
    yield error
    if error.__cause__ is not None:
        yield from _chain(error.__cause__)
    if error.__context__ is not None and error.__context__ is not error.__cause__:
        yield from _chain(error.__context__)


def _locals_of(error: BaseException, *, of_response: bool) -> Iterator[str]:
    for frame, _ in traceback.walk_tb(error.__traceback__):
        file = frame.f_code.co_filename
        # The package itself may be installed in `site-packages`.
        is_of_response = not file.startswith(PACKAGE) or file.removeprefix(PACKAGE).startswith(RESPONSE_FOLDERS)
        if any(place in file for place in TRACED_FOLDERS) and is_of_response is of_response:
            yield from (f"{frame.f_code.co_qualname} {name}={value!r}" for name, value in frame.f_locals.items())


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

    def search(self, where: str, text: str, pattern: re.Pattern[str] = SECRET) -> None:
        """Search a text for secrets."""
        if match := pattern.search(text):
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
                for text in response_locals_of(info.value):
                    self.search("error", text, KEY)

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
