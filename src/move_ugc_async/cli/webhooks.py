"""`move-ugc webhooks`."""

from typing import Annotated

import typer

from move_ugc_async.cli.arguments import names, read_metadata
from move_ugc_async.cli.command import command, group
from move_ugc_async.cli.session import Session

commands = group("Set where the API reports events to.")


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
        ),
    ] = None,
    description: Annotated[str | None, typer.Option(metavar="TEXT", help="Your description.")] = None,
    metadata: Annotated[str | None, typer.Option(metavar="JSON", help="JSON of yours, kept with the endpoint.")] = None,
) -> None:
    """Create a webhook endpoint, or change the one with this id.

    The secret that signs its events is printed when it is created, and never again.
    """
    endpoint = await session.client.webhooks.upsert(
        names(events, "--event"), uid, url, description=description, metadata=read_metadata(metadata)
    )
    session.output.record(endpoint)
    if endpoint.secret:
        session.say("Keep the secret now: it will not be shown again.")
