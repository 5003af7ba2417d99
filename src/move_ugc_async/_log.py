"""The library's one logger. What it says is chosen word by word: names, numbers and ids, never a message or a URL."""

import logging
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from move_ugc_async._attempt import Attempt

logger = logging.getLogger("move_ugc_async")
# An application that sets up no logging sees nothing of ours, as the logging HOWTO asks of libraries.
logger.addHandler(logging.NullHandler())


class _StandardErrorHandler(logging.Handler):
    """Writes to what standard error is at that moment: tests, notebooks and daemons replace it, and some have none."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        stream = sys.stderr
        if stream is not None:  # pyright: ignore[reportUnnecessaryComparison] - pythonw and daemons have none
            try:
                stream.write(f"{self.format(record)}\n")
                stream.flush()
            except Exception:  # noqa: BLE001 - as every handler does
                self.handleError(record)


def _escape(record: logging.LogRecord) -> bool:
    """Write out what would start a line of its own or steer a terminal: ids and names come from the server."""
    if isinstance(record.args, tuple):
        record.args = tuple(_escaped(value) if isinstance(value, str | Exception) else value for value in record.args)
    return True


def _escaped(value: object) -> str:
    return _STEERING.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), str(value))


_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, ends of lines, marks of direction, halves of surrogate pairs."""

logger.addFilter(_escape)

_handler = _StandardErrorHandler()
_handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))


def log_to_stderr(level: str) -> None:
    """Write what is logged from this level on to standard error, for those who set up no logging of their own."""
    logger.setLevel(level.upper())
    # Adding it twice changes nothing.
    logger.addHandler(_handler)


def log_attempt(attempt: "Attempt") -> None:
    """Log one try: what failed as INFO, what went well as DEBUG."""
    level = logging.INFO if attempt.error else logging.DEBUG
    if not logger.isEnabledFor(level):
        return
    outcome = f"failed with {type(attempt.error).__name__}" if attempt.error else "went well"
    again = f", the next in {attempt.retry_in:.1f} s" if attempt.retry_in is not None else ""
    logger.log(
        level,
        "%s: try %d %s after %.0f ms%s",
        attempt.operation,
        attempt.number,
        outcome,
        attempt.duration * 1000,
        again,
        extra={
            "move_operation": attempt.operation,
            "move_attempt": attempt.number,
            "move_duration": attempt.duration,
            "move_status": attempt.status,
            "move_request_id": attempt.request_id,
        },
    )
