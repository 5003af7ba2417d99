"""Validate workflow arguments before the upload: the server would reject them only afterwards."""

import json
from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from move_ugc_async._validation import ensure_list, ensure_path
from move_ugc_async.capture.clip import Clip
from move_ugc_async.errors import MoveInvalidRequestError


def clip_list(sources: Iterable[Clip]) -> list[Clip]:
    """Return the clips of several cameras.

    Raises:
        MoveInvalidRequestError: An item is not a `Clip`.
    """
    clips = ensure_list(sources, "sources")
    for clip in clips:
        if not isinstance(clip, Clip):  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"sources must be Clip(path, device_label, lens) objects; got {type(clip).__name__}"
            raise MoveInvalidRequestError(msg)
    return clips


def check_text(name: str, value: object) -> None:
    """Validate an argument that is a string or None.

    Raises:
        MoveInvalidRequestError: It is of another type.
    """
    if value is not None and not isinstance(value, str):
        msg = f"{name} must be a string; got {value!r}"
        raise MoveInvalidRequestError(msg)


def check_sendable(document: object) -> None:
    """Validate that a document can be sent as JSON.

    Raises:
        MoveInvalidRequestError: It contains NaN, infinity or an unpaired surrogate.
    """
    try:
        json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        msg = f"cannot send the request as JSON: {error}"
        raise MoveInvalidRequestError(msg) from None


def file_path(value: str | PathLike[str], name: str) -> Path:
    """Validate the path of a file or folder to write to.

    Raises:
        MoveInvalidRequestError: It is not a path, or contains a null byte.
    """
    checked = ensure_path(value, name)
    if "\0" in str(checked):
        msg = f"{name} must be a path without null bytes; got {str(checked)!r}"
        raise MoveInvalidRequestError(msg)
    return checked
