"""One workflow of several cameras, with a bar and a state file."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from move_ugc_async import (
    CaptureResult,
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
from move_ugc_async.cli.cameras import read_cameras
from move_ugc_async.cli.exits import Exit, exit_of
from move_ugc_async.cli.session import Session, going_on
from move_ugc_async.cli.warning_lines import warning_lines
from move_ugc_async.cli.work import files, output_record

ONLY_ANEW = (JobFailedError, MoveNotFoundError, IdempotencyMismatchError)
"""Errors that occur again however often the workflow is resumed."""


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
    ) -> None:
        if key is not None and fresh:
            msg = "--fresh cannot be given with --key; to pay again, choose another key"
            raise MoveInvalidRequestError(msg)
        self.clips = [Clip(Path(each.source), each.label, each.lens) for each in read_cameras(cameras, lenses)]
        self._session = session
        self._directory = directory
        self._kind = kind
        self._key = key
        self._fresh = fresh

    async def run(
        self, work: Callable[..., Awaitable[CaptureResult[JobType] | CaptureResult[HumanVolumeType]]]
    ) -> None:
        """Run it, and write its outputs.

        Args:
            work: `capture_multicam` or `calibrate`, without where it starts.
        """
        self._session.goes_on = "what was started goes on on the server, and is paid for once"
        table = self._session.output.table("path", "format", "bytes")
        with table as row, self._session.bars() as bars, warning_lines(self._session.complain):
            bar = bars.add(self._kind)
            try:
                result = await work(**self._start(), on_progress=bar.capture)
            except MoveError as error:
                bar.end("")
                self._advise(error)
                raise
            outputs = result.outputs
            record = {
                "directory": str(self._directory),
                "take_id": result.state.take_id,
                "job_id" if isinstance(result.work, JobType) else "volume_id": result.work.id,
                "outputs": [output_record(output) for output in outputs],
            }
            row(record, *[(str(output.path), output.format, output.size) for output in outputs])
            bar.end(f"{files(len(outputs))} in {self._directory} ({result.work.id})")

    def _start(self) -> dict[str, Any]:
        if self._key is not None:
            return {"key": self._key}
        if self._session.options.sandbox:
            # A throwaway sandbox takes everything with it, and leaves nothing to resume.
            return {}
        path = self._directory / f".move-ugc.{self._kind}.json"
        return {"state_file": StateFile(path, derive_key=True, fresh=self._fresh)}

    def _advise(self, error: MoveError) -> None:
        """Say how to continue after an error."""
        if self._session.options.sandbox:
            return
        anew = "choose another --key" if self._key is not None else "choose another --directory, or --fresh"
        if isinstance(error, StateFileMismatchError) or isinstance(error.__cause__, ONLY_ANEW):
            self._session.complain(f"to pay for a new one, {anew}")
        elif exit_of(error) is not Exit.REFUSED:
            self._session.complain(going_on(self._session.options))
