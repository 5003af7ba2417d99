"""`move-ugc motion`."""

import math
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
        typer.Option("--output", "-o", metavar="PATH", dir_okay=False, help="The table. Default: beside FILE."),
    ] = None,
    fps: Annotated[
        float | None, typer.Option("--fps", metavar="FPS", min=0.001, max=10_000, help="Resample to this frame rate.")
    ] = None,
    y_up: Annotated[bool, typer.Option("--y-up", help="Turn the space so that the y axis points up.")] = False,
) -> None:
    """Convert motion data to a table with a row for each joint of each frame.

    All actors are in one table, told apart by the column `actor`. An existing file is replaced.
    """
    from move_ugc_async.motion import Motions, read

    path = output or file.with_suffix(f".{to}")
    motions = read(file)
    if fps is not None:
        motions = Motions(each.resample(fps) for each in motions)
    if y_up:
        motions = Motions(each.to_y_up() for each in motions)
    motions.export(path, to.value)
    session.output.write_value("path", str(path))


def _record(motion: "Motion") -> dict[str, Any]:
    return {
        "actor": motion.actor,
        "frames": len(motion),
        "seconds": motion.duration,
        # JSON has no NaN.
        "fps": None if math.isnan(motion.fps) else motion.fps,
        "up": motion.up,
        "joints": [asdict(joint) for joint in motion.joints],
    }
