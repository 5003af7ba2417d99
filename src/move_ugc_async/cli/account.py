"""`move-ugc client`: the account."""

import typer

from move_ugc_async.cli.command import command
from move_ugc_async.cli.session import Session


def register(app: typer.Typer) -> None:
    """Register the command."""
    command(app, "client")(show)


async def show(session: Session) -> None:
    """Show the account of the API key."""
    session.output.write_record(await session.client.client.retrieve())
