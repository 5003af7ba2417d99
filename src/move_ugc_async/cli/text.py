"""Text that others wrote, made harmless for a terminal and for a line of a table."""

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
