"""One workflow of several cameras, with a bar and a state file."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from move_ugc_async import (
    CaptureError,
    CaptureEvent,
    CaptureResult,
    CaptureState,
    Clip,
    HumanVolumeType,
    IdempotencyMismatchError,
    JobFailedError,
    JobType,
    MoveError,
    MoveInvalidRequestError,
    MoveNotFoundError,
    StateFile,
    StateFileMismatchError,
)
from move_ugc_async.cli._common import made_record, output_record, outputs_summary
from move_ugc_async.cli.cameras import check_lenses, read_cameras
from move_ugc_async.cli.exit_codes import Exit, exit_of
from move_ugc_async.cli.progress import Bar
from move_ugc_async.cli.runner import Session, going_on
from move_ugc_async.cli.warning_lines import warning_lines

ONLY_ANEW = (JobFailedError, MoveNotFoundError, IdempotencyMismatchError)
"""Errors that occur again however often the workflow is resumed."""


def check_key(key: str | None, *, fresh: bool) -> None:
    """Check that `--key` and `--fresh` are not both given.

    Raises:
        MoveInvalidRequestError: They are.
    """
    if key is not None and fresh:
        msg = "--fresh cannot be given with --key; to pay again, choose another key"
        raise MoveInvalidRequestError(msg)


class WorkflowRun:
    """One workflow of several cameras.

    Args:
        session: The command's.
        cameras: `LABEL=CLIP` for each camera.
        lenses: The values of `--lens`.
        directory: Where outputs go, and the state file.
        kind: The command, by which the state file is named.
        key: The idempotency key, which replaces the state file.
        fresh: Whether to pay again.
        force: Whether lenses pass that the server does not list.

    Raises:
        MoveInvalidRequestError: A camera or lens is invalid, or --key and --fresh are both given.
    """

    def __init__(
        self,
        session: Session,
        cameras: Sequence[str],
        lenses: Sequence[str] | None,
        directory: Path,
        kind: str,
        *,
        key: str | None,
        fresh: bool,
        force: bool,
    ) -> None:
        check_key(key, fresh=fresh)
        self.clips = [Clip(Path(each.source), each.label, each.lens) for each in read_cameras(cameras, lenses)]
        self._session = session
        self._directory = directory
        self._kind = kind
        self._work = "volume_id" if kind == "calibrate" else "job_id"
        self._key = key
        self._fresh = fresh
        self._force = force

    async def run(
        self, work: Callable[..., Awaitable[CaptureResult[JobType] | CaptureResult[HumanVolumeType]]]
    ) -> Exit:
        """Run it, write its outputs, and return the exit code.

        Args:
            work: `capture_multicam` or `calibrate`, without where it starts.
        """
        self._session.goes_on = "what was started goes on on the server, and is paid for once"
        if not self._force:
            await check_lenses(self._session.client, [clip.lens for clip in self.clips])
        table = self._session.output.table("path", "format", "bytes")
        with table as row, self._session.bars() as bars, warning_lines(self._session.complain):
            bar = bars.add(self._kind)
            try:
                result = await work(**self._start(), on_progress=partial(self._report, bar))
            except MoveError as error:
                bar.end("")
                return self._failed(error)
            self._session.under_way.clear()
            outputs = result.outputs
            record = {
                "directory": str(self._directory),
                "take_id": result.state.take_id,
                self._work: result.work.id,
                "outputs": [output_record(output) for output in outputs],
            }
            row(record, *[(str(output.path), output.format, output.size) for output in outputs])
            bar.end(f"{outputs_summary(outputs, self._directory)} ({result.work.id})")
        return Exit.DONE

    def _start(self) -> dict[str, Any]:
        if self._key is not None:
            return {"key": self._key}
        if self._session.options.sandbox:
            # A throwaway sandbox takes everything with it, and leaves nothing to resume.
            return {}
        path = self._directory / f".move-ugc.{self._kind}.json"
        return {"state_file": StateFile(path, derive_key=True, fresh=self._fresh)}

    def _report(self, bar: Bar, event: CaptureEvent) -> None:
        self._session.under_way[self._kind] = self._subject(event.resume_state)
        bar.capture(event)

    def _subject(self, state: CaptureState) -> dict[str, Any]:
        return {"directory": str(self._directory), **made_record(state, self._work)}

    def _failed(self, error: MoveError) -> Exit:
        """Report an error and how to continue, and return the exit code."""
        cause, made = error.__cause__, error.state if isinstance(error, CaptureError) else CaptureState()
        # Before the first stage there is none to name.
        shown = cause if cause and isinstance(error, CaptureError) and error.stage == "preflight" else error
        if isinstance(shown, StateFileMismatchError):
            made = shown.state or made
            differing = " and ".join(name.replace("_", " ") for name in shown.differing)
            shown = MoveInvalidRequestError(
                f"{self._kind} was run into {self._directory} before, with other {differing}"
            )
        self._session.under_way.clear()
        self._session.output.failure(self._subject(made), shown)
        self._session.complain(str(shown))
        exit_code = exit_of(shown)
        if self._session.options.sandbox:
            return exit_code
        anew = "choose another --key" if self._key is not None else "choose another --directory, or --fresh"
        if isinstance(error, StateFileMismatchError):
            self._session.complain(f"repeat the earlier options to resume it; to pay for a new one, {anew}")
        elif isinstance(cause, IdempotencyMismatchError) or (isinstance(cause, ONLY_ANEW) and made.job_id is not None):
            self._session.complain(f"to pay for a new one, {anew}")
        elif isinstance(cause, MoveNotFoundError):
            self._session.complain(f"where the ids are right, {anew}, to start anew")
        elif exit_code is not Exit.REFUSED:
            self._session.complain(going_on(self._session.options))
        return exit_code
