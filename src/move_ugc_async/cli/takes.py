"""`move-ugc takes`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from move_ugc_async.cli._common import list_objects, page_size, register_update, show_each
from move_ugc_async.cli.cameras import Camera, Lenses, read_cameras
from move_ugc_async.cli.command import command, group
from move_ugc_async.cli.exit_codes import ExitCode
from move_ugc_async.cli.output import Cell
from move_ugc_async.cli.session import Session
from move_ugc_async.cli.shared_options import (
    DEFAULT_LIMIT,
    Everything,
    Key,
    Limit,
    Metadata,
    Name,
    expand_option,
    read_metadata,
    read_names,
)

if TYPE_CHECKING:
    from move_ugc_async import SourceIn, TakeType

commands = group("Create, list, show and update takes.")


def _cells(take: "TakeType") -> tuple[Cell, ...]:
    return take.id, take.take_type, take.created, take.name


@command(commands, "list")
async def list_(session: Session, *, limit: Limit = DEFAULT_LIMIT, everything: Everything = False) -> None:
    """List takes, newest first."""
    max_items = None if everything else limit
    takes = session.client.takes.list(page_size(max_items))
    await list_objects(session, "takes", takes, ("id", "type", "created", "name"), _cells, max_items)


@command(commands, "get")
async def get(
    session: Session,
    *,
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="Ids of takes.")],
    expand: Annotated[list[str] | None, expand_option("take")] = None,
) -> ExitCode:
    """Show all fields of takes."""
    expand_names: Any = read_names(expand, "--expand")
    return await show_each(
        session, ids, lambda each: session.client.takes.retrieve(each, expand_names), session.output.write_record
    )


@command(commands, "create")
async def create(
    session: Session,
    *,
    files: Annotated[
        list[str],
        typer.Argument(metavar="LABEL=FILE-ID", help="Device labels and ids of uploaded files."),
    ],
    volume: Annotated[str | None, typer.Option(metavar="ID", help="Id of a volume, for a multi-camera take.")] = None,
    lenses: Lenses = None,
    name: Name = None,
    metadata: Metadata = None,
    key: Key = None,
) -> None:
    """Create a take of uploaded files. It is free of charge; its jobs cost credits.

    Without --volume, the take is single-camera: a video, and optionally the device recording with the same label.
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
    session.output.write_record(take)


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
