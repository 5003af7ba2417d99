"""`move-ugc volumes`."""

from move_ugc_async.cli._common import WORK_TITLES, list_objects, page_size, register_work, work_cells
from move_ugc_async.cli.command import command, group
from move_ugc_async.cli.session import Session
from move_ugc_async.cli.shared_options import DEFAULT_LIMIT, Everything, Limit

commands = group("List, show, wait for and download volumes.")


@command(commands, "list")
async def list_(session: Session, *, limit: Limit = DEFAULT_LIMIT, everything: Everything = False) -> None:
    """List volumes, newest first."""
    max_items = None if everything else limit
    volumes = session.client.volumes.list(page_size(max_items))
    await list_objects(session, "volumes", volumes, WORK_TITLES, work_cells, max_items)


register_work(commands, "volume", lambda client: client.volumes)
