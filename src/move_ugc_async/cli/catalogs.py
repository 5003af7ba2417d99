"""`move-ugc rigs` and `move-ugc lenses`: the names that other commands accept."""

import typer

from move_ugc_async.cli._common import list_objects
from move_ugc_async.cli.command import command
from move_ugc_async.cli.session import Session


def register(app: typer.Typer) -> None:
    """Register the commands."""
    command(app, "rigs")(rigs)
    command(app, "lenses")(lenses)


async def rigs(session: Session) -> None:
    """List rigs that animations can be retargeted to."""
    await list_objects(session, "rigs", session.client.rigs.list(), ("name",), lambda rig: (rig.name,), None)


async def lenses(session: Session) -> None:
    """List lenses of multi-camera clips."""
    settings = session.client.camera_settings.list()
    await list_objects(session, "lenses", settings, ("lens",), lambda each: (each.lens,), None)
