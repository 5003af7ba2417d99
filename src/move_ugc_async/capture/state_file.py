"""State files: JSON files that hold the state of one workflow, so that another call can resume it."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from move_ugc_async._capture_state import CaptureState
from move_ugc_async._file_system import write_atomically
from move_ugc_async._transfers.file_objects import cannot_read
from move_ugc_async.errors import MoveInvalidRequestError


@dataclass(frozen=True, slots=True)
class StateFile:
    """A file for the state of one workflow: `capture(…, state_file=StateFile(path, derive_key=True))`.

    Attributes:
        path: Path of the file; created if it does not exist, never removed.
        derive_key: Whether to derive the key of a new workflow from its content and options, so that the same request
            finds its job even without the file. By default the key is random.
        fresh: Whether to start a new workflow, which pays for a new job, and overwrite the file.
    """

    path: str | PathLike[str]
    derive_key: bool = False
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class StoredWorkflow:
    """The content of a state file.

    Attributes:
        clips: File names of the clips when the workflow started; None for a clip without a name.
        request: The request, as a JSON object.
        state: The ids created so far.
    """

    clips: Sequence[str | None]
    request: Mapping[str, Any]
    state: CaptureState

    def differing(self, request: Mapping[str, Any]) -> list[str]:
        """Return the names of the fields that differ between the stored request and another one.

        Args:
            request: The other request. Its `content` is None if a clip could not be read, and is not compared then.
        """
        names = self.request.keys() | request.keys()
        differing = {name for name in names if self.request.get(name) != request.get(name)}
        if request["content"] is None:
            differing.discard("content")
        return sorted(differing)

    def uploads_of(self, request: Mapping[str, Any], keys: Collection[str]) -> dict[str, str]:
        """Return the uploads that another request to the same endpoint can reuse.

        Args:
            request: The other request.
            keys: Keys of its uploads.
        """
        if self.request.get("endpoint") != request["endpoint"]:
            return {}
        return {key: file_id for key, file_id in self.state.file_ids.items() if key in keys}


def read_workflow(path: Path) -> StoredWorkflow | None:
    """Return the content of a state file, or None if it does not exist.

    Raises:
        MoveError: The file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        # The file may be intact, so a new workflow must not be started and paid for.
        failure = cannot_read(f"state_file {path}", error)
        raise failure from error
    except ValueError as error:
        raise _invalid(path, error) from None
    try:
        document = json.loads(text)
        state = CaptureState.from_json(document["state"])
        return StoredWorkflow(list(document["clips"]), dict(document["request"]), state)
    except (ValueError, KeyError, TypeError, MoveInvalidRequestError) as error:
        raise _invalid(path, error) from None


def create_workflow(path: Path, stored: StoredWorkflow) -> None:
    """Create a state file exclusively, so that only one of two hosts that share a folder starts the workflow.

    Raises:
        MoveInvalidRequestError: Another host has just created it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_atomically(path, _to_json(stored), overwrite=False)
    except FileExistsError:
        msg = f"cannot start this workflow: another host has just started it in {path}; call again to resume it"
        raise MoveInvalidRequestError(msg) from None


def write_workflow(path: Path, stored: StoredWorkflow) -> None:
    """Write a state file atomically and durably."""
    write_atomically(path, _to_json(stored))


def _to_json(stored: StoredWorkflow) -> str:
    return json.dumps({"clips": stored.clips, "request": stored.request, "state": stored.state.to_json()}, indent=1)


def key_of(request: Mapping[str, Any]) -> str:
    """Derive a key from a request: equal content and options have equal keys."""
    canonical = json.dumps(request, sort_keys=True)
    return f"request-{hashlib.sha256(canonical.encode()).hexdigest()[:32]}"


def _invalid(path: Path, error: Exception) -> MoveInvalidRequestError:
    return MoveInvalidRequestError(
        f"cannot read state_file {path}: invalid content ({type(error).__name__}); restore it, or start a new workflow "
        "with StateFile(path, fresh=True) or --fresh, which pays for a new job"
    )
