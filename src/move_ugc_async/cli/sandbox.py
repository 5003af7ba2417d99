"""`move-ugc sandbox`: the sandbox in the foreground."""

import typer

from move_ugc_async.cli.documentation import documentation
from move_ugc_async.cli.exit_codes import Exit
from move_ugc_async.cli.runner import complain, need_sandbox


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "sandbox",
        help=documentation(serve),
        add_help_option=False,
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )(serve)


def serve(context: typer.Context) -> None:
    """Run a sandbox until Ctrl-C.

    `move-ugc sandbox --help` lists its options.
    """
    try:
        need_sandbox()
    except ImportError as error:
        complain(str(error))
        raise typer.Exit(Exit.FAILED) from None
    from move_ugc_async.sandbox.__main__ import main

    # Its own program reads its options, so that there is one list of them.
    raise typer.Exit(main(context.args, prog="move-ugc sandbox"))
