"""Checks before the upload of a workflow: the server would reject invalid values only afterwards."""

import json
import os
import tempfile
import warnings
from collections.abc import Callable, Mapping
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

from move_ugc_async._findings import Finding
from move_ugc_async._generated.enums import MocapModelOptionsInput, OutputType
from move_ugc_async._generated.input_types import OptionsInput
from move_ugc_async._schema.enums import OpenEnum
from move_ugc_async._schema.keyed_metadata import insert_key
from move_ugc_async._schema.scalars import encode_json
from move_ugc_async._suggestions import did_you_mean
from move_ugc_async._validation import ensure_path
from move_ugc_async.errors import MoveInvalidRequestError, MoveWarning
from move_ugc_async.services.inputs import Outputs, ensure_outputs

T = TypeVar("T")

# Other products of the vendor use these names; it is undocumented whether this API accepts them.
_UNDOCUMENTED: dict[type[OpenEnum], frozenset[str]] = {
    OutputType: frozenset({"MAIN_BVH", "MAIN_C3D", "TRACK_JERSEY_MAPPING"}),
    MocapModelOptionsInput: frozenset({"M2_XL", "M2_LIGHT", "S2_LIGHT", "M3", "RT1", "RT2"}),
}


def check_metadata(metadata: Mapping[str, Any] | None) -> None:
    """Validate that metadata is a JSON object, to which a key can be added."""
    try:
        encode_json(insert_key(metadata, "key", ""))
    except (ValueError, TypeError) as error:
        msg = f"cannot send metadata as a JSON object: {error}"
        raise MoveInvalidRequestError(msg) from None


def check_text(name: str, value: object) -> None:
    """Validate an argument that is a string or None."""
    if value is not None and not isinstance(value, str):
        msg = f"{name} must be a string; got {value!r}"
        raise MoveInvalidRequestError(msg)


def check_sendable(document: object) -> None:
    """Validate that a document can be sent as JSON: without NaN, infinity and unpaired surrogates."""
    try:
        json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        msg = f"cannot send the request as JSON: {error}"
        raise MoveInvalidRequestError(msg) from None


class ArgumentChecks:
    """Collects the errors of arguments, which a workflow raises together with those of its clips."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def run(self, check: Callable[[], T]) -> T | None:
        """Return a checked argument; None if it is invalid."""
        try:
            return check()
        except MoveInvalidRequestError as error:
            self.findings.append(Finding("invalid_argument", "error", "", str(error), ""))
            return None


def check_names(outputs: Outputs | None, options: object, checks: ArgumentChecks, *, allow_unknown: bool) -> None:
    """Validate the names of outputs, and of the motion capture model in `options`."""
    for output in checks.run(partial(ensure_outputs, outputs)) or ():
        checks.run(partial(check_name, "output", output, allow_unknown=allow_unknown))
    model = options.mocap_model if isinstance(options, OptionsInput) else None
    if model is not None:
        checks.run(partial(check_name, "mocap_model", model, allow_unknown=allow_unknown))


def check_name(name: str, value: OpenEnum, *, allow_unknown: bool) -> None:
    """Validate that a name is known, unless unknown ones are allowed."""
    if value.is_known or allow_unknown:
        return
    kind = type(value)
    if value.upper().replace("-", "_") in _UNDOCUMENTED.get(kind, ()):
        msg = f"{name} {value.value!r} is not documented for this API, which may refuse it after the upload"
        warnings.warn(msg, MoveWarning, stacklevel=2)
        return
    hint = did_you_mean(value, kind.__members__)
    msg = f"cannot send {name} {value.value!r}: it is unknown; {hint} (allow_unknown=True or --force sends it anyway)"
    raise MoveInvalidRequestError(msg)


def file_path(value: str | PathLike[str], name: str) -> Path:
    """Return the path of a file or folder to write to, without null bytes."""
    checked = ensure_path(value, name)
    if "\0" in str(checked):
        msg = f"{name} must be a path without null bytes; got {str(checked)!r}"
        raise MoveInvalidRequestError(msg)
    return checked


def check_folder_can_be_created(folder: Path) -> None:
    """Verify that a folder is writable, or can be created, without creating it."""
    try:
        folder.lstat()
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        # Such as a name that is too long for the file system.
        msg = f"cannot create the folder {folder}: {error.strerror}; pass another folder"
        raise MoveInvalidRequestError(msg) from None
    existing = next(each for each in (folder, *folder.absolute().parents) if os.path.lexists(each))
    if not existing.is_dir():
        msg = f"cannot create the folder {folder}: {existing} is not a folder; pass another folder"
        raise MoveInvalidRequestError(msg)
    if not os.access(existing, os.W_OK | os.X_OK):
        msg = f"cannot write to the folder {existing}: permission denied; pass a folder that you may write to"
        raise MoveInvalidRequestError(msg)


def check_folder(folder: Path) -> None:
    """Create a folder if it does not exist, and verify that it is writable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"cannot create the folder {folder}: {error.strerror}; pass another folder"
        raise MoveInvalidRequestError(msg) from None
    try:
        # Permission bits do not show a read-only file system, nor what root may do.
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        msg = f"cannot write to the folder {folder}: {error.strerror}; pass a folder that you may write to"
        raise MoveInvalidRequestError(msg) from None
