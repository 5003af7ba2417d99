"""Files of tables: Parquet, CSV and Arrow."""

import os
import shutil
import stat
import tempfile
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TypeAlias, cast

from move_ugc_async._file_system import named_in_errors, temporary_file
from move_ugc_async.motion.arguments import ensure_path
from move_ugc_async.motion.extras import import_extra

if TYPE_CHECKING:
    from pyarrow import Table

TableFormat: TypeAlias = Literal["parquet", "csv", "arrow"]


def write_table(table: "Table", target: str | PathLike[str] | BinaryIO, format: TableFormat) -> None:
    """Write a table to a file, whole or not at all.

    Args:
        table: The table.
        target: Path of the file; an existing one is replaced. A symbolic link is followed, as `open` does. Pipes and
            devices, such as `/dev/stdout`, are written to, as are open binary files.
        format: `parquet`, `csv`, or `arrow` (an IPC file, also called Feather 2).

    Raises:
        MoveInvalidRequestError: The path is invalid.
        OSError: The file cannot be written.
    """
    if hasattr(target, "write"):
        _write_through(table, cast("BinaryIO", target), format)
        return
    path = ensure_path(target, "path")
    # Errors name the path of a link, not its target.
    with named_in_errors(path):
        if _is_stream(path):
            with path.open("wb") as file:
                _write_through(table, file, format)
        else:
            _replace(table, Path(os.path.realpath(path)), format)


def _is_stream(path: Path) -> bool:
    """Return whether a path can only be written to, and not be replaced by another file."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    # `/dev/stdout` and the like may be links to regular files, which the program that opened them goes on using.
    folder = os.path.realpath(path.parent)
    return not stat.S_ISREG(mode) or folder == "/dev" or folder.startswith("/proc/")


def _write_through(table: "Table", file: BinaryIO, format: TableFormat) -> None:
    # The formats need the position in the file, which a pipe does not have.
    with tempfile.TemporaryFile() as whole:
        _WRITERS[format](table, whole)
        whole.seek(0)
        shutil.copyfileobj(whole, file)
        file.flush()


def _replace(table: "Table", path: Path, format: TableFormat) -> None:
    with temporary_file(path) as temporary:
        with temporary.open("xb") as file:
            _WRITERS[format](table, file)
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)


def _write_parquet(table: Any, file: Any) -> None:
    import_extra("pyarrow.parquet", "arrow").write_table(table, file, compression="zstd")


def _write_csv(table: Any, file: Any) -> None:
    import_extra("pyarrow.csv", "arrow").write_csv(table, file)


def _write_arrow(table: Any, file: Any) -> None:
    with import_extra("pyarrow", "arrow").ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


_WRITERS = {"parquet": _write_parquet, "csv": _write_csv, "arrow": _write_arrow}
