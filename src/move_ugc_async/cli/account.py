"""`move-ugc client`: the account."""

import typer

from move_ugc_async.cli.command import command
from move_ugc_async.cli.runner import Session


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "client")(show)


async def show(session: Session) -> None:
    """Show the account that the API key belongs to."""
    session.output.record(await session.client.client.retrieve())
