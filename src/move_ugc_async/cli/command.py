"""Registration of functions as commands with the global options."""

import inspect
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import Field, fields, is_dataclass
from typing import Any, TypeAlias

import typer

from move_ugc_async.cli.exit_codes import ExitCode
from move_ugc_async.cli.help import Command, docstring_of
from move_ugc_async.cli.local import run_local
from move_ugc_async.cli.options import GLOBAL_OPTIONS, LOCAL_OPTIONS, Options
from move_ugc_async.cli.runner import run_command
from move_ugc_async.cli.session import Session

AsyncCommand: TypeAlias = Callable[..., Awaitable[ExitCode | None]]
LocalCommand: TypeAlias = Callable[..., ExitCode | None]


def group(help: str) -> typer.Typer:
    """Create a group of commands.

    Args:
        help: Summary of the group.
    """
    # Plain-text help needs no import of rich, and looks the same in a pipe.
    return typer.Typer(help=help, no_args_is_help=True, rich_markup_mode=None, add_completion=False)


def command(commands: typer.Typer, name: str, **settings: Any) -> Callable[[AsyncCommand], AsyncCommand]:
    """Register a function as a command. It takes a session first, and the command's own options by keyword.

    A parameter whose type is a dataclass stands for the options that are its fields.

    Args:
        commands: The group of the command.
        name: The command's name.
        settings: Further settings of `typer.Typer.command`.
    """

    def register(function: AsyncCommand) -> AsyncCommand:
        def run(options: Options, values: dict[str, Any]) -> ExitCode:
            async def body(session: Session) -> ExitCode | None:
                return await function(session, **values)

            return run_command(body, options)

        _register(commands, name, function, run, settings, GLOBAL_OPTIONS)
        return function

    return register


def local_command(commands: typer.Typer, name: str, **settings: Any) -> Callable[[LocalCommand], LocalCommand]:
    """Register a function that needs neither an API key nor a client as a command. It takes a `LocalSession` first.

    Options that concern requests, such as `--timeout`, are usage errors.

    Args:
        commands: The group of the command.
        name: The command's name.
        settings: Further settings of `typer.Typer.command`.
    """

    def register(function: LocalCommand) -> LocalCommand:
        def run(options: Options, values: dict[str, Any]) -> ExitCode:
            return run_local(lambda session: function(session, **values), options)

        _register(commands, name, function, run, settings, LOCAL_OPTIONS)
        return function

    return register


def _register(
    commands: typer.Typer,
    name: str,
    function: Callable[..., Any],
    run: Callable[[Options, dict[str, Any]], ExitCode],
    settings: dict[str, Any],
    accepted: Sequence[Field[Any]],
) -> None:
    def invoke(context: typer.Context, **values: Any) -> None:
        options = context.find_object(Options) or Options()
        for each in GLOBAL_OPTIONS:
            # Set before the name of the command.
            if each not in accepted and getattr(options, each.name) is not None:
                option = f"--{each.name.replace('_', '-')}"
                msg = f"No such option: {option} (the command works offline)"
                raise typer.BadParameter(msg, context)
        options = options.updated({each.name: values.pop(each.name) for each in accepted})
        for argument, kind in groups.items():
            values[argument] = kind(**{each.name: values.pop(each.name) for each in fields(kind)})
        raise typer.Exit(run(options, values))

    # typer reads the options of a command from its signature.
    _, *declared = inspect.signature(function, eval_str=True).parameters.values()
    groups: dict[str, Any] = {each.name: each.annotation for each in declared if is_dataclass(each.annotation)}
    own = [option for each in declared for option in _options(each)]
    common = [_parameter(each.name, each.type, default=None) for each in accepted]
    invoke.__signature__ = inspect.Signature([_parameter("context", typer.Context), *own, *common])  # type: ignore[attr-defined]
    invoke.__annotations__ = {each.name: each.annotation for each in (*own, *common)} | {"context": typer.Context}
    invoke.__doc__ = docstring_of(function)
    commands.command(name, cls=Command, **settings)(invoke)


def _options(parameter: inspect.Parameter) -> list[inspect.Parameter]:
    if not is_dataclass(parameter.annotation):
        return [parameter]
    return [_parameter(each.name, each.type, each.default) for each in fields(parameter.annotation)]


def _parameter(name: str, annotation: Any, default: Any = inspect.Parameter.empty) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
