"""Where a workflow starts: anew, by the user's key, from a state, or from a state file."""

from dataclasses import dataclass
from os import PathLike

from move_ugc_async._capture_state import CaptureState, State, read_state
from move_ugc_async._schema.keyed_metadata import MAX_KEY_LENGTH, ensure_key
from move_ugc_async.capture.arguments import file_path
from move_ugc_async.capture.state_file import StateFile
from move_ugc_async.errors import MoveInvalidRequestError

LONGEST_WORKFLOW_KEY = MAX_KEY_LENGTH - len("-volume")
"""The most characters of a workflow's key: its steps have keys that begin with it."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a workflow starts.

    Attributes:
        state: The ids made so far; None reads them from the file.
        is_new: Whether nobody can have used the state's key before.
        file: Keeps the state; None for nowhere.
    """

    state: CaptureState | None
    is_new: bool = False
    file: StateFile | None = None


def start_of(key: str | None, state_file: str | PathLike[str] | StateFile | None, resume_from: State | None) -> Start:
    """Return where a workflow starts.

    Raises:
        MoveInvalidRequestError: More than one of the arguments is given, or one is invalid.
    """
    options = {"key": key, "state_file": state_file, "resume_from": resume_from}
    given = [name for name, value in options.items() if value is not None]
    if len(given) > 1:
        msg = f"at most one of key, state_file and resume_from can be given; got {' and '.join(given)}"
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
    """Return where a workflow starts that the user has named.

    Raises:
        MoveInvalidRequestError: The key is invalid.
    """
    return Start(CaptureState(_checked_key(key)))


def _checked_key(key: str) -> str:
    """Check the key of a workflow.

    Raises:
        MoveInvalidRequestError: It is not a string, is empty, is too long, or is not Unicode.
    """
    try:
        is_valid = len(ensure_key(key)) <= LONGEST_WORKFLOW_KEY
    except MoveInvalidRequestError:
        is_valid = False
    if not is_valid:
        msg = f"key must be a string of 1 to {LONGEST_WORKFLOW_KEY} characters; got {key!r}"
        raise MoveInvalidRequestError(msg)
    return key
