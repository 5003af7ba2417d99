"""What an operation may leave behind: tasks, descriptors, files."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
from trio.lowlevel import Task, current_root_task

from move_ugc_async.background import runs_on_asyncio

PATIENCE = 5.0
"""Seconds that the sandbox and threads may take to notice that a task is gone."""


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
    for link in Path("/proc/self/fd").iterdir():
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

    with anyio.move_on_after(PATIENCE):
        while running():
            await anyio.sleep(0.001)
    assert not running(), where


@asynccontextmanager
async def nothing_left(where: str) -> AsyncGenerator[None, None]:
    """See that the block, at its end, has ended every task that it started, and closes whatever it opened."""
    before, open_before = tasks(), descriptors()

    def opened() -> dict[str, str]:
        return {number: what for number, what in descriptors().items() if open_before.get(number) != what}

    yield
    assert tasks() <= before, f"{where}: {tasks() - before} still run"
    with anyio.move_on_after(PATIENCE):
        while opened():
            await anyio.sleep(0.001)
    assert not opened(), where


def files(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, by its name, but for the manifest of what was downloaded there."""
    paths = [path for path in folder.iterdir() if not path.match(".move-*.json")] if folder.exists() else []
    return {path.name: path.read_bytes() for path in paths}


async def settled(folder: Path, may_leave: Mapping[str, bytes] | None, where: str) -> None:
    """See that a folder holds nothing but complete files of these, once no thread works in it any more."""
    if may_leave is None:
        return
    with anyio.move_on_after(PATIENCE):
        while not files(folder).items() <= may_leave.items():
            await anyio.sleep(0.001)
    left = {name: len(content) for name, content in files(folder).items()}
    assert files(folder).items() <= may_leave.items(), f"{where}: {left}"
