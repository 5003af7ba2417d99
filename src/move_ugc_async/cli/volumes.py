"""`move-ugc volumes`."""

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
    from move_ugc_async import HumanVolumeType

Ids = Annotated[list[str], typer.Argument(metavar="ID", help="Ids of volumes.")]

commands = group("List, show, wait for and download volumes.")

TITLES = ("id", "state", "%", "created", "name")


def cells(volume: "HumanVolumeType") -> tuple[Cell, ...]:
    """Give what a table shows of a volume."""
    progress = volume.progress
    return (
        volume.id,
        (progress.state if progress else None) or volume.state,
        progress.percentage_complete if progress else None,
        volume.created,
        volume.name,
    )


@command(commands, "list")
async def list_(session: Session, *, limit: Limit = DEFAULT_LIMIT, everything: Everything = False) -> None:
    """List volumes, newest first."""
    most = None if everything else limit
    volumes = session.client.volumes.list(page_size(most))
    await list_all(session, "volumes", volumes, TITLES, cells, most)


@command(commands, "get")
async def get(session: Session, *, ids: Ids, expand: Expand = None) -> Exit:
    """Show all there is to know of volumes."""
    wanted: Any = expand
    retrieve = session.client.volumes.retrieve_human_volume
    return await get_each(session, ids, lambda each: retrieve(each, wanted), session.output.record)


@command(commands, "wait")
async def wait(session: Session, *, ids: Ids) -> Exit:
    """Wait until volumes have ended, with a bar for each."""
    return await wait_for_each(session, session.client.volumes, ids, TITLES, cells)


@command(commands, "download")
async def download(
    session: Session,
    *,
    id: Annotated[str, typer.Argument(metavar="ID", help="Id of a volume that has finished.")],
    directory: Directory = Path(),
    formats: Formats = None,
) -> None:
    """Download the outputs of a volume. What is there already is not fetched again."""
    await download_work(session, session.client.volumes, id, directory, formats)
