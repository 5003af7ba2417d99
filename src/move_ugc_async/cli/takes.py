"""`move-ugc takes`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from move_ugc_async.cli._common import get_each, list_all, page_size, register_update
from move_ugc_async.cli.arguments import (
    DEFAULT_LIMIT,
    Everything,
    Key,
    Limit,
    Metadata,
    Name,
    expand_option,
    names,
    read_metadata,
)
from move_ugc_async.cli.cameras import Camera, Lenses, read_cameras
from move_ugc_async.cli.command import command, group
from move_ugc_async.cli.exit_codes import Exit
from move_ugc_async.cli.output import Cell
from move_ugc_async.cli.runner import Session

if TYPE_CHECKING:
    from move_ugc_async import SourceIn, TakeType

commands = group("Create, list, show and change takes.")


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
    expand: Annotated[list[str] | None, expand_option("take")] = None,
) -> Exit:
    """Show all there is to know of takes."""
    wanted: Any = names(expand, "--expand")
    return await get_each(session, ids, lambda each: session.client.takes.retrieve(each, wanted), session.output.record)


@command(commands, "create")
async def create(
    session: Session,
    *,
    files: Annotated[
        list[str],
        typer.Argument(metavar="LABEL=FILE-ID", help="Uploaded files: your name for the device of each, and its id."),
    ],
    volume: Annotated[str | None, typer.Option(metavar="ID", help="The calibrated volume of several cameras.")] = None,
    lenses: Lenses = None,
    name: Name = None,
    metadata: Metadata = None,
    key: Key = None,
) -> None:
    """Create a take of uploaded files. It costs nothing; its jobs do.

    Without --volume it is a take of one camera: a video, and optionally the device recording with the same label.
    """
    cameras = read_cameras(files, lenses)
    document = read_metadata(metadata)
    sources = [await _source(session, camera) for camera in cameras]
    takes = session.client.takes
    session.begin_creation("take", key)
    if volume is None:
        take = await takes.create_singlecam(sources, name, document, idempotency_key=key)
    else:
        take = await takes.create_multicam(sources, volume, name, metadata=document, idempotency_key=key)
    session.output.record(take)


async def _source(session: Session, camera: Camera) -> "SourceIn":
    from move_ugc_async import CameraSettingsInput, SourceFormat, SourceIn

    file = await session.client.files.retrieve(camera.source)
    return SourceIn(
        device_label=camera.label,
        file_id=file.id,
        format=SourceFormat(file.type.lstrip(".").upper()),
        camera_settings=None if camera.lens is None else CameraSettingsInput(lens=camera.lens),
    )


register_update(commands, "take", lambda client: client.takes.update)
