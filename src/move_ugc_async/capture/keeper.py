"""The state of a running workflow, in memory and in its state file."""

import os
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any

from move_ugc_async._capture_state import CaptureState, State, read_state
from move_ugc_async._concurrency import to_thread
from move_ugc_async._concurrency.task_group import run_shielded
from move_ugc_async._idempotency.store import KeyStore
from move_ugc_async._schema.keyed_metadata import MAX_KEY_LENGTH, ensure_key
from move_ugc_async.capture.clip import KnownClip, digests_of
from move_ugc_async.capture.plan import WorkflowPlan
from move_ugc_async.capture.preflight import file_path
from move_ugc_async.capture.state_file import StateFile, StoredWorkflow, key_of, read_workflow, write_workflow
from move_ugc_async.errors import MoveInvalidRequestError, StateFileMismatchError

_MAX_WORKFLOW_KEY_LENGTH = MAX_KEY_LENGTH - len("-volume")
"""Maximum length of a workflow's key: the keys of its steps append a suffix."""


class StateKeeper:
    """The state of a workflow, written to its state file, if it has one, after each change.

    `is_new` says that the key of the state cannot have been used before, so that no search for it is needed.
    """

    def __init__(
        self, state: CaptureState | None = None, file: StateFile | None = None, *, is_new: bool = False
    ) -> None:
        self.state = state or CaptureState()
        self.is_new = is_new
        self._file = file
        # All spellings of a path must name the same lock, even while a parent folder is missing.
        self._path = Path() if file is None else Path(os.path.realpath(file.path))
        self._stored: StoredWorkflow | None = None
        self._document: Mapping[str, Any] = {}
        self._names: Sequence[str | None] = ()

    @property
    def may_resume(self) -> bool:
        """Whether an earlier call may have created a take or work. The state file must have been read."""
        if self._file is not None and self._stored is None:
            return self._file.derive_key and not self._file.fresh
        return self.state.has_ids or not self.is_new

    def file_held(self, key_store: KeyStore) -> AbstractAsyncContextManager[object]:
        """Serialise callers that use the same state file."""
        return nullcontext() if self._file is None else key_store.hold(f"state file {self._path}")

    def key_held(self, key_store: KeyStore) -> AbstractAsyncContextManager[object]:
        """Serialise callers that use the same key."""
        return nullcontext() if self.is_new else key_store.hold(f"{self.state.key}-workflow")

    async def read(self) -> None:
        """Read the state file, if there is one."""
        if self._file is not None and not self._file.fresh:
            self._stored = await to_thread.run_sync(read_workflow, self._path)
        if self._stored is not None:
            self.state = self._stored.state

    def use(self, plan: WorkflowPlan[Any], endpoint: str, clips: Sequence[KnownClip]) -> None:
        """Validate that the state belongs to a plan, or set the state of a new workflow.

        Raises:
            MoveInvalidRequestError: The state belongs to other clips, or to other options and may have a job.
            StateFileMismatchError: The state file belongs to another request, and may have a job.
        """
        digests, options_digest = digests_of(clips), plan.options_digest()
        if self._file is None:
            self._use_state(options_digest, clips)
        else:
            self._use_file(self._file, plan.document(endpoint, digests), clips)
        self.state = self.state.changed(request_digest=options_digest)
        if digests is not None:
            self.state = self.state.changed(content_digests=tuple(digests))

    def _use_state(self, options_digest: str, clips: Sequence[KnownClip]) -> None:
        if self.state.request_digest != options_digest:
            # Other options may process another part of the clips, whose length may not be readable any more.
            self.state = self.state.changed(video_minutes=None)
        # Uploads of earlier versions, stored by path, are not compared.
        expected = self.state.content_digests
        for number, clip in enumerate(clips):
            if expected and clip.digest != (expected[number] if number < len(expected) else None):
                msg = f"cannot resume: resume_from is of another workflow: {clip.name or 'the clip'} has other content"
                raise MoveInvalidRequestError(msg)
        if len(expected) > len(clips):
            msg = f"cannot resume: resume_from is of another workflow, of {len(expected)} clips"
            raise MoveInvalidRequestError(msg)
        if not self.state.has_ids or self.state.request_digest in {None, options_digest}:
            return
        if self.state.is_bound:
            msg = "cannot resume: resume_from is of another workflow, with other options; call with the same arguments"
            raise MoveInvalidRequestError(msg)
        # The take is found by its key if it was created with the same options.
        self.state = self.state.changed(take_id=None)

    def _use_file(self, file: StateFile, document: Mapping[str, Any], clips: Sequence[KnownClip]) -> None:
        self._document, self._names = document, [clip.name for clip in clips]
        stored = self._stored
        differing = [] if stored is None else stored.differing(document)
        if stored is not None and not differing:
            self._document, self._names = stored.request, stored.clips
        elif stored is not None and stored.state.is_bound:
            msg = (
                f"cannot resume: state_file {self._path} belongs to another request, "
                f"with other {', '.join(differing)}; call with the same arguments, or with another state_file, "
                "which pays for a new job"
            )
            raise StateFileMismatchError(msg, differing=tuple(differing), state=stored.state)
        else:
            # Without a job nothing has been paid for, so the file can be reused.
            self.is_new = file.fresh or not file.derive_key
            self.state = CaptureState() if self.is_new else CaptureState(key_of(document))
            if stored is not None and stored.request.get("endpoint") == document["endpoint"]:
                keys = {clip.upload_key for clip in clips}
                uploads = {key: known for key, known in stored.state.file_ids.items() if key in keys}
                self.state = self.state.changed(file_ids=uploads)

    async def create_file(self) -> None:
        """Create the state file, if it does not exist; raise an error if another host has just created it."""
        if self._stored is None or self._stored.state != self.state:
            # Only one of two hosts that share a folder starts the workflow.
            is_first = self._stored is None and self._file is not None and not self._file.fresh
            await self._write(overwrite=not is_first)

    async def add(self, **ids: Any) -> None:
        """Add ids to the state and write the state file."""
        self.state = self.state.changed(**ids)
        await self._write(overwrite=True)

    async def _write(self, *, overwrite: bool) -> None:
        if self._file is not None:
            # The id of a created object is written even if the workflow is cancelled.
            stored = StoredWorkflow(self._names, self._document, self.state)
            write = partial(write_workflow, self._path, stored, overwrite=overwrite)
            await run_shielded(partial(to_thread.run_sync, write))


