"""Code that commands share: list and show objects, wait for and download jobs and volumes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar

import anyio
import typer

from move_ugc_async.cli.command import command
from move_ugc_async.cli.exit_codes import ExitCode, combine_exit_codes
from move_ugc_async.cli.output import Cell, Model
from move_ugc_async.cli.session import Session
from move_ugc_async.cli.shared_options import (
    DEFAULT_LIMIT,
    Directory,
    Formats,
    Metadata,
    Name,
    OutputNames,
    expand_option,
    read_metadata,
    read_names,
)

if TYPE_CHECKING:
    from move_ugc_async import (
        AsyncJobService,
        AsyncMoveUgc,
        AsyncVolumeService,
        DownloadedOutput,
        HumanVolumeType,
        JobType,
        Paginator,
    )

    LongRunningService: TypeAlias = AsyncJobService | AsyncVolumeService

ModelT = TypeVar("ModelT", bound=Model)

Ids = Annotated[list[str], typer.Argument(metavar="ID", help="Ids of the objects.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the object.")]

WORK_TITLES = ("id", "state", "%", "created", "name")


def work_cells(work: "JobType | HumanVolumeType") -> tuple[Cell, ...]:
    """Return the table cells of a job or volume."""
    progress = work.progress
    return (
        work.id,
        (progress.state if progress else None) or work.state,
        progress.percentage_complete if progress else None,
        work.created,
        work.name,
    )


def register_work(commands: typer.Typer, kind: str, service_of: "Callable[[AsyncMoveUgc], LongRunningService]") -> None:
    """Register the commands that jobs and volumes share.

    Args:
        commands: The group of the commands.
        kind: The kind of object: job or volume.
        service_of: Returns the service of a client for this kind.
    """

    @command(commands, "get", help=f"Show all fields of {kind}s.")
    async def get(
        session: Session, *, ids: Ids, expand: Annotated[list[str] | None, expand_option(kind)] = None
    ) -> ExitCode:
        expand_names: Any = read_names(expand, "--expand")
        return await _retrieve_many(session, service_of(session.client), ids, expand_names)

    @command(commands, "wait", help=f"Wait until {kind}s have ended, with a progress bar for each.")
    async def wait(session: Session, *, ids: Ids) -> ExitCode:
        return await _wait_for_each(session, service_of(session.client), ids)

    @command(
        commands,
        "download",
        help=f"Download the outputs of a finished {kind}. Existing files are not downloaded again.",
    )
    async def download(
        session: Session,
        *,
        id: Id,
        directory: Directory = Path(),
        outputs: OutputNames = None,
        formats: Formats = None,
    ) -> None:
        selection = {"outputs": read_names(outputs, "--outputs"), "formats": read_names(formats, "--format")}
        await _download(session, service_of(session.client), id, directory, selection)


def register_update(
    commands: typer.Typer, kind: str, update_of: "Callable[[AsyncMoveUgc], Callable[..., Awaitable[Model]]]"
) -> None:
    """Register the command that changes the name or metadata of an object.

    Args:
        commands: The group of the command.
        kind: The kind of object.
        update_of: Returns the update method of a client for this kind.
    """

    @command(
        commands,
        "update",
        help=f"Change the name or metadata of a {kind}. Options left out keep their values. Free of charge.\n\n"
        "--metadata replaces the whole document; '{}' clears it.",
    )
    async def update(session: Session, *, id: Id, name: Name = None, metadata: Metadata = None) -> None:
        from move_ugc_async import MoveInvalidRequestError

        document = read_metadata(metadata)
        if name is None and document is None:
            msg = f"cannot change {id}: no changes given; use --name or --metadata"
            raise MoveInvalidRequestError(msg)
        session.output.write_record(await update_of(session.client)(id, name=name, metadata=document))


async def list_objects(
    session: Session,
    kind: str,
    items: "Paginator[ModelT]",
    titles: Sequence[str],
    cells: Callable[[ModelT], tuple[Cell, ...]],
    limit: int | None,
) -> None:
    """Write a table of objects.

    Args:
        session: The command's session.
        kind: Plural name of the objects, for messages.
        items: The objects.
        titles: Column titles.
        cells: Returns the table cells of an object.
        limit: Maximum number of objects; None for all.
    """
    count = 0
    with session.output.table(*titles) as add_row:
        async with aclosing(aiter(items)) as iterator:
            async for item in iterator:
                if count == limit:
                    session.print_note(f"more {kind} exist; use --limit or --all to list them")
                    break
                add_row(item, cells(item))
                count += 1
    if not count:
        session.print_note(f"no {kind} found")


def page_size(limit: int | None) -> int | None:
    """Return the page size to request for a list; None for the server's default.

    Args:
        limit: Maximum number of objects to list; None for all.
    """
    # One more than the limit shows whether more exist. Larger limits span pages of the server's size.
    return limit + 1 if limit is not None and limit < DEFAULT_LIMIT else None


async def show_each(
    session: Session,
    ids: Sequence[str],
    retrieve: Callable[[str], Awaitable[ModelT]],
    show: Callable[[ModelT], None],
) -> ExitCode:
    """Read and write objects one after the other. A failed read does not stop the others.

    Args:
        session: The command's session.
        ids: Ids of the objects.
        retrieve: Reads an object.
        show: Writes an object.
    """
    from move_ugc_async import MoveError

    codes: list[ExitCode] = []
    for each in ids:
        try:
            show(await retrieve(each))
            codes.append(ExitCode.SUCCESS)
        except MoveError as error:
            codes.append(session.report_failure({"id": each}, each, error))
    return combine_exit_codes(codes)


async def _retrieve_many(session: Session, service: "LongRunningService", ids: Sequence[str], expand: Any) -> ExitCode:
    from move_ugc_async import MoveError

    codes: list[ExitCode] = []
    for outcome in await service.retrieve_many(ids, expand):
        if outcome.job is None:
            error = outcome.error or MoveError("the server returned neither an object nor an error")
            codes.append(session.report_failure({"id": outcome.id}, outcome.id, error))
        else:
            session.output.write_record(outcome.job)
            codes.append(ExitCode.SUCCESS)
    return combine_exit_codes(codes)


async def _wait_for_each(session: Session, service: "LongRunningService", ids: Sequence[str]) -> ExitCode:
    from move_ugc_async import MoveError

    session.resume_note = "the work continues on the server"
    codes: list[ExitCode] = []
    with session.output.table(*WORK_TITLES) as add_row, session.bars() as bars:

        async def wait(id: str) -> None:
            bar = bars.add(id)
            session.in_progress[id] = {"id": id}
            try:
                work = await service.wait(id, on_progress=bar.wait)
                bar.end("finished")
                del session.in_progress[id]
                add_row(work, work_cells(work))
                codes.append(ExitCode.SUCCESS)
            except MoveError as error:
                bar.end("")
                codes.append(session.report_failure({"id": id}, id, error))

        async with anyio.create_task_group() as tasks:
            # Duplicate ids are waited for once.
            for each in dict.fromkeys(ids):
                tasks.start_soon(wait, each)
    return combine_exit_codes(codes)


async def _download(
    session: Session, service: "LongRunningService", id: str, directory: Path, selection: Mapping[str, Any]
) -> None:
    from move_ugc_async.cli.progress import TransferBars

    session.resume_note = "completed files are kept"
    with session.bars() as bars:
        outputs = await service.download_outputs(id, directory, **selection, on_progress=TransferBars(bars))
    with session.output.table("path", "format", "bytes") as add_row:
        for output in outputs:
            add_row(output_record(output), (str(output.path), output.format, output.size))
    downloaded = sum(not output.skipped for output in outputs)
    session.print_note(f"{files_text(downloaded)} downloaded, {files_text(len(outputs) - downloaded)} already there")


def output_record(output: "DownloadedOutput") -> dict[str, Any]:
    """Return the JSON object of a downloaded output."""
    return {**asdict(output), "path": str(output.path)}


def files_text(count: int) -> str:
    """Return a number of files in words, such as `2 files`."""
    return f"{count} file{'' if count == 1 else 's'}"
