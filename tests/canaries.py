"""What secrets look like in these tests, and a watch that reads all that others may get to read."""

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
"""An API key, a webhook's secret, a presigned URL, the address of a share code, and what tests call a canary."""

PACKAGE = str(Path(move_ugc_async.__file__).parent)
PUBLIC = ("/services/", "/client.py", "/webhooks.py", "/pagination.py", "/cli/")
NEXT_TO_OURS = (PACKAGE, "site-packages")
_LEVEL = logging.DEBUG - 1
"""The level of the root logger while it is watched: no test sets this one."""


def texts_of(error: BaseException) -> Iterator[str]:
    """Give all that an error tracker, a log or another process gets to see of an error."""
    yield from (str(error), repr(error), repr(vars(error)), repr(pickle.dumps(error)))
    for frame, _ in traceback.walk_tb(error.__traceback__):
        if any(place in frame.f_code.co_filename for place in NEXT_TO_OURS):
            yield from (f"{frame.f_code.co_qualname} {name}={value!r}" for name, value in frame.f_locals.items())
    if error.__cause__ is not None:
        yield from texts_of(error.__cause__)
    if error.__context__ is not None and error.__context__ is not error.__cause__:
        # Suppressed or not: what reads the attribute does not ask.
        yield from texts_of(error.__context__)


class Watch(logging.Handler):
    """Read each record of the log, each error of the library's that a test expects, and each journal of a sandbox."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Read a record, with what it was made of and the error beside it."""
        self.look("log", f"{record.name}: {record.getMessage()} {record.args}")
        if record.exc_info:
            self.look("log", logging.Formatter().formatException(record.exc_info))

    def look(self, where: str, text: str) -> None:
        """Read a text."""
        if match := SECRET.search(text):
            self.found.append(f"{where}: {text[max(match.start() - 100, 0) : match.end() + 100]}")

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch while the block runs."""
        root = logging.getLogger()
        level, others = root.level, list(root.handlers)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                pytest.ExceptionInfo, "fill_unfilled", self._reading_errors(pytest.ExceptionInfo.fill_unfilled)
            )
            patch.setattr(Journal, "record", self._reading_entries(Journal.record))
            root.setLevel(_LEVEL)
            root.addHandler(self)
            for other in others:
                other.addFilter(_is_logged_unwatched)
            try:
                yield
            finally:
                for other in others:
                    other.removeFilter(_is_logged_unwatched)
                root.removeHandler(self)
                root.setLevel(level)

    def _reading_errors(self, fill: Any) -> Any:
        @wraps(fill)
        def fill_and_read(info: pytest.ExceptionInfo[BaseException], raised: Any) -> None:
            fill(info, raised)
            if isinstance(info.value, MoveError) and _is_out_of_a_public_call(info.value):
                for text in texts_of(info.value):
                    self.look("error", text)

        return fill_and_read

    def _reading_entries(self, record: Any) -> Any:
        @wraps(record)
        def read_and_record(journal: Journal, entry: JournalEntry, *args: Any) -> None:
            self.look("journal", repr(replace(entry, fault=None)))
            record(journal, entry, *args)

        return read_and_record


def _is_out_of_a_public_call(error: MoveError) -> bool:
    """Tell whether an error comes out of what users call: what is inside, tests give plain text that users cannot."""
    files = (frame.f_code.co_filename for frame, _ in traceback.walk_tb(error.__traceback__))
    first = next((file.removeprefix(PACKAGE) for file in files if file.startswith(PACKAGE)), None)
    return first is None or first.startswith(PUBLIC)


def _is_logged_unwatched(record: logging.LogRecord) -> bool:
    """Tell whether a record would have been logged without the watch: tests look at what they have asked for."""
    logger: logging.Logger | None = logging.getLogger(record.name)
    while logger is not None and not logger.level:
        logger = logger.parent
    level = logger.level if logger is not None else logging.NOTSET
    return record.levelno >= (logging.WARNING if level == _LEVEL else level)
