"""`move-ugc capture-multicam` and `move-ugc calibrate`."""

from functools import partial
from typing import Annotated

import typer

from move_ugc_async.cli.cameras import Lenses
from move_ugc_async.cli.command import command
from move_ugc_async.cli.exit_codes import ExitCode
from move_ugc_async.cli.job_options import (
    Actors,
    CheckMedia,
    End,
    Force,
    Fresh,
    JobSettings,
    Rig,
    Start,
    read_object,
    read_window,
)
from move_ugc_async.cli.plans import SpendOptions
from move_ugc_async.cli.session import Session
from move_ugc_async.cli.shared_options import Directory, Key, Name, complete_names

RESUME_HELP = """The state is stored in a small hidden file in DIR. After a failure or Ctrl-C, run the same
command again: it resumes where it stopped, and pays for nothing twice. --fresh pays again. With --key, there is no such
file: the same key finds the existing objects.
"""
CAPTURE_HELP = f"""Create animation files from the clips of several cameras: upload, take, job, wait, download.

The job costs credits. {RESUME_HELP}"""
CALIBRATE_HELP = f"""Calibrate a recording space for capture-multicam: upload, volume, wait, download.

The volume costs credits. {RESUME_HELP}"""

Clips = Annotated[
    list[str],
    typer.Argument(
        metavar="LABEL=CLIP",
        help="Two or more cameras: device labels and clips.",
        show_default=False,
    ),
]
Metadata = Annotated[str | None, typer.Option(metavar="JSON", help="JSON object of your own, stored with it.")]


def _complete_area(incomplete: str) -> list[str]:
    from move_ugc_async import AreaType

    return complete_names(AreaType.__members__, incomplete)


def register(app: typer.Typer) -> None:
    """Register the commands."""
    command(app, "capture-multicam", help=CAPTURE_HELP)(capture_multicam)
    command(app, "calibrate", help=CALIBRATE_HELP)(calibrate)


async def capture_multicam(
    session: Session,
    *,
    clips: Clips,
    directory: Directory,
    volume: Annotated[str, typer.Option(metavar="ID", help="Id of a calibrated volume.")],
    lenses: Lenses = None,
    actors: Actors = None,
    rig: Rig = None,
    settings: JobSettings,
    name: Name = None,
    metadata: Metadata = None,
    force: Force = False,
    check_media: CheckMedia = True,
    key: Key = None,
    fresh: Fresh = False,
    spend: SpendOptions,
) -> ExitCode:
    """Parse the options and run the workflow."""
    from move_ugc_async.cli.multicam_run import MulticamRun

    run = MulticamRun(session, clips, lenses, directory, "capture-multicam", key=key, fresh=fresh, spend=spend)
    return await run.run(
        session.client.with_options(check_media=check_media),
        lambda client: partial(
            client.capture_multicam,
            volume,
            run.clips,
            actors,
            directory,
            **settings.arguments(),
            allow_unknown=force,
            rig=rig,
            name=name,
            metadata=read_object(metadata),
        ),
    )


async def calibrate(
    session: Session,
    *,
    clips: Clips,
    directory: Directory,
    human_height: Annotated[
        float,
        typer.Option(
            "--human-height",
            metavar="METRES",
            min=0.1,
            help="Height of the person who walks through the space.",
        ),
    ],
    lenses: Lenses = None,
    area: Annotated[
        str,
        typer.Option(metavar="NAME", help="NORMAL below 20 square metres, else LARGE.", autocompletion=_complete_area),
    ] = "NORMAL",
    start: Start = None,
    end: End = None,
    name: Name = None,
    metadata: Metadata = None,
    force: Force = False,
    check_media: CheckMedia = True,
    key: Key = None,
    fresh: Fresh = False,
    spend: SpendOptions,
) -> ExitCode:
    """Parse the options and run the workflow."""
    from move_ugc_async.cli.multicam_run import MulticamRun

    run = MulticamRun(session, clips, lenses, directory, "calibrate", key=key, fresh=fresh, spend=spend)
    return await run.run(
        session.client.with_options(check_media=check_media),
        lambda client: partial(
            client.calibrate,
            run.clips,
            human_height,
            directory,
            area_type=area,
            clip_window=read_window(start, end),
            allow_unknown=force,
            name=name,
            metadata=read_object(metadata),
        ),
    )
