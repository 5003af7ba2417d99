"""What commands do alike: list and show; wait for and download jobs and volumes."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar

import anyio
import typer

from move_ugc_async.cli.arguments import (
    DEFAULT_LIMIT,
    Directory,
    Formats,
    Metadata,
    Name,
    expand_option,
    names,
    read_metadata,
)
from move_ugc_async.cli.command import command
from move_ugc_async.cli.exit_codes import Exit, exit_of_many
from move_ugc_async.cli.output import Cell, Model
from move_ugc_async.cli.runner import Session

if TYPE_CHECKING:
    from move_ugc_async import (
        AsyncJobService,
        AsyncMoveUgc,
        AsyncVolumeService,
        CaptureState,
        DownloadedOutput,
        HumanVolumeType,
        JobType,
        Paginator,
    )

    WorkService: TypeAlias = AsyncJobService | AsyncVolumeService

ModelT = TypeVar("ModelT", bound=Model)

Ids = Annotated[list[str], typer.Argument(metavar="ID", help="Their ids.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="Its id.")]

WORK_TITLES = ("id", "state", "%", "created", "name")


def work_cells(work: "JobType | HumanVolumeType") -> tuple[Cell, ...]:
    """Give what a table shows of a job or volume."""
    progress = work.progress
    return (
        work.id,
        (progress.state if progress else None) or work.state,
        progress.percentage_complete if progress else None,
        work.created,
        work.name,
    )


def register_work(commands: typer.Typer, kind: str, service_of: "Callable[[AsyncMoveUgc], WorkService]") -> None:
    """Add the commands that jobs and volumes have in common.

    Args:
        commands: The group that they belong to.
        kind: What one of them is called.
        service_of: Gives the service of a client that knows them.
    """

    @command(commands, "get", help=f"Show all there is to know of {kind}s.")
    async def get(
        session: Session, *, ids: Ids, expand: Annotated[list[str] | None, expand_option(kind)] = None
    ) -> Exit:
        wanted: Any = names(expand, "--expand")
        return await _get_many(session, service_of(session.client), ids, wanted)

    @command(commands, "wait", help=f"Wait until {kind}s have ended, with a bar for each.")
    async def wait(session: Session, *, ids: Ids) -> Exit:
        return await _wait_for_each(session, service_of(session.client), ids)

    @command(
        commands,
        "download",
        help=f"Download the outputs of a {kind} that has finished. What is there already is not fetched again.",
    )
    async def download(session: Session, *, id: Id, directory: Directory = Path(), formats: Formats = None) -> None:
        await _download(session, service_of(session.client), id, directory, formats)


def register_update(
    commands: typer.Typer, kind: str, update_of: "Callable[[AsyncMoveUgc], Callable[..., Awaitable[Model]]]"
) -> None:
    """Add the command that changes a name or metadata.

    Args:
        commands: The group that it belongs to.
        kind: What is changed.
        update_of: Returns the method of a client that changes one.
    """

    @command(
        commands,
        "update",
        help=f"Change the name or the metadata of a {kind}; what is left out stays. It costs nothing.\n\n"
        "--metadata replaces the old document as a whole; '{}' clears it.",
    )
    async def update(session: Session, *, id: Id, name: Name = None, metadata: Metadata = None) -> None:
        from move_ugc_async import MoveInvalidRequestError

        document = read_metadata(metadata)
        if name is None and document is None:
            msg = "nothing to change; give --name or --metadata"
            raise MoveInvalidRequestError(msg)
        session.output.record(await update_of(session.client)(id, name=name, metadata=document))


async def list_all(
    session: Session,
    what: str,
    items: "Paginator[ModelT]",
    titles: Sequence[str],
    cells: Callable[[ModelT], tuple[Cell, ...]],
    limit: int | None,
) -> None:
    """List objects, up to a limit.

    Args:
        session: The command's.
        what: What they are called.
        items: The objects.
        titles: Titles of the columns.
        cells: Gives what a table shows of an object.
        limit: The most to list; None lists all.
    """
    number = 0
    with session.output.table(*titles) as row:
        async with aclosing(aiter(items)) as each:
            async for item in each:
                if number == limit:
                    session.say(f"there are more {what}; see --limit and --all")
                    break
                row(item, cells(item))
                number += 1
    if not number:
        session.say(f"there are no {what}")


def page_size(limit: int | None) -> int | None:
    """Choose how much one request for a list asks for.

    Args:
        limit: The most to list; None lists all.
    """
    # One more tells whether there are more; what is more than a page is left to the server.
    return limit + 1 if limit is not None and limit < DEFAULT_LIMIT else None


async def get_each(
    session: Session,
    ids: Sequence[str],
    retrieve: Callable[[str], Awaitable[ModelT]],
    show: Callable[[ModelT], None],
) -> Exit:
    """Show objects one after the other; one that cannot be read does not stop the others.

    Args:
        session: The command's.
        ids: Their ids.
        retrieve: Reads one.
        show: Writes one.
    """
    from move_ugc_async import MoveError

    exits: list[Exit] = []
    for each in ids:
        try:
            show(await retrieve(each))
            exits.append(Exit.DONE)
        except MoveError as error:
            exits.append(session.fail({"id": each}, each, error))
    return exit_of_many(exits)


async def _get_many(session: Session, service: "WorkService", ids: Sequence[str], expand: Any) -> Exit:
    from move_ugc_async import MoveError

    exits: list[Exit] = []
    for outcome in await service.retrieve_many(ids, expand):
        if outcome.job is None:
            error = outcome.error or MoveError("the server gave nothing")
            exits.append(session.fail({"id": outcome.id}, outcome.id, error))
        else:
            session.output.record(outcome.job)
            exits.append(Exit.DONE)
    return exit_of_many(exits)


async def _wait_for_each(session: Session, service: "WorkService", ids: Sequence[str]) -> Exit:
    from move_ugc_async import MoveError

    session.goes_on = "what was waited for goes on on the server"
    exits: list[Exit] = []
    with session.output.table(*WORK_TITLES) as row, session.bars() as bars:

        async def wait(id: str) -> None:
            bar = bars.add(id)
            session.under_way[id] = {"id": id}
            try:
                ended = await service.wait(id, on_progress=bar.wait)
                bar.end("finished")
                del session.under_way[id]
                row(ended, work_cells(ended))
                exits.append(Exit.DONE)
            except MoveError as error:
                bar.end("")
                exits.append(session.fail({"id": id}, id, error))

        async with anyio.create_task_group() as waits:
            # One that is named twice is waited for once.
            for each in dict.fromkeys(ids):
                waits.start_soon(wait, each)
    return exit_of_many(exits)


async def _download(
    session: Session, service: "WorkService", id: str, directory: Path, formats: list[str] | None
) -> None:
    from move_ugc_async.cli.progress import Transfers

    session.goes_on = "what is complete stays"
    with session.bars() as bars:
        outputs = await service.download_outputs(
            id, directory, formats=names(formats, "--format"), on_progress=Transfers(bars)
        )
    with session.output.table("path", "format", "bytes") as row:
        for output in outputs:
            row(output_record(output), (str(output.path), output.format, output.size))
    fetched = sum(not output.skipped for output in outputs)
    session.say(f"{files(fetched)} fetched, {files(len(outputs) - fetched)} there already")


def output_record(output: "DownloadedOutput") -> dict[str, Any]:
    """Give a downloaded output as plain data."""
    return {**asdict(output), "path": str(output.path)}


def made_record(state: "CaptureState", work: str = "job_id") -> dict[str, Any]:
    """Return the ids that a workflow has made so far as plain data.

    Args:
        state: Its state.
        work: The name for the id of its job or volume.
    """
    return {"file_ids": dict(state.file_ids), "take_id": state.take_id, work: state.job_id}


def outputs_summary(outputs: "Sequence[DownloadedOutput]", folder: Path) -> str:
    """Say how many outputs of a workflow are in a folder, and whether they were there before."""
    skipped = sum(output.skipped for output in outputs)
    if skipped == len(outputs):
        return f"captured before; nothing was paid for or fetched again, {files(skipped)} in {folder}"
    return f"{files(len(outputs))} in {folder}{f', {skipped} of them from before' if skipped else ''}"


def files(number: int) -> str:
    """Count files."""
    return f"{number} file{'' if number == 1 else 's'}"
