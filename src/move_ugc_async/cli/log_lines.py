"""The library's log, as lines of the command."""

import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager

from move_ugc_async.cli.text import clean

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _LineHandler(logging.Handler):
    def __init__(self, write: Callable[[str], None]) -> None:
        super().__init__()
        self._write = write
        self.setFormatter(logging.Formatter(_FORMAT))

    def emit(self, record: logging.LogRecord) -> None:
        self._write(clean(self.format(record)))


@contextmanager
def log_lines(write: Callable[[str], None], verbosity: int) -> Generator[None, None, None]:
    """Write what the library logs as lines.

    Args:
        write: Writes a line.
        verbosity: 0 writes nothing, 1 what is logged as INFO and above, 2 DEBUG as well.
    """
    if not verbosity:
        yield
        return
    logger = logging.getLogger("move_ugc_async")
    level = logger.level
    handler = _LineHandler(write)
    logger.setLevel(logging.INFO if verbosity == 1 else logging.DEBUG)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
