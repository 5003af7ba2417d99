"""Warnings of the library, as lines of the command."""

import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TextIO

from move_ugc_async import MoveWarning


@contextmanager
def warning_lines(write: Callable[[str], None]) -> Generator[None, None, None]:
    """Write the library's warnings as lines, without the place in its code; leave all others alone."""
    with warnings.catch_warnings():
        show = warnings.showwarning

        def show_ours(
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
                show(message, category, filename, lineno, file, line)

        warnings.showwarning = show_ours
        yield
