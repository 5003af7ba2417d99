"""Packages of the extras, imported with a hint how to install them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

__all__ = ["Floats", "Indices", "import_extra", "np", "orjson"]


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


if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import orjson

    Floats: TypeAlias = npt.NDArray[np.float64]
    Indices: TypeAlias = npt.NDArray[np.intp]
else:
    np = import_extra("numpy", "motion")
    orjson = import_extra("orjson", "motion")
    Floats = Indices = np.ndarray
