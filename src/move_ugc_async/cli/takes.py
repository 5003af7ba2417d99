"""`move-ugc takes`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from move_ugc_async.cli.arguments import DEFAULT_LIMIT, Everything, Expand, Limit
from move_ugc_async.cli.command import command, group
from move_ugc_async.cli.exits import Exit
from move_ugc_async.cli.render import Cell
from move_ugc_async.cli.session import Session
from move_ugc_async.cli.work import get_each, list_all, page_size

if TYPE_CHECKING:
    from move_ugc_async import TakeType

commands = group("List and show takes.")


def _cells(take: "TakeType") -> tuple[Cell, ...]:
    return take.id, take.take_type, take.created, take.name


@command(commands, "list")
async def list_(session: Session, *, limit: Limit = DEFAULT_LIMIT, everything: Everything = False) -> None:
    """List takes, newest first."""
    most = None if everything else limit
    takes = session.client.takes.list(page_size(most))
    await list_all(session, "takes", takes, ("id", "type", "created", "name"), _cells, most)


@command(commands, "get")
async def get(
    session: Session,
    *,
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="Ids of takes.")],
    expand: Expand = None,
) -> Exit:
    """Show all there is to know of takes."""
    wanted: Any = expand
    return await get_each(session, ids, lambda each: session.client.takes.retrieve(each, wanted), session.output.record)
