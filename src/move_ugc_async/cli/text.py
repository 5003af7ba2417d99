"""Text that others wrote, made harmless for a terminal and for a line of a table."""

import os
import sys
import unicodedata
from typing import TextIO

_JOINERS = "\u200c\u200d"
"""Format characters that scripts and emoji are written with; all others can hide or turn what stands beside them."""


def clean(text: str) -> str:
    """Write out what would steer a terminal: control characters, marks of direction, ends of lines."""
    return "".join(_written_out(character) if _steers(character) else character for character in text)


def _steers(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("Cc", "Cs", "Zl", "Zp") or (category == "Cf" and character not in _JOINERS)


def _written_out(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def write_line(stream: TextIO, line: str) -> None:
    """Write a line at once: whoever reads it may be waiting for it."""
    stream.write(f"{line}\n")
    stream.flush()


def write_diagnostic(line: str, stream: TextIO | None = None) -> None:
    """Write a line to standard error, and keep the command going where that cannot be written to.

    Args:
        line: The line.
        stream: Another stream instead.
    """
    target = sys.stderr if stream is None else stream
    try:
        write_line(target, line)
    except (OSError, ValueError):
        if target is sys.stderr:
            drop_unwritten("stderr")


def drop_unwritten(*names: str) -> None:
    """Discard what a stream does not take: Python would write it again at exit, and replace the exit code.

    Args:
        names: The attributes of `sys` that hold the streams.
    """
    for name in names:
        try:
            getattr(sys, name).flush()
        except (OSError, ValueError):
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - until the process ends
