"""The library's log and warnings, written as lines of the command."""

import logging
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TextIO

from move_ugc_async.cli.text import escape

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _LineHandler(logging.Handler):
    def __init__(self, write: Callable[[str], None]) -> None:
        super().__init__()
        self._write = write
        self.setFormatter(logging.Formatter(_FORMAT))

    def emit(self, record: logging.LogRecord) -> None:
        self._write(escape(self.format(record)))


def log_level(verbosity: int) -> int | None:
    """Return the level of the log for a number of `-v`; None for no log."""
    return {0: None, 1: logging.INFO}.get(verbosity, logging.DEBUG)


@contextmanager
def forward_log(write: Callable[[str], None], level: int | None) -> Generator[None, None, None]:
    """Write the library's log records as lines.

    Args:
        write: Writes a line.
        level: Minimum level of the records; None for no log.
    """
    if level is None:
        yield
        return
    logger = logging.getLogger("move_ugc_async")
    level_before = logger.level
    handler = _LineHandler(write)
    logger.setLevel(level)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level_before)


@contextmanager
def forward_warnings(write: Callable[[str], None]) -> Generator[None, None, None]:
    """Write the library's warnings as lines without their source location; leave other warnings alone."""
    from move_ugc_async import MoveWarning

    with warnings.catch_warnings():
        show_others = warnings.showwarning

        def show(
            message: Warning | str,
            category: type[Warning],
            filename: str,
            lineno: int,
            file: TextIO | None = None,
            line: str | None = None,
        ) -> None:
            if issubclass(category, MoveWarning):
                write(f"warning: {message}")
            else:
                show_others(message, category, filename, lineno, file, line)

        warnings.showwarning = show
        yield
