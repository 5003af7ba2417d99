"""Find the clips in a folder."""

import os
from collections.abc import Callable, Iterable
from os import PathLike
from pathlib import Path, PurePath

_SUFFIXES = {".avi", ".mov", ".mp4"}

_TEMPORARY = {".crdownload", ".download", ".filepart", ".part", ".partial", ".temp", ".tmp"}
"""Endings of names that programs give to files while they write them, such as `dance.part.mp4`."""


def find_clips(
    folder: str | PathLike[str], *, ignore: Iterable[str | PathLike[str]] = (), recursive: bool = True
) -> list[Path]:
    """Return the clips in a folder and the folders in it, ordered by their paths.

    A clip is a file whose name ends in .mp4, .mov or .avi in any case. Hidden files and folders and temporary files,
    such as `dance.part.mp4`, are left out. Links to files and folders are followed; a folder that several links lead
    to, also to a folder around them, is searched once.

    Args:
        folder: The folder.
        ignore: Folders to leave out, such as that of the outputs.
        recursive: Whether to search the folders in it.

    Raises:
        OSError: The folder or a folder in it cannot be read.
    """
    root = Path(folder)
    ignored = {os.path.realpath(each) for each in ignore}
    found: list[Path] = []
    searched: set[tuple[int, int]] = set()
    remaining = [root]
    while remaining:
        current = remaining.pop()
        try:
            status = current.stat()
            if (status.st_dev, status.st_ino) in searched or os.path.realpath(current) in ignored:
                continue
            searched.add((status.st_dev, status.st_ino))
            folders, clips = _list(current)
        except FileNotFoundError:
            # Deleted since its parent was read.
            if current == root:
                raise
            continue
        found += clips
        remaining += folders if recursive else ()
    return sorted(found)


def is_clip_name(name: str) -> bool:
    """Return whether a file with this name is a clip, and neither hidden nor temporary."""
    path = PurePath(name)
    return (
        path.suffix.lower() in _SUFFIXES
        and PurePath(path.stem).suffix.lower() not in _TEMPORARY
        and not name.startswith((".", "~"))
    )


def _list(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return the folders and the clips in a folder."""
    folders: list[Path] = []
    clips: list[Path] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            # Pipes and links that lead nowhere are neither.
            if _holds(entry.is_dir):
                if not entry.name.startswith("."):
                    folders.append(folder / entry.name)
            elif is_clip_name(entry.name) and _holds(entry.is_file):
                clips.append(folder / entry.name)
    return folders, clips


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except OSError:
        # A link that leads to itself.
        return False
