"""The logger of the library. Records contain names, numbers and ids only, never messages or URLs."""

import logging
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from move_ugc_async._attempt import Attempt

logger = logging.getLogger("move_ugc_async")
# As the logging HOWTO recommends for libraries: no output unless the application configures logging.
logger.addHandler(logging.NullHandler())


class _StandardErrorHandler(logging.Handler):
    """Writes to the current `sys.stderr`, which tests, notebooks and daemons replace."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        stream = sys.stderr
        if stream is not None:  # pyright: ignore[reportUnnecessaryComparison] - None under pythonw and in daemons
            try:
                stream.write(f"{self.format(record)}\n")
                stream.flush()
            except Exception:  # noqa: BLE001 - as all handlers of the standard library do
                self.handleError(record)


def _escape(record: logging.LogRecord) -> bool:
    """Escape control characters in the arguments of a record: ids and names come from the server."""
    if isinstance(record.args, tuple):
        record.args = tuple(_escaped(value) if isinstance(value, str | Exception) else value for value in record.args)
    return True


def _escaped(value: object) -> str:
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), str(value))


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, line separators, bidirectional marks, lone surrogates."""

logger.addFilter(_escape)

_handler = _StandardErrorHandler()
_handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))


def log_to_stderr(level: str) -> None:
    """Write records from this level on to standard error."""
    logger.setLevel(level.upper())
    logger.addHandler(_handler)


def log_attempt(attempt: "Attempt") -> None:
    """Log one attempt: a failure at level INFO, a success at DEBUG."""
    level = logging.INFO if attempt.error else logging.DEBUG
    if not logger.isEnabledFor(level):
        return
    outcome = f"failed with {type(attempt.error).__name__}" if attempt.error else "succeeded"
    retry = f", retry in {attempt.retry_in:.1f} s" if attempt.retry_in is not None else ""
    logger.log(
        level,
        "%s: attempt %d %s after %.0f ms%s",
        attempt.operation,
        attempt.number,
        outcome,
        attempt.duration * 1000,
        retry,
        extra={
            "move_operation": attempt.operation,
            "move_attempt": attempt.number,
            "move_duration": attempt.duration,
            "move_status": attempt.status,
            "move_request_id": attempt.request_id,
        },
    )
