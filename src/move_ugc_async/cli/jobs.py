"""`move-ugc jobs`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from move_ugc_async.cli.arguments import DEFAULT_LIMIT, Directory, Everything, Expand, Formats, Limit
from move_ugc_async.cli.command import command, group
from move_ugc_async.cli.exits import Exit
from move_ugc_async.cli.render import Cell
from move_ugc_async.cli.session import Session
from move_ugc_async.cli.work import download_work, get_each, list_all, page_size, wait_for_each

if TYPE_CHECKING:
    from move_ugc_async import JobType

Ids = Annotated[list[str], typer.Argument(metavar="ID", help="Ids of jobs.")]

commands = group("List, show, wait for and download jobs.")

TITLES = ("id", "state", "%", "created", "name")


def cells(job: "JobType") -> tuple[Cell, ...]:
    """Give what a table shows of a job."""
    progress = job.progress
    return (
        job.id,
        (progress.state if progress else None) or job.state,
        progress.percentage_complete if progress else None,
        job.created,
        job.name,
    )


@command(commands, "list")
async def list_(
    session: Session,
    *,
    take: Annotated[str | None, typer.Option("--take", metavar="ID", help="Only the jobs of this take.")] = None,
    limit: Limit = DEFAULT_LIMIT,
    everything: Everything = False,
) -> None:
    """List jobs, newest first."""
    most = None if everything else limit
    jobs = session.client.jobs.list(page_size(most), take_id=take)
    await list_all(session, "jobs", jobs, TITLES, cells, most)


@command(commands, "get")
async def get(session: Session, *, ids: Ids, expand: Expand = None) -> Exit:
    """Show all there is to know of jobs."""
    wanted: Any = expand
    return await get_each(session, ids, lambda each: session.client.jobs.retrieve(each, wanted), session.output.record)


@command(commands, "wait")
async def wait(session: Session, *, ids: Ids) -> Exit:
    """Wait until jobs have ended, with a bar for each."""
    return await wait_for_each(session, session.client.jobs, ids, TITLES, cells)


@command(commands, "download")
async def download(
    session: Session,
    *,
    id: Annotated[str, typer.Argument(metavar="ID", help="Id of a job that has finished.")],
    directory: Directory = Path(),
    formats: Formats = None,
) -> None:
    """Download the outputs of a job. What is there already is not fetched again."""
    await download_work(session, session.client.jobs, id, directory, formats)
