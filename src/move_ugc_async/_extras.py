"""Packages of the extras, imported with a hint how to install them."""

from importlib import import_module
from typing import Any


def import_extra(module: str, extra: str) -> Any:
    """Import a module of an extra.

    Args:
        module: The module, such as `pyarrow.parquet`.
        extra: The extra that installs it.

    Raises:
        ImportError: The extra is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        msg = f'cannot import {error.name}: the extra is not installed; run pip install "move-ugc-async[{extra}]"'
        raise ImportError(msg, name=error.name) from error
