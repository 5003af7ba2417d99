"""Keys of clips, from the version, the content and the options."""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from move_ugc_async import CaptureSpec, ClipWindow, JobOptions, MoveInvalidRequestError

_REFUSED = {
    "on_progress": "read `status` and `results` instead",
    "state_file": "the database of the batch keeps the state",
    "resume_from": "the database of the batch keeps the state",
    "timeout": "a batch has no deadline; `wait_timeout` of the client limits each wait",
}
"""Options of a capture that a batch cannot store or does itself, and what to do."""

_MAX_KEY_LENGTH = 200
"""Leaves room for what captures and further jobs of a clip append to its key; their maximum is 249."""


_MODELS: dict[str, type[ClipWindow | JobOptions]] = {"clip_window": ClipWindow, "options": JobOptions}
"""Options that are models, which may also be passed as dictionaries with names in either case."""

_DEFAULTS: list[tuple[str, Any]] = [("options", {}), ("metadata", {}), ("device_label", "camera")]
"""Options that mean the same as none. Keys depend on them: they stay as they are."""


def plain_spec(spec: CaptureSpec) -> tuple[str, str, dict[str, Any]]:
    """Return the absolute paths of a spec's clip and folder, and its options as plain data.

    Raises:
        MoveInvalidRequestError: The clip is not a path, or an option cannot be stored.
    """
    if not isinstance(spec, CaptureSpec):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"specs must be CaptureSpec objects; got {type(spec).__name__}"
        raise MoveInvalidRequestError(msg)
    for name, advice in _REFUSED.items():
        if spec.options.get(name) is not None:
            msg = f"cannot use the option {name} in a batch: {advice}"
            raise MoveInvalidRequestError(msg)
    options = {name: _plain(name, value) for name, value in spec.options.items() if value is not None}
    if "key" in options:
        _ensure_key(options["key"])
    if "move_file" in options:
        options["move_file"] = _absolute("move_file", options["move_file"])
    return _absolute("video", spec.video), _absolute("directory", spec.directory), options


def fingerprint(version: str, content: str, options: Mapping[str, Any]) -> str:
    """Return the SHA-256 of all that a job is paid for: another one pays for another job."""
    identity = {name: value for name, value in options.items() if name not in {"key", "move_file", "allow_unknown"}}
    if "outputs" in identity:
        identity["outputs"] = sorted({str(each).upper() for each in identity["outputs"]})
    # What is left out otherwise, spelt out.
    identity = {name: value for name, value in identity.items() if (name, value) not in _DEFAULTS}
    document = json.dumps([version, content, identity], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(document.encode()).hexdigest()


def content_of(digests: Iterable[str]) -> str:
    """Return one text for the SHA-256 of each file of a clip."""
    return "+".join(digests)


def digests_of(content: str) -> tuple[str, ...]:
    """Return the digests of a text of `content_of`."""
    return tuple(content.split("+"))


def default_key(digest: str) -> str:
    """Return the idempotency key of a clip. It does not contain the clip's name, which may change."""
    return f"clip-{digest[:32]}"


def _ensure_key(key: object) -> None:
    # Also an id: of workflows in the engine's database, and in the arguments of commands.
    if not isinstance(key, str) or not key.strip() or len(key) > _MAX_KEY_LENGTH or not key.isprintable():
        msg = f"key must be a string of 1 to {_MAX_KEY_LENGTH} printable characters in a batch; got {key!r:.60}"
        raise MoveInvalidRequestError(msg)


def _absolute(name: str, value: object) -> str:
    if not isinstance(value, str | os.PathLike):
        msg = f"{name} must be a path in a batch, which can be read again; got {type(value).__name__}"
        raise MoveInvalidRequestError(msg)
    path: object = os.fspath(cast("os.PathLike[Any]", value))
    if not isinstance(path, str):
        msg = f"{name} must be a path of text; got {type(path).__name__}"
        raise MoveInvalidRequestError(msg)
    try:
        is_valid = b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        is_valid = False
    if not is_valid:
        msg = f"{name} must be a path that a file can have; got {path!r}"
        raise MoveInvalidRequestError(msg)
    return str(Path(path).absolute())


def _plain(name: str, value: Any) -> Any:
    """Return an option as JSON data: models as dictionaries, paths as text."""
    if name == "outputs" and not isinstance(value, str) and isinstance(value, Iterable):
        return [str(each) for each in cast("Iterable[object]", value)]
    if name == "outputs":
        return [str(value)]
    model = _MODELS.get(name)
    if isinstance(value, os.PathLike):
        value = os.fspath(cast("os.PathLike[str]", value))
    try:
        if not isinstance(value, JobOptions | ClipWindow):
            value = json.loads(json.dumps(value, allow_nan=False))
        if model is not None and isinstance(value, dict):
            with contextlib.suppress(ValueError):
                # Its error is clearer when the capture is planned.
                value = model.model_validate(value)
        if isinstance(value, JobOptions | ClipWindow):
            value = value.model_dump(mode="json", by_alias=True, exclude_none=True)
        return json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError) as error:
        msg = f"cannot store {name} in a batch: {error}; use plain data, such as text, numbers and dictionaries"
        raise MoveInvalidRequestError(msg) from None


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text as hex digits, also of the name of a file that is not Unicode."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
