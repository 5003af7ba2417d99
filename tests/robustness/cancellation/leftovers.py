"""Tasks, descriptors and files that an operation must not leave behind."""

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
    """Return every task of the running trio loop, including its internal ones."""
    root = current_root_task()
    found: set[Task] = set()
    pending = [root] if root is not None else []
    while pending:
        task = pending.pop()
        found.add(task)
        pending += [child for nursery in task.child_nurseries for child in nursery.child_tasks]
    return found


def tasks() -> set[Any]:
    """Return every task of the running loop."""
    return set[Any](asyncio.all_tasks()) if runs_on_asyncio() else set[Any](trio_tasks())


def descriptors() -> dict[str, str]:
    """Return every open descriptor of this process, including those of the sandbox, and its target."""
    found: dict[str, str] = {}
    for link in open_descriptors():
        try:
            found[link.name] = str(link.readlink())
        except FileNotFoundError:
            continue  # the descriptor of the listed folder
    return {number: target for number, target in found.items() if not target.startswith("/proc/")}


@asynccontextmanager
async def nothing_runs(where: str) -> AsyncGenerator[None, None]:
    """Check that every task that the block starts ends soon, except those of a connection pool."""
    before = tasks()
    yield

    def running() -> list[Any]:
        return [task for task in tasks() - before if "_until_cancelled" not in str(task)]

    # The sandbox and threads may notice the end of a task late.
    await _wait_until(lambda: not running(), lambda: f"{where}: {running()}")


@asynccontextmanager
async def nothing_left(where: str) -> AsyncGenerator[None, None]:
    """Check that the block ends every task that it started, and closes every descriptor that it opened."""
    before, open_before = tasks(), descriptors()

    def opened() -> dict[str, str]:
        return {number: target for number, target in descriptors().items() if open_before.get(number) != target}

    yield
    assert tasks() <= before, f"{where}: {tasks() - before} still run"
    await _wait_until(lambda: not opened(), lambda: f"{where}: {opened()}")


def files(folder: Path) -> dict[str, bytes]:
    """Return the content of every file in a folder by name, except manifests."""
    paths = [path for path in folder.iterdir() if not path.match(".move-*.json")] if folder.exists() else []
    return {path.name: path.read_bytes() for path in paths}


async def only_complete_files(folder: Path, allowed: Mapping[str, bytes] | None, where: str) -> None:
    """Check that a folder soon holds only complete files, once no thread writes to it."""
    if allowed is None:
        return
    await _wait_until(
        lambda: files(folder).items() <= allowed.items(),
        lambda: f"{where}: { {name: len(content) for name, content in files(folder).items()} }",
    )


async def _wait_until(condition: Callable[[], bool], describe: Callable[[], str]) -> None:
    """Wait until a condition holds, and add a description to the error if it never does."""
    try:
        await wait_until(condition)
    except AssertionError as error:
        error.add_note(describe())
        raise
