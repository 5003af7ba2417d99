"""Downloads of the outputs of a job or volume to a folder.

A manifest in the folder, one for each job or volume, records the name, size and checksum of each output. An output
whose file still has this size and checksum is not downloaded again. That needs no request, since the content of a file
id never changes once the job has finished.
"""

import functools
import hashlib
import json
import os
import stat
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import anyio

from move_ugc_async._concurrency import to_thread
from move_ugc_async._concurrency.task_group import TaskGroup, run_shielded
from move_ugc_async._file_system import write_atomically
from move_ugc_async._generated.fragments import AdditionalFileType, FileType, HumanVolumeType, JobType
from move_ugc_async._polling.outcomes import has_outputs
from move_ugc_async._schema.output_names import plain_name
from move_ugc_async._schema.outputs import WorkOutputs, ensure_has_outputs, ensure_output_name, phase_of
from move_ugc_async._schema.phase import Phase
from move_ugc_async._secrets import Credential
from move_ugc_async._transfers.checksum import CHECKSUM
from move_ugc_async._transfers.download import DownloadSource, checksum_of, download
from move_ugc_async._transfers.events import DownloadedOutput, OnTransfer, Reporter
from move_ugc_async._transfers.names import is_safe, safe_names, with_id_suffix
from move_ugc_async._transfers.ranges import ObjectInfo
from move_ugc_async._transfers.storage import Storage
from move_ugc_async._validation import ensure_list, ensure_selection
from move_ugc_async.errors import MoveInvalidRequestError, OutputLookupError
from move_ugc_async.services.inputs import Outputs

_MAX_MANIFEST_SIZE = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    size: int
    checksum: str | None


class _Manifest:
    """The downloaded outputs of one job or volume in a folder."""

    def __init__(self, folder: Path, work_id: str) -> None:
        self._folder = folder
        self._work_id = work_id
        self._path = folder / f".move-{hashlib.sha256(work_id.encode()).hexdigest()[:16]}.json"
        self._lock = anyio.Lock()
        self.entries: dict[str, _Entry] = {}

    async def load(self) -> None:
        """Read the manifest, which another process may have changed, and create its folder if it is missing."""
        async with self._lock:
            await to_thread.run_sync(functools.partial(self._folder.mkdir, parents=True, exist_ok=True))
            self.entries = await to_thread.run_sync(_read_entries, self._path)

    def free_name(self, file_id: str, default: str) -> str:
        """Return an unused name: neither the output of another job nor an edited output may be replaced."""
        entry = self.entries.get(file_id)
        name = default if entry is None else entry.name
        return with_id_suffix(default, file_id) if os.path.lexists(self._folder / name) else name

    async def record(self, file_id: str, name: str, info: ObjectInfo) -> None:
        """Add an output that is about to appear under a name."""
        async with self._lock:
            self.entries[file_id] = _Entry(name, info.size or 0, info.checksum)
            await run_shielded(functools.partial(to_thread.run_sync, self._write))

    def _write(self) -> None:
        outputs = {
            file_id: {"name": entry.name, "size": entry.size, CHECKSUM.name: entry.checksum}
            for file_id, entry in self.entries.items()
        }
        write_atomically(self._path, json.dumps({"id": self._work_id, "outputs": outputs}))


@dataclass(frozen=True, slots=True)
class Selection:
    """Outputs to download, by format or by the names that were requested; all if both are None."""

    formats: list[str] | None
    names: list[str] | None

    @classmethod
    def of(cls, formats: Iterable[str] | str | None, outputs: Outputs | None) -> Self:
        """Validate the arguments of a download.

        Raises:
            MoveInvalidRequestError: An argument has the wrong type, or both are given.
        """
        listed = ensure_selection(outputs, "outputs")
        names = None if listed is None else [ensure_output_name(name, "each of outputs") for name in listed]
        if formats is None:
            return cls(None, names)
        if names is not None:
            msg = "cannot use formats with outputs: both select outputs; pass one of them"
            raise MoveInvalidRequestError(msg)
        return cls([formats] if isinstance(formats, str) else ensure_list(formats, "formats"), None)

    def apply(self, work: JobType | HumanVolumeType) -> list[AdditionalFileType]:
        """Return the selected outputs of a job or volume, one for each file.

        Raises:
            OutputLookupError: The work has not finished, has no outputs, or lacks one of the names or formats.
        """
        ensure_has_outputs(work, self.names or self.formats or ())
        outputs = WorkOutputs.of(work, work.outputs or ())
        if self.names is not None:
            return outputs.select(self.names)
        if not outputs.files:
            raise outputs.absent_error(self.formats or ())
        unique = list(_by_file(work.outputs or ()).values())
        if self.formats is None:
            return unique
        requested = {each.casefold() for each in self.formats}
        missing = requested - {_format_of(output).casefold() for output in unique}
        if missing:
            raise _missing_formats_error(outputs, sorted(missing))
        return [output for output in unique if _format_of(output).casefold() in requested]


