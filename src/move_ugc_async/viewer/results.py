"""The results in files and folders: the sources of a job, which are played together."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from move_ugc_async.errors import MoveInvalidRequestError
from move_ugc_async.viewer.jobs import find_jobs, job_of
from move_ugc_async.viewer.sources import SHOWN, Kind, Source, find_source, readable

MAX_DEPTH = 4
"""Levels of folders below a given one that are searched: folders of clips in folders of days, and so on."""

MAX_FILES = 20_000
"""Maximum number of files and folders in a given folder. A larger one was probably given by mistake."""


@dataclass(frozen=True, slots=True)
class Result:
    """The sources of one job, of one folder, or those that were given as files.

    Attributes:
        name: Path below the given folder, or the name of the folder or file. If a folder has outputs of several jobs,
            the id of the job follows.
        sources: In the order of `Kind`, then of their names.
    """

    name: str
    sources: tuple[Source, ...]


def find_results(paths: Sequence[Path]) -> list[Result]:
    """Return the results in files and folders, each with a name of its own.

    Symbolic links in folders are followed only to files in the same given folder.

    Args:
        paths: Files and folders, at least one. Files are played together; each folder with files is a result,
            or each job whose outputs were downloaded to it.

    Raises:
        MoveInvalidRequestError: Nothing can be shown.
        OSError: A file or folder cannot be read.
    """
    # `Path.resolve` raises RuntimeError for a loop of links, before Python 3.13.
    given = [(path, Path(os.path.realpath(path, strict=True))) for path in paths]
    files = [resolved for _, resolved in given if not resolved.is_dir()]
    found: dict[str, list[Source]] = {}
    if files:
        name = files[0].name if len(files) == 1 else files[0].parent.name
        found[readable(name)] = [_find_given(path) for path in dict.fromkeys(files)]
    folders = [resolved for _, resolved in given if resolved.is_dir()]
    for folder in dict.fromkeys(folders):
        for inner, sources in _search(folder).items():
            relative = inner.relative_to(folder)
            # The name of the only given folder is the title of the page.
            parts = (
                relative.parts if len(folders) == 1 and not files and relative.parts else (folder.name, *relative.parts)
            )
            for job, own in _by_job(inner, sources).items():
                name = "/".join([*parts, job] if job else parts)
                found[_distinct(readable(name or str(folder)), found)] = own
    results = [Result(name, _sort(sources)) for name, sources in found.items()]
    shown = [each for each in results if any(source.kind is not Kind.OTHER for source in each.sources)]
    if not shown:
        raise _nothing_to_show(paths, results)
    return shown


def _find_given(path: Path) -> Source:
    if not path.is_file():
        # Opening a pipe would block.
        return Source(path, Kind.OTHER, reason="Pipes and devices cannot be shown.")
    return find_source(path) or Source(path, Kind.OTHER, reason=f"The file cannot be shown. Shown are {SHOWN}.")


def _search(folder: Path) -> dict[Path, list[Source]]:
    found: dict[Path, list[Source]] = {}
    for count, path in enumerate(_walk(folder, MAX_DEPTH)):
        if count >= MAX_FILES:
            msg = f"cannot show {folder}: it has more than {MAX_FILES:,} files; pass a folder with results"
            raise MoveInvalidRequestError(msg)
        resolved = Path(os.path.realpath(path))
        # A link out of the folder would show a file that the user did not mean to.
        if not resolved.is_relative_to(folder):
            continue
        try:
            source = find_source(resolved) if resolved.is_file() else None
        except OSError as error:
            source = Source(resolved, Kind.OTHER, reason=f"The file cannot be read: {error.strerror}.")
        if source is not None:
            found.setdefault(path.parent, []).append(source)
    return dict(sorted(found.items()))


def _by_job(folder: Path, sources: list[Source]) -> dict[str, list[Source]]:
    """Return the sources in a folder by the jobs that they are outputs of; files of no job are last, without a name.

    If fewer than two jobs have something to show, all sources are one result.
    """
    jobs = find_jobs(folder)
    groups: dict[str, list[Source]] = {**{job.name: [] for job in jobs}, "": []}
    for source in sources:
        job = job_of(source.path, jobs) if source.path.parent == folder else None
        groups["" if job is None else job.name].append(source)
    shown = [name for name, own in groups.items() if name and any(each.kind is not Kind.OTHER for each in own)]
    return {"": sources} if len(shown) < 2 else {name: own for name, own in groups.items() if own}  # noqa: PLR2004 - several


def _walk(folder: Path, depth: int) -> Iterator[Path]:
    """Yield files and links in a folder and, up to a depth, in those below it, without hidden ones."""
    with os.scandir(folder) as entries:
        ordered = sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda entry: entry.name)
    for entry in ordered:
        if not entry.is_dir(follow_symlinks=False):
            yield Path(entry.path)
        elif depth:
            # One folder of another user does not hide the others.
            with suppress(PermissionError):
                yield from _walk(Path(entry.path), depth - 1)


def _sort(sources: list[Source]) -> tuple[Source, ...]:
    kinds = list(Kind)
    unique = dict.fromkeys(sources)
    return tuple(sorted(unique, key=lambda source: (kinds.index(source.kind), source.path.name)))


def _distinct(name: str, taken: dict[str, list[Source]]) -> str:
    number, distinct = 1, name
    while distinct in taken:
        number += 1
        distinct = f"{name} ({number})"
    return distinct


def _nothing_to_show(paths: Sequence[Path], results: list[Result]) -> MoveInvalidRequestError:
    others = [source.path.name for result in results for source in result.sources]
    listed = ", ".join(others[:5]) + (" …" if len(others) > 5 else "")  # noqa: PLR2004 - enough to recognise them
    shown = ", ".join(map(str, paths))
    msg = f"cannot show {shown}: got {listed or 'no result'}; pass {SHOWN}, or a folder with such files"
    return MoveInvalidRequestError(msg)
