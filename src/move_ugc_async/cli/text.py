"""Text written to a terminal or a pipe: escaping of untrusted text, and writes that survive closed streams."""

import os
import re
import sys
import unicodedata
from typing import TextIO

_JOINERS = "\u200c\u200d"
"""Format characters that scripts and emoji need. All other format characters can hide or reorder text."""

_ARGUMENT = re.compile(r"(?:^|(?<=: ))(?:idempotency_)?(key|expand|human_height|format)s?(?= must )")
"""Matches an argument of the library that an error refuses, and that has an option."""

_ADVICE = re.compile(r"\b(endpoint_url|outputs|format)s?=(?:\[([^\]]*)\])?")
"""Matches an argument of the library that an error advises, with a list of names if it has one."""


_OPTIONS = {
    "raise max_jobs": "raise --max-jobs",
    "raise max_video_minutes": "raise --max-minutes",
    "set assume_minutes= of the budget to the minutes": "set --assume-minutes to the minutes",
    "max_video_minutes must be": "--max-minutes must be",
    "assume_minutes must be": "--assume-minutes must be",
    "; use None for no limit": "",
}
"""Replacements for texts of the library about budgets."""


def error_text(error: BaseException) -> str:
    """Return the text of an error, with arguments named as the command line does."""
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return name_options(str(error))


def name_options(text: str) -> str:
    """Return a message of the library, with arguments named as the command line does.

    The API key can be set by its environment variable only, and commands expand what they need.
    """
    text = text.replace(" or api_key=", "").replace(" with expand=['outputs']", "")
    for advice, option in _OPTIONS.items():
        text = text.replace(advice, option)
    text = _ADVICE.sub(lambda found: f"--{found[1].replace('_', '-')}{_option_value(found[2])}", text)
    return _ARGUMENT.sub(lambda found: f"--{found[1].replace('_', '-')}", text)


def _option_value(names: str | None) -> str:
    """Return the value of an option for the names in a list, as `repr` shows them."""
    return "" if names is None else f" {names.replace(chr(39), '').replace(', ', ',')}"


def escape(text: str) -> str:
    r"""Return text with control characters, line ends and direction marks escaped, such as `\x1b`."""
    return "".join(
        character.encode("unicode_escape").decode("ascii") if _is_unsafe(character) else character for character in text
    )


def _is_unsafe(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("Cc", "Cs", "Zl", "Zp") or (category == "Cf" and character not in _JOINERS)


def write_line(stream: TextIO, line: str) -> None:
    """Write a line and flush it, since the reader may be waiting for it."""
    stream.write(f"{line}\n")
    stream.flush()


def write_diagnostic(line: str, stream: TextIO | None = None) -> None:
    """Write a line to standard error. A failed write does not stop the command.

    Args:
        line: The line.
        stream: Another stream to write to.
    """
    target = sys.stderr if stream is None else stream
    try:
        write_line(target, line)
    except (OSError, ValueError):
        if target is sys.stderr:
            drop_unwritten("stderr")


def print_error(text: str) -> None:
    """Write an error to standard error."""
    write_diagnostic(error_line(text))


def error_line(text: str) -> str:
    """Return the line of an error."""
    # Escaping keeps a message of the server on one line.
    return f"move-ugc: {escape(text)}"


def drop_unwritten(*names: str) -> None:
    """Discard buffered text that cannot be written. Python would write it again at exit and change the exit code.

    Args:
        names: Attributes of `sys` that hold the streams.
    """
    for name in names:
        try:
            getattr(sys, name).flush()
        except (OSError, ValueError):
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - until the process ends
