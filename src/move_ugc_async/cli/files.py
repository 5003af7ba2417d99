"""`move-ugc files`."""

from pathlib import Path
from typing import Annotated

import anyio
import typer

from move_ugc_async.cli._common import register_update, show_each
from move_ugc_async.cli.command import command, group
from move_ugc_async.cli.exit_codes import ExitCode, combine_exit_codes
from move_ugc_async.cli.session import Session
from move_ugc_async.cli.shared_options import read_metadata

MAX_CONCURRENT_UPLOADS = 4

FileId = Annotated[str, typer.Argument(metavar="ID", help="Id of a file.")]

commands = group("Upload, show, download and share files.")


@command(commands, "upload")
async def upload(
    session: Session,
    *,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Clips and device recordings.")],
    type: Annotated[
        str | None,
        typer.Option(
            "--type", metavar="EXTENSION", help="File type, such as move. Default: detected from the content."
        ),
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Display name. Default: the file's name.")] = None,
    metadata: Annotated[
        str | None, typer.Option(metavar="JSON", help="JSON of your own, stored with the file.")
    ] = None,
) -> ExitCode:
    """Upload files, with a progress bar for each, and print their ids."""
    from move_ugc_async import MoveError

    document = read_metadata(metadata)
    codes: list[ExitCode] = []
    slots = anyio.CapacityLimiter(MAX_CONCURRENT_UPLOADS)
    with session.output.table("id", "type", "path") as add_row, session.bars() as bars:

        async def upload_one(path: Path) -> None:
            async with slots:
                bar = bars.add(str(path))
                session.in_progress[str(path)] = {"path": str(path)}
                try:
                    file = await session.client.files.upload(
                        path, file_type=type, name=name, metadata=document, on_progress=bar.transfer
                    )
                    bar.end("uploaded")
                    session.in_progress.pop(str(path), None)
                    add_row({"path": str(path), "id": file.id, "type": file.type}, (file.id, file.type, str(path)))
                    codes.append(ExitCode.SUCCESS)
                except MoveError as error:
                    bar.end("")
                    codes.append(session.report_failure({"path": str(path)}, str(path), error))

        async with anyio.create_task_group() as tasks:
            for path in paths:
                tasks.start_soon(upload_one, path)
    return combine_exit_codes(codes)


@command(commands, "get")
async def get(
    session: Session,
    *,
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="Ids of files.")],
    url: Annotated[
        bool,
        typer.Option("--url", help="Print only the presigned URL. Until it expires, anyone can download with it."),
    ] = False,
) -> ExitCode:
    """Show all fields of files except their URLs."""
    from move_ugc_async import FileType

    def show(file: FileType) -> None:
        if url:
            session.output.write_value("presigned_url", file.presigned_url or "")
        else:
            session.output.write_record(file)

    return await show_each(session, ids, session.client.files.retrieve, show)


@command(commands, "download")
async def download(
    session: Session,
    *,
    id: FileId,
    path: Annotated[Path, typer.Option("--output", "-o", metavar="PATH", dir_okay=False, help="Path to download to.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an existing file.")] = False,
) -> None:
    """Download a file. An interrupted download resumes where it stopped."""
    from move_ugc_async import MoveInvalidRequestError

    with session.bars() as bars:
        bar = bars.add(path.name)
        try:
            await session.client.files.download(id, path, on_progress=bar.transfer, overwrite=overwrite)
        except FileExistsError:
            msg = f"cannot write {path}: the file exists; replace it with --overwrite"
            raise MoveInvalidRequestError(msg) from None
        bar.end("")
    size = path.stat().st_size
    with session.output.table("path", "bytes") as add_row:
        add_row({"id": id, "path": str(path), "size": size}, (str(path), size))


@command(commands, "share")
async def share(session: Session, *, id: FileId) -> None:
    """Create a share code, with which anyone can download the file once."""
    session.output.write_record(await session.client.files.generate_share_code(id))


register_update(commands, "file", lambda client: client.files.update)