@dataclass(frozen=True, slots=True)
class OutputsDownload:
    """A download of the outputs of one job or volume to a folder.

    `read_file` reads a file with a new presigned URL, by its id.
    """

    storage: Storage
    read_file: Callable[[str], Awaitable[FileType]]
    work: JobType | HumanVolumeType
    folder: Path
    on_progress: OnTransfer | None

    async def run(self, selection: Selection, concurrency: int) -> list[DownloadedOutput]:
        """Download the selected outputs that the folder does not have yet. The first failure cancels the others."""
        unique = list(_by_file(self.work.outputs or ()).values())
        # Named before they are filtered, so that a name does not depend on the requested formats.
        names = safe_names([(_format_of(output), output.file.type, output.file.id) for output in unique])
        selected = selection.apply(self.work)
        manifest = _Manifest(self.folder, self.work.id)
        await manifest.load()
        name_of = {output.file.id: name for output, name in zip(unique, names, strict=True)}
        results: dict[str, DownloadedOutput] = {}
        limiter = anyio.CapacityLimiter(concurrency)

        async def download_one(output: AdditionalFileType) -> None:
            async with limiter:
                results[output.file.id] = await self._download_unless_present(output, manifest, name_of[output.file.id])

        await TaskGroup().run(*[functools.partial(download_one, output) for output in selected])
        return [results[output.file.id] for output in selected]

    async def _download_unless_present(
        self, output: AdditionalFileType, manifest: _Manifest, default_name: str
    ) -> DownloadedOutput:
        file_id = output.file.id
        present = await self._present(output, manifest)
        if present is not None:
            size = present.size
            await Reporter(self.on_progress, "download", file_id, present.path.name).report(lambda: size, size)
            return present
        try:
            return await self._download(output, manifest, manifest.free_name(file_id, default_name))
        except FileExistsError:
            # Another process has created the file meanwhile: this output, or another one of the same name.
            await manifest.load()
            present = await self._present(output, manifest)
            return present or await self._download(output, manifest, with_id_suffix(default_name, file_id))

    async def _present(self, output: AdditionalFileType, manifest: _Manifest) -> DownloadedOutput | None:
        """Return an output that the folder has already; None if it is missing or differs from the manifest."""
        entry = manifest.entries.get(output.file.id)
        if entry is None or not await _matches(self.folder / entry.name, entry):
            return None
        return DownloadedOutput(_format_of(output), output.file.id, self.folder / entry.name, entry.size, skipped=True)

    async def _download(self, output: AdditionalFileType, manifest: _Manifest, name: str) -> DownloadedOutput:
        file = output.file
        path = self.folder / name
        info = await download(
            self.storage,
            DownloadSource(file.presigned_url, functools.partial(self._request_url, output)),
            path,
            Reporter(self.on_progress, "download", file.id, name),
            overwrite=False,
            record=functools.partial(manifest.record, file.id, name),
        )
        return DownloadedOutput(_format_of(output), file.id, path, info.size or 0, skipped=False)

    async def _request_url(self, output: AdditionalFileType) -> str:
        file = await self.read_file(output.file.id)
        if not file.presigned_url:
            raise WorkOutputs.of(self.work, self.work.outputs or ()).no_url_error([_format_of(output)])
        return Credential(file.presigned_url)


def is_downloadable(work: JobType | HumanVolumeType) -> bool:
    """Return whether a job or volume, as it was read, has finished and has outputs with URLs."""
    return bool(work.outputs) and has_outputs(work) and phase_of(work)[0] is Phase.FINISHED


def _by_file(outputs: Iterable[AdditionalFileType]) -> dict[str, AdditionalFileType]:
    """Return the outputs by the ids of their files; two with one file are downloaded once."""
    return {output.file.id: output for output in outputs}


def _format_of(output: AdditionalFileType) -> str:
    return output.format or output.file.type.removeprefix(".")


def _missing_formats_error(outputs: WorkOutputs[AdditionalFileType], missing: Sequence[str]) -> OutputLookupError:
    """Return the error for formats without an output; they may be names that were requested."""
    available = tuple(sorted({_format_of(file.value).casefold() for file in outputs.files}))
    names = [each for each in missing if outputs.find(plain_name(each))]
    hint = f"pass outputs={names} instead of formats=" if names else "request others with outputs= of a new job"
    msg = f"formats must be outputs of {outputs.work_id} ({', '.join(available)}); got {', '.join(missing)}; {hint}"
    return OutputLookupError(msg, names=tuple(missing), available=available, reason="absent")


async def _matches(path: Path, entry: _Entry) -> bool:
    try:
        status = await to_thread.run_sync(path.lstat)
    except OSError:
        return False
    if not stat.S_ISREG(status.st_mode) or status.st_size != entry.size:
        return False
    if entry.checksum is None:
        return True
    with path.open("rb") as file:

        def read(offset: int, size: int) -> bytes:
            file.seek(offset)
            return file.read(size)

        return await checksum_of(read, entry.size) == entry.checksum


def _read_entries(path: Path) -> dict[str, _Entry]:
    """Return the entries of a manifest. An invalid one counts as empty, since it only saves downloads."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            outputs: dict[str, dict[str, Any]] = json.loads(file.read(_MAX_MANIFEST_SIZE))["outputs"]
        entries = {key: _Entry(each["name"], each["size"], each[CHECKSUM.name]) for key, each in outputs.items()}
        return {key: entry for key, entry in entries.items() if is_safe(entry.name) and type(entry.size) is int}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