def keeper_of(
    key: str | None, state_file: str | PathLike[str] | StateFile | None, resume_from: State | None
) -> StateKeeper:
    """Return the keeper of a `capture` or `calibrate` call, which takes at most one of the arguments."""
    options = {"key": key, "state_file": state_file, "resume_from": resume_from}
    passed = [name for name, value in options.items() if value is not None]
    if len(passed) > 1:
        msg = f"key, state_file and resume_from must be passed one at a time; got {' and '.join(passed)}"
        raise MoveInvalidRequestError(msg)
    if key is not None:
        return keeper_by_key(key)
    if state_file is not None:
        file = state_file if isinstance(state_file, StateFile) else StateFile(state_file)
        file_path(file.path, "state_file")
        return StateKeeper(file=file)
    if resume_from is not None:
        state = read_state(resume_from)
        _check_key(state.key)
        return StateKeeper(state)
    return StateKeeper(is_new=True)


def keeper_to_submit(key: str | None, resume_from: State | None) -> StateKeeper:
    """Return the keeper of a `submit` call, which takes exactly one of the arguments."""
    if key is None and resume_from is None:
        msg = "key or resume_from must be passed; got neither"
        raise MoveInvalidRequestError(msg)
    return keeper_of(key, None, resume_from)


def keeper_by_key(key: str) -> StateKeeper:
    """Return the keeper of a workflow with the user's key."""
    _check_key(key)
    return StateKeeper(CaptureState(key))


def _check_key(key: str) -> None:
    try:
        is_valid = len(ensure_key(key)) <= _MAX_WORKFLOW_KEY_LENGTH
    except MoveInvalidRequestError:
        is_valid = False
    if not is_valid:
        msg = f"key must be a string of 1 to {_MAX_WORKFLOW_KEY_LENGTH} characters; got {key!r}"
        raise MoveInvalidRequestError(msg)
