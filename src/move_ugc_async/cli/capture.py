"""`move-ugc capture`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from move_ugc_async.cli.arguments import names, read_metadata
from move_ugc_async.cli.command import command
from move_ugc_async.cli.exits import Exit
from move_ugc_async.cli.session import Session

HELP = """Go from clips to animation files: upload, take, job, wait, download.

Each job costs credits. The state of each clip is kept in a small hidden file beside its outputs: run the same command
again after a failure or Ctrl-C, and it resumes where it stopped, paying for nothing twice. A clip that was captured
before, under this or another name, is not captured again; --fresh does so, and pays for a new job.

One clip with --directory goes straight into that folder. Several clips, or one without --directory, go into folders
named after the clips.
"""


def _complete_output(incomplete: str) -> list[str]:
    from move_ugc_async import OutputType

    before, comma, last = incomplete.rpartition(",")
    return [
        f"{before}{comma}{name}" for name in map(str.lower, OutputType.__members__) if name.startswith(last.lower())
    ]


def _complete_model(incomplete: str) -> list[str]:
    from move_ugc_async import MocapModelOptionsInput

    return [name for name in MocapModelOptionsInput.__members__ if name.startswith(incomplete.upper())]


def _positive(help: str) -> Any:
    return typer.Option(metavar="N", min=1, help=help)


def _switch(name: str, help: str) -> Any:
    return typer.Option(f"--{name}/--no-{name}", help=help, show_default=False)


Clips = Annotated[
    list[Path], typer.Argument(metavar="CLIP", dir_okay=False, help="Videos: MP4, MOV or AVI.", show_default=False)
]
Directory = Annotated[Path | None, typer.Option("--directory", "-o", metavar="DIR", help="Where outputs go.")]
Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "--outputs",
        "--output",
        metavar="NAMES",
        help="What to make, such as main_fbx,main_glb; may be repeated. Left out, the server's default set.",
        autocompletion=_complete_output,
    ),
]
Seconds = float | None


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "capture", help=HELP)(capture)


async def capture(
    session: Session,
    *,
    clips: Clips,
    directory: Directory = None,
    outputs: Outputs = None,
    start: Annotated[Seconds, typer.Option(metavar="SECONDS", min=0, help="Where the part to process starts.")] = None,
    end: Annotated[Seconds, typer.Option(metavar="SECONDS", min=0, help="Where it ends.")] = None,
    track_fingers: Annotated[bool | None, _switch("track-fingers", "Whether fingers are tracked.")] = None,
    track_ball: Annotated[bool | None, _switch("track-ball", "Whether a ball is tracked.")] = None,
    track_jersey_numbers: Annotated[
        bool | None, _switch("track-jersey-numbers", "Whether jersey numbers are read.")
    ] = None,
    floor_plane: Annotated[bool | None, _switch("floor-plane", "Whether a floor plane is estimated.")] = None,
    mocap_model: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The motion capture model, such as S2.", autocompletion=_complete_model),
    ] = None,
    move_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", dir_okay=False, help="The device recording of the clip; for one clip."),
    ] = None,
    device_label: Annotated[str, typer.Option(metavar="NAME", help="Your name for the device.")] = "camera",
    name: Annotated[str | None, typer.Option(help="Display name of take and job; else the clip's.")] = None,
    metadata: Annotated[
        str | None, typer.Option(metavar="JSON", help="A JSON object of yours, kept with take and job.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Send names of outputs and models even if they are unknown here.")
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start anew, and pay for a new job.")] = False,
    concurrency: Annotated[int | None, _positive("How many clips are under way at once.")] = None,
    uploads: Annotated[int | None, _positive("How many of them upload at once.")] = None,
    jobs: Annotated[int | None, _positive("How many of them have a job at once.")] = None,
    downloads: Annotated[int | None, _positive("How many of them download at once.")] = None,
) -> Exit:
    """Read the options, and run the captures."""
    from move_ugc_async import ClipWindow, JobOptions, MoveInvalidRequestError
    from move_ugc_async.cli.captures import Captures

    if start is not None and end is None:
        msg = "--start needs --end"
        raise MoveInvalidRequestError(msg)
    if end is not None and end <= (start or 0):
        msg = f"--end {end:g} is not after the start of the clip's part, {start or 0:g}"
        raise MoveInvalidRequestError(msg)
    if move_file is not None and len(clips) > 1:
        msg = "--move-file belongs to one clip, and there are several"
        raise MoveInvalidRequestError(msg)
    document = read_metadata(metadata)
    if not isinstance(document, dict | None):
        msg = "--metadata is a JSON object here, such as '{\"scene\": 7}'"
        raise MoveInvalidRequestError(msg)
    switches: dict[str, Any] = {
        "floor_plane": floor_plane,
        "mocap_model": mocap_model,
        "track_ball": track_ball,
        "track_fingers": track_fingers,
        "track_jersey_numbers": track_jersey_numbers,
    }
    given = {switch: value for switch, value in switches.items() if value is not None}
    bounds = {"concurrency": concurrency, "uploads": uploads, "jobs": jobs, "downloads": downloads}
    captures = Captures(
        session,
        clips,
        directory,
        {
            "allow_unknown": force,
            "outputs": names(outputs, "--outputs"),
            "clip_window": None if end is None else ClipWindow(start_time=start or 0, end_time=end),
            "options": JobOptions(**given) if given else None,
            "move_file": move_file,
            "device_label": device_label,
            "name": name,
            "metadata": document,
        },
        fresh=fresh,
    )
    return await captures.run({bound: value for bound, value in bounds.items() if value is not None})
