"""`move-ugc capture`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from move_ugc_async.cli.command import command
from move_ugc_async.cli.exit_codes import ExitCode
from move_ugc_async.cli.job_options import CheckMedia, Force, Fresh, JobSettings, read_object
from move_ugc_async.cli.plans import SpendOptions
from move_ugc_async.cli.session import Session
from move_ugc_async.cli.shared_options import Key

HELP = """Create animation files from clips: upload, take, job, wait, download.

Each job costs credits. The state of each clip is stored in a small hidden file beside its outputs. After a failure or
Ctrl-C, run the same command again: it resumes where it stopped, and pays for nothing twice. A clip that was captured
before, under this or another name, is not captured again unless --fresh is set, which pays for a new job. With --key,
for one clip, there is no such file: the same key finds the existing objects.

The outputs of one clip with --directory are written to that folder. Those of several clips, or of one without
--directory, are written to folders named after the clips.
"""


def _positive(help: str) -> Any:
    return typer.Option(metavar="N", min=1, help=help)


Clips = Annotated[list[Path], typer.Argument(metavar="CLIP", help="Video files: MP4, MOV or AVI.", show_default=False)]
Directory = Annotated[
    Path | None,
    typer.Option("--directory", "-o", metavar="DIR", help="Output folder. Default: named after the clip."),
]


def register(app: typer.Typer) -> None:
    """Register the command."""
    command(app, "capture", help=HELP)(capture)


async def capture(
    session: Session,
    *,
    clips: Clips,
    directory: Directory = None,
    settings: JobSettings,
    move_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", dir_okay=False, help="Device recording of the clip; for one clip."),
    ] = None,
    device_label: Annotated[str, typer.Option(metavar="NAME", help="Your own name for the device.")] = "camera",
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Display name of take and job. Default: the clip's name.")
    ] = None,
    metadata: Annotated[
        str | None, typer.Option(metavar="JSON", help="JSON object of your own, stored with take and job.")
    ] = None,
    force: Force = False,
    check_media: CheckMedia = True,
    key: Key = None,
    fresh: Fresh = False,
    spend: SpendOptions,
    concurrency: Annotated[int | None, _positive("Maximum number of clips in progress at once.")] = None,
    uploads: Annotated[int | None, _positive("Maximum number of concurrent uploads.")] = None,
    jobs: Annotated[int | None, _positive("Maximum number of unfinished jobs at once.")] = None,
    downloads: Annotated[int | None, _positive("Maximum number of concurrent downloads.")] = None,
) -> ExitCode:
    """Parse the options and run the captures."""
    from move_ugc_async import MoveInvalidRequestError
    from move_ugc_async.cli.capture_run import CaptureRun

    if move_file is not None and len(clips) > 1:
        msg = f"--move-file must be used with one clip; got {len(clips)}"
        raise MoveInvalidRequestError(msg)
    limits = {"concurrency": concurrency, "uploads": uploads, "jobs": jobs, "downloads": downloads}
    run = CaptureRun(
        session,
        clips,
        directory,
        {
            "allow_unknown": force,
            **settings.arguments(),
            "move_file": move_file,
            "device_label": device_label,
            "name": name,
            "metadata": read_object(metadata),
        },
        key=key,
        fresh=fresh,
        check_media=check_media,
        spend=spend,
    )
    return await run.run({name: limit for name, limit in limits.items() if limit is not None})
