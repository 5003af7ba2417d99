"""Asynchronous functions as commands, each with the options that every command has."""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import typer

from move_ugc_async.cli.documentation import documentation
from move_ugc_async.cli.exit_codes import Exit
from move_ugc_async.cli.help import Command
from move_ugc_async.cli.options import COMMON, Options
from move_ugc_async.cli.runner import Session, perform

AsyncCommand: TypeAlias = Callable[..., Awaitable[Exit | None]]


def group(help: str) -> typer.Typer:
    """Make a group of commands.

    Args:
        help: What the group is about.
    """
    # Help is plain text everywhere: it is shown at once, and looks the same in a pipe.
    return typer.Typer(help=help, no_args_is_help=True, rich_markup_mode=None, add_completion=False)


def command(commands: typer.Typer, name: str, **settings: Any) -> Callable[[AsyncCommand], AsyncCommand]:
    """Make a command of a function that takes a session first and the command's own options by keyword.

    Args:
        commands: The group that it belongs to.
        name: Its name.
        settings: Further settings of `typer.Typer.command`.
    """

    def register(function: AsyncCommand) -> AsyncCommand:
        def run(context: typer.Context, **given: Any) -> None:
            options = context.find_object(Options) or Options()
            options = options.overridden({each.name: given.pop(each.name) for each in COMMON})

            async def work(session: Session) -> Exit | None:
                return await function(session, **given)

            raise typer.Exit(perform(work, options))

        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        common = [_parameter(each.name, each.type, default=None) for each in COMMON]
        run.__signature__ = inspect.Signature([_parameter("context", typer.Context), *own, *common])  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in (*own, *common)} | {"context": typer.Context}
        run.__doc__ = documentation(function)
        commands.command(name, cls=Command, **settings)(run)
        return function

    return register


def _parameter(name: str, annotation: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
