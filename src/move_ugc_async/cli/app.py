"""The command line application: all commands and the options before their names."""

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from move_ugc_async import __version__
from move_ugc_async.cli import (
    account,
    batch,
    capture,
    catalogs,
    files,
    inspect,
    jobs,
    motion,
    multicam,
    sandbox,
    takes,
    view,
    volumes,
    webhooks,
)
from move_ugc_async.cli.exit_codes import ExitCode, epilog
from move_ugc_async.cli.help import docstring_of
from move_ugc_async.cli.options import AsJson, EndpointUrl, Options, Quiet, SandboxSpeed, Timeout, UseSandbox, Verbose
from move_ugc_async.cli.text import drop_unwritten, print_error

app = typer.Typer(
    epilog=epilog(),
    no_args_is_help=True,
    rich_markup_mode=None,
    # typer's tracebacks show the values of variables, which may be secrets.
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


def _show_version(value: bool) -> None:  # noqa: FBT001 - called by typer
    if value:
        typer.echo(f"move-ugc {__version__}")
        raise typer.Exit


def common(
    context: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001 - handled by its callback
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_show_version)
    ] = False,
    endpoint_url: EndpointUrl = None,
    sandbox: UseSandbox = None,
    sandbox_speed: SandboxSpeed = None,
    json: AsJson = None,
    timeout: Timeout = None,
    quiet: Quiet = None,
    verbose: Verbose = None,
) -> None:
    """Motion capture from video with the Move API.

    The API key is read from the environment variable MOVE_API_KEY only. All options except --version may also follow
    the command.
    """
    values: dict[str, Any] = {
        "endpoint_url": endpoint_url,
        "sandbox": sandbox,
        "sandbox_speed": sandbox_speed,
        "json": json,
        "timeout": timeout,
        "quiet": quiet,
        "verbose": verbose,
    }
    context.obj = (context.find_object(Options) or Options()).updated(values)


app.callback(help=docstring_of(common))(common)
capture.register(app)
multicam.register(app)
inspect.register(app)
app.add_typer(batch.commands, name="batch")
app.add_typer(jobs.commands, name="jobs")
app.add_typer(takes.commands, name="takes")
app.add_typer(volumes.commands, name="volumes")
app.add_typer(files.commands, name="files")
app.add_typer(motion.commands, name="motion")
catalogs.register(app)
app.add_typer(webhooks.commands, name="webhooks")
account.register(app)
view.register(app)
sandbox.register(app)


def run(arguments: Sequence[str]) -> None:
    """Run a command line and exit with its code.

    Args:
        arguments: The command line, without the name of the program.
    """
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        # A name that the terminal cannot encode must not fail the command.
        reconfigure(errors="backslashreplace")
    try:
        app(args=list(arguments), prog_name="move-ugc", obj=Options(arguments=tuple(arguments)))
    except OSError as error:
        sys.exit(_exit_code_for_lost_output(error))
    except SystemExit as error:
        if isinstance(error.__context__, BrokenPipeError):
            sys.exit(_exit_code_for_lost_output(error.__context__))
        raise


def _exit_code_for_lost_output(error: OSError) -> int:
    """Return the exit code when typer could not write a help text or a usage error."""
    drop_unwritten("stdout", "stderr")
    usage_error = error.__context__
    exit_code: int | None = getattr(usage_error, "exit_code", None)
    if exit_code is not None:
        return exit_code
    if isinstance(error, BrokenPipeError):
        return ExitCode.BROKEN_PIPE
    print_error(f"cannot write to standard output: {error.strerror}")
    return ExitCode.FAILED
