"""The motions of all actors."""

from os import PathLike
from typing import TYPE_CHECKING, BinaryIO

from move_ugc_async.errors import MoveInvalidRequestError
from move_ugc_async.motion.motion import Motion

if TYPE_CHECKING:
    from pandas import DataFrame
    from pyarrow import Table

    from move_ugc_async.motion.table_files import TableFormat

FORMATS: tuple["TableFormat", ...] = ("parquet", "csv", "arrow")


class Motions(list[Motion]):
    """The motions of all actors of a file: a list that also converts and shows them together."""

    def to_arrow(self) -> "Table":
        """Return one table of all actors, with the columns of `Motion.to_arrow` (extra `arrow`)."""
        from move_ugc_async.motion.tables import to_arrow

        return to_arrow(self)

    def to_pandas(self) -> "DataFrame":
        """Return one data frame of all actors, with the columns of `Motion.to_arrow` (extra `pandas`)."""
        from move_ugc_async.motion.tables import to_pandas

        return to_pandas(self)

    def to_parquet(self, path: str | PathLike[str]) -> None:
        """Write the table of all actors to a Parquet file, whole or not at all (extra `arrow`).

        Args:
            path: The file, as in `Motion.to_parquet`.
        """
        self.export(path, "parquet")

    def export(self, path: str | PathLike[str] | BinaryIO, format: "TableFormat") -> None:
        """Write the table of all actors to a file, whole or not at all (extra `arrow`).

        Args:
            path: The file, as in `Motion.to_parquet`, or a binary file that is open for writing.
            format: `parquet`, `csv`, or `arrow` (an IPC file, also called Feather 2).

        Raises:
            MoveInvalidRequestError: The format is unknown, or the path invalid.
            OSError: The file cannot be written.
            ImportError: The extra is not installed.
        """
        from move_ugc_async.motion.table_files import write_table

        if format not in FORMATS:
            msg = f"format must be {', '.join(FORMATS[:-1])} or {FORMATS[-1]}; got {format!r}"
            raise MoveInvalidRequestError(msg)
        write_table(self.to_arrow(), path, format)

    def _repr_html_(self) -> str:
        from move_ugc_async.motion.preview import preview

        return preview(self)
