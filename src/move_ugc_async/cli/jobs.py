"""`move-ugc jobs`."""

from typing import Annotated

import typer

from move_ugc_async.cli.arguments import DEFAULT_LIMIT, Everything, Limit
from move_ugc_async.cli.command import command, group
from move_ugc_async.cli.session import Session
from move_ugc_async.cli.work import WORK_TITLES, list_all, page_size, register_work, work_cells

commands = group("List, show, wait for and download jobs.")


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
    await list_all(session, "jobs", jobs, WORK_TITLES, work_cells, most)


register_work(commands, "job", lambda client: client.jobs)
