"""`move-ugc capture`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from move_ugc_async.cli.arguments import Key
from move_ugc_async.cli.command import command
from move_ugc_async.cli.exit_codes import Exit
from move_ugc_async.cli.job_options import (
    End,
    FloorPlane,
    Force,
    Fresh,
    MocapModel,
    Outputs,
    Start,
    TrackBall,
    TrackFingers,
    TrackJerseyNumbers,
    read_object,
    read_outputs,
    read_switches,
    read_window,
)
from move_ugc_async.cli.runner import Session

HELP = """Go from clips to animation files: upload, take, job, wait, download.

Each job costs credits. The state of each clip is kept in a small hidden file beside its outputs: run the same command
again after a failure or Ctrl-C, and it resumes where it stopped, paying for nothing twice. A clip that was captured
before, under this or another name, is not captured again; --fresh does so, and pays for a new job. With --key, for one
clip, there is no such file: the same key finds what was created before.

One clip with --directory goes straight into that folder. Several clips, or one without --directory, go into folders
named after the clips.
"""


def _positive(help: str) -> Any:
    return typer.Option(metavar="N", min=1, help=help)


Clips = Annotated[list[Path], typer.Argument(metavar="CLIP", help="Videos: MP4, MOV or AVI.", show_default=False)]
Directory = Annotated[Path | None, typer.Option("--directory", "-o", metavar="DIR", help="Where outputs go.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "capture", help=HELP)(capture)


async def capture(
    session: Session,
    *,
    clips: Clips,
    directory: Directory = None,
    outputs: Outputs = None,
    start: Start = None,
    end: End = None,
    track_fingers: TrackFingers = None,
    track_ball: TrackBall = None,
    track_jersey_numbers: TrackJerseyNumbers = None,
    floor_plane: FloorPlane = None,
    mocap_model: MocapModel = None,
    move_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", dir_okay=False, help="The device recording of the clip; for one clip."),
    ] = None,
    device_label: Annotated[str, typer.Option(metavar="NAME", help="Your name for the device.")] = "camera",
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Display name of take and job; else the clip's.")
    ] = None,
    metadata: Annotated[
        str | None, typer.Option(metavar="JSON", help="A JSON object of yours, kept with take and job.")
    ] = None,
    force: Force = False,
    key: Key = None,
    fresh: Fresh = False,
    concurrency: Annotated[int | None, _positive("How many clips are under way at once.")] = None,
    uploads: Annotated[int | None, _positive("How many of them upload at once.")] = None,
    jobs: Annotated[int | None, _positive("How many of them have a job at once.")] = None,
    downloads: Annotated[int | None, _positive("How many of them download at once.")] = None,
) -> Exit:
    """Read the options, and run the captures."""
    from move_ugc_async import MoveInvalidRequestError
    from move_ugc_async.cli.captures import Captures

    window = read_window(start, end)
    if move_file is not None and len(clips) > 1:
        msg = "--move-file belongs to one clip, and there are several"
        raise MoveInvalidRequestError(msg)
    document = read_object(metadata)
    options = read_switches(
        floor_plane=floor_plane,
        mocap_model=mocap_model,
        track_ball=track_ball,
        track_fingers=track_fingers,
        track_jersey_numbers=track_jersey_numbers,
    )
    bounds = {"concurrency": concurrency, "uploads": uploads, "jobs": jobs, "downloads": downloads}
    captures = Captures(
        session,
        clips,
        directory,
        {
            "allow_unknown": force,
            "outputs": read_outputs(outputs),
            "clip_window": window,
            "options": options,
            "move_file": move_file,
            "device_label": device_label,
            "name": name,
            "metadata": document,
        },
        key=key,
        fresh=fresh,
    )
    return await captures.run({bound: value for bound, value in bounds.items() if value is not None})
