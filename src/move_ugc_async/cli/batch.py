"""`move-ugc batch`: the commands that work on a batch."""

from pathlib import Path
from typing import Annotated

import typer

from move_ugc_async.cli.batch_control import register_control
from move_ugc_async.cli.batch_options import (
    DatabaseOptions,
    DryRun,
    Folder,
    Out,
    Version,
    WorkerOptions,
    Yes,
)
from move_ugc_async.cli.command import command, group
from move_ugc_async.cli.exit_codes import ExitCode
from move_ugc_async.cli.job_options import Force, JobSettings
from move_ugc_async.cli.session import Session

commands = group("Capture thousands of clips, durably: a batch outlives crashes, deploys and machines.")

RUN_HELP = """Capture all clips in a folder: upload, take, job, wait, download.

Each job costs credits; the number of jobs and minutes is shown and confirmed first. The state is stored in a database
in the folder of the outputs. After a crash or Ctrl-C, run the same command again: it resumes, and pays for nothing
twice. Clips that were added to the folder are captured too. A clip is identified by its content, so that a renamed one
is not captured again.
"""

WATCH_HELP = """Capture clips as they arrive in a folder.

Runs until Ctrl-C, and captures the clips that are in the folder at the start, too. Each job costs credits. A clip is
captured when it is complete: it has stopped growing, and its container has an end. Everything else is as with
`batch run`, and both can be used in turn with the same folder.
"""


@command(commands, "run", help=RUN_HELP)
async def run(
    session: Session,
    *,
    folder: Folder,
    out: Out,
    database: DatabaseOptions,
    version: Version = "1",
    settings: JobSettings,
    force: Force = False,
    limits: WorkerOptions,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> ExitCode:
    """Parse the options and run the batch."""
    from move_ugc_async.cli.batch_commands import run_batch

    return await run_batch(
        session,
        folder,
        out,
        database,
        {**settings.arguments(), "allow_unknown": force},
        {**limits.arguments(), "version": version},
        yes=yes,
        dry_run=dry_run,
    )


@command(commands, "watch", help=WATCH_HELP)
async def watch(
    session: Session,
    *,
    folder: Folder,
    out: Out,
    database: DatabaseOptions,
    version: Version = "1",
    settings: JobSettings,
    force: Force = False,
    limits: WorkerOptions,
    stable_seconds: Annotated[
        float,
        typer.Option(metavar="SECONDS", min=0.1, help="Time without a change after which a clip has stopped growing."),
    ] = 2.0,
    polling: Annotated[
        bool,
        typer.Option("--polling", help="Poll the folder, as is required for network shares that other hosts write to."),
    ] = False,
    yes: Yes = False,
) -> ExitCode:
    """Parse the options and watch the folder."""
    from move_ugc_async.cli.batch_commands import watch_batch

    return await watch_batch(
        session,
        folder,
        out,
        database,
        {**settings.arguments(), "allow_unknown": force},
        {**limits.arguments(), "version": version},
        {"stable_seconds": stable_seconds, "polling": polling or None},
        yes=yes,
    )


@command(commands, "worker")
async def worker(
    session: Session,
    *,
    database: DatabaseOptions,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Folder with batch.db. Default: the current folder."),
    ] = None,
    limits: WorkerOptions,
) -> None:
    """Work on a batch until Ctrl-C or SIGTERM.

    Any number of hosts can work on a batch in PostgreSQL. They must find the clips and write the outputs at the same
    paths. If one stops, the others take over its work; no job is paid for twice. --max-jobs and --max-minutes limit all
    of them together, and must be the same for all.
    """
    from move_ugc_async.cli.batch_commands import run_worker

    await run_worker(session, database, out, limits.arguments())


register_control(commands)
