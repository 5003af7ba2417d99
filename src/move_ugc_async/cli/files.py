"""`move-ugc files`."""

from pathlib import Path
from typing import Annotated

import anyio
import typer

from move_ugc_async.cli._common import get_each, register_update
from move_ugc_async.cli.arguments import read_metadata
from move_ugc_async.cli.command import command, group
from move_ugc_async.cli.exit_codes import Exit, exit_of_many
from move_ugc_async.cli.runner import Session

AT_ONCE = 4

FileId = Annotated[str, typer.Argument(metavar="ID", help="Id of a file.")]

commands = group("Upload, show, download and share files.")


@command(commands, "upload")
async def upload(
    session: Session,
    *,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Clips and device recordings.")],
    type: Annotated[
        str | None, typer.Option("--type", metavar="EXTENSION", help="Such as move; else known by the content.")
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Display name; else the file's own.")] = None,
    metadata: Annotated[str | None, typer.Option(metavar="JSON", help="JSON of yours, kept with the file.")] = None,
) -> Exit:
    """Upload files, with a bar for each, and print their ids."""
    from move_ugc_async import MoveError

    document = read_metadata(metadata)
    exits: list[Exit] = []
    turns = anyio.CapacityLimiter(AT_ONCE)
    with session.output.table("id", "type", "path") as row, session.bars() as bars:

        async def one(path: Path) -> None:
            async with turns:
                bar = bars.add(str(path))
                session.under_way[str(path)] = {"path": str(path)}
                try:
                    file = await session.client.files.upload(
                        path, file_type=type, name=name, metadata=document, on_progress=bar.transfer
                    )
                    bar.end("uploaded")
                    session.under_way.pop(str(path), None)
                    row({"path": str(path), "id": file.id, "type": file.type}, (file.id, file.type, str(path)))
                    exits.append(Exit.DONE)
                except MoveError as error:
                    bar.end("")
                    exits.append(session.fail({"path": str(path)}, str(path), error))

        async with anyio.create_task_group() as uploads:
            for path in paths:
                uploads.start_soon(one, path)
    return exit_of_many(exits)


@command(commands, "get")
async def get(
    session: Session,
    *,
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="Ids of files.")],
    url: Annotated[
        bool, typer.Option("--url", help="Print only the URL to download from. Whoever has it can, while it lives.")
    ] = False,
) -> Exit:
    """Show all there is to know of files, but for their URLs."""
    from move_ugc_async import FileType

    def show(file: FileType) -> None:
        if url:
            session.output.value("presigned_url", file.presigned_url or "")
        else:
            session.output.record(file)

    return await get_each(session, ids, session.client.files.retrieve, show)


@command(commands, "download")
async def download(
    session: Session,
    *,
    id: FileId,
    path: Annotated[Path, typer.Option("--output", "-o", metavar="PATH", dir_okay=False, help="Where it goes.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")] = False,
) -> None:
    """Download a file. One that was killed goes on where it was."""
    from move_ugc_async import MoveInvalidRequestError

    with session.bars() as bars:
        bar = bars.add(path.name)
        try:
            await session.client.files.download(id, path, on_progress=bar.transfer, overwrite=overwrite)
        except FileExistsError:
            msg = f"{path} exists; replace it with --overwrite"
            raise MoveInvalidRequestError(msg) from None
        bar.end("")
    size = path.stat().st_size
    with session.output.table("path", "bytes") as row:
        row({"id": id, "path": str(path), "size": size}, (str(path), size))


@command(commands, "share")
async def share(session: Session, *, id: FileId) -> None:
    """Make a code that lets anyone download a file once."""
    session.output.record(await session.client.files.generate_share_code(id))


register_update(commands, "file", lambda client: client.files.update)
