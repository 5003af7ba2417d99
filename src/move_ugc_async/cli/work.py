"""What commands do alike: list, show, wait and download."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import anyio

from move_ugc_async.cli.arguments import DEFAULT_LIMIT, names
from move_ugc_async.cli.exits import Exit, exit_of_many
from move_ugc_async.cli.render import Cell, Model
from move_ugc_async.cli.session import Session

if TYPE_CHECKING:
    from move_ugc_async import AsyncJobService, AsyncVolumeService, DownloadedOutput, Paginator

ModelT = TypeVar("ModelT", bound=Model)


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


async def wait_for_each(
    session: Session,
    service: "AsyncJobService | AsyncVolumeService",
    ids: Sequence[str],
    titles: Sequence[str],
    cells: Callable[[Any], tuple[Cell, ...]],
) -> Exit:
    """Wait for jobs or volumes, all at once, with a bar for each.

    Args:
        session: The command's.
        service: Waits.
        ids: What to wait for; one that is named twice is waited for once.
        titles: Titles of the columns.
        cells: Gives what a table shows of one.
    """
    from move_ugc_async import MoveError

    session.goes_on = "what was waited for goes on on the server"
    exits: list[Exit] = []
    with session.output.table(*titles) as row, session.bars() as bars:

        async def wait(id: str) -> None:
            bar = bars.add(id)
            try:
                ended = await service.wait(id, on_progress=bar.wait)
                bar.end("finished")
                row(ended, cells(ended))
                exits.append(Exit.DONE)
            except MoveError as error:
                bar.end("")
                exits.append(session.fail({"id": id}, id, error))

        async with anyio.create_task_group() as waits:
            for each in dict.fromkeys(ids):
                waits.start_soon(wait, each)
    return exit_of_many(exits)


async def download_work(
    session: Session,
    service: "AsyncJobService | AsyncVolumeService",
    id: str,
    directory: Path,
    formats: list[str] | None,
) -> None:
    """Download the outputs of a job or volume, with a bar for each file.

    Args:
        session: The command's.
        service: Downloads.
        id: Id of the job or volume.
        directory: Where to.
        formats: Only outputs of these formats; None stands for all.
    """
    from move_ugc_async.cli.bars import Transfers

    session.goes_on = "what is complete stays"
    with session.bars() as bars:
        outputs = await service.download_outputs(id, directory, formats=names(formats), on_progress=Transfers(bars))
    with session.output.table("path", "format", "bytes") as row:
        for output in outputs:
            row(output_record(output), (str(output.path), output.format, output.size))
    fetched = sum(not output.skipped for output in outputs)
    session.say(f"{files(fetched)} fetched, {files(len(outputs) - fetched)} there already")


def output_record(output: "DownloadedOutput") -> dict[str, Any]:
    """Give a downloaded output as plain data."""
    return {**asdict(output), "path": str(output.path)}


def files(number: int) -> str:
    """Count files."""
    return f"{number} file{'' if number == 1 else 's'}"
