"""Packages of the extras for motion data."""

from typing import TYPE_CHECKING, TypeAlias

from move_ugc_async._extras import import_extra

__all__ = ["Flags", "Floats", "Indices", "import_extra", "np", "orjson"]


if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import orjson

    Floats: TypeAlias = npt.NDArray[np.float64]
    Indices: TypeAlias = npt.NDArray[np.intp]
    Flags: TypeAlias = npt.NDArray[np.bool_]
else:
    np = import_extra("numpy", "motion")
    orjson = import_extra("orjson", "motion")
    Floats = Indices = Flags = np.ndarray
