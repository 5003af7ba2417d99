"""`move-ugc webhooks`."""

from difflib import get_close_matches
from typing import Annotated

import typer

from move_ugc_async.cli.command import command, group
from move_ugc_async.cli.session import Session
from move_ugc_async.cli.shared_options import read_metadata, read_names

commands = group("Register endpoints that the API sends events to.")

EVENTS = ("ugc.job.state.completed", "ugc.job.state.failed", "job.state.completed", "job.state.started")
"""Event names of this version. The API may accept more."""


def _complete_event(incomplete: str) -> list[str]:
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{event}" for event in EVENTS if event.startswith(last)]


@command(commands, "upsert")
async def upsert(
    session: Session,
    *,
    uid: Annotated[str, typer.Option(metavar="ID", help="Your own id for the endpoint.")],
    url: Annotated[str, typer.Option(metavar="URL", help="URL to send events to.")],
    events: Annotated[
        list[str] | None,
        typer.Option(
            "--event",
            "--events",
            metavar="NAME",
            help="Event name, such as ugc.job.state.completed. Repeatable.",
            autocompletion=_complete_event,
        ),
    ] = None,
    description: Annotated[str | None, typer.Option(metavar="TEXT", help="Description.")] = None,
    metadata: Annotated[str | None, typer.Option(metavar="JSON", help="JSON of your own, stored with it.")] = None,
) -> None:
    """Create a webhook endpoint, or update the one with this id.

    The secret that signs its events is printed on creation only.
    """
    event_names = read_names(events, "--event")
    for event in event_names or ():
        close = [] if event in EVENTS else get_close_matches(event, EVENTS, cutoff=0.8)
        if close:
            session.print_error(f"warning: event {event!r} is unknown: did you mean {' or '.join(close)}?")
    endpoint = await session.client.webhooks.upsert(
        event_names, uid, url, description=description, metadata=read_metadata(metadata)
    )
    session.output.write_record(endpoint)
    if endpoint.secret:
        session.print_note("store the secret now; it will not be shown again")
