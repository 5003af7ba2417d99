"""The outputs of a job or volume, into a folder.

A small manifest in the folder, one for each job, says under which name each output is, and what storage said of it. An
output whose file still has that size, and that MD5 where the ETag was one, is not fetched again. Nothing is asked for
that: what a file id stands for never changes once the job has finished.
"""

import functools
import hashlib
import json
import os
import secrets
import stat
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import anyio

from move_ugc_async._concurrency import to_thread
from move_ugc_async._concurrency.shield import run_shielded
from move_ugc_async._concurrency.task_group import TaskGroup
from move_ugc_async._generated.fragments import AdditionalFileType
from move_ugc_async._transfers.download import DownloadSource, digest_of, download
from move_ugc_async._transfers.events import DownloadedOutput, OnTransfer, Reporter
from move_ugc_async._transfers.names import is_safe, safe_names, with_suffix_of
from move_ugc_async._transfers.ranges import ObjectInfo
from move_ugc_async._transfers.storage import Storage
from move_ugc_async.errors import MoveInvalidRequestError

_LONGEST_MANIFEST = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    size: int
    md5: str | None


class _Manifest:
    """What a folder has of one job."""

    def __init__(self, folder: Path, work_id: str) -> None:
        self._folder = folder
        self._path = folder / f".move-{hashlib.sha256(work_id.encode()).hexdigest()[:16]}.json"
        self._lock = anyio.Lock()
        self._entries: dict[str, _Entry] = {}

    def load(self) -> None:
        """Read what an earlier call has left."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._entries = _read_entries(self._path)

    async def reload(self) -> None:
        """Read what others have left meanwhile."""
        async with self._lock:
            await to_thread.run_sync(self.load)

    def entry(self, file_id: str) -> _Entry | None:
        """Give what is known of a file."""
        return self._entries.get(file_id)

    def free_name(self, file_id: str, wanted: str) -> str:
        """Choose a name that nothing in the folder has, neither another job's output nor one that was edited since."""
        known = self._entries.get(file_id)
        name = wanted if known is None else known.name
        return with_suffix_of(wanted, file_id) if os.path.lexists(self._folder / name) else name

    async def record(self, file_id: str, name: str, stored: ObjectInfo) -> None:
        """Note what is about to appear under a name."""
        async with self._lock:
            self._entries[file_id] = _Entry(name, stored.size or 0, stored.md5)
            await run_shielded(functools.partial(to_thread.run_sync, self._write))

    def _write(self) -> None:
        known = {file_id: asdict(entry) for file_id, entry in self._entries.items()}
        # Replaced as a whole, and never through a link.
        temporary = self._path.with_name(f"{self._path.name}.{secrets.token_hex(8)}.part")
        try:
            with temporary.open("x", encoding="utf-8") as file:
                json.dump({"outputs": known}, file)
            temporary.replace(self._path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


@dataclass(frozen=True, slots=True)
class OutputsDownload:
    """Download the outputs of one job or volume.

    Args:
        storage: What transfers share.
        ask: Gives a new URL of a file, by its id.
        work_id: Id of the job or volume.
        folder: Where to.
        on_progress: Called with each step of each file.
    """

    storage: Storage
    ask: Callable[[str], Awaitable[str]]
    work_id: str
    folder: Path
    on_progress: OnTransfer | None

    async def run(
        self, outputs: Sequence[AdditionalFileType], formats: Collection[str] | None, concurrency: int
    ) -> list[DownloadedOutput]:
        """Download what is not there yet, so many files at once. The first failure cancels the rest.

        Raises:
            MoveInvalidRequestError: There are no outputs, or none of a format that is asked for.
            MoveError: A download failed.
        """
        known = list({output.file.id: output for output in outputs}.values())
        # Before anything is left out: a name must not depend on what else is asked for.
        names = safe_names([(_format_of(output), output.file.type, output.file.id) for output in known])
        chosen = _choose(known, formats, self.work_id)
        manifest = _Manifest(self.folder, self.work_id)
        await to_thread.run_sync(manifest.load)
        name_of = {output.file.id: name for output, name in zip(known, names, strict=True)}
        done: dict[str, DownloadedOutput] = {}
        turns = anyio.CapacityLimiter(concurrency)

        async def one(output: AdditionalFileType) -> None:
            async with turns:
                done[output.file.id] = await self._one(output, manifest, name_of[output.file.id])

        await TaskGroup().run(*[functools.partial(one, output) for output in chosen])
        return [done[output.file.id] for output in chosen]

    async def _one(self, output: AdditionalFileType, manifest: _Manifest, wanted: str) -> DownloadedOutput:
        file = output.file
        entry = manifest.entry(file.id)
        if entry is not None and await _is_there(self.folder / entry.name, entry):
            size = entry.size
            await Reporter(self.on_progress, "download", file.id, entry.name).tell(lambda: size, size)
            return DownloadedOutput(_format_of(output), file.id, self.folder / entry.name, size, skipped=True)
        name = manifest.free_name(file.id, wanted)
        try:
            return await self._fetch(output, manifest, name)
        except FileExistsError:
            # Somebody else has made it meanwhile: this very output, or another of the same name.
            await manifest.reload()
            entry = manifest.entry(file.id)
            if entry is not None and await _is_there(self.folder / entry.name, entry):
                return DownloadedOutput(_format_of(output), file.id, self.folder / entry.name, entry.size, skipped=True)
            return await self._fetch(output, manifest, with_suffix_of(wanted, file.id))

    async def _fetch(self, output: AdditionalFileType, manifest: _Manifest, name: str) -> DownloadedOutput:
        file = output.file
        path = self.folder / name
        stored = await download(
            self.storage,
            DownloadSource(file.presigned_url, functools.partial(self.ask, file.id)),
            path,
            Reporter(self.on_progress, "download", file.id, name),
            overwrite=False,
            record=functools.partial(manifest.record, file.id, name),
        )
        return DownloadedOutput(_format_of(output), file.id, path, stored.size or 0, skipped=False)


def _format_of(output: AdditionalFileType) -> str:
    return output.format or output.file.type.removeprefix(".")


def _choose(
    outputs: Sequence[AdditionalFileType], formats: Collection[str] | None, work_id: str
) -> list[AdditionalFileType]:
    if not outputs:
        msg = f"{work_id} has no outputs: wait until it has finished"
        raise MoveInvalidRequestError(msg)
    if formats is None:
        return list(outputs)
    wanted = {each.casefold() for each in formats}
    known = {_format_of(output).casefold() for output in outputs}
    if wanted - known:
        msg = f"{work_id} has no output {', '.join(sorted(wanted - known))}; it has {', '.join(sorted(known))}"
        raise MoveInvalidRequestError(msg)
    return [output for output in outputs if _format_of(output).casefold() in wanted]


async def _is_there(path: Path, entry: _Entry) -> bool:
    if not await to_thread.run_sync(_is_plain, path, entry.size):
        return False
    if entry.md5 is None:
        return True
    with path.open("rb") as file:

        def read(offset: int, size: int) -> bytes:
            file.seek(offset)
            return file.read(size)

        return await digest_of(read, entry.size) == entry.md5


def _is_plain(path: Path, size: int) -> bool:
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size == size


def _read_entries(path: Path) -> dict[str, _Entry]:
    """Read a manifest; what makes no sense counts for nothing, since it only saves work."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            outputs: dict[str, dict[str, Any]] = json.loads(file.read(_LONGEST_MANIFEST))["outputs"]
        entries = {key: _Entry(each["name"], each["size"], each["md5"]) for key, each in outputs.items()}
        return {key: entry for key, entry in entries.items() if is_safe(entry.name) and type(entry.size) is int}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
