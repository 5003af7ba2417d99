"""Help texts: docstrings as help, and arguments shown by name instead of by Python type."""

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable
from typing import Any, cast

from typer.core import TyperArgument, TyperCommand

_LEVEL_WITHOUT_DOCSTRINGS = 2
"""The optimisation level, `-OO`, that removes docstrings."""


def docstring_of(function: Callable[..., Any]) -> str | None:
    """Return the docstring of a function, also under `python -OO` where its source is installed."""
    if function.__doc__ is not None:
        return inspect.cleandoc(function.__doc__)
    if sys.flags.optimize < _LEVEL_WITHOUT_DOCSTRINGS:
        return None
    try:
        source = textwrap.dedent(inspect.getsource(function))
    except OSError:
        return None
    (definition,) = ast.parse(source).body
    return ast.get_docstring(cast("ast.FunctionDef", definition))


class _Argument(TyperArgument):
    def display_type_rich(self, ctx: Any) -> str | None:  # noqa: ARG002 - called by typer
        return None

    def get_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ARG002 - called by typer
        name = f"{self.metavar or self.name.upper()}{'' if self.nargs == 1 else '...'}"
        return [name if self.required else f"[{name}]"]


class Command(TyperCommand):
    """A command whose help shows no Python types such as `list[Path]`."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        for parameter in self.params:
            if isinstance(parameter, TyperArgument):
                # typer has no setting for the class of an argument.
                parameter.__class__ = _Argument
