"""`move-ugc sandbox`: the sandbox in the foreground."""

import runpy
import sys

import typer

PROGRAM = "move_ugc_async.sandbox"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "sandbox",
        add_help_option=False,
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )(serve)


def serve(context: typer.Context) -> None:
    """Run a sandbox until Ctrl-C.

    `move-ugc sandbox --help` lists its options.
    """
    # Its own program reads its options, so that there is one list of them.
    sys.argv = [PROGRAM, *context.args]
    runpy.run_module(PROGRAM, run_name="__main__", alter_sys=True)
