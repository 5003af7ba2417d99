"""`move-ugc webhooks`."""

from difflib import get_close_matches
from typing import Annotated

import typer

from move_ugc_async.cli.arguments import names, read_metadata
from move_ugc_async.cli.command import command, group
from move_ugc_async.cli.runner import Session

commands = group("Set where the API reports events to.")

EVENTS = ("ugc.job.state.completed", "ugc.job.state.failed", "job.state.completed", "job.state.started")
"""Known kinds of events; the API may know more."""


def _complete_event(incomplete: str) -> list[str]:
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{event}" for event in EVENTS if event.startswith(last)]


@command(commands, "upsert")
async def upsert(
    session: Session,
    *,
    uid: Annotated[str, typer.Option(metavar="ID", help="Your own id of the endpoint.")],
    url: Annotated[str, typer.Option(metavar="URL", help="The address to send events to.")],
    events: Annotated[
        list[str] | None,
        typer.Option(
            "--event",
            "--events",
            metavar="NAME",
            help="A kind of event, such as ugc.job.state.completed; may be repeated.",
            autocompletion=_complete_event,
        ),
    ] = None,
    description: Annotated[str | None, typer.Option(metavar="TEXT", help="Your description.")] = None,
    metadata: Annotated[str | None, typer.Option(metavar="JSON", help="JSON of yours, kept with the endpoint.")] = None,
) -> None:
    """Create a webhook endpoint, or change the one with this id.

    The secret that signs its events is printed when it is created, and never again.
    """
    wanted = names(events, "--event")
    for event in wanted or ():
        close = [] if event in EVENTS else get_close_matches(event, EVENTS, cutoff=0.8)
        if close:
            session.complain(f"warning: event {event!r} is unknown: did you mean {' or '.join(close)}?")
    endpoint = await session.client.webhooks.upsert(
        wanted, uid, url, description=description, metadata=read_metadata(metadata)
    )
    session.output.record(endpoint)
    if endpoint.secret:
        session.say("Keep the secret now: it will not be shown again.")
