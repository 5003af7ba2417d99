"""What an operation may leave behind: tasks, descriptors, files."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from trio.lowlevel import Task, current_root_task

from move_ugc_async._concurrency.background import runs_on_asyncio
from tests.support.proc import open_descriptors
from tests.support.wait_until import wait_until


def trio_tasks() -> set[Task]:
    """Every task of the running trio loop, its own among them."""
    root = current_root_task()
    found: set[Task] = set()
    left = [root] if root is not None else []
    while left:
        task = left.pop()
        found.add(task)
        left += [child for nursery in task.child_nurseries for child in nursery.child_tasks]
    return found


def tasks() -> set[Any]:
    """Every task of the running loop."""
    return set[Any](asyncio.all_tasks()) if runs_on_asyncio() else set[Any](trio_tasks())


def descriptors() -> dict[str, str]:
    """Every open descriptor of this process, the sandbox's among them, and what it is."""
    found: dict[str, str] = {}
    for link in open_descriptors():
        try:
            found[link.name] = str(link.readlink())
        except FileNotFoundError:
            continue  # the folder's own
    return {number: what for number, what in found.items() if not what.startswith("/proc/")}


@asynccontextmanager
async def nothing_runs(where: str) -> AsyncGenerator[None, None]:
    """See that every task that the block starts ends soon, but for those that keep the connections of a client."""
    before = tasks()
    yield

    def running() -> list[Any]:
        return [task for task in tasks() - before if "_until_cancelled" not in str(task)]

    # The sandbox and threads take a moment to notice that a task is gone.
    await _holds(lambda: not running(), lambda: f"{where}: {running()}")


@asynccontextmanager
async def nothing_left(where: str) -> AsyncGenerator[None, None]:
    """See that the block, at its end, has ended every task that it started, and closes whatever it opened."""
    before, open_before = tasks(), descriptors()

    def opened() -> dict[str, str]:
        return {number: what for number, what in descriptors().items() if open_before.get(number) != what}

    yield
    assert tasks() <= before, f"{where}: {tasks() - before} still run"
    await _holds(lambda: not opened(), lambda: f"{where}: {opened()}")


def files(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, by its name, but for the manifest of what was downloaded there."""
    paths = [path for path in folder.iterdir() if not path.match(".move-*.json")] if folder.exists() else []
    return {path.name: path.read_bytes() for path in paths}


async def settled(folder: Path, may_leave: Mapping[str, bytes] | None, where: str) -> None:
    """See that a folder holds nothing but complete files of these, once no thread works in it any more."""
    if may_leave is None:
        return
    await _holds(
        lambda: files(folder).items() <= may_leave.items(),
        lambda: f"{where}: { {name: len(content) for name, content in files(folder).items()} }",
    )


async def _holds(condition: Callable[[], bool], otherwise: Callable[[], str]) -> None:
    """Wait until a condition holds, and add what is left to the error if it never does."""
    try:
        await wait_until(condition)
    except AssertionError as error:
        error.add_note(otherwise())
        raise
