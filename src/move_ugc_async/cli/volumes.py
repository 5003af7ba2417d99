"""`move-ugc volumes`."""

from move_ugc_async.cli._common import WORK_TITLES, list_all, page_size, register_work, work_cells
from move_ugc_async.cli.arguments import DEFAULT_LIMIT, Everything, Limit
from move_ugc_async.cli.command import command, group
from move_ugc_async.cli.runner import Session

commands = group("List, show, wait for and download volumes.")


@command(commands, "list")
async def list_(session: Session, *, limit: Limit = DEFAULT_LIMIT, everything: Everything = False) -> None:
    """List volumes, newest first."""
    most = None if everything else limit
    volumes = session.client.volumes.list(page_size(most))
    await list_all(session, "volumes", volumes, WORK_TITLES, work_cells, most)


register_work(commands, "volume", lambda client: client.volumes)
