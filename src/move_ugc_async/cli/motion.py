"""`move-ugc motion`."""

import math
import os
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from move_ugc_async.cli.command import group, local_command
from move_ugc_async.cli.local import LocalSession

if TYPE_CHECKING:
    from move_ugc_async.motion import Motion

commands = group("Show and convert motion data; works offline, without an API key.")

File = Annotated[
    Path,
    typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="The output MOTION_DATA, or a JSON file from it."),
]


class Format(StrEnum):
    """Formats of tables."""

    PARQUET = "parquet"
    CSV = "csv"
    ARROW = "arrow"


@local_command(commands, "info")
def info(session: LocalSession, *, file: File) -> None:
    """Show actors, frames, frame rates and joints of motion data."""
    from move_ugc_async.motion import read

    with session.output.table("actor", "frames", "seconds", "fps", "joints", "up") as add_row:
        for each in read(file):
            cells = (each.actor, len(each), f"{each.duration:.3f}", f"{each.fps:g}", len(each.joints), each.up)
            add_row(_record(each), cells)


@local_command(commands, "export")
def export(
    session: LocalSession,
    *,
    file: File,
    to: Annotated[Format, typer.Option("--to", help="Format of the table.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            dir_okay=False,
            allow_dash=True,
            help="The table, or - for standard output. Default: beside FILE.",
        ),
    ] = None,
    fps: Annotated[
        float | None, typer.Option("--fps", metavar="FPS", min=0.001, max=10_000, help="Resample to this frame rate.")
    ] = None,
    y_up: Annotated[bool, typer.Option("--y-up", help="Turn the space so that the y axis points up.")] = False,
) -> None:
    """Convert motion data to a table with a row for each joint of each frame.

    All actors are in one table, told apart by the column `actor`. An existing file is replaced, unless it is FILE;
    pipes and devices are written to.
    """
    from move_ugc_async.motion import Motions, read

    path = output or _path_beside(file, to)
    is_stdout = _is_stdout(path)
    if is_stdout and to is not Format.CSV and sys.stdout.isatty():
        msg = f"{to} must be written to a file or a pipe; got a terminal; pass -o PATH"
        raise typer.BadParameter(msg)
    if path.is_file() and path.samefile(file):
        msg = f"the table must not replace {file}, which it is made from; pass another -o PATH"
        raise typer.BadParameter(msg)
    motions = read(file)
    if fps is not None:
        motions = Motions(each.resample(fps) for each in motions)
    if y_up:
        motions = Motions(each.to_y_up() for each in motions)
    if is_stdout:
        motions.export(sys.stdout.buffer, to.value)
        return
    motions.export(path, to.value)
    session.output.write_value("path", str(path))


def _path_beside(file: Path, to: Format) -> Path:
    if not file.is_file() or file.parts[:2] in (("/", "dev"), ("/", "proc")):
        msg = f"the table cannot be written beside {file}, which is a pipe or device; pass -o PATH"
        raise typer.BadParameter(msg)
    return file.with_suffix(f".{to}")


def _is_stdout(path: Path) -> bool:
    """Return whether a path is standard output, which may also be named `/dev/stdout`."""
    if str(path) == "-":
        return True
    try:
        return os.path.samestat(path.stat(), os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError):
        return False


def _record(motion: "Motion") -> dict[str, Any]:
    return {
        "actor": motion.actor,
        "frames": len(motion),
        "seconds": motion.duration,
        # JSON has no NaN.
        "fps": motion.fps if math.isfinite(motion.fps) else None,
        "up": motion.up,
        "joints": [asdict(joint) for joint in motion.joints],
    }
