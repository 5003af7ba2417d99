"""State files: JSON files that hold the state of one workflow, so that another call can resume it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
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
    """The content of a state file: the names of the clips, the request as a JSON object, and the ids created so far."""

    clips: Sequence[str | None]
    request: Mapping[str, Any]
    state: CaptureState

    def differing(self, request: Mapping[str, Any]) -> list[str]:
        """Return the names of the fields that differ between the stored request and another one.

        `content` is not compared if it is None, because a clip could not be read.
        """
        names = self.request.keys() | request.keys()
        differing = {name for name in names if self.request.get(name) != request.get(name)}
        if request["content"] is None:
            differing.discard("content")
        return sorted(differing)


def read_workflow(path: Path) -> StoredWorkflow | None:
    """Return the content of a state file, or None if it does not exist."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        state = CaptureState.from_json(document["state"])
        return StoredWorkflow(list(document["clips"]), dict(document["request"]), state)
    except FileNotFoundError:
        return None
    except OSError as error:
        # The file may be intact, so a new workflow must not be started and paid for.
        failure = cannot_read(f"state_file {path}", error)
        raise failure from error
    except (ValueError, KeyError, TypeError, MoveInvalidRequestError) as error:
        msg = (
            f"cannot read state_file {path}: invalid content ({type(error).__name__}); restore it, or start a new "
            "workflow with another path, or with StateFile(path, fresh=True) or --fresh, which overwrites the file; "
            "either pays for a new job"
        )
        raise MoveInvalidRequestError(msg) from None


def write_workflow(path: Path, stored: StoredWorkflow, *, overwrite: bool = True) -> None:
    """Write a state file atomically and durably.

    Raises:
        MoveInvalidRequestError: It exists and must not be overwritten: another host has just created it.
    """
    document = {"clips": stored.clips, "request": stored.request, "state": stored.state.to_json()}
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_atomically(path, json.dumps(document, indent=1), overwrite=overwrite)
    except FileExistsError:
        msg = f"cannot start this workflow: another host has just started it in {path}; call again to resume it"
        raise MoveInvalidRequestError(msg) from None


def key_of(request: Mapping[str, Any]) -> str:
    """Derive a key from a request: equal content and options have equal keys."""
    canonical = json.dumps(request, sort_keys=True)
    return f"request-{hashlib.sha256(canonical.encode()).hexdigest()[:32]}"
