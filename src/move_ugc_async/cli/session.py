"""What the body of a command works with: client, options, results, bars and notes."""

import re
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from move_ugc_async.cli.exit_codes import ExitCode, exit_code_for
from move_ugc_async.cli.options import Options
from move_ugc_async.cli.output import Output
from move_ugc_async.cli.text import drop_unwritten, error_line, error_text, escape, write_diagnostic

if TYPE_CHECKING:
    from move_ugc_async import AsyncMoveUgc
    from move_ugc_async.cli.progress import Bars


@dataclass(slots=True)
class Session:
    """The client, options and outputs of a command.

    Attributes:
        client: The client.
        options: The global options.
        new_client: Creates a further client like it, for other event loops.
        output: Writes results.
        resume_note: If the command is interrupted, the note on what happens to the work that it started; None if it
            started no work.
        is_server: Whether the command runs until a signal stops it, which is no interruption then.
        can_resume: Whether running the same command line again resumes the work instead of starting over.
        in_progress: JSON objects of unfinished work by name, written as failures if the command is interrupted.
    """

    client: "AsyncMoveUgc"
    options: Options
    new_client: "Callable[[], AsyncMoveUgc]"
    output: Output = field(init=False)
    resume_note: str | None = field(default=None, init=False)
    is_server: bool = field(default=False, init=False)
    can_resume: bool = field(default=True, init=False)
    in_progress: dict[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]], init=False)
    _bars: "Bars | None" = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.output = Output(as_json=bool(self.options.json))

    @contextmanager
    def bars(self) -> Generator["Bars", None, None]:
        """Yield a display of progress on standard error."""
        from move_ugc_async.cli.displays import open_bars

        with open_bars(quiet=bool(self.options.quiet)) as bars:
            self._bars = bars
            try:
                yield bars
            finally:
                self._bars = None

    def begin_creation(self, kind: str, key: str | None) -> None:
        """Set the resume note for a creation whose outcome is unknown if the command is interrupted.

        Args:
            kind: The kind of object: job or take.
            key: The idempotency key, or None.
        """
        self.can_resume = key is not None
        advice = "" if self.can_resume else f"; check `move-ugc {kind}s list` before you create it again"
        self.resume_note = f"the {kind} may have been created{advice}"

    def print_note(self, text: str) -> None:
        """Write a note to standard error, unless `--quiet` is set."""
        if not self.options.quiet:
            write_diagnostic(escape(text))

    def print_error(self, text: str) -> None:
        """Write an error, above the bars if they are shown."""
        self.log(error_line(text))

    def log(self, line: str) -> None:
        """Write a line to standard error, above the bars if they are shown."""
        if self._bars:
            self._bars.print_above(line)
        else:
            write_diagnostic(line)

    def report_failure(self, subject: Mapping[str, Any], name: str, error: BaseException) -> ExitCode:
        """Write the failure of one object among several, and return its exit code.

        Args:
            subject: The object, for JSON.
            name: The object's name, for the error line.
            error: The error.
        """
        self.in_progress.pop(name, None)
        self.output.write_failure(subject, error)
        self.print_failure(error, name)
        return exit_code_for(error)

    def print_failure(self, error: BaseException, name: str = "") -> None:
        """Write the text of an error; each line of it, such as a finding of a preflight, is a line.

        Args:
            error: The error.
            name: Name of the object that failed. Most errors name it already.
        """
        text = error_text(error)
        is_named = re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text)
        is_preflight = type(error).__name__ == "PreflightError"
        for line in (text if is_named else f"{name}: {text}").split("\n" if is_preflight else "\0"):
            self.print_error(line)

    def report_unfinished(self, error: BaseException) -> None:
        """Write unfinished work as JSON failures.

        Args:
            error: The reason why the command was interrupted.
        """
        try:
            for subject in self.in_progress.values():
                self.output.write_failure(subject, error)
        except OSError:
            drop_unwritten("stdout")
