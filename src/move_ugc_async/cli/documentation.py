"""Docstrings as help texts, also where Python was started with -OO, which removes them."""

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable
from typing import Any, cast

_WITHOUT_DOCSTRINGS = 2
"""The level of optimisation, -OO, that removes docstrings."""


def documentation(function: Callable[..., Any]) -> str | None:
    """Return the docstring of a function; None where it has none, or was removed and its source is not installed."""
    if function.__doc__ is not None:
        return inspect.cleandoc(function.__doc__)
    if sys.flags.optimize < _WITHOUT_DOCSTRINGS:
        return None
    try:
        source = textwrap.dedent(inspect.getsource(function))
    except OSError:
        return None
    (definition,) = ast.parse(source).body
    return ast.get_docstring(cast("ast.FunctionDef", definition))
