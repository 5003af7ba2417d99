"""`move-ugc sandbox`: the sandbox in the foreground."""

import typer

from move_ugc_async.cli.exit_codes import ExitCode
from move_ugc_async.cli.help import docstring_of
from move_ugc_async.cli.runner import require_sandbox
from move_ugc_async.cli.text import print_error


def register(app: typer.Typer) -> None:
    """Register the command."""
    app.command(
        "sandbox",
        help=docstring_of(serve),
        add_help_option=False,
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )(serve)


def serve(context: typer.Context) -> None:
    """Run a sandbox until Ctrl-C.

    `move-ugc sandbox --help` lists its options.
    """
    try:
        require_sandbox()
    except ImportError as error:
        print_error(str(error))
        raise typer.Exit(ExitCode.FAILED) from None
    from move_ugc_async.sandbox.__main__ import main

    # The options are parsed by the sandbox's own program, so that they are defined once.
    raise typer.Exit(main(context.args, prog="move-ugc sandbox"))
