"""`move-ugc rigs` and `move-ugc lenses`: what the names of other commands may be."""

import typer

from move_ugc_async.cli._common import list_all
from move_ugc_async.cli.command import command
from move_ugc_async.cli.runner import Session


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app, "rigs")(rigs)
    command(app, "lenses")(lenses)


async def rigs(session: Session) -> None:
    """List the rigs that animations can be retargeted to."""
    await list_all(session, "rigs", session.client.rigs.list(), ("name",), lambda rig: (rig.name,), None)


async def lenses(session: Session) -> None:
    """List the lenses that multi-camera clips can be recorded with."""
    settings = session.client.camera_settings.list()
    await list_all(session, "lenses", settings, ("lens",), lambda each: (each.lens,), None)
