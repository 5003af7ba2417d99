"""The start of a workflow: a new one, or one resumed by a key, a state or a state file."""

from dataclasses import dataclass
from os import PathLike

from move_ugc_async._capture_state import CaptureState, State, read_state
from move_ugc_async._schema.keyed_metadata import MAX_KEY_LENGTH, ensure_key
from move_ugc_async.capture.arguments import file_path
from move_ugc_async.capture.state_file import StateFile
from move_ugc_async.errors import MoveInvalidRequestError

MAX_WORKFLOW_KEY_LENGTH = MAX_KEY_LENGTH - len("-volume")
"""Maximum length of a workflow's key: the keys of its steps append a suffix."""


@dataclass(frozen=True, slots=True)
class Start:
    """The start of a workflow.

    Attributes:
        state: The ids created so far; None reads them from the file.
        is_new: Whether the key of the state cannot have been used before.
        file: The state file, or None.
    """

    state: CaptureState | None
    is_new: bool = False
    file: StateFile | None = None


def start_of(key: str | None, state_file: str | PathLike[str] | StateFile | None, resume_from: State | None) -> Start:
    """Return the start of a `capture` or `calibrate` call.

    Raises:
        MoveInvalidRequestError: More than one of the arguments is given, or one is invalid.
    """
    options = {"key": key, "state_file": state_file, "resume_from": resume_from}
    passed = [name for name, value in options.items() if value is not None]
    if len(passed) > 1:
        msg = f"key, state_file and resume_from must be passed one at a time; got {' and '.join(passed)}"
        raise MoveInvalidRequestError(msg)
    if key is not None:
        return start_by_key(key)
    if state_file is not None:
        file = state_file if isinstance(state_file, StateFile) else StateFile(state_file)
        file_path(file.path, "state_file")
        return Start(None, file=file)
    if resume_from is not None:
        state = read_state(resume_from)
        _checked_key(state.key)
        return Start(state)
    return Start(CaptureState(), is_new=True)


def start_by_key(key: str) -> Start:
    """Return the start of a workflow with the user's key.

    Raises:
        MoveInvalidRequestError: The key is invalid.
    """
    return Start(CaptureState(_checked_key(key)))


def _checked_key(key: str) -> str:
    """Validate the key of a workflow.

    Raises:
        MoveInvalidRequestError: It is not a string, is empty or too long, or contains an unpaired surrogate.
    """
    try:
        is_valid = len(ensure_key(key)) <= MAX_WORKFLOW_KEY_LENGTH
    except MoveInvalidRequestError:
        is_valid = False
    if not is_valid:
        msg = f"key must be a string of 1 to {MAX_WORKFLOW_KEY_LENGTH} characters; got {key!r}"
        raise MoveInvalidRequestError(msg)
    return key
