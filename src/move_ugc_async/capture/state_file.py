"""A file that keeps the state of a workflow, so that calling again with it resumes the workflow."""

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
    """A file that keeps the state of one workflow: `capture(…, state_file=StateFile(path, derive_key=True))`.

    Attributes:
        path: Where it is; created if it does not exist, and never removed.
        derive_key: Whether a new workflow gets a key that is derived from its content and options, so that the same
            request also finds the earlier job without the file. Otherwise the key is random.
        fresh: Whether to start a new workflow, which pays for a new job, and replace what the file holds.
    """

    path: str | PathLike[str]
    derive_key: bool = False
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class StoredWorkflow:
    """The content of a state file.

    Attributes:
        clips: Names of the clips when the workflow started; None for one without a name.
        request: What was asked for, as JSON.
        state: The ids made so far.
    """

    clips: Sequence[str | None]
    request: Mapping[str, Any]
    state: CaptureState

    def differing(self, request: Mapping[str, Any]) -> list[str]:
        """Return the names of what is asked for now and differs from what was asked for when the workflow started.

        Args:
            request: What is asked for; content that could not be read is None.
        """
        names = self.request.keys() | request.keys()
        differing = {name for name in names if self.request.get(name) != request.get(name)}
        if request["content"] is None:
            differing.discard("content")
        return sorted(differing)

    def uploads_of(self, request: Mapping[str, Any], keys: Collection[str]) -> dict[str, str]:
        """Return the uploads that another request to the same server can use.

        Args:
            request: The other request.
            keys: The names of its uploads.
        """
        if self.request.get("endpoint") != request["endpoint"]:
            return {}
        return {key: file_id for key, file_id in self.state.file_ids.items() if key in keys}


def read_workflow(path: Path) -> StoredWorkflow | None:
    """Read a state file; return None if it does not exist.

    Raises:
        MoveError: It cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        # What it holds may be whole: no reason to start, and pay for, a new workflow.
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
    """Create a state file exclusively, so that of two hosts that share a folder only one starts the workflow.

    Raises:
        MoveInvalidRequestError: Another host has just created it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_atomically(path, _to_json(stored), overwrite=False)
    except FileExistsError:
        msg = f"another host has just started this workflow in {path}; call again to resume it"
        raise MoveInvalidRequestError(msg) from None


def write_workflow(path: Path, stored: StoredWorkflow) -> None:
    """Write a state file, whole or not at all; once written it survives a power failure."""
    write_atomically(path, _to_json(stored))


def _to_json(stored: StoredWorkflow) -> str:
    return json.dumps({"clips": stored.clips, "request": stored.request, "state": stored.state.to_json()}, indent=1)


def key_of(request: Mapping[str, Any]) -> str:
    """Return the key that is derived from a request: equal for equal content and options."""
    canonical = json.dumps(request, sort_keys=True)
    return f"request-{hashlib.sha256(canonical.encode()).hexdigest()[:32]}"


def _invalid(path: Path, error: Exception) -> MoveInvalidRequestError:
    return MoveInvalidRequestError(
        f"cannot read state_file {path}: invalid content ({type(error).__name__}); restore it, or start a new workflow "
        "with StateFile(path, fresh=True) or --fresh, which pays for a new job"
    )
