"""The life of a command that uses only local files."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from move_ugc_async.cli.exit_codes import ExitCode, exit_code_for
from move_ugc_async.cli.options import Options
from move_ugc_async.cli.output import Output
from move_ugc_async.cli.text import drop_unwritten, error_text, escape, print_error, write_diagnostic


@dataclass(slots=True)
class LocalSession:
    """The options and outputs of a command that needs no client.

    Attributes:
        options: The global options.
        output: Writes results.
    """

    options: Options
    output: Output = field(init=False)

    def __post_init__(self) -> None:
        self.output = Output(as_json=bool(self.options.json))

    def print_note(self, text: str) -> None:
        """Write a note to standard error, unless `--quiet` is set."""
        if not self.options.quiet:
            write_diagnostic(escape(text))


LocalBody: TypeAlias = Callable[[LocalSession], ExitCode | None]
"""The body of a command. It returns None for success."""


def run_local(body: LocalBody, options: Options) -> ExitCode:
    """Run a command and return its exit code.

    Args:
        body: The body of the command.
        options: The global options.
    """
    from move_ugc_async import MoveError

    try:
        return body(LocalSession(options)) or ExitCode.SUCCESS
    except KeyboardInterrupt:
        print_error("interrupted")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        drop_unwritten("stdout")
        return ExitCode.BROKEN_PIPE
    except (MoveError, OSError, ImportError) as error:
        print_error(error_text(error))
        drop_unwritten("stdout")
        return exit_code_for(error)
