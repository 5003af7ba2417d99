"""The state of a running workflow, in memory and in its state file."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from move_ugc_async._capture_state import CaptureState
from move_ugc_async._concurrency import to_thread
from move_ugc_async._concurrency.shield import run_shielded
from move_ugc_async.capture.clips import KnownClip, check_same_clips, digests_of
from move_ugc_async.capture.request import CaptureRequest
from move_ugc_async.capture.start import Start
from move_ugc_async.capture.state_file import (
    StateFile,
    StoredWorkflow,
    create_workflow,
    key_of,
    read_workflow,
    write_workflow,
)
from move_ugc_async.errors import MoveInvalidRequestError, StateFileMismatchError


class StateKeeper:
    """The state of a running workflow, written to its state file after each change.

    Args:
        start: The state to start from.
        hold_key: Serialises callers that use the same name.

    Attributes:
        state: All ids created so far.
        is_new: Whether the key of the state was generated for this workflow, so that it cannot have been used before.
    """

    def __init__(self, start: Start, hold_key: Callable[[str], AbstractAsyncContextManager[object]]) -> None:
        self._file = start.file
        # All spellings of a path must name the same lock, even while a parent folder is missing.
        self._path = None if start.file is None else Path(os.path.realpath(start.file.path))
        self._hold_key = hold_key
        self._stored: StoredWorkflow | None = None
        self._document: Mapping[str, Any] = {}
        self._names: Sequence[str | None] = ()
        self.state = start.state or CaptureState()
        self.is_new = start.is_new

    def file_held(self) -> AbstractAsyncContextManager[object]:
        """Serialise callers that use the same state file."""
        return nullcontext() if self._path is None else self._hold_key(f"state file {self._path}")

    def key_held(self) -> AbstractAsyncContextManager[object]:
        """Serialise callers that use the same key."""
        return nullcontext() if self.is_new else self._hold_key(f"{self.state.key}-workflow")

    async def read(self) -> None:
        """Read the state file, if there is one.

        Raises:
            MoveInvalidRequestError: It cannot be read.
        """
        if self._file is None or self._path is None:
            return
        if not self._file.fresh:
            self._stored = await to_thread.run_sync(read_workflow, self._path)
        self.state = self._stored.state if self._stored is not None else CaptureState()

    def use(self, request: CaptureRequest, clips: Sequence[KnownClip]) -> None:
        """Validate that the state belongs to a request, or set the state of a new workflow.

        Args:
            request: The request of the workflow.
            clips: Its clips.

        Raises:
            MoveInvalidRequestError: The state belongs to other clips, or to other options and may have a job.
            StateFileMismatchError: The state file belongs to another request, and may have a job.
        """
        digests, options_digest = digests_of(clips), request.options_digest()
        if self._file is None or self._path is None:
            check_same_clips(self.state, clips)
            self._use_state(options_digest)
        else:
            self._use_file(self._file, self._path, request.document(digests), clips)
        self.state = self.state.changed(request_digest=options_digest)
        if digests is not None:
            self.state = self.state.changed(content_digests=tuple(digests))

    def _use_state(self, options_digest: str) -> None:
        if not self.state.has_ids or self.state.request_digest in {None, options_digest}:
            return
        if self.state.is_bound:
            msg = "cannot resume: resume_from is of another workflow, with other options; call with the same arguments"
            raise MoveInvalidRequestError(msg)
        # The take is found by its key if it was created with the same options.
        self.state = self.state.changed(take_id=None)

    def _use_file(self, file: StateFile, path: Path, document: Mapping[str, Any], clips: Sequence[KnownClip]) -> None:
        self._document, self._names = document, [clip.name for clip in clips]
        stored = self._stored
        differing = [] if stored is None else stored.differing(document)
        if stored is not None and not differing:
            self._document, self._names = stored.request, stored.clips
        elif stored is not None and stored.state.is_bound:
            msg = (
                f"cannot resume: state_file {path} belongs to another request, with other {', '.join(differing)}; "
                "call with the same arguments, or with another state_file, which pays for a new job"
            )
            raise StateFileMismatchError(msg, differing=tuple(differing), state=stored.state)
        else:
            # Without a job nothing has been paid for, so the file can be reused.
            self.is_new = file.fresh or not file.derive_key
            self.state = CaptureState() if self.is_new else CaptureState(key_of(document))
            if stored is not None:
                uploads = stored.uploads_of(document, [clip.upload_key for clip in clips])
                self.state = self.state.changed(file_ids=uploads)

    async def create_file(self) -> None:
        """Create the state file, if it does not exist.

        Raises:
            MoveInvalidRequestError: Another host has just created it.
        """
        if self._file is None or self._path is None or (self._stored and self._stored.state == self.state):
            return
        await self._write(create_workflow if self._stored is None and not self._file.fresh else write_workflow)

    async def add(self, **ids: Any) -> None:
        """Add ids to the state and write the state file."""
        self.state = self.state.changed(**ids)
        await self._write(write_workflow)

    async def _write(self, write: Callable[[Path, StoredWorkflow], None]) -> None:
        if self._path is not None:
            # The id of a created object is written even if the workflow is cancelled.
            stored = StoredWorkflow(self._names, self._document, self.state)
            await run_shielded(partial(to_thread.run_sync, write, self._path, stored))
