"""Findings about the sources of clips that cannot be opened, and how a workflow reports findings."""

import os
import warnings
from collections.abc import Iterable, Sequence
from contextlib import suppress
from os import PathLike
from stat import S_ISDIR, S_ISREG

from move_ugc_async._findings import Finding
from move_ugc_async._transfers.file_objects import buffer_file, file_of, name_of, plain_name, size_of
from move_ugc_async._transfers.sources import UploadSource
from move_ugc_async.capture.clip import Clip
from move_ugc_async.errors import MoveInvalidRequestError, MoveWarning, PreflightError


def has_errors(findings: Iterable[Finding]) -> bool:
    """Return whether a workflow cannot start."""
    return any(each.severity == "error" for each in findings)


def report(findings: Iterable[Finding]) -> None:
    """Emit a `MoveWarning` for each warning, and raise a `PreflightError` if there are errors."""
    found: Sequence[Finding] = list(dict.fromkeys(findings))
    if has_errors(found):
        raise PreflightError.of(found)
    for each in found:
        warnings.warn(str(each), MoveWarning, stacklevel=2)


def clip_label(clip: Clip) -> str:
    """Return the name of a clip in findings: its path, or the name of its file."""
    if isinstance(clip.path, str | PathLike):
        return plain_name(os.fsdecode(clip.path))
    return name_of(clip.path) or "the clip"


def source_finding(clip: Clip, error: MoveInvalidRequestError) -> Finding:
    """Return the finding for a clip that cannot be opened, which raised an error."""
    label = clip_label(clip)
    found = _path_finding(label, clip.path) if isinstance(clip.path, str | PathLike) else None
    if found is not None:
        return found
    if _is_empty(clip.path):
        return Finding("empty", "error", label, "is empty", "copy or record it again")
    reason, advice = str(error), ""
    if reason.startswith("source must be "):
        source: object = clip.path
        advice = "pass its path" if isinstance(source, Clip) else ""
        return Finding("unreadable", "error", label, reason.removeprefix("source "), advice)
    if reason.startswith("cannot "):
        # Errors about sources have the form `cannot read NAME: reason`, with a next step in some.
        _, _, reason = reason.replace(label, "", 1).partition(": ")
        reason, _, advice = reason.partition("; ")
    return Finding("unreadable", "error", label, f"cannot be read: {reason}", advice or "pass a complete file")


def _path_finding(label: str, path: str | PathLike[str]) -> Finding | None:
    try:
        status = os.stat(path)  # noqa: PTH116 - also paths of bytes
    except FileNotFoundError:
        return Finding("missing", "error", label, "does not exist", "check its path")
    except (OSError, ValueError):
        return None
    if S_ISDIR(status.st_mode):
        return Finding("unreadable", "error", label, "is a folder", "pass the path of a file")
    if not S_ISREG(status.st_mode):
        return Finding("unreadable", "error", label, "is a device or a pipe", "copy it to a file")
    return None if status.st_size else Finding("empty", "error", label, "is empty", "copy or record it again")


def _is_empty(source: UploadSource) -> bool:
    with suppress(Exception):
        file = buffer_file(source) if isinstance(source, bytes | bytearray | memoryview) else file_of(source)
        # A file at its end is not empty.
        return not (file.tell() or size_of(file))
    return False
